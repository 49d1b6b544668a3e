"""Zwei Einträge, eine Person: whoever was entered twice counts once, under the entry that was kept."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from shared.event import Fact
from shared.events.person import PersonsMerged


def merged_entries(facts: Iterable[Fact]) -> dict[UUID, UUID]:
    """For each merged entry the one that it was merged with."""
    merges = (fact.event for fact in facts if isinstance(fact.event, PersonsMerged))
    return {merge.merged_person_id: merge.person_id for merge in merges}


def counts_as(person_id: UUID, merged: Mapping[UUID, UUID]) -> UUID:
    """The entry under which a person counts; what was kept may itself have been merged later."""
    seen: set[UUID] = set()
    while person_id in merged and person_id not in seen:
        seen.add(person_id)
        person_id = merged[person_id]
    return person_id
