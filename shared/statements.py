"""What a view or a vault asks of the database: one SQL statement and its values."""

from collections.abc import Callable

from shared.event import Event, Fact

Statement = tuple[str, tuple[object, ...]]
Views = dict[type[Event], Callable[[Fact], list[Statement]]]
"""For each fact that a service's views care about, the statements that bring them up to date."""
