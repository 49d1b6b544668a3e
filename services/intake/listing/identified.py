"""Ids for what a list holds: from its content under a key. The same list gets the same ids, in whatever order it is."""

import hmac
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from services.intake.domain.importing import ArrivedHousehold, ImportList
from shared.event import canonical

LABEL = b"fallbuch list of arrivals"


def identified(households: Sequence[ArrivedHousehold], master_key: bytes) -> ImportList:
    """The list as a command, households in the order of the file."""
    key = hmac.digest(master_key, LABEL, "sha256")
    contents = [_content(household) for household in households]
    list_id = _id(key, b"\n".join(sorted(contents)))
    seen: Counter[bytes] = Counter()
    ready = []
    for household, content in zip(households, contents, strict=True):
        seen[content] += 1
        ready.append(_with_ids(household, key, b"%b %d %b" % (list_id.bytes, seen[content], content)))
    return ImportList(list_id=list_id, households=tuple(ready))


def _with_ids(household: ArrivedHousehold, key: bytes, content: bytes) -> ArrivedHousehold:
    persons = sorted(household.persons, key=canonical)
    named = [
        person.model_copy(update={"person_id": _id(key, b"%b person %d" % (content, number))})
        for number, person in enumerate(persons)
    ]
    return household.model_copy(update={"case_id": _id(key, content), "persons": tuple(named)})


def _content(household: ArrivedHousehold) -> bytes:
    """What a household says, whoever of its persons comes first."""
    persons = sorted(canonical(person) for person in household.persons)
    return canonical(household.model_copy(update={"persons": ()})) + b"".join(persons)


def _id(key: bytes, content: bytes) -> UUID:
    return UUID(bytes=hmac.digest(key, content, "sha256")[:16], version=5)
