"""Double entry: what each fact moves, that nothing is lost on the way, and that no account is overdrawn."""

import csv
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from services.reporting.domain.ledger import Account, balances, overdrawn, postings
from services.reporting.figures.journal import as_beancount, as_csv
from services.reporting.figures.ledger import ledger
from shared.decider import Command
from shared.errors import Missing
from shared.event import Event, Fact
from shared.events.budget import BudgetApproved, BudgetChange
from shared.events.money import FundsReturned
from shared.events.notices import AwardAmended
from shared.events.reporting import FundsPassedOn, FundsReceived
from tests.given import recorded
from tests.reporting.receipts import put_right, said, spent
from tests.reporting.weinheim import GRANT, S1, awarded, whole_cut
from tests.small_town import DECIDERS, opened
from tests.wishes import wishes

DECEMBER = date(2018, 12, 31)
CARITAS, DIAKONIE, DRK = 102_260_87, 63_913_04, 127_826_09


def received(cents: int, day: int = 1) -> FundsReceived:
    return FundsReceived(grant_id=GRANT, cents=cents, paid_on=date(2018, 11, day), payment_ref=f"L-{day}")


def passed_on(provider: str, cents: int, day: int = 2) -> FundsPassedOn:
    on = date(2018, 11, day)
    return FundsPassedOn(grant_id=GRANT, provider=provider, cents=cents, paid_on=on, payment_ref=f"W-{provider}-{day}")


def returned(provider: str | None, cents: int, day: int = 3) -> FundsReturned:
    return FundsReturned(grant_id=GRANT, provider=provider, cents=cents, paid_on=date(2018, 11, day), payment_ref="R")


def change(provider: str, line: Any, year: int | None, before: int, after: int) -> BudgetChange:
    return BudgetChange(provider=provider, budget_line=line, budget_year=year, before_cents=before, after_cents=after)


def approved(*changes: BudgetChange) -> BudgetApproved:
    key = {"grant_id": GRANT, "provider": "drk", "budget_line": "personnel", "budget_year": 2018}
    return BudgetApproved(**key, approves=(), changes=changes)


def standing(*events: Event, as_of: date = DECEMBER) -> dict[Account, int]:
    return balances(postings(recorded(*events), as_of))


PAID: list[Event] = [
    *S1,
    received(294_000_00),
    *(passed_on("caritas", CARITAS), passed_on("diakonie", DIAKONIE), passed_on("drk", DRK)),
]


def test_an_award_is_a_claim_on_the_state_and_a_budget_for_each_provider() -> None:
    assert standing(awarded()) == {
        ("Budget", "caritas", "undivided"): -CARITAS,
        ("Budget", "diakonie", "undivided"): -DIAKONIE,
        ("Budget", "drk", "undivided"): -DRK,
        ("Claim", "state"): 294_000_00,
    }


def test_money_goes_from_the_state_over_the_town_to_the_providers() -> None:
    found = standing(*PAID)
    assert (found["Claim", "state"], found["Till", "town"]) == (0, 0)
    assert (found["Advance", "caritas"], found["Advance", "drk"]) == (CARITAS, DRK)


def test_what_comes_back_lies_in_the_till_and_goes_back_to_the_state() -> None:
    found = standing(*PAID, returned("caritas", 22_742_59), returned(None, 12_400_00))
    assert found["Till", "town"] == 22_742_59 - 12_400_00
    assert found["Repaid", "state"] == 12_400_00
    assert found["Advance", "caritas"] == CARITAS - 22_742_59


def test_a_receipt_is_spent_by_provider_and_cost_type() -> None:
    found = standing(*PAID, spent(cents=100_00), spent("B-2", cents=45_90, cost_type="material"))
    assert found["Spent", "caritas", "personnel"] == 100_00
    assert found["Spent", "caritas", "material"] == 45_90
    assert found["Borne", "caritas"] == -145_90


def test_a_correction_takes_back_and_posts_anew() -> None:
    written: list[Event] = [*S1, spent(cents=100_00)]
    corrected = postings(recorded(*written, put_right(written, said("drk", cents=90_00))), DECEMBER)
    assert [leg.cents for leg in corrected[-1].legs] == [-100_00, 100_00, 90_00, -90_00]
    assert balances(corrected)["Spent", "caritas", "personnel"] == 0
    assert balances(corrected)["Spent", "drk", "personnel"] == 90_00
    struck = standing(*written, put_right(written, None))
    assert (struck["Spent", "caritas", "personnel"], struck["Borne", "caritas"]) == (0, 0)


def test_what_is_paid_after_the_day_is_not_in_the_books_yet_however_it_was_corrected() -> None:
    january = date(2019, 1, 4)
    late: list[Event] = [*S1, spent(cents=100_00)]
    moved = put_right(late, said(cents=100_00, paid_on=january))
    assert standing(*late, moved)["Spent", "caritas", "personnel"] == 0
    assert standing(*late, moved, as_of=january)["Spent", "caritas", "personnel"] == 100_00
    early: list[Event] = [*S1, spent(cents=100_00, paid_on=january)]
    assert ("Borne", "caritas") not in standing(*early)
    assert standing(*early, put_right(early, said(cents=70_00)))["Borne", "caritas"] == -70_00


def test_a_budget_moves_from_the_whole_to_lines_and_what_is_more_or_less_is_a_reserve() -> None:
    split = approved(change("drk", None, None, DRK, 0), change("drk", "personnel", 2018, 0, 100_000_00))
    found = standing(*S1, split)
    assert found["Budget", "drk", "personnel", "2018"] == -100_000_00
    assert found["Budget", "drk", "undivided"] == 0
    assert found["Reserve", "town"] == -(DRK - 100_000_00)
    shift = approved(change("drk", None, None, DRK, DRK - 5), change("caritas", None, None, CARITAS, CARITAS + 5))
    assert ("Reserve", "town") not in standing(*S1, shift)


def test_an_amendment_raises_the_claim_and_what_is_still_undivided() -> None:
    """320,000.00 by 80 : 50 : 100 is 111,304.35, 69,565.22 and 139,130.43; DRK's share was divided before."""
    amendment = AwardAmended(
        grant_id=GRANT,
        notice_ref="RPS-2018-90",
        decided_on=date(2018, 11, 1),
        effective_on=date(2018, 11, 1),
        ends_on=date(2020, 12, 31),
        cap_cents=320_000_00,
        fte_hundredths=230,
        shares={"caritas": 80, "diakonie": 50, "drk": 100},
    )
    split = approved(change("drk", None, None, DRK, 0), change("drk", "personnel", 2018, 0, DRK))
    found = standing(*S1, split, amendment)
    assert found["Claim", "state"] == 320_000_00
    assert found["Budget", "caritas", "undivided"] == -111_304_35
    assert found["Budget", "diakonie", "undivided"] == -69_565_22
    assert found["Budget", "drk", "personnel", "2018"] == -DRK
    assert found["Reserve", "town"] == -(139_130_43 - DRK)
    assert sum(found.values()) == 0


def test_overdrawn_accounts_are_named() -> None:
    assert overdrawn(standing(*PAID)) == []
    assert overdrawn(standing(*S1, passed_on("drk", 1))) == [("Till", "town")]
    assert overdrawn(standing(*S1, received(294_000_01))) == [("Claim", "state")]
    assert overdrawn(standing(*PAID, returned("caritas", CARITAS + 1))) == [("Advance", "caritas")]


BOOKED = ["RecordAward", "ReceiveFunds", "PassOnFunds", "ReturnFunds", "RecordExpenditure", "CorrectExpenditure"]
BOOKED += ["StrikeExpenditure", "SetBudget", "ShiftBudget", "ApproveBudget", "DrawDownFunds", "ApproveRepayment"]
BOOKED += ["AmendAward"]


def wished() -> st.SearchStrategy[Command]:
    return st.one_of([wishes(kind) for kind in DECIDERS if kind.__name__ in BOOKED])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@drawn(st.lists(wished(), min_size=20, max_size=60))
def test_the_legs_sum_to_zero_after_every_fact_and_no_account_is_overdrawn(commands: list[Command]) -> None:
    town = opened()
    for command in commands:
        town.wish(command, date(2020, 10, 14))
    award = town.facts[0].event
    own = [fact for fact in town.facts if getattr(fact.event, "grant_id", None) == getattr(award, "grant_id", "")]
    book = postings(own, date(2199, 12, 31))
    for number, posting in enumerate(book, start=1):
        assert sum(leg.cents for leg in posting.legs) == 0
        assert overdrawn(balances(book[:number])) == []


EVERYTHING: list[Event] = [
    *PAID,
    spent(cents=2_310_50),
    spent("B-2", "drk", cents=45_90, cost_type="not_stated"),
    returned("caritas", 22_742_59),
    returned(None, 12_400_00),
    approved(change("drk", None, None, DRK, 0), change("drk", "personnel", 2018, 0, 130_000_00)),
]
WITH_CORRECTION: list[Event] = [*EVERYTHING, put_right(EVERYTHING, said(cents=2_000_00))]


def answered(facts: list[Fact], as_of: date = DECEMBER) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ledger(facts, GRANT, as_of, None, whole_cut(facts)))
    return found


def test_the_answer_numbers_the_postings_and_sums_to_zero() -> None:
    found = answered(recorded(*WITH_CORRECTION))
    assert [posting["number"] for posting in found["postings"]] == list(range(1, 12))
    assert found["sum_cents"] == sum(found["balances"].values()) == 0
    assert found["balances"]["Budget:drk:personnel:2018"] == -130_000_00
    with pytest.raises(Missing):
        answered([])


@settings(max_examples=20)
@drawn(st.permutations(recorded(*WITH_CORRECTION)))
def test_the_order_in_which_facts_arrive_changes_nothing(facts: list[Fact]) -> None:
    assert answered(facts) == answered(recorded(*WITH_CORRECTION))


def test_bean_check_accepts_the_journal(tmp_path: Path) -> None:
    """A bookkeeping program that is not ours finds every transaction balanced, and every balance right."""
    text = as_beancount(postings(recorded(*WITH_CORRECTION), DECEMBER), "weinheim-2018")
    assert bean_check(tmp_path, text) == (0, "")
    wrong = text.replace("294000.00 EUR", "294000.01 EUR", 1)
    assert wrong != text
    assert bean_check(tmp_path, wrong)[0] == 1


def bean_check(folder: Path, text: str) -> tuple[int, str]:
    journal = folder / "journal.beancount"
    journal.write_text(text, encoding="utf-8")
    said = subprocess.run(
        [sys.executable, "-m", "beancount.scripts.check", "--no-cache", str(journal)],
        capture_output=True,
        text=True,
        check=False,
    )
    return said.returncode, said.stderr


def test_the_journal_as_csv_holds_every_leg_in_soll_or_haben() -> None:
    book = postings(recorded(*WITH_CORRECTION), DECEMBER)
    text = as_csv(book)
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    assert len(rows) == sum(len(posting.legs) for posting in book)
    debit, credit = (sum(cents_of(row[side]) for row in rows) for side in ("Soll", "Haben"))
    assert debit == credit
    assert "1;2018-10-15;2018-11-05;GrantAwarded;RPS-2018-77;Claim:state;294000,00;;" in text
    assert text.endswith("\r\n")


def cents_of(text: str) -> int:
    return int(text.replace(",", "")) if text else 0
