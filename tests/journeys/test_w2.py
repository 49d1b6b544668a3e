"""W2: consent given and withdrawn at the provider. What leaves, what is shown, and that the person still counts."""

from typing import Any

import httpx

from shared.ids import wire_id
from tests.journeys.provider_desk import At

WHO, DAY = "caseworker@caritas:word-ida", "2021-08-02"
CASE, ADA = str(wire_id("case", "word")), str(wire_id("person", "word-1"))


async def say(at: At, stated: str) -> httpx.Response:
    body = {"case_id": "word", "person_id": "word-1", "purpose": "sharing", "stated": stated, "on": DAY}
    return await at.ask(WHO, "POST", f"/cases/{CASE}/consents", body)


async def ada(at: At) -> Any:
    await at.settled()
    shown = (await at.ask(WHO, "GET", f"/cases/{CASE}")).json()
    return next(person for person in shown["persons"] if person["person_id"] == ADA)


async def contact(at: At, number: int) -> httpx.Response:
    body = {
        "contact_id": f"word-k{number}", "case_id": "word", "on": DAY, "topics": ["debts"], "persons": ["word-1"],
        "note": "Steht nur hier.",
    }  # fmt: skip
    return await at.ask(WHO, "POST", f"/cases/{CASE}/contacts", body)


async def test_w2_after_withdrawal_at_the_provider_no_name_is_shown_and_no_topic_leaves(at: At) -> None:
    await at.entrusted("word", "caritas", 2)
    assert (await ada(at))["given_name"] == "Ina"
    assert (await contact(at, 1)).status_code == 201
    assert (await say(at, "withdrawn")).status_code == 201
    shown = await ada(at)
    assert ("given_name" in shown, shown["consents"], shown["no_consent"]) == (False, [], True)
    assert (await contact(at, 2)).status_code == 201
    await at.settled()
    rows = (await at.ask(WHO, "GET", f"/cases/{CASE}")).json()["contact_rows"]
    assert sorted((row["topics"], row["persons"]) for row in rows) == [(["debts"], [ADA]), (["not_stated"], [ADA])]
    refused = await at.ask(
        WHO, "PUT", f"/referrals/{wire_id('referral', 'word')}",
        {"referral_id": "word", "case_id": "word", "person_id": "word-1", "office": "school", "on": DAY},
    )  # fmt: skip
    assert (refused.status_code, "does not consent" in refused.json()["detail"]) == (409, True)


async def test_w2_intake_hears_of_it_and_gives_no_names_any_more(at: At) -> None:
    case = (await at.ask("clerk", "GET", f"/cases/{CASE}", service="intake")).json()
    given = [each["given"] for each in case["consents"] if each["person_id"] == ADA and each["purpose"] == "sharing"]
    assert given == [False]


async def test_w2_given_again_at_the_provider_the_names_come_back(at: At) -> None:
    assert (await say(at, "given")).status_code == 201
    shown = await ada(at)
    assert (shown["no_consent"], shown["consents"]) == (False, ["sharing"])


async def test_w2_a_release_from_secrecy_is_recorded_for_one_recipient(at: At) -> None:
    body = {"case_id": "word", "person_id": "word-1", "purpose": "counselling", "recipient": "drk", "on": DAY}
    answers = [
        await at.ask(WHO, "POST", f"/cases/{CASE}/secrecy-releases", {**body, "stated": stated})
        for stated in ("given", "withdrawn")
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
