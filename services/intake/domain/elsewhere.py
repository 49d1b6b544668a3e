"""What a person stated at a provider: it is hers, and holds at the desk as if she had stated it there."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from services.intake.domain.register import CaseRegister
from services.intake.domain.statements import Consents, Statement, before
from shared.decider import Command
from shared.event import Event
from shared.events.codes import ProviderId, Purpose
from shared.events.intake import ConsentGiven, ConsentWithdrawn
from shared.events.person import ConsentRefused, SecrecyReleased, SecrecyReleaseWithdrawn
from shared.events.provider import Stated


class TakeStatement(Command):
    """Internal, for what was heard of a provider: a consent, or with `secrecy` a release from it."""

    person_id: UUID
    purpose: Purpose
    recipient: ProviderId
    stated: Stated
    secrecy: bool
    on: date

    def target(self) -> str:
        return f"person-{self.person_id}"


def take_statement(state: Consents, command: TakeStatement, register: CaseRegister) -> list[Event]:
    """Never refused: what is unknown here, or older than what holds, changes nothing."""
    case_id = register.case_of.get(command.person_id)
    if case_id is None or command.person_id in register.merged:
        return []
    stated = _statement(command, case_id)
    known = before(state, stated)
    already = known and type(known[-1]) is type(stated)
    if already or (known and command.on < known[-1].on):
        return []
    return [stated]


def _statement(command: TakeStatement, case_id: UUID) -> Statement:
    kind = (RELEASES if command.secrecy else CONSENTS)[command.stated]
    return kind(
        person_id=command.person_id,
        case_id=case_id,
        purpose=command.purpose,
        recipient=command.recipient,
        on=command.on,
    )


CONSENTS: Mapping[Stated, type[Statement]] = {
    "given": ConsentGiven,
    "refused": ConsentRefused,
    "withdrawn": ConsentWithdrawn,
}
RELEASES: Mapping[Stated, type[Statement]] = {
    "given": SecrecyReleased,
    "refused": SecrecyReleaseWithdrawn,
    "withdrawn": SecrecyReleaseWithdrawn,
}
