"""Hard criteria: what rules a provider out. The first one that fails is named; no sum of points outweighs it."""

from collections.abc import Sequence
from typing import Literal

from shared.events.matching import Candidate, CaseProfile, MatchingQuestion

FailedRule = Literal[
    "closed", "house_not_covered", "licence_missing", "conflict", "no_capacity", "share_exhausted", "others_share_short"
]


def failed_rule(case: CaseProfile, candidate: Candidate, still_owed: int, frame: MatchingQuestion) -> FailedRule | None:
    """The first hard criterion that the provider does not meet, None if it could take the household.

    `still_owed`: persons that all contracts together still grant this quarter.
    """
    if not candidate.open:
        return "closed"
    if candidate.covers and case.house not in candidate.covers:
        return "house_not_covered"
    if case.must_have and not set(case.must_have) <= set(candidate.licences):
        return "licence_missing"
    if candidate.provider in case.conflicts:
        return "conflict"
    if candidate.capacity is not None and candidate.load + case.load > candidate.capacity:
        return "no_capacity"
    tolerance, expected = frame.weights.share_tolerance, frame.expected_load
    if candidate.share_most is not None and candidate.share_taken + case.load > candidate.share_most + tolerance:
        return "share_exhausted"
    if expected is not None and still_owed and _takes_from_others(case, candidate, still_owed, expected + tolerance):
        return "others_share_short"
    return None


def _takes_from_others(case: CaseProfile, candidate: Candidate, still_owed: int, expected: int) -> bool:
    """Whether persons for whom the provider has no claim would be missing for those that have one."""
    beyond = case.load - max(0, candidate.share_least - candidate.share_taken)
    return beyond > 0 and still_owed + beyond > expected


def owed(candidates: Sequence[Candidate]) -> int:
    """Persons that the contracts still grant to providers this quarter."""
    return sum(max(0, each.share_least - each.share_taken) for each in candidates)
