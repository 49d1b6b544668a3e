"""What is missing of a source: whether it is time to look for it before our place in the topic.

A topic that was made anew and filled up, while whoever hears it was behind, has other facts at the old offsets. Whoever
reads on there finds a fact beyond the next: the one between is in the topic, and lies before.
"""

from dataclasses import dataclass, field

from shared.take import Heard

PATIENCE_SECONDS = 10.0
"""A sender that tells a range again is given so long."""
AGAIN_SECONDS = 600.0
"""Between two looks for the same fact: each reads the whole topic."""


@dataclass
class Gaps:
    """For each topic the fact that is missing, and the instant from which on to look for it."""

    _looks: dict[str, tuple[int, float]] = field(default_factory=dict)

    def look_back(self, topic: str, heard: Heard, now: float) -> bool:
        """Whether the topic is to be read again from its beginning; `now` in seconds of a clock that only goes on."""
        if heard.seen_number <= heard.last_number:
            self._looks.pop(topic, None)
            return False
        number, at = self._looks.get(topic, (0, 0.0))
        if number != heard.last_number + 1:
            self._looks[topic] = (heard.last_number + 1, now + PATIENCE_SECONDS)
            return False
        if now < at:
            return False
        self._looks[topic] = (number, now + AGAIN_SECONDS)
        return True
