"""C1: a household is taken in in one go, and what happens to it later is told in facts. Seen over HTTP."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from shared.cli.instance import Instance
from tests.bad_input.desk import Desk, refused

Body = dict[str, Any]


@dataclass
class Front(Desk):
    """The town's front desk."""

    def does(self, method: str, path: str, body: Body) -> list[str]:
        """The types of the facts that were recorded."""
        answer = self.ask(method, path, json=body)
        assert answer.status_code in (200, 201), answer.text
        return [fact["type"] for fact in answer.json()["facts"]]

    def sees(self, case_id: str) -> Body:
        """The case as it is shown, once the read tables know the last fact."""
        deadline = time.monotonic() + 15
        while any(lag for name, lag in self.ask("GET", "/health").json()["view_lag"].items() if name == "views"):
            assert time.monotonic() < deadline, "the read tables did not catch up"
            time.sleep(0.02)
        shown: Body = self.ask("GET", f"/cases/{case_id}").json()
        return shown


@pytest.fixture
def front(stack: Instance) -> Front:
    return Front(stack)


def person(given: str, family: str, born: str | None = None, **codes: Any) -> Body:
    return {
        "person_id": str(uuid4()),
        "given_name": given,
        "family_name": family,
        **({"birth_date": born} if born else {}),
        **codes,
    }


def household(*persons: Body, **more: Any) -> Body:
    return {
        "case_id": str(uuid4()),
        "house": "c1-house",
        "placed_on": "2018-10-15",
        "received_on": "2018-10-16",
        "persons": list(persons),
        **more,
    }


def test_c1_five_persons_are_one_household_and_one_decision(front: Front) -> None:
    family = [person("Amina", "Xarrab", "1984-03-12", residence_class="permit", residence_valid_until="2021-06-30")]
    family += [person(name, "Xarrab") for name in ("Samir", "Lina", "Omar", "Nour")]
    family[0] |= {
        "languages": [{"language": "ar", "level": "fluent", "interpreter_needed": "yes"}],
        "needs": [{"domain": "housing", "urgency": "high"}, {"domain": "protected"}],
        "contact_details": "06201 000000",
    }
    case = household(*family, dwelling="2. OG links", file_reference="AZ 12/2018 Xarrab", note="Kennt Familie Y.")
    with front.recording(1):
        assert front.does("PUT", f"/cases/{case['case_id']}", case) == ["CaseRegistered"]
        assert front.does("PUT", f"/cases/{case['case_id']}", case) == []
    shown = front.sees(case["case_id"])
    assert shown["persons"][0]["birth_year"] == "1984"
    assert shown["persons"][0]["residence_valid_until"] == "2021-06-30"
    assert shown["persons"][0]["languages"] == family[0]["languages"]
    assert [need["domain"] for need in shown["persons"][0]["needs"]] == ["housing", "protected"]
    assert len(shown["persons"]) == 5
    for secret in ("Amina", "Xarrab", "1984-03", "06201", "OG links", "AZ 12", "Kennt"):
        assert secret not in str(shown), "the vault alone holds this"


def test_c1_the_desk_reads_names_and_each_look_is_recorded(front: Front, stack: Instance) -> None:
    case = household(person("Tarek", "Zidan", contact_details="tarek@example.org"), dwelling="EG")
    front.does("PUT", f"/cases/{case['case_id']}", case)
    with front.recording(2):
        names = [front.ask("GET", f"/cases/{case['case_id']}/names").json() for _ in range(2)]
    assert names[0] == names[1]
    assert names[0]["dwelling"] == "EG"
    assert names[0]["persons"] == [
        {
            "person_id": case["persons"][0]["person_id"],
            "given_name": "Tarek",
            "family_name": "Zidan",
            "contact_details": "tarek@example.org",
        }
    ]
    assert [row["provider"] for row in front.sees(case["case_id"])["openings"]] == [None, None]
    auditor = Front(stack, role="auditor")
    refused(auditor.ask("GET", f"/cases/{case['case_id']}/names"), 403)
    refused(front.ask("GET", f"/cases/{uuid4()}/names"), 404)


def test_c1_names_are_recorded_later_and_put_right(front: Front) -> None:
    nameless = household({"person_id": str(uuid4())})
    ref = nameless["persons"][0]["person_id"]
    front.does("PUT", f"/cases/{nameless['case_id']}", nameless)
    for given in ("Jusuf", "Yusuf"):
        body = {"person_id": ref, "given_name": given, "family_name": "Qasim", "birth_date": "1990-02-01"}
        assert front.does("PUT", f"/persons/{ref}/names", body) == ["NamesRecorded"]
    (read,) = front.ask("GET", f"/cases/{nameless['case_id']}/names").json()["persons"]
    assert (read["given_name"], read["birth_date"]) == ("Yusuf", "1990-02-01")


def test_c1_possible_duplicates_are_shown_before_saving_and_merged_by_a_decision(front: Front) -> None:
    first = household(person("Mohammed", "Qahtani", "1984-03-12"), person("Sara", "Qahtani"))
    front.does("PUT", f"/cases/{first['case_id']}", first)
    kept = first["persons"][0]["person_id"]
    asked = [person("Qahtani", "Muhamad", "1984-03-12"), person("Hannelore", "Unbekannt")]
    body = {"persons": asked}
    with front.recording(1):
        answer = front.ask("POST", "/duplicates", json=body)
    assert answer.status_code == 200, answer.text
    alike, nobody = answer.json()["persons"]
    assert nobody["candidates"] == []
    assert [each["person_id"] for each in alike["candidates"]] == [kept]
    found = alike["candidates"][0]
    assert (found["case_id"], found["given_name"]) == (first["case_id"], "Mohammed")
    assert found["grounds"] == ["transliteration", "same_birth_date"]

    second = household(asked[0])
    front.does("PUT", f"/cases/{second['case_id']}", second)
    merged = asked[0]["person_id"]
    wish = {"person_id": kept, "merged_person_id": merged, "grounds": ["transliteration", "papers"]}
    assert front.does("POST", f"/persons/{kept}/merges", wish) == ["PersonsMerged", "PersonLeft", "HouseholdLeft"]
    assert front.does("POST", f"/persons/{kept}/merges", wish) == []
    shown = front.sees(second["case_id"])
    assert (shown["persons"][0]["left_on"], shown["persons"][0]["left_because"]) == ("2018-10-15", "merged")
    assert [row["grounds"] for row in front.sees(first["case_id"])["merged"]] == [["transliteration", "papers"]]
    again = front.ask("POST", "/duplicates", json={"persons": [{"given_name": "Mohammed", "family_name": "Qahtani"}]})
    assert [each["person_id"] for each in again.json()["persons"][0]["candidates"]] == [kept]


def test_c1_a_household_joins_leaves_splits_leaves_town_and_is_back(front: Front) -> None:
    case = household(*(person(name, "Wandel") for name in ("Eva", "Jan", "Kim")))
    case_id, path = case["case_id"], f"/cases/{case['case_id']}"
    eva, jan, kim = (each["person_id"] for each in case["persons"])
    front.does("PUT", path, case)
    baby = {"person": person("Mia", "Wandel", "2018-10-18"), "joined_on": "2018-10-18", "cause": "birth"}
    assert front.does("POST", f"{path}/persons", {"case_id": case_id, **baby}) == ["PersonJoined"]
    gone = {"case_id": case_id, "person_id": jan, "left_on": "2018-10-20", "cause": "moved_out"}
    assert front.does("POST", f"{path}/departures", gone) == ["PersonLeft"]
    into = str(uuid4())
    split = {"case_id": case_id, "into_case_id": into, "persons": [kim], "split_on": "2018-10-22", "house": "c1-other"}
    assert front.does("POST", f"{path}/splits", split) == ["HouseholdSplit", "CaseRegistered"]
    codes = {"case_id": case_id, "person": {"person_id": eva, "residence_class": "tolerated"}, "on": "2018-10-23"}
    assert front.does("POST", f"{path}/codes", codes) == ["PersonRecorded"]
    wrong = next(row["event_id"] for row in front.sees(case_id)["records"] if row["holds_from"] == "2018-10-23")
    right = {**codes, "person": {"person_id": eva, "residence_class": "permit"}, "corrects": wrong}
    assert front.does("POST", f"{path}/codes", right) == ["PersonRecorded"]
    assert front.does("POST", f"{path}/left-town", {"case_id": case_id, "left_on": "2018-10-25"}) == ["HouseholdLeft"]
    assert front.sees(case_id)["closed_on"] == "2018-10-25"
    back = {"case_id": case_id, "reopened_on": "2018-10-26"}
    assert front.does("POST", f"{path}/reopenings", back) == ["CaseReopened"]

    shown = front.sees(case_id)
    assert (shown["persons"].__len__(), shown["closed_on"]) == (4, None)
    assert {row["person_id"]: row["left_on"] for row in shown["persons"]} == {
        eva: None,
        jan: "2018-10-20",
        kim: "2018-10-22",
        baby["person"]["person_id"]: None,
    }
    assert shown["persons"][0]["residence_class"] == "permit"
    assert [row["corrects"] for row in shown["records"] if row["holds_from"] == "2018-10-23"] == [None, wrong]
    assert shown["splits"][0]["into_case_id"] == into
    other = front.sees(into)
    assert (other["split_from"], other["house"], other["placed_on"]) == (case_id, "c1-other", "2018-10-22")
    assert [row["person_id"] for row in other["persons"]] == [kim]


def test_w2_who_refused_or_withdrew_counts_as_one_without_consent(front: Front) -> None:
    case = household(person("Ada", "Nein"), person("Ben", "Nein"))
    front.does("PUT", f"/cases/{case['case_id']}", case)
    ada, ben = (each["person_id"] for each in case["persons"])
    about = {"purpose": "sharing", "recipient": "drk"}
    no = {"person_id": ada, **about, "on": "2018-10-16"}
    assert front.does("POST", f"/persons/{ada}/consents/refused", no) == ["ConsentRefused"]
    for way, day in (("consents", "2018-10-16"), ("consents/withdrawn", "2018-10-17")):
        front.does("POST", f"/persons/{ben}/{way}", {"person_id": ben, **about, "on": day})
    released = {"person_id": ben, **about, "on": "2018-10-17"}
    assert front.does("POST", f"/persons/{ben}/secrecy-releases", released) == ["SecrecyReleased"]
    shown = front.sees(case["case_id"])
    assert {row["person_id"]: (row["given"], row["answer"]) for row in shown["consents"]} == {
        ada: (False, "refused"),
        ben: (False, "withdrawn"),
    }
    assert [row["released"] for row in shown["secrecy_releases"]] == [True]
