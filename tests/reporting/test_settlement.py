"""Settlement to the cent: S2 and S3 as written in the scenarios, and what gap and surplus do to them."""

import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.domain.interest import BASE_RATES, half_year_of, interest
from services.reporting.domain.months import months_after
from services.reporting.domain.settlement import Books, gap_shares, settlement
from services.reporting.figures.question import Question
from services.reporting.figures.settlement import Repaid, grant_settlement, repaid
from shared.errors import Missing, Refused
from shared.event import Event
from shared.events.money import FundsReturned
from shared.events.reporting import FundsPassedOn, FundsReceived
from tests.given import recorded
from tests.reporting.receipts import spent
from tests.reporting.test_rule_options import under
from tests.reporting.weinheim import GRANT, RULES, S1, S2, all_rules, awarded, some_id, whole_cut

LATE = date(2021, 1, 14)
PAID_ON = date(2018, 11, 5)
SHARES = {"caritas": 102_260_87, "diakonie": 63_913_04, "drk": 127_826_09}
FUNDS: list[Event] = [
    FundsReceived(grant_id=GRANT, cents=294_000_00, paid_on=date(2018, 11, 2), payment_ref="LOK-1"),
    *(
        FundsPassedOn(grant_id=GRANT, provider=provider, cents=cents, paid_on=PAID_ON, payment_ref=f"W-{provider}")
        for provider, cents in SHARES.items()
    ),
]


def settled(events: Iterable[Event], as_of: date = LATE, paid: Repaid | None = None) -> dict[str, Any]:
    facts = recorded(*events)
    body = grant_settlement(facts, Question(GRANT, as_of, None, whole_cut(facts)), paid)
    answer: dict[str, Any] = json.loads(body)
    return answer


def each(found: dict[str, Any], field: str) -> dict[str, int]:
    return {provider: one[field] for provider, one in found["providers"].items()}


def test_f2_s2_settles_to_the_cent() -> None:
    found = settled([*S2, *FUNDS])
    assert each(found, "entitlement_cents") == {"caritas": 79_518_28, "diakonie": 74_081_72, "drk": 128_000_00}
    assert each(found, "passed_on_cents") == SHARES
    assert each(found, "settlement_cents") == {"caritas": -22_742_59, "diakonie": 10_168_68, "drk": 173_91}
    assert found["repayment_cents"] == 12_400_00
    assert (found["state_settlement_cents"], found["town_carries_cents"]) == (-12_400_00, 0)
    assert found["balance_cents"] == 0
    assert found["rule_version"] == "entitlement-1/contract/calendar_day_in_month/rate/repay/town/keep"


def test_f4_s3_interest_on_the_repayment() -> None:
    """12,400.00 x 4.12 % x 563/365 = 788.0116.. -> 788.01."""
    found = settled([*S2, *FUNDS], paid=Repaid(date(2019, 7, 1), LATE))
    assert (found["interest_cents"], found["interest_days"]) == (788_01, 563)
    assert found["interest_unknown_half_years"] == []


def test_f5_s3_proofs_are_due_three_months_after_the_longest_position() -> None:
    found = settled([*S2, *FUNDS])
    assert (found["grant_ends_on"], found["due_on"]) == ("2020-10-14", "2021-01-14")
    longer = settled(under([*S2, *FUNDS], vacancy_outcome="extend"), date(2021, 12, 31))
    assert (longer["grant_ends_on"], longer["due_on"]) == ("2021-01-14", "2021-04-14")
    assert longer["repayment_cents"] == 2_800_00, "294,000 - 291,200"


def test_without_the_two_days_nothing_is_said_of_interest() -> None:
    found = settled(S2)
    assert (found["interest_cents"], found["interest_days"]) == (None, None)
    with pytest.raises(Refused, match="two days"):
        repaid(LATE, None)
    with pytest.raises(Refused, match="before it is owed"):
        repaid(LATE, date(2020, 1, 1))
    assert repaid(None, None) is None


def test_each_half_year_has_its_own_rate_and_the_sum_is_rounded_once() -> None:
    """On 10,000.00: 31 Dec 2022 at 4.12 %, 181 days of 2023 at 6.62 %: 1.1287.. + 328.2794.. = 329.41."""
    found = interest(10_000_00, date(2022, 12, 30), date(2023, 6, 30))
    assert (found.days, found.cents) == (182, 329_41)
    assert found.exact_cents == 1_000_000 * (Fraction(412, 3_650_000) + Fraction(662 * 181, 3_650_000))


def test_an_unknown_half_year_is_said_and_the_one_before_is_not_carried_on() -> None:
    found = interest(10_000_00, date(2022, 12, 30), date(2024, 2, 1))
    assert found.cents is None
    assert found.unknown_half_years == (date(2023, 7, 1), date(2024, 1, 1))
    assert found.days == 398
    shown = settled([*S2, *FUNDS], paid=Repaid(date(2023, 6, 30), date(2023, 7, 1)))
    assert (shown["interest_cents"], shown["interest_days"]) == (None, 1)
    assert shown["interest_unknown_half_years"] == ["2023-07-01"]


def test_on_the_day_itself_no_interest_is_owed() -> None:
    assert interest(12_400_00, LATE, LATE).cents == 0


def test_the_table_of_base_rates_has_no_hole() -> None:
    days = sorted(BASE_RATES)
    assert all(half_year_of(day) == day for day in days)
    assert [months_after(day, 6) for day in days[:-1]] == days[1:]


def test_a_gap_that_providers_carry_is_cut_by_their_shares() -> None:
    """S1: 294,400 over the cap of 294,000 by 400.00 = 139.13 + 86.96 + 173.91; nobody settles anything."""
    found = settled(under([*S1, *FUNDS], gap_carried_by="provider"))
    assert each(found, "gap_cents") == {"caritas": 139_13, "diakonie": 86_96, "drk": 173_91}
    assert each(found, "entitlement_cents") == SHARES
    assert each(found, "settlement_cents") == {"caritas": 0, "diakonie": 0, "drk": 0}
    assert (found["repayment_cents"], found["town_carries_cents"], found["balance_cents"]) == (0, 0, 0)


def test_a_gap_that_the_town_carries_is_paid_by_it() -> None:
    found = settled([*S1, *FUNDS])
    assert each(found, "settlement_cents") == {"caritas": 139_13, "diakonie": 86_96, "drk": 173_91}
    assert (found["repayment_cents"], found["town_carries_cents"]) == (0, 400_00)


def test_below_the_cap_there_is_no_gap_to_carry() -> None:
    assert settled(under([*S2, *FUNDS], gap_carried_by="provider"))["providers"] == settled([*S2, *FUNDS])["providers"]


def test_who_earned_nothing_is_cut_by_nothing() -> None:
    award = awarded(rules=RULES.model_copy(update={"gap_carried_by": "provider"}))
    assert gap_shares(award, {"caritas": 200_000_00, "drk": 95_000_00}) == {"caritas": 444_44, "drk": 555_56}
    assert gap_shares(award, {"town": 295_000_00}) == {}


def cost(provider: str, cents: int, number: int = 1, cost_type: str = "personnel") -> Event:
    return spent(f"B-{provider}-{number}", provider, cents=cents, cost_type=cost_type)


def test_a_surplus_is_shown_and_kept() -> None:
    found = settled([*S2, *FUNDS, cost("caritas", 70_000_00), cost("drk", 130_000_00)])
    assert each(found, "actual_cost_cents") == {"caritas": 70_000_00, "diakonie": 0, "drk": 130_000_00}
    assert each(found, "surplus_cents") == {"caritas": 9_518_28, "diakonie": 74_081_72, "drk": -2_000_00}
    assert each(found, "settlement_cents") == {"caritas": -22_742_59, "diakonie": 10_168_68, "drk": 173_91}


def test_a_surplus_that_is_returned_lowers_what_is_due_and_raises_the_repayment() -> None:
    """Caritas spent 70,000 of 79,518.28; Diakonie 80,000 of 74,081.72; DRK 128,000.00. Due 70,000 + 74,081.72 +
    128,000 = 272,081.72; repaid 21,918.28 = 12,400.00 + 9,518.28."""
    costs = [cost("caritas", 70_000_00), cost("diakonie", 80_000_00), cost("drk", 128_000_00)]
    found = settled(under([*S2, *FUNDS, *costs], surplus="return"))
    assert each(found, "settlement_cents") == {"caritas": -32_260_87, "diakonie": 10_168_68, "drk": 173_91}
    assert found["repayment_cents"] == 21_918_28
    assert found["balance_cents"] == 0


def test_material_cost_counts_for_nothing_and_is_shown() -> None:
    found = settled([*S2, *FUNDS, cost("caritas", 500_00, cost_type="material")])
    assert each(found, "actual_cost_cents")["caritas"] == 0
    assert each(found, "ineligible_cost_cents")["caritas"] == 500_00


def test_what_was_paid_after_the_day_is_not_settled_on_it() -> None:
    found = settled([*S2, *FUNDS], date(2018, 11, 2))
    assert (found["received_cents"], found["passed_on_cents"]) == (294_000_00, 0)


def test_what_was_paid_back_is_settled() -> None:
    back: list[Event] = [
        FundsReturned(grant_id=GRANT, provider=provider, cents=cents, paid_on=LATE, payment_ref=f"R-{number}")
        for number, (provider, cents) in enumerate([("caritas", 22_742_59), (None, 12_400_00)])
    ]
    found = settled([*S2, *FUNDS, *back])
    assert each(found, "settlement_cents") == {"caritas": 0, "diakonie": 10_168_68, "drk": 173_91}
    assert each(found, "returned_cents")["caritas"] == 22_742_59
    assert (found["state_settlement_cents"], found["repaid_cents"], found["balance_cents"]) == (0, 12_400_00, 0)
    assert settled([*S2, *FUNDS, *back], date(2020, 12, 31))["repaid_cents"] == 0


def test_an_unknown_grant_is_missing() -> None:
    facts = recorded(*S2)
    with pytest.raises(Missing):
        grant_settlement(facts, Question(some_id("another"), LATE, None, whole_cut(facts)), None)


amounts = st.integers(0, 10**9)
by_provider = st.fixed_dictionaries(dict.fromkeys(SHARES, amounts))


@settings(deadline=None)
@given(st.sampled_from(all_rules()), by_provider, by_provider, by_provider, amounts)
def test_a_settlement_closes_to_zero(
    rules: Any, earned: dict[str, int], passed_on: dict[str, int], spent_by: dict[str, int], received: int
) -> None:
    """What the town has in hand, gets from the state and adds itself is what the providers get; nothing is left."""
    back = {provider: cents // 3 for provider, cents in passed_on.items()}
    found = settlement(awarded(rules=rules), earned, Books(received, received // 2, passed_on, back, spent_by, {}))
    assert found.balance_cents == 0
    assert found.repayment_cents >= 0
    assert found.town_carries_cents >= 0
    if rules.gap_carried_by == "provider" and all(earned.values()):
        assert found.town_carries_cents == 0
    assert found.due_cents == found.cap_cents - found.repayment_cents + found.town_carries_cents
