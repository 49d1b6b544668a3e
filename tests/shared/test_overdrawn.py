"""Sixteen callers at two processes spend one grant at once: no account of its ledger is ever overdrawn."""

import asyncio
import random
from collections import Counter
from datetime import date

from services.reporting.domain.ledger import balances, overdrawn, postings
from services.reporting.domain.payments import ApproveRepayment, PassOnFunds, ReceiveFunds, ReturnFunds
from shared.decider import Command
from shared.errors import Refused
from shared.events.catalogue import decode
from shared.events.money import RepaymentDrafted
from shared.execute import Wish
from tests.reporting.weinheim import GRANT, SHARES, record_award
from tests.shared.conftest import MakeDatabase
from tests.shared.desk import Desk, open_desk

CLIENTS, WISHES = 16, 40
ON = date(2018, 11, 5)


def payment(dice: random.Random, ref: str) -> Command:
    """Each asks for so much that together they ask for far more than there is."""
    provider, cents = dice.choice(sorted(SHARES)), dice.randrange(1, 3_000_000)
    head = {"grant_id": GRANT, "cents": cents, "paid_on": ON, "payment_ref": ref}
    kind = dice.choices(["receive", "pass on", "return", "repay"], [3, 6, 2, 1])[0]
    if kind == "receive":
        return ReceiveFunds(**head)
    if kind == "pass on":
        return PassOnFunds(**head, provider=provider)
    return ReturnFunds(**head, provider=provider if kind == "return" else None)


async def client(desk: Desk, number: int) -> Counter[str]:
    dice, ends = random.Random(number), Counter[str]()
    for turn in range(WISHES):
        wish = payment(dice, f"P-{number}-{turn}")
        try:
            await desk.executor.execute(Wish(wish, f"officer-{number}"))
            ends["recorded"] += 1
            if isinstance(wish, ReturnFunds) and wish.provider is None:
                approval = ApproveRepayment(grant_id=GRANT, payment_ref=wish.payment_ref)
                await desk.executor.execute(Wish(approval, f"controller-{number}"))
                ends["recorded"] += 1
        except Refused as error:
            ends[error.sentence] += 1
    return ends


async def test_no_account_is_overdrawn_by_sixteen_callers_at_two_processes(make_database: MakeDatabase) -> None:
    database = await make_database("reporting")
    async with open_desk(database, "reporting") as one, open_desk(database, "reporting") as other:
        await one.executor.execute(Wish(record_award(), "officer-0"))
        desks = [one, other] * (CLIENTS // 2)
        ends = await asyncio.gather(*(client(desk, number) for number, desk in enumerate(desks)))
        facts = [decode(row["body"]) for row in await one.pool.fetch("SELECT body FROM log ORDER BY log_position")]
    refused = sum(ends, Counter[str]())
    assert refused["recorded"] == len(facts) - 1 > 0
    assert refused["With this payment the provider would get more than its budget."] > 0
    assert refused["With this payment more would be passed on than was received."] > 0
    book = postings(facts, date(2020, 12, 31))
    drafts = sum(isinstance(fact.event, RepaymentDrafted) for fact in facts)
    assert len(book) == len(facts) - drafts
    assert drafts
    for number, posting in enumerate(book, start=1):
        assert sum(leg.cents for leg in posting.legs) == 0
        assert overdrawn(balances(book[:number])) == []
