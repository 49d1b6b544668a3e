"""The posting journal for other programs: CSV as German spreadsheets and treasuries load it, and Beancount text.

Pure text from postings; Beancount is a plain-text bookkeeping program that everybody can check the journal with.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import timedelta

from services.reporting.domain.ledger import Account, Posting, balances

COLUMNS = ("Nummer", "Tag", "erfasst am", "Vorgang", "Zeichen", "Konto", "Soll", "Haben", "Fakt")
KINDS = {
    **dict.fromkeys(("Claim", "Till", "Advance", "Repaid"), "Assets"),
    "Borne": "Liabilities",
    **dict.fromkeys(("Budget", "Reserve"), "Equity"),
    "Spent": "Expenses",
}
"""Of which of Beancount's five kinds an account is."""


def as_csv(book: Sequence[Posting]) -> str:
    """A line for each leg: semicolons, decimal commas, CR LF, amounts without a sign in Soll or Haben."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, posting in enumerate(book, start=1):
        head = (number, posting.on.isoformat(), posting.recorded_on.isoformat(), posting.fact_type, posting.reference)
        for leg in posting.legs:
            debit, credit = (leg.cents, 0) if leg.cents > 0 else (0, -leg.cents)
            writer.writerow((*head, ":".join(leg.account), _comma(debit), _comma(credit), posting.fact_id))
    return text.getvalue()


def as_beancount(book: Sequence[Posting], title: str) -> str:
    """The journal with its accounts opened, and what must stand in each of them on the day after the last posting."""
    standing = balances(book)
    days = sorted(posting.on for posting in book)
    first_day, closing = days[0], days[-1] + timedelta(days=1)
    lines = [f'option "title" "{title}"', 'option "operating_currency" "EUR"', ""]
    lines += [f"{first_day} open {_name(account)} EUR" for account in standing]
    for posting in sorted(book, key=lambda posting: posting.on):
        lines += ["", *_transaction(posting)]
    lines += ["", *(f"{closing} balance {_name(account)}  {_point(cents)} EUR" for account, cents in standing.items())]
    return "\n".join(lines) + "\n"


def _transaction(posting: Posting) -> Iterable[str]:
    narration = f"{posting.fact_type} {posting.reference}".strip()
    yield f'{posting.on} * "{narration}"'
    yield f'  fact: "{posting.fact_id}"'
    yield f"  recorded: {posting.recorded_on}"
    for leg in posting.legs:
        yield f"  {_name(leg.account)}  {_point(leg.cents)} EUR"


def _name(account: Account) -> str:
    """Beancount wants each word to begin with a capital or a digit, and to hold no underscore."""
    words = (word[:1].upper() + word[1:].replace("_", "-") for word in account)
    return ":".join((KINDS[account[0]], *words))


def _comma(cents: int) -> str:
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02d}" if cents else ""


def _point(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"
