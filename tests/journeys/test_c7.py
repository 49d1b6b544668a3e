"""C7: when a worker leaves, all their cases move in one command."""

from pathlib import Path
from typing import Any

from shared.cli.wire import on_the_wire
from shared.ids import wire_id
from tests.journeys.provider_desk import At

HERE = Path(__file__).parent
ADMIN = "provider_admin@drk"


def staff(name: str) -> str:
    return str(wire_id("staff", name))


async def cases_of(at: At, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (await at.ask(f"caseworker@drk:{name}", "GET", "/cases")).json()["rows"]
    return rows


async def test_c7_fifty_cases_move_in_one_command_and_none_is_left_without_anybody(at: At) -> None:
    await at.play((HERE / "bulk.yaml").read_text(), "bulk")
    bert, caro = await cases_of(at, "bulk-bert"), await cases_of(at, "bulk-caro")
    assert (len(bert), len(caro)) == (47, 3)
    assert await cases_of(at, "bulk-anna") == []
    everybody = (await at.ask("lead@drk", "GET", "/staff")).json()["rows"]
    held = {row["staff_ref"]: row["cases"] for row in everybody}
    assert held == {staff("bulk-anna"): 0, staff("bulk-bert"): 47, staff("bulk-caro"): 3}


async def test_c7_moving_again_changes_nothing(at: At) -> None:
    body = on_the_wire("MoveCaseload", {"from_staff": "bulk-anna", "on": "2021-06-01", "to_staff": "bulk-bert"})
    again = await at.ask(ADMIN, "POST", "/caseload/moves", body)
    assert (again.status_code, again.json()["facts"]) == (200, [])


async def test_c7_who_is_in_charge_does_not_leave_and_a_case_that_nobody_takes_stops_the_move(at: At) -> None:
    leave = await at.ask(
        ADMIN, "POST", f"/staff/{staff('bulk-bert')}/leaving", {"staff_ref": "bulk-bert", "on": "2021-06-01"}
    )
    assert (leave.status_code, "in charge of 47 cases" in leave.json()["detail"]) == (409, True)
    move = {"from_staff": "bulk-bert", "on": "2021-06-01", "to": {"bulk-caro": ["bulk-4"]}}
    stopped = await at.ask(ADMIN, "POST", "/caseload/moves", move)
    assert (stopped.status_code, "46 are left over" in stopped.json()["detail"]) == (409, True)
    assert len(await cases_of(at, "bulk-bert")) == 47
