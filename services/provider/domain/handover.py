"""Übergabe: the answer to the offer of a case. Whether it came in time is decided by who offered it."""

from uuid import UUID

from services.provider.domain.care_state import Care
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import ReasonCode
from shared.events.provider import HandoverAnswered


class AnswerHandover(OwnCommand):
    """Take the case that was offered, or decline it and say why."""

    case_id: UUID
    accepted: bool
    reason_code: ReasonCode | None = None

    def target(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


def answer_handover(state: Care, command: AnswerHandover, known: Entrusted) -> list[Event]:
    """An offer is answered once; a case that is offered again is answered again."""
    answer = HandoverAnswered(provider=command.provider, **dict(command))
    offered = command.case_id in known.offers
    answered = known.offers.get(command.case_id)
    if state.answer == answer and (not offered or answered is not None):
        return []
    if not offered:
        raise Refused("This case is not offered to this provider now.")
    if answered is not None:
        raise Refused("This offer is answered already.")
    if not command.accepted and command.reason_code is None:
        raise Refused("Who declines a case says why.")
    return [answer]
