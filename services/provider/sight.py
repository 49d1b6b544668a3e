"""Own cases only: which cases a worker sees, and what becomes of asking for others.

Where no staff list is kept, everybody of the provider sees all its cases. Where one is, a caseworker sees those of
which they are in charge, or whose worker is away and has them as substitute. Lead and admin see all.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from typing import assert_never
from uuid import NAMESPACE_URL, UUID, uuid5

from services.provider import views, views_staff
from services.provider.domain.own import own
from services.provider.domain.reads import RefuseAccess
from shared.clock import day_in_berlin
from shared.correlation import carry_out
from shared.decider import Command
from shared.errors import Missing
from shared.events.staff import Opened
from shared.execute import Wish
from shared.http import id_in_path
from shared.identity import Caller
from shared.roles import LEAD, PROVIDER_ADMIN
from shared.service import Service

NOBODY = UUID(int=0)
"""Whose cases somebody sees who left."""
OPENED: tuple[tuple[str, Opened], ...] = (("plan_id", "plan"), ("referral_id", "referral"), ("case_id", "case"))
"""Fields of commands that name what is opened, and the kind of it."""


class Sight:
    """What the callers of one provider's service may see."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def today(self) -> date:
        return day_in_berlin(self._service.clock.now())

    async def whose(self, caller: Caller) -> UUID | None:
        """Whose cases the caller sees; None: all of the provider."""
        staff_ref, today = ref_of(caller), self.today()
        kept, left_on = await views_staff.standing(self._service.pool, staff_ref)
        if left_on is not None and left_on <= today:
            return NOBODY
        return staff_ref if kept and not caller.roles & {LEAD, PROVIDER_ADMIN} else None

    async def missed(self, caller: Caller, opened: Opened, opened_id: UUID) -> Missing:
        """Record that the caller asked for what is not there for them. The answer is the same for all of these."""
        refuse = own(RefuseAccess, self._service.settings.provider)
        command = refuse.model_validate({"staff_ref": ref_of(caller), "opened": opened, "opened_id": opened_id})
        await carry_out(self._service.executor, Wish(command, caller.staff_ref))
        return missing(opened)

    async def foreign(self, caller: Caller, path: Mapping[str, str]) -> None:
        """Record that somebody of another provider asked here."""
        for name, opened in OPENED:
            if name in path:
                await self.missed(caller, opened, id_in_path(path[name]))

    @asynccontextmanager
    async def watched(self, caller: Caller, command: Command) -> AsyncIterator[None]:
        """Around a command: not on cases of others, and what is not there is recorded as any other knocking."""
        fields = dict(command)
        found = next(((kind, fields[name]) for name, kind in OPENED if isinstance(fields.get(name), UUID)), None)
        case_id = await views.case_behind(self._service.pool, fields) if found else None
        if found and case_id and not await self.sees(caller, case_id):
            raise await self.missed(caller, *found)
        try:
            yield
        except Missing:
            if found:
                await self.missed(caller, *found)
            raise

    async def sees(self, caller: Caller, case_id: UUID) -> bool:
        """Whether the case is the caller's, by all that is recorded by now. Nothing is hidden that is not here."""
        for up_to_date in (False, True):
            if up_to_date:
                await self._service.viewer.up_to_date()
            whose = await self.whose(caller)
            if whose is None or await views.is_seen(self._service.pool, case_id, whose, self.today()):
                return True
        return False


def missing(opened: Opened) -> Missing:
    """The same sentence for what never was and for what is somebody else's."""
    match opened:
        case "case":
            return Missing("There is no such case.")
        case "plan":
            return Missing("There is no such plan.")
        case "referral":
            return Missing("There is no such referral.")
        case _ as never:
            assert_never(never)


def ref_of(caller: Caller) -> UUID:
    """The pseudonym as the staff list has it, also where an issuer names workers otherwise than by UUIDs."""
    try:
        return UUID(caller.staff_ref)
    except ValueError:
        return uuid5(NAMESPACE_URL, f"fallbuch:staff:{caller.staff_ref}")
