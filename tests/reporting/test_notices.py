"""Notices after the award, with what each does to the settlement: amendment, revocation, withdrawal, waiver."""

from datetime import date
from typing import Any

from services.reporting.domain.notices import AmendAward, RevokeGrant, WaiveClaim, WithdrawGrant, note_ref
from services.reporting.domain.payments import DrawDownFunds
from services.reporting.figures.settlement import Repaid
from shared.event import Event
from shared.events.notices import AwardAmended, ClaimWaived, GrantRevoked, GrantWithdrawn
from shared.events.reporting import FundsReceived
from tests.given import TODAY, given
from tests.reporting.test_explain import names
from tests.reporting.test_settlement import FUNDS, LATE, each, settled
from tests.reporting.weinheim import END, GRANT, S1, S2, SHARES, START, awarded, record_award, some_id

DECIDED = date(2018, 11, 1)
YEAR_END = date(2020, 12, 31)


def amend(**changed: Any) -> AmendAward:
    fields = {"grant_id": GRANT, "notice_ref": "RPS-2", "decided_on": DECIDED, "effective_on": DECIDED}
    return AmendAward(**(fields | changed))


def amended(**changed: Any) -> AwardAmended:
    fields: dict[str, Any] = {"grant_id": GRANT, "notice_ref": "RPS-2", "decided_on": DECIDED, "effective_on": DECIDED}
    fields |= {"ends_on": END, "cap_cents": 294_000_00, "fte_hundredths": 230, "shares": SHARES}
    return AwardAmended(**(fields | changed))


def revoke(**changed: Any) -> RevokeGrant:
    fields = {"grant_id": GRANT, "notice_ref": "RPS-3", "decided_on": DECIDED, "effective_on": date(2020, 1, 1)}
    return RevokeGrant(**(fields | changed))


def revoked(**changed: Any) -> GrantRevoked:
    return GrantRevoked(**dict(revoke(**changed)))


def withdraw(**changed: Any) -> WithdrawGrant:
    return WithdrawGrant(**({"grant_id": GRANT, "notice_ref": "RPS-4", "decided_on": DECIDED} | changed))


def withdrawn() -> GrantWithdrawn:
    return GrantWithdrawn(**dict(withdraw()), effective_on=START)


def waive(**changed: Any) -> WaiveClaim:
    fields = {"grant_id": GRANT, "claim": "repayment", "cents": 2_400_00, "decided_on": DECIDED}
    return WaiveClaim(**(fields | {"notice_ref": "RPS-5", "reason": "Unbillige Härte."} | changed))


def waived(**changed: Any) -> ClaimWaived:
    command = waive(**changed)
    return ClaimWaived(**command.model_dump(exclude={"reason"}), note_ref=note_ref(command))


def test_an_amendment_says_anew_what_it_names_and_leaves_the_rest() -> None:
    given(*S1).when(amend(cap_cents=320_000_00)).then(amended(cap_cents=320_000_00))
    given(*S1).when(amend(ends_on=YEAR_END)).then(amended(ends_on=YEAR_END))
    more = amended(cap_cents=320_000_00)
    given(*S1, more).when(amend(notice_ref="RPS-9", ends_on=YEAR_END)).then(
        amended(notice_ref="RPS-9", cap_cents=320_000_00, ends_on=YEAR_END)
    )
    given().when(amend()).missing()


def test_an_amendment_twice_is_recorded_once_also_after_the_next_one() -> None:
    later = [*S1, amended(cap_cents=320_000_00), amended(notice_ref="RPS-9", ends_on=YEAR_END, cap_cents=320_000_00)]
    given(*later).when(amend(cap_cents=320_000_00)).nothing()
    given(*later).when(amend(cap_cents=320_000_01)).refused("Another notice")
    given(*later).when(record_award()).nothing()


def test_an_amendment_has_its_limits() -> None:
    given(*S1).when(amend(effective_on=date(2018, 11, 6))).refused("before the day from which it holds")
    given(*S1).when(amend(decided_on=date(2018, 11, 6))).refused("before the day of its decision")
    given(*S1).when(amend(effective_on=date(2018, 10, 14))).refused("not from before")
    given(*S1, amended()).when(amend(notice_ref="RPS-9", effective_on=date(2018, 10, 31))).refused("not from before")
    given(*S1).when(amend(ends_on=date(2018, 10, 14))).refused("end before it starts")
    given(*S1).when(amend(shares={"caritas": 80, "diakonie": 50})).refused("leaves every provider")
    given(*S1).when(amend(fte_hundredths=229)).refused("more FTE than the award names")
    given(*S1, *FUNDS).when(amend(cap_cents=293_999_99)).refused("more would have been received")
    given(*S1, revoked()).when(amend()).refused("cannot be amended")


def test_an_amendment_holds_from_its_day_in_settlement_and_due_date() -> None:
    """Two years and 79/31 months: DRK 128,000.00 + 13,591.40, Caritas 113,273.12, Diakonie 70,795.70; together
    325,660.22 over the new cap of 320,000.00 by 5,660.22. The day before nothing of it holds."""
    events = [*S1, amended(effective_on=date(2019, 7, 1), cap_cents=320_000_00, ends_on=YEAR_END)]
    found = settled(events, YEAR_END)
    assert each(found, "entitlement_cents") == {"caritas": 113_273_12, "diakonie": 70_795_70, "drk": 141_591_40}
    assert (found["cap_cents"], found["town_carries_cents"], found["repayment_cents"]) == (320_000_00, 5_660_22, 0)
    assert (found["grant_ends_on"], found["due_on"]) == ("2020-12-31", "2021-03-31")
    before = settled(events, date(2019, 6, 30))
    assert (before["cap_cents"], before["grant_ends_on"]) == (294_000_00, "2020-10-14")
    assert before["rows"] == settled(S1, date(2019, 6, 30))["rows"]


def test_a_revocation_ends_what_is_earned_and_what_was_earned_stays() -> None:
    """From 1 Jan 2020: earned are 31,260.22 + 147,200.00 = 178,460.22; of 294,000.00 go back 115,539.78."""
    given(*S1).when(revoke()).then(revoked())
    found = settled([*S1, *FUNDS, revoked()])
    assert found["entitlement_cents"] == 178_460_22
    assert (found["repayment_cents"], found["state_settlement_cents"]) == (115_539_78, -115_539_78)
    assert (found["grant_ends_on"], found["due_on"]) == ("2019-12-31", "2020-03-31")
    assert [row["entitlement_cents"] for row in found["rows"] if row["budget_year"] == 2020] == [0, 0, 0]
    assert found["ended"] == {"what": "revoked", "notice_ref": "RPS-3", "effective_on": "2020-01-01"}
    assert found["balance_cents"] == 0
    assert settled([*S1, *FUNDS, revoked()], date(2019, 12, 31))["ended"] is None


def test_after_a_revocation_interest_is_owed_from_its_effect_at_the_earliest() -> None:
    """115,539.78 x 4.12 % x 365 / 365 = 4,760.2389.. -> 4,760.24, however early a duty is claimed."""
    found = settled([*S1, *FUNDS, revoked()], paid=Repaid(date(2019, 1, 1), YEAR_END))
    assert (found["interest_days"], found["interest_cents"]) == (365, 4_760_24)
    later = settled([*S1, *FUNDS, revoked()], paid=Repaid(date(2020, 12, 30), YEAR_END))
    assert later["interest_days"] == 1


def test_a_withdrawn_award_never_held_and_the_town_carries_what_providers_are_due() -> None:
    given(*S1).when(withdraw()).then(withdrawn())
    found = settled([*S1, *FUNDS, withdrawn()])
    assert (found["repayment_cents"], found["state_settlement_cents"]) == (294_000_00, -294_000_00)
    assert each(found, "entitlement_cents") == {"caritas": 102_400_00, "diakonie": 64_000_00, "drk": 128_000_00}
    assert (found["town_carries_cents"], found["balance_cents"]) == (294_400_00, 0)
    assert (found["ended"]["what"], found["due_on"]) == ("withdrawn", "2021-01-14")


def test_after_a_withdrawal_each_payment_bears_interest_from_the_day_it_came_in() -> None:
    """100,000.00 x 4.12 % x 731/365 + 194,000.00 x 4.12 % x 366/365 = 8,251.2876.. + 8,014.6980.. = 16,265.99."""
    halves: list[Event] = [
        FundsReceived(grant_id=GRANT, cents=100_000_00, paid_on=date(2018, 11, 2), payment_ref="L-1"),
        FundsReceived(grant_id=GRANT, cents=194_000_00, paid_on=date(2019, 11, 2), payment_ref="L-2"),
    ]
    found = settled([*S1, *halves, withdrawn()], paid=Repaid(START, date(2020, 11, 2)))
    assert (found["interest_days"], found["interest_cents"]) == (731, 16_265_99)


def test_an_award_ends_once_and_each_notice_has_its_own_reference() -> None:
    given(*S1, revoked()).when(revoke()).nothing()
    given(*S1, withdrawn()).when(withdraw()).nothing()
    given(*S1, revoked()).when(withdraw()).refused("already")
    given(*S1, withdrawn()).when(revoke()).refused("already")
    given(*S1, revoked()).when(revoke(effective_on=date(2020, 2, 1))).refused("Another notice")
    given(*S1, revoked()).when(withdraw(notice_ref="RPS-3")).refused("Another notice")
    given(*S1).when(revoke(effective_on=date(2018, 10, 14))).refused("from a day of the grant")
    given(*S1).when(withdraw(decided_on=date(2018, 11, 6))).refused("before the day of its decision")
    given().when(revoke()).missing()
    given().when(withdraw()).missing()


def test_nothing_is_drawn_down_of_an_award_that_ended() -> None:
    asked = DrawDownFunds(grant_id=GRANT, cents=1, asked_on=TODAY, payment_ref="A-1")
    given(awarded(), withdrawn()).when(asked).refused("nothing more is drawn down")


def test_a_waiver_is_a_decision_with_a_reason_that_stays_out_of_the_fact() -> None:
    given(*S1).when(waive()).then(waived())
    given(*S1, waived()).when(waive()).nothing()
    given(*S1, waived()).when(waive(cents=1)).refused("Another notice")
    given(*S1).when(waive(cents=294_000_01)).refused("More would be waived")
    given(*S1, waived()).when(waive(cents=292_000_00, notice_ref="RPS-6")).refused("More would be waived")
    given(*S1, waived()).when(waive(claim="interest", notice_ref="RPS-6")).then(
        waived(claim="interest", notice_ref="RPS-6")
    )
    given(*S1).when(waive(decided_on=date(2018, 11, 6))).refused("before the day of its decision")
    given().when(waive(grant_id=some_id("another"))).missing()
    assert "Härte" not in waived().model_dump_json()


PAID = Repaid(date(2019, 7, 1), LATE)


def test_what_is_waived_is_shown_beside_what_is_left() -> None:
    """S2: of 12,400.00 are waived 2,400.00; 10,000.00 x 4.12 % x 563 / 365 = 635.4958.. -> 635.50, waived but 35.50."""
    remission = waived(decided_on=date(2021, 1, 4))
    interest = waived(decided_on=date(2021, 1, 4), claim="interest", cents=600_00, notice_ref="RPS-6")
    found = settled([*S2, *FUNDS, remission, interest], paid=PAID)
    assert (found["repayment_cents"], found["repayment_waived_cents"], found["repayment_open_cents"]) == (
        12_400_00,
        2_400_00,
        10_000_00,
    )
    assert (found["interest_cents"], found["interest_waived_cents"], found["interest_open_cents"]) == (
        635_50,
        600_00,
        35_50,
    )
    assert (found["state_settlement_cents"], found["town_carries_cents"]) == (-10_000_00, -2_400_00)
    assert found["balance_cents"] == 0
    earlier = settled([*S2, *FUNDS, remission], date(2021, 1, 3))
    assert earlier["repayment_open_cents"] == 12_400_00


def test_a2_waivers_and_a_withdrawal_explain_themselves() -> None:
    remission = waived(decided_on=date(2021, 1, 4))
    found = names([*S2, *FUNDS, remission])
    assert (found["repayment"], found["repayment-waived"], found["repayment-open"]) == (12_400_00, 2_400_00, 10_000_00)
    assert (found["interest"], found["interest-open"], found["state-settlement"]) == (635_50, 635_50, -10_000_00)
    void = names([*S1, *FUNDS, withdrawn()])
    assert (void["repayment"], void["town-carries"]) == (294_000_00, 294_400_00)


def test_no_more_is_waived_than_is_owed() -> None:
    found = settled([*S2, *FUNDS, waived(cents=20_000_00)], paid=PAID)
    assert (found["repayment_waived_cents"], found["repayment_open_cents"]) == (12_400_00, 0)
    assert (found["interest_cents"], found["interest_open_cents"]) == (0, 0)
