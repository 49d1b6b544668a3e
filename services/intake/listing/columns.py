"""The columns of a list of arrivals: what they are called, and how a cell becomes a value."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.intake.listing.cells import Cell
from shared.errors import Unfit

Of = Literal["household", "person", "taken_over"]
GERMAN_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", re.ASCII)
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
NOT_STATED = frozenset({"", "k.a.", "keine angabe", "not_stated", "-"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column by the name of its field, with the names that a file may give it."""

    field: str
    of: Of
    names: tuple[str, ...]
    value: Callable[[Cell], object]
    needed: bool = False


def text(cell: Cell) -> object:
    """As it is written, also if it looks like a formula. A number has lost its leading zeros."""
    if cell.kind != "text":
        raise Unfit("text", "must be a text: as a number it has lost its leading zeros")
    return cell.text.strip() or "not_stated"


def key(cell: Cell) -> object:
    """What tells households of one list apart: a text or a whole number."""
    whole = cell.kind == "text" or (cell.kind == "number" and cell.text.isdecimal())
    if not whole or not re.fullmatch(r"[^\n\r]{1,64}", cell.text.strip()):
        raise Unfit("form", "must be a text or a whole number of at most 64 characters")
    return cell.text.strip()


def code(cell: Cell) -> object:
    """A code as it is; what nobody said is `not_stated`."""
    if cell.kind != "text":
        raise Unfit("text", "must be a text")
    written = cell.text.strip()
    return "not_stated" if written.lower() in NOT_STATED else written


def coded(codes: Mapping[str, str]) -> Callable[[Cell], object]:
    """A code, or the German word for it."""

    def value(cell: Cell) -> object:
        written = str(code(cell))
        return codes.get(written.lower(), written)

    return value


def day(cell: Cell) -> object:
    """A day that exists, with its whole year. A bare number could be any day."""
    written = cell.text.strip()
    german = GERMAN_DAY.fullmatch(written)
    try:
        if cell.kind == "day" or (cell.kind == "text" and ISO_DAY.fullmatch(written)):
            return date.fromisoformat(written)
        if cell.kind == "text" and german:
            return date(int(german[3]), int(german[2]), int(german[1]))
    except ValueError:
        pass
    raise Unfit("day", "must be a day that exists, written YYYY-MM-DD or DD.MM.YYYY")


def year(cell: Cell) -> object:
    written = cell.text.strip()
    if written.lower() in NOT_STATED:
        return "not_stated"
    if not re.fullmatch(r"[0-9]{4}", written, re.ASCII):
        raise Unfit("whole_number", "must be a year of four digits")
    return int(written)


def languages(cell: Cell) -> object:
    """`ar:fluent:no, de:basic`: language, level, whether an interpreter is needed."""
    return [_parts(each, ("language", "level", "interpreter_needed")) for each in _listed(cell)]


def needs(cell: Cell) -> object:
    """`housing:high, work`: domain, urgency."""
    return [_parts(each, ("domain", "urgency")) for each in _listed(cell)]


def _listed(cell: Cell) -> list[str]:
    return [each.strip() for each in str(code(cell)).split(",") if each.strip() not in NOT_STATED]


def _parts(written: str, names: tuple[str, ...]) -> dict[str, str]:
    parts = [part.strip() for part in written.split(":")]
    if len(parts) > len(names):
        raise Unfit("form", "must be codes with colons between them, and commas between entries")
    return dict(zip(names, parts, strict=False))


SEX = coded({"w": "f", "weiblich": "f", "männlich": "m", "divers": "d"})
ROLE = coded(
    {"haushaltsvorstand": "head", "partner": "partner", "partnerin": "partner", "kind": "child", "sonstige": "other"}
)
RESIDENCE = coded(
    {"erlaubnis": "permit", "aufenthaltserlaubnis": "permit", "duldung": "tolerated", "gestattung": "pending"}
)
COLUMNS = (
    Column("household", "household", ("haushalt", "household"), key, needed=True),
    Column("house", "household", ("haus", "house"), text, needed=True),
    Column("placed_on", "household", ("untergebracht am", "placed_on"), day, needed=True),
    Column("received_on", "household", ("eingegangen am", "received_on"), day),
    Column("dwelling", "household", ("wohnung", "dwelling"), text),
    Column("file_reference", "household", ("aktenzeichen", "file_reference"), text),
    Column("note", "household", ("bemerkung", "note"), text),
    Column("given_name", "person", ("vorname", "given_name"), text),
    Column("family_name", "person", ("nachname", "family_name"), text),
    Column("birth_date", "person", ("geburtsdatum", "birth_date"), day),
    Column("birth_year", "person", ("geburtsjahr", "birth_year"), year),
    Column("household_role", "person", ("rolle", "household_role"), ROLE),
    Column("sex", "person", ("geschlecht", "sex"), SEX),
    Column("nationality", "person", ("staatsangehörigkeit", "nationality"), code),
    Column("residence_class", "person", ("aufenthalt", "residence_class"), RESIDENCE),
    Column("residence_valid_until", "person", ("aufenthalt gültig bis", "residence_valid_until"), day),
    Column("languages", "person", ("sprachen", "languages"), languages),
    Column("needs", "person", ("bedarfe", "needs"), needs),
    Column("contact_details", "person", ("kontakt", "contact_details"), text),
    Column("provider", "taken_over", ("träger", "provider"), code),
    Column("entrusted_on", "taken_over", ("betreut seit", "entrusted_on"), day),
)


def named(heading: str) -> Column | None:
    """The column of a heading, in German or English, with blanks or underscores."""
    return BY_NAME.get(" ".join(heading.lower().replace("_", " ").split()))


BY_NAME: Mapping[str, Column] = {name.replace("_", " "): column for column in COLUMNS for name in column.names}
