"""Kenntnisstand: which facts a figure may use. The answer depends on the set of facts, never on their order."""

from collections.abc import Iterable, Mapping
from datetime import date

from shared.clock import day_in_berlin
from shared.event import Fact


def known_facts(facts: Iterable[Fact], known_on: date | None, cut: Mapping[str, int]) -> list[Fact]:
    """The facts within the cut that were recorded by the end of `known_on` in Berlin; each once, stream by stream.

    `cut` holds the last fact number used of each source; a source that it does not name is not used.
    """
    within = {
        (fact.source, fact.fact_number): fact
        for fact in facts
        if fact.fact_number <= cut.get(fact.source, 0)
        and (known_on is None or day_in_berlin(fact.recorded_at) <= known_on)
    }
    return sorted(within.values(), key=lambda fact: (fact.source, fact.stream, fact.version))
