"""A day that comes makes a service do something once: after a restart, with a clock that jumps, with two processes."""

import asyncio
from contextlib import suppress
from datetime import date, timedelta
from uuid import uuid4

from infra.postgres.databases import Database
from services.allocation.domain.handover import OfferHandover, SettleHandover
from services.allocation.domain.timers import due
from shared.batch import Batch
from shared.event import Event, Meta
from shared.execute import Wish
from shared.timer import Timer
from tests.allocation.town import RULE, case_id, placed_with
from tests.shared.desk import NOON, Desk, open_desk
from tests.shared.test_clock_back import Turned

META = Meta("system", "test", "test")


def timer_of(desk: Desk) -> Timer:
    return Timer(desk.log, desk.executor, due)


async def offered(desk: Desk, slug: str, due_on: date) -> str:
    """A case with DRK that is offered to Caritas until then. Says its stream."""
    events: list[Event] = [RULE, *placed_with(slug, "drk", 1, "sandloch")]

    async def work(batch: Batch) -> None:
        await batch.append(events, META)

    await desk.log.write(work)
    await desk.executor.execute(
        Wish(OfferHandover(case_id=case_id(slug), to_provider="caritas", due_on=due_on), "coordinator")
    )
    return f"assignment-{case_id(slug)}"


async def expiries(desk: Desk, stream: str) -> int:
    return (await desk.facts(stream)).count("HandoverExpired")


async def test_what_became_due_while_nobody_was_there_is_done_after_the_start_and_once(allocation: Database) -> None:
    clock = Turned()
    async with open_desk(allocation, "allocation", clock) as desk:
        stream = await offered(desk, "t1", clock.now().date())
        assert timer_of(desk).due() == 0
    clock.instant = NOON + timedelta(days=400)
    async with open_desk(allocation, "allocation", clock) as desk:
        await desk.log.write(_nothing)  # the log is read with the first batch
        timer = timer_of(desk)
        assert timer.due() == 1
        written = desk.log.bell()
        running = asyncio.create_task(timer.run())
        await written.wait()
        assert timer.due() == 0
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        assert await expiries(desk, stream) == 1


async def _nothing(_: Batch) -> None:
    pass


async def test_a_clock_that_goes_back_and_on_again_does_nothing_twice(allocation: Database) -> None:
    clock = Turned()
    async with open_desk(allocation, "allocation", clock) as desk:
        stream, timer = await offered(desk, "t2", NOON.date()), timer_of(desk)
        for days in (3, 0, 1, 3, 800):
            clock.instant = NOON + timedelta(days=days)
            if timer.due():
                assert await timer.fire() == 2
        assert await expiries(desk, stream) == 1


async def test_two_processes_do_it_once(allocation: Database) -> None:
    clock = Turned()
    async with (
        open_desk(allocation, "allocation", clock) as desk,
        open_desk(allocation, "allocation", clock) as other,
    ):
        stream = await offered(desk, "t3", NOON.date())
        clock.instant = NOON + timedelta(days=1)
        assert sorted(await asyncio.gather(timer_of(desk).fire(), timer_of(other).fire())) == [0, 2]
        assert await expiries(desk, stream) == 1


async def test_a_new_fact_and_a_new_day_are_both_seen(allocation: Database) -> None:
    clock = Turned()
    async with open_desk(allocation, "allocation", clock) as desk:
        timer = timer_of(desk)
        assert timer.due() == 0
        await offered(desk, "t4", NOON.date())
        assert timer.due() == 0
        clock.instant = NOON + timedelta(days=1)
        assert timer.due() == 1


async def test_an_offer_that_is_sent_again_gets_its_first_answer_whatever_became_of_it(allocation: Database) -> None:
    """Decided anew it would be refused: that provider works with the case by now."""
    async with open_desk(allocation, "allocation", Turned()) as desk:
        wish = OfferHandover(case_id=case_id("t6"), to_provider="caritas", due_on=NOON.date())

        async def with_drk(batch: Batch) -> None:
            await batch.append(list(placed_with("t6", "drk", 1, "sandloch")), META)

        await desk.log.write(with_drk)
        first = await desk.executor.execute(Wish(wish, "coordinator", idempotency_key="offer"))
        taken = SettleHandover(
            case_id=case_id("t6"), provider="caritas", accepted=True, reason_code=None, answer_id=uuid4()
        )
        await desk.executor.execute(Wish(taken, "system"))
        again = await desk.executor.execute(Wish(wish, "coordinator", idempotency_key="offer"))
        assert again == first
