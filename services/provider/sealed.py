"""What of a command goes to the vault instead of a fact, and what is looked up before it is decided."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from services.provider.domain.contact import RecordContact
from services.provider.domain.own import OwnCommand
from services.provider.domain.plan import AgreePlan, RevisePlan
from services.provider.domain.plan_review import ReviewPlan
from services.provider.domain.referral import CorrectReferral, MakeReferral
from services.provider.domain.short_contact import RecordShortContact
from services.provider.domain.staff import JoinStaff
from services.provider.domain.volunteer import RegisterVolunteer
from services.provider.notes import seal_note, seal_worker
from services.provider.offices import check_office
from shared.execute import Also
from shared.service import Service

Noted = RecordContact | RecordShortContact | MakeReferral | AgreePlan | ReviewPlan | RevisePlan
REFS: dict[type[OwnCommand], str | None] = {
    RecordContact: "contact_id",
    RecordShortContact: "short_contact_id",
    MakeReferral: "referral_id",
    AgreePlan: "plan_id",
    ReviewPlan: "review_id",
    RevisePlan: None,
}
"""Commands with a note, and the id under which it is kept. That of a further version only the decision knows."""


def sealed(service: Service, kind: type[OwnCommand]) -> Callable[[Any], Awaitable[Also | None]] | None:
    """What is done with a command of that kind before it is decided. Where no words are said, facts alone remain."""

    async def note(command: Noted) -> Also | None:
        if isinstance(command, MakeReferral):
            check_office(command.office)
        field = REFS[kind]
        ref = getattr(command, field) if field else None
        assert ref is None or isinstance(ref, UUID)
        return await seal_note(service.vault, service.pool, command.note, ref)

    async def worker(command: JoinStaff) -> Also | None:
        return await seal_worker(service.vault, service.pool, command.staff_ref, command)

    async def volunteer(command: RegisterVolunteer) -> Also | None:
        return await seal_worker(service.vault, service.pool, command.volunteer_ref, command)

    async def office(command: CorrectReferral) -> None:
        check_office(command.office)

    if kind in REFS:
        return note
    kept: dict[type[OwnCommand], Callable[[Any], Awaitable[Also | None]]] = {
        JoinStaff: worker,
        RegisterVolunteer: volunteer,
        CorrectReferral: office,
    }
    return kept.get(kind)
