"""What is at fault in a list: row and column as the file has them, a code, a sentence. Never what stands there."""

from typing import NamedTuple

from services.intake.listing.cells import BYTES_LIMIT, COLUMNS_LIMIT, ROWS_LIMIT, Unreadable
from shared.problems import Sentence

FAULTS_LIMIT = 1_000
MEBIBYTES = BYTES_LIMIT // 1024 // 1024
WHY: dict[str, Sentence] = {
    "empty": Sentence("The file is empty."),
    "nul": Sentence("The file holds a NUL character."),
    "encoding": Sentence("The file is in no encoding that is read here: save it as UTF-8."),
    "encoding_mixed": Sentence("The file mixes two encodings: save it as UTF-8."),
    "quotes": Sentence("A quoted text does not end, or goes on behind its quotes."),
    "cell_limit": Sentence("A cell is too long."),
    "rows_limit": Sentence("The list has more than {limit} rows.", {"limit": ROWS_LIMIT}),
    "columns_limit": Sentence("The list has more than {limit} columns.", {"limit": COLUMNS_LIMIT}),
    "entries_limit": Sentence("The workbook has more parts than a list of arrivals needs."),
    "unpacked_limit": Sentence(
        "The file is too large: at most {limit} MiB, and unpacked ten times that.",
        {"limit": MEBIBYTES},
    ),
    "not_xlsx": Sentence("The file is no XLSX workbook, or is damaged."),
    "other_kind": Sentence("The file is of another kind than its content type says."),
    "encrypted": Sentence("The workbook has a password or is an old .xls: save it as .xlsx without a password."),
    "macros": Sentence("The workbook holds macros: save it as .xlsx."),
    "external_links": Sentence("The workbook has links to other files: paste the values."),
    "embedded": Sentence("The workbook holds another file."),
    "entities": Sentence("The workbook holds XML that defines things of its own."),
    "sheets": Sentence("The workbook has more than one sheet."),
    "hidden": Sentence("A sheet, a column or a row is hidden: show it or delete it."),
    "merged": Sentence("Cells are merged: each row must say its own values."),
    "formula": Sentence("A cell holds a formula: paste the value."),
    "error_value": Sentence("A cell holds an error."),
    "too_slow": Sentence("Reading the file took too long."),
}


class Fault(NamedTuple):
    """Something in the file that must be another way. Row 0 is the file as a whole."""

    row: int
    column: str
    rule: str
    sentence: Sentence


def unreadable(why: Unreadable) -> Fault:
    """Why a file is no table."""
    digits = "".join(each for each in why.place if each.isdigit())
    column = "".join(each for each in why.place if each.isalpha())
    return Fault(int(digits or 0), column, why.code, WHY[why.code])
