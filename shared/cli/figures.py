"""Figures as tables for people: German heading first, English beside it, euros in German notation."""

from collections.abc import Mapping
from typing import Any

from shared.cli.output import Output
from shared.money import euros

BANDS = {"green": "grün", "amber": "gelb", "red": "rot"}


def show_report(out: Output, report: Mapping[str, Any]) -> None:
    """Entitlement by provider and budget year, beside each provider's share of the cap."""
    years = sorted({row["budget_year"] for row in report["rows"]})
    cells = {(row["provider"], row["budget_year"]): row["entitlement_cents"] for row in report["rows"]}
    providers = sorted(report["totals"])
    rows = [
        [
            provider,
            *(euros(cells.get((provider, year), 0)) for year in years),
            euros(report["totals"][provider]["entitlement_cents"]),
            euros(report["totals"][provider]["cap_share_cents"]),
        ]
        for provider in providers
    ]
    sums = [sum(cells.get((provider, year), 0) for provider in providers) for year in years]
    rows.append(["Summe · sum", *map(euros, sums), euros(report["entitlement_cents"]), euros(report["cap_cents"])])
    known = f", Kenntnisstand · known on {report['known_on']}" if report["known_on"] else ""
    out.table(
        f"Anspruch je Träger und Haushaltsjahr in Euro · entitlement by provider and budget year "
        f"({report['grant']}, Stichtag · as of {report['as_of']}{known})",
        [
            "Träger · provider",
            *(f"{year}>" for year in years),
            "gesamt · total>",
            "Höchstbetragsanteil · cap share>",
        ],
        rows,
    )
    out.line(f"Regelfassung · rule version: {report['rule_version']}")


def show_caseload(out: Output, caseload: Mapping[str, Any]) -> None:
    """Persons per full-time equivalent."""
    out.table(
        f"Fallbelastung am {caseload['on']} · caseload on that day",
        [
            "Träger · provider",
            "Haushalte · households>",
            "Personen · persons>",
            "VZÄ · FTE>",
            "Personen je VZÄ · per FTE>",
            "Ampel · band",
        ],
        [
            [
                row["provider"],
                str(row["households"]),
                str(row["persons"]),
                _decimals(row["fte_hundredths"]),
                _written(row["persons_per_fte"]),
                f"{BANDS[row['band']]} · {row['band']}" if row["band"] in BANDS else "-",
            ]
            for row in caseload["rows"]
        ],
    )


def show_indicators(out: Output, figures: Mapping[str, Any], year: int) -> None:
    """Who was advised in a year."""
    out.table(
        f"Kennzahlen {year} · indicators",
        ["Träger · provider", "Personen · persons>", "Kontakte · contacts>", "mit Plan · with plan>"],
        [
            *(
                [provider, str(one["persons"]), str(one["contacts"]), str(one["plans"])]
                for provider, one in sorted(figures["providers"].items())
            ),
            [
                "gemeldet · listed",
                str(figures["persons_listed"]),
                str(figures["contacts"]),
                str(figures["plans_listed"]),
            ],
            ["jede einmal · each once", str(figures["persons"]), str(figures["contacts"]), str(figures["plans"])],
        ],
    )
    short = figures["short_contacts"]
    out.line(f"davon ohne Einwilligung · of these without consent: {figures['no_consent']}")
    out.line(
        f"Kurzkontakte ohne Fall · short contacts without a case: {short['contacts']} "
        f"({short['persons_reached']} Personen · persons)"
    )
    out.line(f"Planquote · quota of plans: {_written(figures['quota_percent'])} %")
    quality = figures["quality"]
    out.line(
        "Ziele · goals: {reached} erreicht · reached, {open} offen · open, {dropped} aufgegeben · dropped".format(
            **quality["goals"]
        )
    )
    out.line(f"Überprüfungen · reviews: {quality['reviews_on_time']}/{quality['reviews']} rechtzeitig · on time")
    out.line(f"Kontakte je Plan · contacts per plan: {_written(quality['contacts_per_plan'])}")


def _decimals(hundredths: int) -> str:
    return f"{hundredths // 100},{hundredths % 100:02d}"


def _written(ratio: str | None) -> str:
    """A ratio with two decimals, as German writes it."""
    return "-" if ratio is None else ratio.replace(".", ",")
