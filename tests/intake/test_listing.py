"""A list becomes households, or every fault in it is named by row and column."""

from datetime import date

import pytest

from services.intake.listing.arrivals import Arrivals, arrivals
from services.intake.listing.cells import Cell, Line, Unreadable
from services.intake.listing.csv_table import read_csv
from services.intake.listing.identified import identified
from services.intake.listing.xlsx_table import read_xlsx
from tests.bad_input.workbook import day, number, workbook

KEY = b"k" * 32
HEAD = "Haushalt;Haus;untergebracht am;Nachname;Vorname;Geburtsdatum"
TWO = f"{HEAD}\n1;sandloch;15.10.2018;Haddad;Amina;12.03.1984\n1;sandloch;15.10.2018;Haddad;Samir;\n"


def read(text: str, take_over: bool = False) -> Arrivals:
    return arrivals(read_csv(text.encode()), take_over)


def faults(text: str, take_over: bool = False) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.rule) for fault in read(text, take_over).faults]


def test_rows_of_one_household_are_one_case() -> None:
    (household,) = read(TWO).households
    assert (household.house, household.placed_on, household.received_on) == ("sandloch", *[date(2018, 10, 15)] * 2)
    assert [(each.given_name, each.birth_date) for each in household.persons] == [
        ("Amina", date(1984, 3, 12)),
        ("Samir", None),
    ]
    assert read(TWO).rows == [[2, 3]]


def test_columns_stand_in_any_order_and_in_either_language() -> None:
    english = "given_name,household,placed_on,house\nAmina,1,2018-10-15,sandloch\n"
    german = "Haus\tuntergebracht_am\tHAUSHALT\tVorname\nsandloch\t15.10.2018\t1\tAmina\n"
    assert read(english).households == read(german).households


def test_what_a_household_says_may_stand_in_one_of_its_rows() -> None:
    said = f"{HEAD};Wohnung\n1;sandloch;15.10.2018;Haddad;Amina;;EG\n1;;;Haddad;Samir;;\n"
    (household,) = read(said).households
    assert (household.dwelling, len(household.persons)) == ("EG", 2)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1;sandloch;15.10.2018;Haddad;Amina;31.02.1984", [(2, "birth_date", "day")]),
        ("1;sandloch;15.10.2018;Haddad;Amina;12.03.84", [(2, "birth_date", "day")]),
        ("1;sandloch;43388;Haddad;Amina;", [(2, "placed_on", "day")]),
        (";sandloch;15.10.2018;Haddad;Amina;", [(2, "household", "missing")]),
        ("1;;15.10.2018;Haddad;Amina;", [(2, "house", "missing")]),
        ("1;Am Sandloch;15.10.2018;Haddad;Amina;", [(2, "house", "form")]),
        ("1;sandloch;15.10.2018;Haddad;Am\u200bina;", [(2, "given_name", "hidden_characters")]),
        ("1;sandloch;15.10.2018;Haddad;Amina;;x", [(2, "7", "beside")]),
    ],
)
def test_a_fault_is_named_by_row_and_column(row: str, expected: list[tuple[int, str, str]]) -> None:
    assert faults(f"{HEAD}\n{row}\n") == expected


def test_all_faults_of_all_rows_are_named_and_nobody_is_taken() -> None:
    text = f"{HEAD}\n1;sandloch;15.10.2018;H;A;31.02.1984\n2;;15.10.2018;H;B;\n2;klausing;16.10.2018;H;C;01.01.12\n"
    assert faults(text) == [(2, "birth_date", "day"), (4, "birth_date", "day"), (4, "placed_on", "differs")]


def test_a_code_is_checked_by_the_rule_of_the_desk() -> None:
    text = "Haushalt;Haus;untergebracht am;Geschlecht;Staatsangehörigkeit;Sprachen\n1;s;15.10.2018;x;Syrien;Arabisch\n"
    assert {(column, rule) for _, column, rule in faults(text)} == {
        ("sex", "choice"), ("nationality", "form"), ("languages", "form"),
    }  # fmt: skip


def test_german_words_for_codes_are_understood() -> None:
    text = (
        "Haushalt;Haus;untergebracht am;Geschlecht;Aufenthalt;Rolle;Bedarfe\n1;s;15.10.2018;w;Duldung;Kind;work:high\n"
    )
    (person,) = read(text).households[0].persons
    assert (person.sex, person.residence_class, person.household_role) == ("f", "tolerated", "child")
    assert [(need.domain, need.urgency) for need in person.needs] == [("work", "high")]


def test_only_a_list_that_is_taken_over_names_providers_and_then_each_household_has_one() -> None:
    text = "Haushalt;Haus;untergebracht am;Träger;betreut seit\n1;s;15.10.2017;drk;\n2;s;15.10.2017;;\n"
    assert faults(text) == [(1, "provider", "take_over"), (1, "entrusted_on", "take_over")]
    assert faults(text, take_over=True) == [(3, "provider", "missing")]
    (household,) = read(text.replace("2;s;15.10.2017;;\n", ""), take_over=True).households
    assert household.taken_over is not None
    assert household.taken_over.entrusted_on == date(2017, 10, 15)


def test_the_same_content_gets_the_same_ids_in_whatever_order() -> None:
    rows = ["1;s;15.10.2018;Haddad;Amina;", "1;s;15.10.2018;Haddad;Samir;", "2;s;15.10.2018;Tesfay;Senait;"]
    one = identified(read("\n".join([HEAD, *rows])).households, KEY)
    renumbered = [rows[2].replace("2;", "9;", 1), rows[1], rows[0]]
    other = identified(read("\n".join([HEAD, *renumbered])).households, KEY)
    assert one.list_id == other.list_id
    assert {each.case_id for each in one.households} == {each.case_id for each in other.households}
    persons = [{person.person_id for each in wish.households for person in each.persons} for wish in (one, other)]
    assert persons[0] == persons[1]
    assert len(persons[0]) == 3


def test_another_content_or_another_key_gets_other_ids() -> None:
    households = read(TWO).households
    one = identified(households, KEY)
    assert identified(read(TWO.replace("Amina", "Amira")).households, KEY).list_id != one.list_id
    assert identified(households, b"x" * 32).list_id != one.list_id


def test_two_households_that_say_the_same_are_two_cases() -> None:
    text = f"{HEAD}\n1;s;15.10.2018;;;\n2;s;15.10.2018;;;\n"
    assert len({each.case_id for each in identified(read(text).households, KEY).households}) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_file_is_read_in_the_usual_encodings(encoding: str, ending: str) -> None:
    content = f"{HEAD}\n1;s;15.10.2018;Müller;Jörg;\n".replace("\n", ending).encode(encoding)
    assert arrivals(read_csv(content), False).households[0].persons[0].family_name == "Müller"


def test_a_workbook_says_days_and_numbers() -> None:
    lines = read_xlsx(workbook([["Haushalt", "untergebracht am", "x"], [number("7"), day(43388), number("1.5")]]))
    assert lines[1] == Line(2, [Cell("number", "7"), Cell("day", "2018-10-15"), Cell("number", "1.5")])


def test_a_workbook_that_starts_lower_keeps_the_numbers_of_its_rows() -> None:
    lines = read_xlsx(workbook(rows='<row r="3"><c r="B3" t="inlineStr"><is><t>Haus</t></is></c></row>'))
    assert [line.number for line in lines if not line.is_blank()] == [3]
    assert lines[-1].cells[-1] == Cell("text", "Haus")


def test_a_row_is_counted_as_the_file_counts_it() -> None:
    text = f'{HEAD}\n1;s;15.10.2018;"Had\ndad";Amina;\n2;s;15.10.2018;x;y;31.02.1984\n'
    assert faults(text) == [(2, "family_name", "one_line"), (4, "birth_date", "day")]


def test_an_unclosed_quote_is_no_list() -> None:
    with pytest.raises(Unreadable, match="quotes"):
        read_csv(f'{HEAD}\n1;s;15.10.2018;"Haddad;Amina;\n'.encode())


def test_a_household_of_more_than_thirty_is_named_by_its_first_row() -> None:
    rows = "".join(f"1;s;15.10.2018;N{number};;\n" for number in range(31))
    assert faults(f"{HEAD}\n{rows}") == [(2, "", "too_many")]
