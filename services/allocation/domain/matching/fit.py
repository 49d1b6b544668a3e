"""Soft criteria: how well a provider fits a household, in points for each person. No origin, religion or forecast."""

from collections.abc import Container, Sequence
from typing import NamedTuple

from shared.events.codes import ProviderId
from shared.events.matching import Candidate, CaseProfile, WeighedNeed, Weights


class Parts(NamedTuple):
    """Points by what they are for. `hours`: of interpreters, that the provider would need for the household."""

    language: int
    needs: int
    site: int
    continuity: int
    wish: int
    hours: int

    def points(self) -> int:
        """All of them, for each person."""
        return self.language + self.needs + self.site + self.continuity + self.wish


def parts(case: CaseProfile, candidate: Candidate, weights: Weights) -> Parts:
    """How well they fit. What nobody asked for is met by everyone."""
    provider, speakers = candidate.provider, case.speakers
    talks = understood(speakers, candidate.languages) if speakers else 0
    return Parts(
        weights.language * talks // len(speakers) if speakers else weights.language,
        needs_points(case.needs, candidate.competences, weights.needs),
        weights.site if case.house in candidate.near else 0,
        weights.continuity if case.current == provider else 0,
        _wish_points(case.wish, provider, weights),
        (len(speakers) - talks) * weights.interpreter_hours_per_person,
    )


def understood(speakers: Sequence[Sequence[str]], languages: Container[str]) -> int:
    """With how many of these persons somebody can talk."""
    count = 0
    for speaker in speakers:
        for language in speaker:
            if language in languages:
                count += 1
                break
    return count


def needs_points(needs: Sequence[WeighedNeed], competences: Container[str], most: int) -> int:
    """The share of the needs that are met, by urgency."""
    if not needs:
        return most
    met = asked = 0
    for need in needs:
        asked += need.urgency
        if need.domain in competences:
            met += need.urgency
    return most * met // asked


def _wish_points(wish: ProviderId | None, provider: ProviderId, weights: Weights) -> int:
    return weights.wish if wish == provider else 0
