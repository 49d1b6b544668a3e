"""Slugs become UUIDs by the name of their field; everything else goes as written."""

from datetime import date
from uuid import NAMESPACE_URL, uuid5

from shared.cli.actor import Actor
from shared.cli.command_history import wire_stream
from shared.cli.wire import on_the_wire, wrong_ids


def uuid_of(kind: str, slug: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"fallbuch:{kind}:{slug}"))


def test_ids_by_the_name_of_their_field() -> None:
    body = {
        "case_id": "c1",
        "staff_ref": "maria",
        "from_position": "p1",
        "to_staff": "eva",
        "house": "am-sandloch",
        "notice_ref": 4711,
        "rule_version": date(2018, 10, 15),
        "grant_id": None,
        "persons": [{"person_id": "k1", "given_name": "Lina"}],
        "on": date(2019, 1, 2),
        "providers": ["drk"],
        "cents": 5,
    }
    assert on_the_wire("RegisterCase", body) == {
        "case_id": uuid_of("case", "c1"),
        "staff_ref": uuid_of("staff", "maria"),
        "from_position": uuid_of("position", "p1"),
        "to_staff": uuid_of("staff", "eva"),
        "house": "am-sandloch",
        "notice_ref": "4711",
        "rule_version": "2018-10-15",
        "grant_id": None,
        "persons": [{"person_id": uuid_of("person", "k1"), "given_name": "Lina"}],
        "on": "2019-01-02",
        "providers": ["drk"],
        "cents": 5,
    }


def test_a_caseload_is_moved_by_worker_and_case() -> None:
    body = on_the_wire("MoveCaseload", {"from_staff": "eva", "to": {"maria": ["c1", "c2"]}})
    assert body["to"] == {uuid_of("staff", "maria"): [uuid_of("case", "c1"), uuid_of("case", "c2")]}


def test_a_uuid_stays() -> None:
    assert on_the_wire("ConfirmAssignment", {"case_id": uuid_of("case", "c1")})["case_id"] == uuid_of("case", "c1")


def test_times_numbers_what_is_created_and_never_what_is_referred_to() -> None:
    contact = on_the_wire("RecordContact", {"contact_id": "k", "case_id": "c", "persons": ["p"]}, 3)
    assert contact == {
        "contact_id": uuid_of("contact", "k-3"),
        "case_id": uuid_of("case", "c"),
        "persons": [uuid_of("person", "p")],
    }
    case = on_the_wire("RegisterCase", {"case_id": "c", "house": "h", "persons": [{"person_id": "p"}]}, 2)
    assert case["case_id"] == uuid_of("case", "c-2")
    assert case["persons"] == [{"person_id": uuid_of("person", "p-2")}]
    plan = on_the_wire("AgreePlan", {"plan_id": "x", "person_id": "p", "goals": [{"goal_id": "g"}]}, 1)
    assert plan == {
        "plan_id": uuid_of("plan", "x-1"),
        "person_id": uuid_of("person", "p"),
        "goals": [{"goal_id": uuid_of("goal", "g-1")}],
    }
    assert on_the_wire("ReceiveFunds", {"grant_id": "g", "payment_ref": "r"}, 1)["payment_ref"] == "r-1"


def test_what_is_no_id_is_found_and_sent_as_it_is() -> None:
    assert on_the_wire("RegisterCase", {"case_id": "A B"}) == {"case_id": "A B"}
    assert list(wrong_ids({"persons": [{"person_id": "Ü"}]})) == [
        "person_id: an id has 1 to 64 characters of a-z, 0-9 and -"
    ]


def test_an_actor_is_role_provider_and_person() -> None:
    assert Actor.parse("grant_officer").staff_ref == uuid_of("staff", "grant-officer")
    assert Actor.parse("caseworker@drk").staff_ref == uuid_of("staff", "caseworker-drk")
    assert Actor.parse("caseworker@drk:maria") == Actor("caseworker", "drk", "maria")
    assert Actor.parse("controller:eva").staff_ref == uuid_of("staff", "eva")


def test_a_stream_is_asked_for_by_slug() -> None:
    assert wire_stream("grant-weinheim-2018") == f"grant-{uuid_of('grant', 'weinheim-2018')}"
    assert wire_stream("assignment-c1") == f"assignment-{uuid_of('case', 'c1')}"
    assert wire_stream("care-drk-c1") == f"care-drk-{uuid_of('case', 'c1')}"
    assert wire_stream("told-drk") == "told-drk"
    assert wire_stream("house-am-sandloch") == "house-am-sandloch"
