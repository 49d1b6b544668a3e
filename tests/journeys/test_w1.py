"""W1: a worker sees own cases only, and what is not theirs leaves an audit row."""

from typing import Any

from shared.ids import wire_id
from tests.journeys.provider_desk import At

STORY = """
title: Own cases
steps:
  - clock: 2021-07-01
  - {as: coordinator, do: DefineHouse, with: {house: own-house, name: Haus am See}}
  - as: coordinator
    do: SetCatchment
    with: {rule_version: own-1, effective_on: 2021-07-01, houses: {own-house: drk}}
  - as: clerk
    do: RegisterCase
    times: 2
    with:
      case_id: own
      house: own-house
      placed_on: 2021-07-01
      received_on: 2021-07-01
      persons: [{person_id: own-a}]
  - {as: coordinator, do: ConfirmAssignment, with: {case_id: own-1}}
  - {as: coordinator, do: ConfirmAssignment, with: {case_id: own-2}}
  - as: provider_admin@drk
    do: JoinStaff
    with: {staff_ref: own-dora, on: 2021-07-01, given_name: Dora, family_name: Dietz}
  - {as: provider_admin@drk, do: JoinStaff, with: {staff_ref: own-emil, on: 2021-07-01}}
  - {as: lead@drk, do: AssignCaseworker, with: {case_id: own-1, staff_ref: own-dora, on: 2021-07-01}}
  - {as: lead@drk, do: AssignCaseworker, with: {case_id: own-2, staff_ref: own-emil, on: 2021-07-01}}
"""
DORA, EMIL, ADMIN = "caseworker@drk:own-dora", "caseworker@drk:own-emil", "provider_admin@drk"


def case(slug: str) -> str:
    return str(wire_id("case", slug))


async def seen(at: At, who: str) -> set[str]:
    return {row["case_id"] for row in (await at.ask(who, "GET", "/cases")).json()["rows"]}


async def refusals(at: At, staff: str, service: str = "drk") -> list[str]:
    """What was asked for and not there for this worker, as the provider's lead sees it."""
    await at.settled()
    rows: list[dict[str, Any]] = (await at.ask(f"lead@{service}", "GET", "/access-refused")).json()["rows"]
    return [row["opened_id"] for row in rows if row["staff_ref"] == str(wire_id("staff", staff))]


async def test_w1_a_worker_sees_own_cases_and_lead_and_admin_all(at: At) -> None:
    await at.play(STORY)
    assert await seen(at, DORA) == {case("own-1")}
    assert await seen(at, EMIL) == {case("own-2")}
    for who in ("lead@drk", ADMIN):
        assert await seen(at, who) >= {case("own-1"), case("own-2")}


async def test_w1_a_foreign_case_is_404_and_leaves_an_audit_row(at: At) -> None:
    """Not one of another worker, nor one that never was; asked for or worked on."""
    for slug in ("own-2", "never-was"):
        answer = await at.ask(DORA, "GET", f"/cases/{case(slug)}")
        assert (answer.status_code, answer.json()["detail"]) == (404, "There is no such case.")
    contact = {"contact_id": "own-k", "case_id": "own-2", "on": "2021-07-01", "persons": ["own-a-2"]}
    refused = await at.ask(DORA, "POST", f"/cases/{case('own-2')}/contacts", contact)
    assert (refused.status_code, refused.json()["detail"]) == (404, "There is no such case.")
    assert sorted(await refusals(at, "own-dora")) == sorted([case("own-2"), case("never-was")])


async def test_w1_knocking_again_and_again_does_not_fill_the_log(at: At) -> None:
    before = len(await refusals(at, "own-dora"))
    for _ in range(20):
        assert (await at.ask(DORA, "GET", f"/cases/{case('own-2')}")).status_code == 404
    assert len(await refusals(at, "own-dora")) == before


async def test_w1_somebody_of_another_provider_finds_nothing_and_leaves_an_audit_row(at: At) -> None:
    answer = await at.ask("caseworker@caritas:own-curt", "GET", f"/cases/{case('own-1')}", service="provider-drk")
    assert answer.status_code == 404
    own = await at.ask("caseworker@caritas:own-curt", "GET", f"/cases/{case('own-1')}")
    assert own.status_code == 404
    assert await refusals(at, "own-curt") == [case("own-1")]
    assert await refusals(at, "own-curt", "caritas") == [case("own-1")]


async def test_w1_a_substitute_sees_the_cases_while_the_worker_is_away(at: At) -> None:
    absence = {"staff_ref": "own-emil", "from_on": "2021-07-01", "until_on": "2021-07-09", "substitute": "own-dora"}
    path = f"/staff/{wire_id('staff', 'own-emil')}"
    assert (await at.ask(ADMIN, "POST", f"{path}/absences", absence)).status_code == 201
    await at.settled()
    assert await seen(at, DORA) == {case("own-1"), case("own-2")}
    contact = {"contact_id": "own-k", "case_id": "own-2", "on": "2021-07-01", "persons": ["own-a-2"]}
    assert (await at.ask(DORA, "POST", f"/cases/{case('own-2')}/contacts", contact)).status_code == 201
    back = {"staff_ref": "own-emil", "on": "2021-07-01"}
    assert (await at.ask(ADMIN, "POST", f"{path}/return", back)).status_code == 201
    await at.settled()
    assert await seen(at, DORA) == {case("own-1")}


async def test_w1_names_of_the_staff_are_shown_to_its_lead_and_lie_in_no_fact(at: At) -> None:
    rows = (await at.ask("lead@drk", "GET", "/staff")).json()["rows"]
    dora = next(row for row in rows if row["staff_ref"] == str(wire_id("staff", "own-dora")))
    assert (dora["given_name"], dora["family_name"], dora["cases"]) == ("Dora", "Dietz", 1)
    assert (await at.ask(DORA, "GET", "/staff")).status_code == 403
    history = await at.ask("auditor", "GET", f"/history/staff-drk-{wire_id('staff', 'own-dora')}", service="audit")
    assert history.status_code == 200
    assert "Dietz" not in history.text


async def test_w1_where_no_list_is_kept_everybody_sees_the_cases_of_the_provider(at: At) -> None:
    await at.play(STORY.replace("drk", "caritas").replace("own", "listless").split("  - as: provider_admin")[0])
    assert await seen(at, "caseworker@caritas:anybody") == {case("listless-1"), case("listless-2")}
