"""What is kept by provider and day says the same as looking at every case on that day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.allocation.domain.stays import Daily, Stay, counted, standing_on, steps

FIRST = date(2018, 10, 15)
days = st.integers(0, 12).map(lambda number: FIRST + timedelta(days=number))
changes = st.lists(st.tuples(days, st.integers(-2, 2)), max_size=3).map(tuple)
stays = st.builds(Stay, days, st.sampled_from(["caritas", "drk", None]), st.integers(1, 6), changes)
cases = st.lists(st.lists(stays, max_size=4).map(tuple), max_size=4)


def looked_at(case: tuple[Stay, ...], provider: str, on: date) -> tuple[int, int]:
    """The last decision that holds on the day."""
    stay = next((each for each in reversed(case) if each.from_on <= on), None)
    return (0, 0) if stay is None or stay.provider != provider else (1, stay.persons_on(on))


@given(cases, days)
def test_the_days_of_a_provider_add_up_to_its_cases(known: list[tuple[Stay, ...]], on: date) -> None:
    daily: Daily = Daily()
    for case in known:
        daily = counted(daily, steps(case), 1)
    for provider in ("caritas", "drk"):
        expected = [looked_at(case, provider, on) for case in known]
        assert standing_on(daily, provider, on) == (sum(h for h, _ in expected), sum(p for _, p in expected))


@given(cases)
def test_what_is_taken_out_again_leaves_nothing(known: list[tuple[Stay, ...]]) -> None:
    daily: Daily = Daily()
    for sign in (1, -1):
        for case in known:
            daily = counted(daily, steps(case), sign)
    assert all(not days for days in daily.values())
