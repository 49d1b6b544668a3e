"""Bescheide after the award: amended, revoked, withdrawn; what the state waives. Each notice once, by its reference."""

from datetime import date
from typing import Annotated
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import Field

from services.reporting.domain.bounds import PaidCents, Words
from services.reporting.domain.granted import Grant, Notice, awarded
from services.reporting.domain.of_grant import OfGrant
from services.reporting.domain.staffing import Staffing, check_amended
from shared.decider import Around
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import Day, FteHundredths, ProviderId, Written
from shared.events.notices import AwardAmended, Claim, ClaimWaived, GrantRevoked, GrantWithdrawn


class AmendAward(OfGrant):
    """A notice of amendment (Änderungsbescheid). What it does not name stays as it is."""

    notice_ref: Written
    decided_on: Day
    effective_on: Day
    ends_on: Day | None = None
    cap_cents: PaidCents | None = None
    fte_hundredths: FteHundredths | None = None
    shares: Annotated[dict[ProviderId, FteHundredths], Field(min_length=1, max_length=32)] | None = None


class RevokeGrant(OfGrant):
    """The state revokes a lawful award (Widerruf) from a day on."""

    notice_ref: Written
    decided_on: Day
    effective_on: Day


class WithdrawGrant(OfGrant):
    """The state withdraws an unlawful award (Rücknahme): it never held."""

    notice_ref: Written
    decided_on: Day


class WaiveClaim(OfGrant):
    """The state waives a repayment (Erlass) or interest (Verzicht), in whole or in part, for a reason."""

    claim: Claim
    cents: PaidCents
    decided_on: Day
    notice_ref: Written
    reason: Words


def amend_award(state: Grant, command: AmendAward, around: Around[Staffing]) -> list[Event]:
    award = awarded(state)
    said = command.model_dump(exclude_none=True)
    before = state.notices.get(command.notice_ref)
    if before is not None:
        same = isinstance(before, AwardAmended) and said.items() <= before.model_dump().items()
        return _once(same=same)
    ends_on = command.ends_on or award.grant_period.ends_on
    amendment = AwardAmended(
        grant_id=command.grant_id,
        notice_ref=command.notice_ref,
        decided_on=command.decided_on,
        effective_on=command.effective_on,
        ends_on=ends_on,
        cap_cents=command.cap_cents or award.cap_cents,
        fte_hundredths=command.fte_hundredths or award.fte_hundredths,
        shares=command.shares or award.shares,
    )
    _check_day(command.decided_on, around.today)
    if state.ended is not None:
        raise Refused("The award was revoked or withdrawn: it cannot be amended any more.")
    if command.effective_on > around.today:
        raise Refused("An amendment cannot be recorded before the day from which it holds.")
    if not max(award.grant_period.starts_on, state.amended_on or command.effective_on) <= command.effective_on:
        raise Refused("An amendment holds from a day of the grant, and not from before the last amendment.")
    if ends_on < award.grant_period.starts_on:
        raise Refused("The grant would end before it starts.")
    if not award.shares.keys() <= amendment.shares.keys():
        raise Refused("An amendment leaves every provider of the award a share.")
    if amendment.cap_cents < sum(each.cents for each in state.received.values()):
        raise Refused("With this amendment more would have been received than the cap of the grant.")
    check_amended(around.register, amendment)
    return [amendment]


def revoke_grant(state: Grant, command: RevokeGrant, today: date) -> list[Event]:
    award = awarded(state)
    revoked = GrantRevoked(**dict(command))
    before = state.notices.get(command.notice_ref)
    if before is not None:
        return _once(same=before == revoked)
    _check_ending(state, command.decided_on, today)
    if command.effective_on < award.grant_period.starts_on:
        raise Refused("A revocation holds from a day of the grant; an award that never held is withdrawn.")
    return [revoked]


def withdraw_grant(state: Grant, command: WithdrawGrant, today: date) -> list[Event]:
    award = awarded(state)
    withdrawn = GrantWithdrawn(**dict(command), effective_on=award.grant_period.starts_on)
    before = state.notices.get(command.notice_ref)
    if before is not None:
        return _once(same=before == withdrawn)
    _check_ending(state, command.decided_on, today)
    return [withdrawn]


def waive_claim(state: Grant, command: WaiveClaim, today: date) -> list[Event]:
    award = awarded(state)
    waived = ClaimWaived(**command.model_dump(exclude={"reason"}), note_ref=note_ref(command))
    before = state.notices.get(command.notice_ref)
    if before is not None:
        return _once(same=before == waived)
    _check_day(command.decided_on, today)
    known = sum(_waived(each, command.claim) for each in state.notices.values())
    if known + command.cents > award.cap_cents:
        raise Refused("More would be waived than the cap of the grant.")
    return [waived]


def note_ref(command: WaiveClaim) -> UUID:
    """Where the reason lies in the vault."""
    return uuid5(NAMESPACE_URL, f"fallbuch:note:WaiveClaim:{command.grant_id}:{command.notice_ref}")


def _waived(notice: Notice, claim: Claim) -> int:
    return notice.cents if isinstance(notice, ClaimWaived) and notice.claim == claim else 0


def _check_ending(state: Grant, decided_on: date, today: date) -> None:
    _check_day(decided_on, today)
    if state.ended is not None:
        raise Refused("The award was revoked or withdrawn already.")


def _check_day(decided_on: date, today: date) -> None:
    if decided_on > today:
        raise Refused("A notice cannot be recorded before the day of its decision.")


def _once(*, same: bool) -> list[Event]:
    if not same:
        raise Refused("Another notice is already recorded under this reference.")
    return []


NOTICES = (AmendAward, RevokeGrant, WithdrawGrant, WaiveClaim)
