"""What can be asked of a grant's money beyond its report: the settlement and what explains every amount."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.reporting.figures.explain import explained_amount, grant_explanation
from services.reporting.figures.question import Question
from services.reporting.figures.settlement import grant_settlement, repaid
from services.reporting.moment import JSON, facts_and_cut, json_answer
from shared.http import AskedDay, allowed, id_in_path
from shared.identity import Caller
from shared.service import Service

RepaidOn = Annotated[AskedDay, Query(description="YYYY-MM-DD: the day on which the repayment is made")]
InterestFrom = Annotated[AskedDay, Query(description="YYYY-MM-DD: the day on which the repayment was owed")]
AmountName = Annotated[
    str, Query(max_length=120, pattern=r"^[a-z0-9/-]+$", description="one amount by its name, as `settlement/caritas`")
]


def settlement_routes(router: APIRouter, service: Service) -> None:
    """The settlement, and what explains every amount."""

    @router.get("/grants/{grant_id}/settlement", operation_id="ShowSettlement", responses=JSON)
    async def settlement(
        grant_id: str,
        as_of: AskedDay,
        caller: Annotated[Caller, allowed("ShowSettlement")],
        known_on: AskedDay | None = None,
        repaid_on: AskedDay | None = None,
        interest_from: AskedDay | None = None,
    ) -> Response:
        """Abrechnung: who owes whom, in cents: state, town, providers; repayment, interest, due dates."""
        paid = repaid(interest_from, repaid_on)
        grant = id_in_path(grant_id)
        facts, cut = await facts_and_cut(service, grant)
        return json_answer(grant_settlement(facts, Question(grant, as_of, known_on, cut), paid))

    @router.get("/grants/{grant_id}/explanation", operation_id="ExplainReport", responses=JSON)
    async def explanation(
        grant_id: str,
        as_of: AskedDay,
        caller: Annotated[Caller, allowed("ExplainReport")],
        known_on: AskedDay | None = None,
        repaid_on: AskedDay | None = None,
        interest_from: AskedDay | None = None,
        amount: AmountName | None = None,
    ) -> Response:
        """Woraus ein Betrag berechnet ist: formula, source, facts, exact fractions. Without `amount` all names."""
        paid = repaid(interest_from, repaid_on)
        grant = id_in_path(grant_id)
        facts, cut = await facts_and_cut(service, grant)
        asked = Question(grant, as_of, known_on, cut)
        if amount is None:
            return json_answer(grant_explanation(facts, asked, paid))
        return json_answer(explained_amount(facts, asked, paid, amount))
