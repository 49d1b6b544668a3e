"""A provider as its tests tell it: DRK, with the household h1 of four entrusted to it."""

from services.provider.domain.own import OwnCommand, own
from shared.event import Event
from shared.events.allocation import CaseWithdrawn
from shared.ids import wire_id
from tests.allocation.town import case_id, entrusted, household, person_id

CASE = case_id("h1")
ADA, BEN, CEM, DUA = (person_id(f"h1-{number}") for number in (1, 2, 3, 4))
STRANGER = person_id("h2-1")
HERE: list[Event] = [entrusted("h1", household("h1", 4, "sandloch"), "drk")]
WITHDRAWN = CaseWithdrawn(provider="drk", case_id=CASE)
ANNA, BERT, CARO = (wire_id("staff", name) for name in ("anna", "bert", "caro"))


def at_drk(kind: type[OwnCommand], **fields: object) -> OwnCommand:
    """The command as DRK's service takes it."""
    return own(kind, "drk").model_validate(fields)
