"""Properties over random timelines: whatever was decided, the figures are those of the naive day-by-day count."""

from datetime import date, timedelta
from fractions import Fraction
from functools import reduce
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.domain import REGISTER
from services.reporting.domain.entitlement import entitlement, last_funded_day, position_years
from services.reporting.domain.position import FillPosition, VacatePosition
from services.reporting.domain.timeline import spans
from services.reporting.figures.report import grant_report
from shared.events.reporting import GrantRules
from tests.given import recorded
from tests.reporting.day_by_day import counted, days, state_on, yearly_cents
from tests.reporting.random_books import (
    AWARD,
    HISTORIES,
    LATE,
    LATEST,
    MADE_UP,
    PEOPLE,
    PROVIDERS,
    Book,
    books,
    in_grant,
    patiently,
    stream_of,
    total_cents,
    under,
)
from tests.reporting.weinheim import END, GRANT, START, all_rules, whole_cut


@patiently
@given(books(), st.sampled_from(all_rules()), st.dates(START, LATEST))
def test_the_figures_are_those_of_the_naive_count_day_by_day(book: Book, rules: GrantRules, as_of: date) -> None:
    award, positions = under(rules), book.register.positions
    earned = position_years(award, positions, as_of)
    for position_id in positions:
        own = {year.budget_year: year.entitlement_cents for year in earned if year.position_id == position_id}
        naive = yearly_cents(award, stream_of(book, position_id), as_of)
        assert {year: cents for year, cents in naive.items() if cents} == {y: c for y, c in own.items() if c}


@settings(patiently, max_examples=max(5, HISTORIES // 8))
@given(books(), st.sampled_from(all_rules()))
def test_the_window_ends_where_the_naive_count_finds_its_last_day(book: Book, rules: GrantRules) -> None:
    award, positions = under(rules), book.register.positions
    naive = [
        counted(award, stream_of(book, each), MADE_UP).window_ends_on for each in positions if in_grant(book, each)
    ]
    assert last_funded_day(award, positions, MADE_UP) == max(naive, default=award.grant_period.ends_on)


@patiently
@given(books(), st.sampled_from(all_rules()), st.dates(START, LATEST))
def test_the_parts_add_up_to_the_totals(book: Book, rules: GrantRules, as_of: date) -> None:
    award, positions = under(rules), book.register.positions
    years, rows = position_years(award, positions, as_of), entitlement(award, positions, as_of)
    assert sum(row.entitlement_cents for row in rows) == sum(year.entitlement_cents for year in years)
    for row in rows:
        own = [year for year in years if (year.provider, year.budget_year) == (row.provider, row.budget_year)]
        assert row.entitlement_cents == sum(year.entitlement_cents for year in own)
        assert row.fte_months == sum((part.fte_months for year in own for part in year.parts), Fraction(0))
    for position_id in positions:
        own = [year for year in years if year.position_id == position_id]
        exact = sum((part.exact_cents for year in own for part in year.parts), Fraction(0))
        assert abs(sum(year.entitlement_cents for year in own) - exact) <= Fraction(1, 2)


@patiently
@given(books(), st.sampled_from(all_rules()), st.dates(START, LATEST))
def test_nobody_earns_more_months_than_the_window_has(book: Book, rules: GrantRules, as_of: date) -> None:
    award = under(rules)
    for position_id, timeline in book.register.positions.items():
        years = position_years(award, {position_id: timeline}, as_of)
        months = sum((part.months for year in years for part in year.parts), Fraction(0))
        assert months <= Fraction(24) + Fraction(1, 50), "a window from the end of February may be a little longer"


@patiently
@given(books(), st.sampled_from(all_rules()), st.dates(START, LATEST), st.randoms(use_true_random=False))
def test_the_order_of_recording_changes_nothing(book: Book, rules: GrantRules, as_of: date, random: Random) -> None:
    facts = recorded(under(rules), *book.events[1:])
    shuffled = random.sample(facts, len(facts))
    cut = whole_cut(facts)
    assert grant_report(shuffled, GRANT, as_of, None, cut) == grant_report(facts, GRANT, as_of, None, cut)


@patiently
@given(books())
def test_nobody_ever_holds_more_than_one_funded_post_and_no_funded_share_is_too_small(book: Book) -> None:
    held = [span for each in book.register.positions.values() for span in spans(each) if span.grant_id]
    assert all(span.fte_hundredths >= 25 for span in held)
    for day in {span.starts_on for span in held}:
        for staff_ref in PEOPLE:
            now = [span.fte_hundredths for span in held if span.covers(day) and span.staff_ref == staff_ref]
            assert sum(now) <= 100


@patiently
@given(books())
def test_spans_of_a_position_never_overlap_and_agree_with_the_facts(book: Book) -> None:
    for position_id, timeline in book.register.positions.items():
        found = list(spans(timeline))
        for day in days(START, START + timedelta(days=120)):
            now = [span for span in found if span.covers(day)]
            assert len(now) <= 1
            seen = (now[0].grant_id, now[0].fte_hundredths, now[0].qualification_class) if now else None
            assert seen == state_on(stream_of(book, position_id), day)


@patiently
@given(books())
def test_the_same_command_again_never_records_a_second_fact(book: Book) -> None:
    for command in book.accepted:
        assert book.decide(command) == []


@patiently
@given(books(), st.integers(0, 30))
def test_folding_in_two_halves_equals_folding_at_once(book: Book, number: int) -> None:
    facts = book.facts
    half = reduce(REGISTER.evolve, facts[:number], REGISTER.initial)
    assert reduce(REGISTER.evolve, facts[number:], half) == book.register


@patiently
@given(books(), st.dates(START, LATE), st.dates(START, LATE))
def test_entitlement_only_grows_with_the_days(book: Book, one: date, other: date) -> None:
    assert total_cents(book, min(one, other)) <= total_cents(book, max(one, other))


@patiently
@given(books(), st.sampled_from(all_rules()), st.dates(START, END))
def test_a_split_at_any_day_changes_nothing(book: Book, rules: GrantRules, day: date) -> None:
    """A vacancy and a filling by the same person on the same day leave every cumulative total as it was."""
    before = book.register
    for position_id, timeline in before.positions.items():
        last = list(spans(timeline))[-1:]
        if not last or last[0].ends_on is not None or last[0].starts_on >= day:
            continue
        span = last[0]
        book.try_out(VacatePosition(position_id=position_id, vacant_from=day))
        book.try_out(
            FillPosition(
                position_id=position_id,
                grant_id=span.grant_id,
                provider=PROVIDERS[position_id],
                staff_ref=span.staff_ref,
                fte_hundredths=span.fte_hundredths,
                qualification_class=span.qualification_class,
                starts_on=day,
            )
        )
    award = under(rules)
    assert entitlement(award, book.register.positions, LATEST) == entitlement(award, before.positions, LATEST)


@patiently
@given(st.permutations([80, 50, 100]), st.dates(START, LATE))
def test_full_staffing_earns_at_most_the_cap_and_its_gap(shares: list[int], as_of: date) -> None:
    book = Book()
    for (position_id, provider), staff_ref, share in zip(PROVIDERS.items(), PEOPLE, shares, strict=False):
        book.try_out(
            FillPosition(
                position_id=position_id,
                grant_id=GRANT,
                provider=provider,
                staff_ref=staff_ref,
                fte_hundredths=share,
                qualification_class="degree",
                starts_on=START,
            )
        )
    assert total_cents(book, as_of) <= AWARD.cap_cents + 400_00
    assert total_cents(book, END) == AWARD.cap_cents + 400_00
