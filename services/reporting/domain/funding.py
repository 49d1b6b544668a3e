"""What days of a position are funded, for how many months of one FTE, and how much money that is, exactly.

A vacancy shortens the money (`repay`) or lengthens the window (`extend`): it runs on until the filled months, whatever
the share, reach again what the window had. A late start is never made up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Literal
from uuid import UUID

from services.reporting.domain.months import ONE_DAY, by_year, day_reached, days_between, months_between
from services.reporting.domain.proration import Piece, counted_all_the_same, deducted_months, months_by_days
from services.reporting.domain.timeline import Span
from services.reporting.domain.window import Stretch, Window, stretches, window_of
from shared.events.codes import LAST_DAY
from shared.events.reporting import GrantAwarded, GrantRules

PartKind = Literal["filled", "vacant", "late", "made_up"]


@dataclass(frozen=True, slots=True)
class Part:
    """Days of a position within one budget year, both ends included, on which nothing changed.

    `vacant` and `late` are vacant days that count all the same by the notice's proration; `made_up` lie behind the
    window. What a late start leaves falls on the budget year of the first filling.
    """

    position_id: UUID
    provider: str
    starts_on: date
    ends_on: date
    budget_year: int
    kind: PartKind
    fte_hundredths: int
    qualification_class: str
    months: Fraction
    fte_months: Fraction
    exact_cents: Fraction
    fact_ids: tuple[UUID, ...]


def parts(award: GrantAwarded, position_id: UUID, held: Sequence[Span], as_of: date) -> list[Part]:
    """What the position earned through `as_of`, in order. `held`: its spans as far as they began by then."""
    if not held:
        return []
    window = window_of(award, held[0].starts_on)
    if held[0].starts_on > window.ends_on:
        return []
    found, missing = _within(award, position_id, held, window, as_of)
    if award.rules.vacancy_outcome == "extend":
        found += _made_up(award, position_id, held, window, missing, as_of)
    return found


def ends_on(award: GrantAwarded, position_id: UUID, held: Sequence[Span], as_of: date) -> date | None:
    """The last day of the position's window, if nothing changes after `as_of`. None: it never began."""
    if not held:
        return None
    window = window_of(award, held[0].starts_on)
    if award.rules.vacancy_outcome == "repay" or held[0].starts_on > window.ends_on:
        return window.ends_on
    _, missing = _within(award, position_id, held, window, max(as_of, window.ends_on))
    made_up = _made_up(award, position_id, held, window, missing, LAST_DAY)
    return made_up[-1].ends_on if made_up else window.ends_on


def cents_per_fte_month(award: GrantAwarded, qualification_class: str) -> Fraction:
    """R1: a twelfth of the class's rate; by `cap_share` the cap over the awarded FTE-months, whatever the class."""
    if award.rules.basis == "cap_share":
        awarded = Fraction(award.fte_hundredths, 100) * grant_months(award)
        return Fraction(award.cap_cents) / awarded
    rates = award.rate_cents_per_fte_year
    return Fraction({"degree": rates.degree, "vocational": rates.vocational}[qualification_class], 12)


def grant_months(award: GrantAwarded) -> Fraction:
    """How long the grant is: two years are 24."""
    period = award.grant_period
    return months_between(period.starts_on, period.ends_on)


def _within(
    award: GrantAwarded, position_id: UUID, held: Sequence[Span], window: Window, as_of: date
) -> tuple[list[Part], Fraction]:
    """What was earned within the window, and the months that vacancies after the first filling took from it."""
    found: list[Part] = []
    missing = Fraction(0)
    passed = window.through(as_of)
    for stretch in stretches(held, passed):
        if not stretch.vacant:
            found += [_part(award, position_id, stretch, piece, "filled") for piece in _filled(stretch)]
            continue
        counted = counted_all_the_same(stretch, passed, window, award.rules)
        found += [_part(award, position_id, stretch, piece, "late" if stretch.late else "vacant") for piece in counted]
        missing += 0 if stretch.late else deducted_months(stretch, counted)
    return found, missing


def _made_up(
    award: GrantAwarded, position_id: UUID, held: Sequence[Span], window: Window, missing: Fraction, as_of: date
) -> list[Part]:
    """What was earned behind the window, until the missing months are made up."""
    found: list[Part] = []
    behind = Window(window.ends_on + ONE_DAY, as_of)
    if not missing or behind.ends_on < behind.starts_on:
        return found
    for stretch in stretches(held, behind):
        for piece in _counted_behind(stretch, behind, window, award.rules):
            piece = _no_longer_than(missing, piece, window, award.rules)
            found.append(_part(award, position_id, stretch, piece, "made_up"))
            missing -= piece.months
            if not missing:
                return found
    return found


def _filled(stretch: Stretch) -> Iterator[Piece]:
    """R2, cut at the ends of budget years."""
    for first, last in by_year(stretch.starts_on, stretch.ends_on):
        yield Piece(first, last, months_between(first, last))


def _counted_behind(stretch: Stretch, behind: Window, window: Window, rules: GrantRules) -> Iterator[Piece]:
    """Filled days are measured as the vacancy was; vacant days count where they would within the window, else not."""
    if stretch.vacant:
        if rules.proration == "full_months_only":
            yield from counted_all_the_same(stretch, behind, window, rules)
    elif rules.proration == "actual_days":
        for first, last in by_year(stretch.starts_on, stretch.ends_on):
            yield Piece(first, last, months_by_days(days_between(first, last), window))
    else:
        yield from _filled(stretch)


def _no_longer_than(months: Fraction, piece: Piece, window: Window, rules: GrantRules) -> Piece:
    """The piece up to the day within which the months are reached; of that day only what is needed counts."""
    if piece.months <= months:
        return piece
    if rules.proration == "actual_days":
        last = piece.starts_on + (ceil(months / Fraction(window.months) * window.days) - 1) * ONE_DAY
    else:
        last = day_reached(piece.starts_on, months)
    return Piece(piece.starts_on, last, months)


def _part(award: GrantAwarded, position_id: UUID, stretch: Stretch, piece: Piece, kind: PartKind) -> Part:
    span = stretch.span
    fte_months = Fraction(span.fte_hundredths, 100) * piece.months
    return Part(
        position_id=position_id,
        provider=span.provider,
        starts_on=piece.starts_on,
        ends_on=piece.ends_on,
        budget_year=span.starts_on.year if kind == "late" else piece.starts_on.year,
        kind=kind,
        fte_hundredths=span.fte_hundredths,
        qualification_class=span.qualification_class,
        months=piece.months,
        fte_months=fte_months,
        exact_cents=fte_months * cents_per_fte_month(award, span.qualification_class),
        fact_ids=stretch.fact_ids,
    )
