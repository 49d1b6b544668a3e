"""Items 75 to 84 and 91 to 99: lists of arrivals. One fault refuses all; nothing that stands there is repeated."""

import threading
from typing import Any
from uuid import uuid4

import pytest

from tests.bad_input.desk import CANARY, Desk, refused
from tests.bad_input.lists import CSV, DIGITS, HEAD, XLSX, csv, refuses, row, send, takes
from tests.bad_input.workbook import day, number, workbook


@pytest.mark.parametrize("content", [b"", b" \n", b"\xef\xbb\xbf"])
def test_75_an_empty_file(desk: Desk, content: bytes) -> None:
    assert refuses(desk, content) == [("", "empty")]


def test_76_a_header_and_nobody(desk: Desk) -> None:
    assert refuses(desk, csv()) == [("", "no_rows")]
    assert refuses(desk, workbook([HEAD]), XLSX) == [("", "no_rows")]


def test_77_a_column_that_is_unknown_missing_or_there_twice(desk: Desk) -> None:
    assert refuses(desk, csv(row("x"), head=[*HEAD[:5], CANARY])) == [("1.6", "unknown_column")]
    assert refuses(desk, csv(["1", "x"], head=["Haushalt", "Haus"])) == [("1.placed_on", "column_missing")]
    assert refuses(desk, csv(row(), head=[*HEAD[:5], "Haus"])) == [("1.house", "column_twice")]
    takes(desk, csv(row()[::-1], head=HEAD[::-1]))


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_78_the_usual_separators_and_line_ends(desk: Desk, separator: str, ending: bytes) -> None:
    takes(desk, csv(row(), separator=separator).replace(b"\n", ending))


def test_78_quotes(desk: Desk) -> None:
    (told,) = refuses(desk, csv(row('"offen', "", "")))
    assert told[1] == "quotes"
    assert refuses(desk, csv(row('"zu"weit', "", ""))) == [("2", "quotes")]
    assert refuses(desk, csv(row('"zwei\nZeilen"', "", ""))) == [("2.family_name", "one_line")]
    takes(desk, csv(row(f'"Mit ""{uuid4().hex[:4]}"" und ; darin"'.translate(DIGITS), "", "")))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_79_the_usual_encodings_say_the_same(desk: Desk, encoding: str) -> None:
    content = csv(row(family=f"Grüße{uuid4().hex}".translate(DIGITS)))
    first = takes(desk, content)
    again = takes(desk, content.decode().encode(encoding), facts=0)
    assert (again["already"], again["list_id"]) == (True, first["list_id"])


def test_79_encodings_that_are_mixed_or_none(desk: Desk) -> None:
    mixed = csv(row()) + "2;x;2018-10-15;Müller;;\n".encode() + "3;x;2018-10-15;Müller;;\n".encode("cp1252")
    assert refuses(desk, mixed) == [("", "encoding_mixed")]
    assert refuses(desk, csv(row()) + b"2;x;2018-10-15;\x81\x8d;;\n") == [("", "encoding")]
    assert refuses(desk, csv(row()).decode().encode("utf-16")[:-1]) == [("", "encoding")]


def test_80_a_nul_inside(desk: Desk) -> None:
    assert refuses(desk, csv(row("a\x00b", "", ""))) == [("", "nul")]
    assert refuses(desk, csv(row()).decode().encode("utf-16-le")) == [("", "nul")]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_81_what_looks_like_a_formula_is_a_text_and_stays_one(desk: Desk, sign: str) -> None:
    name = f"{sign}HYPERLINK({uuid4().hex})".translate(DIGITS)
    said = takes(desk, csv(row(name, "", "")))
    assert said["persons"] == 1
    registered = next(fact for fact in desk.own_facts() if fact["type"] == "CaseRegistered")
    case_id = registered["data"]["case_id"]
    assert desk.ask("GET", f"/cases/{case_id}/names").json()["persons"][0]["family_name"] == name


@pytest.mark.parametrize(("sign", "rule"), [("\t", "hidden_characters"), ("\r", "one_line")])
def test_81_a_hidden_sign_before_a_formula(desk: Desk, sign: str, rule: str) -> None:
    content = workbook([HEAD, row(f"a{sign}=1+1", "", "")])
    assert refuses(desk, content, XLSX) == [("2.family_name", rule)]


@pytest.mark.parametrize("amount", ["1.234,56", "1,234.56", "1\u00a0234,56", "(12,00)", "12-", "12 €"])
def test_82_an_amount_has_no_place_in_a_list_of_people(desk: Desk, amount: str) -> None:
    assert refuses(desk, csv([*row(), amount], head=[*HEAD, "Betrag"]), CSV)[0] == ("1.7", "unknown_column")
    assert refuses(desk, csv(row(amount))) == [("2.birth_date", "day")]


@pytest.mark.parametrize("written", ["43388", "29.02.1900", "31.04.1984", "12.03.84", "March 1984", "1984-3-1", "0"])
def test_83_a_day_that_could_be_another(desk: Desk, written: str) -> None:
    assert refuses(desk, csv(row(written))) == [("2.birth_date", "day")]


def test_83_days_of_a_workbook(desk: Desk) -> None:
    bad = workbook([HEAD, row(number("30753"))])
    assert refuses(desk, bad, XLSX) == [("2.birth_date", "day")]
    hour = workbook([HEAD, row(day(30753.5))])
    assert refuses(desk, hour, XLSX) == [("2.birth_date", "day")]
    table = [HEAD, row(day(30753))]
    takes(desk, workbook(table), XLSX)
    for rows, system in ((day(30753), ""), (day(30753 - 1462), '<workbookPr date1904="1"/>')):
        same = [HEAD, [*table[1][:5], rows]]
        assert takes(desk, workbook(same, properties=system), XLSX, facts=0)["already"]


def test_84_a_number_that_lost_its_zeros(desk: Desk) -> None:
    head = [*HEAD, "Kontakt", "Aktenzeichen"]
    content = workbook([head, [*row(), number("620112345"), number("1.23E+15")]])
    assert refuses(desk, content, XLSX) == [("2.contact_details", "text"), ("2.file_reference", "text")]
    assert refuses(desk, workbook([HEAD, row(household=number("1.5"))]), XLSX)[0] == ("2.household", "form")


def test_91_blank_rows_at_the_end_mean_nothing_and_a_sum_is_no_person(desk: Desk) -> None:
    takes(desk, csv(row(), [""] * 6, [" "] * 6, []))
    told = refuses(desk, csv(row(), ["Summe", "", "", "", "", "1"]))
    assert {each for each, _ in told} == {"3.house", "3.placed_on", "3.birth_date"}


def test_92_the_same_file_twice(desk: Desk) -> None:
    content = csv(row(), row(household="2"))
    first = takes(desk, content, facts=3)
    second = takes(desk, content, facts=0)
    assert (first["already"], second["already"]) == (False, True)
    assert second | {"recorded": True, "already": False} == first
    other_clerk = Desk(desk.stack)
    assert takes(other_clerk, content, facts=0)["already"]


def test_93_the_same_rows_in_another_order_or_kind_of_file(desk: Desk) -> None:
    rows = [row("Eins", ""), row("Zwei", ""), row(household="2")]
    first = takes(desk, csv(*rows), facts=3)
    for content, kind in ((csv(*rows[::-1]), CSV), (csv(*rows, separator=","), CSV), (workbook([HEAD, *rows]), XLSX)):
        again = takes(desk, content, kind, facts=0)
        assert (again["already"], again["list_id"]) == (True, first["list_id"])


def test_94_a_person_twice_and_persons_that_are_alike(desk: Desk) -> None:
    name = f"Zahir{uuid4().hex}".translate(DIGITS)
    twice = csv(row(name, "Omar", "01.02.1980"), row(name, "Omar", "01.02.1980", household="2"))
    assert refuses(desk, twice) == [("3.family_name", "twice")]
    said = takes(desk, csv(row(name, "Omar", "01.02.1980"), row(name, "Omaar", "01.02.1980", household="2")), facts=3)
    assert [(each["row"], each["rule"], each["other_row"]) for each in said["warnings"]] == [(3, "alike", 2)]
    known = csv(row(name, "Omar", "01.02.1980"), row(household="2"))
    assert refuses(desk, known) == [("2.family_name", "known")]
    looked = send(desk, csv(row(name, "Umar", "01.02.1980")), preview="true").json()
    assert {(each["rule"], each["case_id"] is not None) for each in looked["warnings"]} == {("alike", True)}


def test_95_a_row_for_another_provider_or_case(desk: Desk) -> None:
    head = [*HEAD, "Träger", "betreut seit"]
    assert refuses(desk, csv([*row(), "drk", ""], head=head)) == [
        ("1.provider", "take_over"),
        ("1.entrusted_on", "take_over"),
    ]
    strange = csv([*row(), "moonbase", ""], head=head)
    assert refuses(desk, strange, take_over="true") == [("2", "refused")]
    assert refuses(desk, csv([*row(), "DRK!", ""], head=head), take_over="true") == [("2.provider", "form")]
    case = csv([*row(), str(uuid4())], head=[*HEAD, "case_id"])
    assert refuses(desk, case)[0] == ("1.7", "unknown_column")
    provider = Desk(desk.stack, role="lead", provider="drk")
    refused(send(provider, csv(row())), 403)


def test_96_a_sum_that_is_wrong_by_a_cent_is_no_person_either(desk: Desk) -> None:
    told = refuses(desk, csv(row(), ["", "", "", "", "", "400,01"]))
    assert ("3.household", "missing") in told


def test_97_an_upload_that_was_cut_off(desk: Desk) -> None:
    whole = workbook([HEAD, row()])
    for length in (3, 100, len(whole) // 2, len(whole) - 1):
        assert refuses(desk, whole[:length], XLSX) == [("", "not_xlsx")]
    assert refuses(desk, csv(row('"abgeschnitten', "", ""))[:-9])[0][1] == "quotes"


def test_98_two_uploads_at_once(desk: Desk) -> None:
    content = csv(row(), row(household="2"))
    answers: list[Any] = []
    with desk.recording(facts=3):
        threads = [threading.Thread(target=lambda: answers.append(send(desk, content))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]


def test_99_a_list_is_one_decision_and_a_retry_doubles_nothing(desk: Desk) -> None:
    """All its facts have one instant and one correlation: there is no row n at which it could stop."""
    content = csv(*[row(household=str(n)) for n in range(40)])
    takes(desk, content, facts=41)
    facts = desk.own_facts()
    assert {fact["type"] for fact in facts} == {"ListImported", "CaseRegistered"}
    assert len({(fact["time"], fact["correlationid"]) for fact in facts}) == 1
    takes(desk, content, facts=0)
    bad = csv(*[row(household=str(n)) for n in range(39)], row("31.02.1984", household="40"))
    assert refuses(desk, bad) == [("41.birth_date", "day")]
