"""W3 to W6: plans in versions, contacts in one request, referrals with their age, corrections that keep the history."""

from collections.abc import Sequence
from typing import Any

import httpx

from shared.ids import wire_id
from tests.journeys.provider_desk import At

WHO, DAY = "caseworker@caritas:work-ida", "2021-08-02"


def ids(kind: str, slug: str) -> str:
    return str(wire_id(kind, slug))


async def post(at: At, path: str, **body: Any) -> httpx.Response:
    answer = await at.ask(WHO, "POST", path, body)
    assert answer.status_code == 201, answer.text
    return answer


async def put(at: At, path: str, **body: Any) -> httpx.Response:
    answer = await at.ask(WHO, "PUT", path, body)
    assert answer.status_code == 201, answer.text
    return answer


async def case(at: At, slug: str) -> Any:
    await at.settled()
    return (await at.ask(WHO, "GET", f"/cases/{ids('case', slug)}")).json()


async def history(at: At, stream: str) -> Sequence[dict[str, Any]]:
    rows: Sequence[dict[str, Any]] = (await at.ask("auditor", "GET", f"/history/{stream}", service="audit")).json()[
        "rows"
    ]
    return rows


async def test_w3_an_old_version_of_a_plan_stays_readable_and_both_sides_signed(at: At) -> None:
    await at.entrusted("plan", "caritas", 2)
    plan = f"/plans/{ids('plan', 'w3')}"
    goals = [{"goal_id": "w3-work", "domain": "work"}, {"goal_id": "w3-german", "domain": "german"}]
    await put(
        at, plan, plan_id="w3", person_id="plan-1", agreed_on=DAY, review_on="2021-11-02", goals=goals,
        signed_by=["person", "caseworker"], note="Möchte in die Pflege.",
    )  # fmt: skip
    await at.play("title: Later\nsteps: [{clock: 2021-11-03}]\n", "later")
    progress = [{"goal_id": "w3-work", "progress": "under_way"}, {"goal_id": "w3-german", "progress": "reached"}]
    await post(
        at,
        f"{plan}/reviews",
        plan_id="w3",
        review_id="w3-r1",
        on="2021-11-03",
        review_on="2022-02-01",
        progress=progress,
    )
    steps = [{"step_id": "w3-s1", "done_by": "person", "due_on": "2021-12-01"}]
    await post(
        at, f"{plan}/versions", plan_id="w3", revised_on="2021-11-03", review_on="2022-02-01",
        goals=[{"goal_id": "w3-work", "domain": "work", "steps": steps}],
    )  # fmt: skip
    await post(
        at, f"{plan}/closing", plan_id="w3", closed_on="2021-11-03",
        outcomes=[{"goal_id": "w3-work", "outcome": "reached"}],
    )  # fmt: skip
    await at.settled()
    shown = (await at.ask(WHO, "GET", plan)).json()
    first, second = shown["versions"]
    assert (len(first["goals"]), first["note"], first["review_on"]) == (2, "Möchte in die Pflege.", "2021-11-02")
    assert second["goals"][0]["steps"][0]["due_on"] == "2021-12-01"
    assert [(each["plan_version"], each["side"]) for each in shown["signatures"]] == [(1, "caseworker"), (1, "person")]
    assert (shown["reviews"][0]["due_on"], shown["reviews"][0]["held_on"]) == ("2021-11-02", "2021-11-03")
    assert (shown["closed_on"], shown["outcomes"][0]["outcome"]) == ("2021-11-03", "reached")
    assert "Pflege" not in str(await history(at, f"plan-caritas-{ids('plan', 'w3')}"))


async def test_w4_a_contact_is_one_request_with_several_topics_and_its_note_stays_here(at: At) -> None:
    await at.entrusted("contact", "caritas", 2)
    await post(
        at, f"/cases/{ids('case', 'contact')}/contacts", contact_id="w4-k1", case_id="contact", on=DAY,
        channel="office", duration_band="to_30", topics=["work", "german", "housing"],
        persons=["contact-1", "contact-2"], note="Kommt mit dem Bruder.",
        residence=[{"person_id": "contact-1", "residence_class": "permit", "valid_until": "2023-06-30"}],
    )  # fmt: skip
    shown = await case(at, "contact")
    assert (shown["contact_rows"][0]["note"], len(shown["contact_rows"][0]["topics"])) == ("Kommt mit dem Bruder.", 3)
    person = next(each for each in shown["persons"] if each["person_id"] == ids("person", "contact-1"))
    assert (person["residence_class"], person["valid_until"], person["given_name"]) == ("permit", "2023-06-30", "Ina")
    told = await history(at, f"care-caritas-{ids('case', 'contact')}")
    assert [row["what"] for row in told] == ["ContactRecorded", "ResidenceSeen"]
    assert "Bruder" not in str(told)


async def test_w4_somebody_without_a_name_and_without_a_case_is_advised(at: At) -> None:
    await put(
        at, f"/short-contacts/{ids('short_contact', 'w4-s1')}", short_contact_id="w4-s1", on=DAY, channel="office",
        topics=["offices"], persons_reached=2, note="Fragt nach dem Weg.",
    )  # fmt: skip
    await at.settled()
    row = (await at.ask(WHO, "GET", "/short-contacts")).json()["rows"][0]
    assert (row["persons_reached"], row["note"]) == (2, "Fragt nach dem Weg.")


async def test_w5_a_referral_shows_its_age_until_it_is_done(at: At) -> None:
    await at.entrusted("referral", "caritas", 1)
    path = f"/referrals/{ids('referral', 'w5-v1')}"
    said = {"referral_id": "w5-v1", "case_id": "referral", "person_id": "referral-1", "domain": "work", "on": DAY}
    nowhere = await at.ask(WHO, "PUT", path, {**said, "office": "nowhere"})
    assert (nowhere.status_code, "not in the directory" in nowhere.json()["detail"]) == (409, True)
    await put(at, path, **said, office="jobcenter")
    offices = (await at.ask(WHO, "GET", "/offices")).json()["rows"]
    assert {"ordnungsamt", "immobilien", "landkreis", "jobcenter", "auslaenderbehoerde", "school"} <= {
        each["office"] for each in offices
    }
    await at.play("title: Later\nsteps: [{clock: 2021-08-16}]\n", "later")
    assert (await case(at, "referral"))["referrals"][0]["age_days"] == 14
    await post(at, f"{path}/outcome", referral_id="w5-v1", outcome="done", on="2021-08-12")
    await at.play("title: Later\nsteps: [{clock: 2021-09-16}]\n", "later")
    row = (await at.ask(WHO, "GET", "/referrals")).json()["rows"][0]
    assert (row["outcome"], row["age_days"]) == ("done", 10)


async def test_w6_a_correction_points_at_the_wrong_fact_and_the_view_shows_how_it_was(at: At) -> None:
    await at.entrusted("wrong", "caritas", 2)
    contact = {"contact_id": "w6-k1", "case_id": "wrong", "on": DAY}
    path = f"/cases/{ids('case', 'wrong')}/contacts"
    await post(at, path, **contact, topics=["work"], persons=["wrong-1", "wrong-2"])
    await post(at, f"{path}/corrections", **contact, topics=["debts"], persons=["wrong-2"])
    shown = await case(at, "wrong")
    (row,) = shown["contact_rows"]
    assert (row["topics"], row["persons"], row["corrected"]) == (["debts"], [ids("person", "wrong-2")], True)
    first, second = await history(at, f"care-caritas-{ids('case', 'wrong')}")
    assert (first["what"], second["what"]) == ("ContactRecorded", "ContactCorrected")
    assert first["corrected_by"] is not None


async def test_w6_what_never_took_place_counts_nowhere(at: At) -> None:
    before = await case(at, "wrong")
    contact = {"contact_id": "w6-k1", "case_id": "wrong", "on": DAY, "persons": ["wrong-2"], "took_place": False}
    await post(at, f"/cases/{ids('case', 'wrong')}/contacts/corrections", **contact)
    after = await case(at, "wrong")
    assert (before["contacts"], after["contacts"], after["contact_rows"]) == (1, 0, [])


async def test_w6_plans_and_referrals_are_corrected_too(at: At) -> None:
    await put(
        at, f"/plans/{ids('plan', 'w6')}", plan_id="w6", person_id="wrong-1", agreed_on=DAY, review_on="2022-02-01"
    )
    await post(
        at, f"/plans/{ids('plan', 'w6')}/corrections", plan_id="w6", person_id="wrong-2", agreed_on=DAY,
        review_on="2022-02-01",
    )  # fmt: skip
    said = {"referral_id": "w6-v1", "office": "school", "on": DAY}
    await put(at, f"/referrals/{ids('referral', 'w6-v1')}", **said, case_id="wrong")
    await post(at, f"/referrals/{ids('referral', 'w6-v1')}/corrections", **said, took_place=False)
    shown = await case(at, "wrong")
    assert [plan["person_id"] for plan in shown["plans"]] == [ids("person", "wrong-2")]
    assert shown["referrals"] == []
    for stream in (f"plan-caritas-{ids('plan', 'w6')}", f"referral-caritas-{ids('referral', 'w6-v1')}"):
        assert (await history(at, stream))[0]["corrected_by"] is not None


async def test_w6_the_views_are_what_the_log_says(at: At) -> None:
    said = await at.typed("rebuild", "provider-caritas", "--check")
    assert said["identical"] is True, said
