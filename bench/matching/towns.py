"""Made-up towns: households that arrive over two years, and who could take them. From a seed, the same every time.

What it assumes stands in docs/matching.md. It was fixed before anything was measured.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.allocation.prices import Whole

WEEKS = 104
LANGUAGES = np.array([30, 17, 10, 10, 7, 6, 5, 4, 4, 4, 3]) / 100
"""How many households speak them: the frequent ones are Arabic and Persian, the rare ones Urdu and Russian."""
SIZES = np.array([45, 15, 12, 12, 8, 5, 2, 1]) / 100
"""Households of one to eight persons; 2.5 on average."""
NEEDS = np.array([16, 14, 13, 7, 8, 9, 6, 12, 8, 5, 2]) / 100
"""Of eleven domains, how often each is asked for; a household has one to four."""
SECOND_LANGUAGE = 0.25
SLACK = 1.05
"""Places for each person who comes: a few are free at the end."""
PERSONS_PER_FTE = 100
LANGUAGE, NEED, SITE = 450, 400, 150


@dataclass(frozen=True)
class District:
    """A town: `values` points for each person by provider, of every household in the order of arrival."""

    values: Whole
    loads: Whole
    weeks: Whole
    places: Whole
    cohorts: tuple["Cohort", ...]


@dataclass(frozen=True)
class Cohort:
    """Households of an earlier pair of years, of the same kind: what prices may be computed from."""

    values: Whole
    loads: Whole
    weeks: Whole


@dataclass(frozen=True)
class Kind:
    """What a family of instances looks like. `by_worker`: the units are single workers, not providers."""

    households: int
    municipalities: int
    cohorts: int
    by_worker: bool = False


@dataclass(frozen=True)
class Units:
    """Who could take households in a town, as sets in rows of ones and zeros."""

    languages: Whole
    competences: Whole
    near: Whole
    share: Whole


CITY = Kind(52, 1, 20)
WEINHEIM_SHARES = np.array([80, 50, 100, 200])
"""Hundredths of an FTE of Caritas, Diakonie, DRK and the town itself."""


def make(kind: Kind, seed: int, drift: float = 0.0) -> list[District]:
    """All towns of an instance. `drift`: by how much this cohort's languages differ from those of the past."""
    dice = np.random.default_rng(seed)
    if kind.municipalities == 1:
        return [_district(kind, dice, kind.households, drift)]
    parts = dice.lognormal(0.0, 0.8, kind.municipalities)
    sizes = np.maximum(8, np.round(kind.households * parts / parts.sum())).astype(int)
    return [_district(kind, dice, int(size), drift) for size in sizes]


def _district(kind: Kind, dice: np.random.Generator, count: int, drift: float) -> District:
    loads = _sizes(dice, count)
    houses = int(min(8, 3 + count // 60))
    units = _units(kind, dice, count, int(loads.sum()), houses)
    mixed = (1 - drift) * LANGUAGES + drift * dice.permutation(LANGUAGES)
    values = _values(dice, units, count, mixed)
    weeks = np.sort(dice.integers(0, WEEKS, count))
    cohorts = tuple(
        Cohort(_values(dice, units, count, LANGUAGES), _sizes(dice, count), dice.integers(0, WEEKS, count))
        for _ in range(kind.cohorts)
    )
    wanted = units.share * loads.sum() * SLACK / units.share.sum()
    return District(values, loads, weeks, np.ceil(wanted).astype(np.int64), cohorts)


def _sizes(dice: np.random.Generator, count: int) -> Whole:
    return dice.choice(np.arange(1, 9), size=count, p=SIZES).astype(np.int64)


def _units(kind: Kind, dice: np.random.Generator, count: int, persons: int, houses: int) -> Units:
    """A provider has the languages of several people; a worker two, and about a hundred persons."""
    if kind.by_worker:
        number, languages, competences, near = max(2, round(persons / PERSONS_PER_FTE)), 2, 4, 0.3
        share = np.full(number, 100)
    else:
        number, languages, competences, near = 2 + (count >= 30) + (count >= 100) + 2 * (count >= 400), 4, 5, 0.4
        share = dice.integers(50, 201, number)
    if kind.municipalities == 1:
        number, share = len(WEINHEIM_SHARES), WEINHEIM_SHARES
    likely = np.sqrt(LANGUAGES) / np.sqrt(LANGUAGES).sum()
    return Units(
        languages=np.array([_some(dice, len(LANGUAGES), languages, likely) for _ in range(number)]),
        competences=np.array([_some(dice, len(NEEDS), competences, None) for _ in range(number)]),
        near=(dice.random((number, houses)) < near).astype(np.int64),
        share=share,
    )


def _some(dice: np.random.Generator, of: int, how_many: int, likely: NDArray[np.float64] | None) -> Whole:
    row = np.zeros(of, np.int64)
    row[dice.choice(of, how_many, replace=False, p=likely)] = 1
    return row


def _values(dice: np.random.Generator, units: Units, count: int, spoken: NDArray[np.float64]) -> Whole:
    """Points as the domain counts them: a language in common, the share of needs by urgency, nearness."""
    languages = np.zeros((count, len(LANGUAGES)), np.int64)
    rows = np.arange(count)
    languages[rows, dice.choice(len(LANGUAGES), count, p=spoken)] = 1
    second = dice.random(count) < SECOND_LANGUAGE
    languages[rows[second], dice.choice(len(LANGUAGES), int(second.sum()), p=spoken)] = 1
    urgency = _needs(dice, count)
    met = urgency @ units.competences.T
    houses = dice.integers(0, units.near.shape[1], count)
    talks = (languages @ units.languages.T) > 0
    values: Whole = LANGUAGE * talks + NEED * met // urgency.sum(axis=1)[:, None] + SITE * units.near[:, houses].T
    return values


def _needs(dice: np.random.Generator, count: int) -> Whole:
    """One to four different domains for each household, each with an urgency of 1 to 3."""
    order = np.argsort(-np.log(1 - dice.random((count, len(NEEDS)))) / NEEDS, axis=1)
    rank = np.argsort(order, axis=1)
    wanted = rank < dice.integers(1, 5, count)[:, None]
    urgency: Whole = wanted * dice.integers(1, 4, (count, len(NEEDS)))
    return urgency
