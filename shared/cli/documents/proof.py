"""Verwendungsnachweis: the proof of use of a grant, in the order of the finance plan, as the state gets it.

Numerical proof by provider ("laut Zuwendungsbescheid" beside "laut Abrechnung") and by post, posts with their time,
settlement, receipt list, and where the narrative report stands. Every amount comes from an answer of reporting; only
rows are added up here.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shared.cli.documents.sheets import Cell, Column, Document, Table, said
from shared.history.words import WORDS
from shared.money import euros

Figures = Mapping[str, Any]
CLASSES = {"degree": "Hochschule", "vocational": "Beruf", "not_stated": "ohne Angabe"}
COST_TYPES = {
    "personnel": "Personal",
    "training": "Fortbildung",
    "material": "Sachkosten",
    "not_stated": "ohne Angabe",
}
"""Words of their own: the topic `training` is another thing."""
MEASURES = ("cap_share_cents", "entitlement_cents", "actual_cost_cents", "passed_on_cents", "settlement_cents")


def proof_of_use(report: Figures, settled: Figures, explained: Figures, receipts: Figures) -> Document:
    """All four are answers on one grant, for one day, from one cut."""
    known = settled["known_on"]
    head = [
        ("Zuwendung", str(settled["grant"])),
        ("Stichtag", _day_text(settled["as_of"])),
        ("Kenntnisstand", _day_text(known) if known else "alles bisher Erfasste"),
        ("Förderende", _day_text(settled["grant_ends_on"])),
        ("Nachweis fällig am", _day_text(settled["due_on"])),
        ("Höchstbetrag laut Zuwendungsbescheid", f"{euros(settled['cap_cents'])} Euro"),
        ("Anspruch laut Abrechnung", f"{euros(settled['entitlement_cents'])} Euro"),
        ("Regelfassung", str(settled["rule_version"])),
    ]
    stand = ", ".join(f"{source.rpartition(':')[2]} {number}" for source, number in sorted(settled["cut"].items()))
    providers = sorted(settled["providers"])
    return Document(
        title="Verwendungsnachweis" if settled["as_of"] >= settled["grant_ends_on"] else "Zwischennachweis",
        head=head,
        tables=[
            _plan(report, settled, providers),
            _by_post(explained, receipts),
            _posts(explained),
            _money(settled, providers),
            _receipts(receipts),
        ],
        paragraphs=[("Sachbericht", f"Die Textteile der Träger liegen noch nicht vor: {', '.join(providers)}.")],
        stand=f"Stand der Tatsachen: {stand}",
    )


def _plan(report: Figures, settled: Figures, providers: Sequence[str]) -> Table:
    rows: list[Sequence[Cell]] = []
    for provider in providers:
        one = {**settled["providers"][provider], **report["totals"].get(provider, {})}
        rows.append([provider, *(one.get(each, 0) for each in MEASURES)])
    return Table(
        "Nachweis",
        "Zahlenmäßiger Nachweis je Träger",
        [
            Column("Träger"),
            Column("laut Zuwendungsbescheid", "cents"),
            Column("laut Abrechnung", "cents"),
            Column("Ausgaben", "cents"),
            Column("weitergeleitet", "cents"),
            Column("Träger erhält", "cents"),
        ],
        rows,
        total=["Summe", *(_sum(rows, place) for place in range(1, 6))],
        note="Beträge in Euro; Ausgaben: zuwendungsfähige. Negativ unter „Träger erhält“: der Träger zahlt zurück.",
    )


def _by_post(explained: Figures, receipts: Figures) -> Table:
    earned: dict[tuple[str, str], int] = {}
    for year in explained["explained"]:
        post = year["provider"], year["position_id"]
        earned[post] = earned.get(post, 0) + year["entitlement_cents"]
    spent = {(each["provider"], each["position_id"]): each for each in receipts["positions"]}
    rows: list[Sequence[Cell]] = []
    for post in sorted({*earned, *spent}):
        provider, position_id = post
        cost = spent.get(post, {})
        rows.append(
            [
                provider,
                position_id[:8],
                earned.get(post, 0),
                cost.get("spent_cents", 0),
                cost.get("eligible_cents", 0),
            ]
        )
    return Table(
        "Stellennachweis",
        "Zahlenmäßiger Nachweis je Stelle",
        [
            Column("Träger"),
            Column("Stelle"),
            Column("laut Abrechnung", "cents"),
            Column("Ausgaben laut Belegen", "cents"),
            Column("davon zuwendungsfähig", "cents"),
        ],
        rows,
        total=["Summe", None, *(_sum(rows, place) for place in range(2, 5))],
        note="Den Höchstbetrag teilt der Bescheid auf die Träger auf, nicht auf ihre Stellen.",
    )


def _posts(explained: Figures) -> Table:
    rows: list[Sequence[Cell]] = [
        [
            year["provider"],
            year["position_id"][:8],
            year["budget_year"],
            date.fromisoformat(part["starts_on"]),
            date.fromisoformat(part["ends_on"]),
            part["fte_hundredths"],
            CLASSES.get(part["qualification_class"], part["qualification_class"]),
            year["entitlement_cents"] if part is year["parts"][0] else None,
        ]
        for year in sorted(
            explained["explained"], key=lambda each: (each["provider"], each["position_id"], each["budget_year"])
        )
        for part in year["parts"]
    ]
    return Table(
        "Stellen",
        "Stellen und ihre Zeiten",
        [
            Column("Träger"),
            Column("Stelle"),
            Column("Jahr", "count"),
            Column("von", "day"),
            Column("bis", "day"),
            Column("Anteil", "count"),
            Column("Qualifikation"),
            Column("Anspruch", "cents"),
        ],
        rows,
        total=["Summe", None, None, None, None, None, None, _sum(rows, 7)],
        note="Anteil in Hundertsteln einer Vollzeitstelle; der Anspruch gilt für Stelle und Haushaltsjahr.",
    )


def _money(settled: Figures, providers: Sequence[str]) -> Table:
    returned = sum(settled["providers"][provider]["returned_cents"] for provider in providers)
    rows: list[Sequence[Cell]] = [
        ["vom Land eingegangen", settled["received_cents"]],
        ["an die Träger weitergeleitet", settled["passed_on_cents"]],
        ["von den Trägern zurückgezahlt", returned],
        ["an das Land zu erstatten", settled["repayment_cents"]],
        ["an das Land erstattet", settled["repaid_cents"]],
        ["von der Stadt selbst getragen", settled["town_carries_cents"]],
    ]
    if settled["interest_cents"] is not None:
        rows.append([f"Zinsen für {settled['interest_days']} Tage", settled["interest_cents"]])
    return Table("Abrechnung", "Abrechnung zwischen Land und Stadt", [Column("Betrag"), Column("Euro", "cents")], rows)


def _receipts(receipts: Figures) -> Table:
    rows: list[Sequence[Cell]] = [
        [
            one["receipt_ref"],
            date.fromisoformat(one["paid_on"]),
            one["payee"],
            WORDS[one["purpose"]]["de"],
            COST_TYPES[one["cost_type"]],
            position["provider"],
            position["position_id"][:8],
            date.fromisoformat(one["period"]["starts_on"]),
            date.fromisoformat(one["period"]["ends_on"]),
            one["kept_in"],
            one["cents"],
            one["cents"] if one["eligible"] else 0,
        ]
        for position in receipts["positions"]
        for one in position["receipts"]
    ]
    return Table(
        "Belegliste",
        "Belegliste",
        [
            Column("Beleg"),
            Column("bezahlt", "day"),
            Column("Empfänger"),
            Column("Zweck"),
            Column("Kostenart"),
            Column("Träger"),
            Column("Stelle"),
            Column("für die Zeit von", "day"),
            Column("bis", "day"),
            Column("liegt in"),
            Column("Betrag", "cents"),
            Column("zuwendungsfähig", "cents"),
        ],
        rows,
        total=["Summe", *[None] * 9, _sum(rows, 10), _sum(rows, 11)] if rows else None,
        nothing="Es sind noch keine Belege erfasst.",
    )


def _sum(rows: Sequence[Sequence[Cell]], place: int) -> int:
    return sum(cell for row in rows if isinstance(cell := row[place], int))


def _day_text(day: str) -> str:
    return said(date.fromisoformat(day), "day")
