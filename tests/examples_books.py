"""One example of every fact of what was spent, paid back and budgeted."""

from datetime import date
from uuid import UUID

from shared.event import Event
from shared.events import budget, money, notices
from shared.events.codes import Period
from shared.ids import wire_id
from tests.example_ids import GRANT, POSITION

EXPENDITURE = money.Expenditure(
    position_id=POSITION,
    provider="drk",
    paid_on=date(2018, 11, 30),
    purpose="other",
    cents=412_700,
    cost_type="personnel",
    period=Period(starts_on=date(2018, 11, 1), ends_on=date(2018, 11, 30)),
    payee="worker-7",
    kept_in="folder-2018-1",
    note_ref=wire_id("note", "b-1"),
)
OF_BOOKS: list[Event] = [
    money.ExpenditureRecorded(grant_id=GRANT, receipt_ref="B-2018-1", expenditure=EXPENDITURE),
    money.ExpenditureCorrected(
        grant_id=GRANT,
        receipt_ref="B-2018-1",
        corrects=UUID("0166a000-0000-7000-8000-000000000001"),
        corrects_paid_on=date(2018, 11, 30),
        expenditure=EXPENDITURE.model_copy(update={"cents": 421_700, "note_ref": None, "purpose": "salary"}),
    ),
    money.FundsDrawnDown(grant_id=GRANT, cents=29_400_000, asked_on=date(2018, 10, 20), payment_ref="A-1"),
    money.FundsReturned(
        grant_id=GRANT, provider="caritas", cents=2_274_259, paid_on=date(2021, 1, 11), payment_ref="R-1"
    ),
    money.RepaymentDrafted(grant_id=GRANT, cents=1_240_000, paid_on=date(2021, 1, 14), payment_ref="E-1"),
    notices.AwardAmended(
        grant_id=GRANT,
        notice_ref="RPS-2019-12",
        decided_on=date(2019, 6, 3),
        effective_on=date(2019, 7, 1),
        ends_on=date(2020, 12, 31),
        cap_cents=32_000_000,
        fte_hundredths=230,
        shares={"caritas": 80, "diakonie": 50, "drk": 100},
    ),
    notices.GrantRevoked(
        grant_id=GRANT, notice_ref="RPS-2020-4", decided_on=date(2020, 2, 3), effective_on=date(2020, 1, 1)
    ),
    notices.GrantWithdrawn(
        grant_id=GRANT, notice_ref="RPS-2020-5", decided_on=date(2020, 2, 3), effective_on=date(2018, 10, 15)
    ),
    notices.ClaimWaived(
        grant_id=GRANT,
        claim="interest",
        cents=78_801,
        decided_on=date(2021, 2, 1),
        notice_ref="RPS-2021-1",
        note_ref=wire_id("note", "rps-2021-1"),
    ),
    notices.PeriodClosed(grant_id=GRANT, through_on=date(2018, 12, 31)),
    budget.BudgetSet(
        grant_id=GRANT,
        provider="drk",
        budget_line="personnel",
        budget_year=2019,
        before_cents=0,
        cents=6_400_000,
        notice_ref="HH-2019",
        note_ref=wire_id("note", "hh-2019"),
    ),
    budget.BudgetShifted(
        grant_id=GRANT,
        provider="caritas",
        budget_line="personnel",
        budget_year=2020,
        cents=1_016_868,
        to_line=None,
        to_provider="diakonie",
        notice_ref="HH-2020",
        note_ref=wire_id("note", "hh-2020"),
    ),
    budget.BudgetApproved(
        grant_id=GRANT,
        provider="drk",
        budget_line="personnel",
        budget_year=2019,
        approves=(UUID("0166a000-0000-7000-8000-000000000001"),),
        changes=(
            budget.BudgetChange(
                provider="drk", budget_line=None, budget_year=None, before_cents=12_782_609, after_cents=0
            ),
            budget.BudgetChange(
                provider="drk", budget_line="personnel", budget_year=2019, before_cents=0, after_cents=6_400_000
            ),
        ),
    ),
]
