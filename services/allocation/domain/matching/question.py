"""The question of a proposal by fit, put together from all that allocation knows. It is recorded whole."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from services.allocation.domain.caseload import standing_with
from services.allocation.domain.matching.known import Suitability, quarter_of
from services.allocation.domain.matching.profile import profile_of
from services.allocation.domain.register import Coordination
from shared.events.allocation import Household
from shared.events.codes import ProviderId
from shared.events.matching import Candidate, MatchingQuestion, Policy, PriceTablePublished, ProviderProfileSet

TABLE_DAYS, PAST_DAYS = 28, 365
"""So long a price table is new. An older one is carried on by drift, and the record says so."""


def question_of(
    known: Coordination,
    case_id: UUID,
    household: Household,
    current: ProviderId | None,
    providers: Sequence[ProviderId],
    today: date,
) -> MatchingQuestion | None:
    """None where no weights are in force: the town does not want proposals by fit."""
    fits, day = known.suitability, max(today, household.lives_here_from())
    weights = fits.weights_on(day)
    if weights is None:
        return None
    table = fits.table
    case = profile_of(case_id, household, current, fits.wishes.get(case_id), fits.conflicts.get(case_id, frozenset()))
    return MatchingQuestion(
        case=case,
        candidates=tuple(candidate(known, provider, case_id, day) for provider in sorted(providers)),
        weights=weights.weights,
        weights_version=weights.rule_version,
        policy=_policy(table, fits, today),
        price_table=table.table_version if table else None,
        interpreter_price=table.interpreter_price if table else 0,
        expected_load=_expected(known, today, case.load) if _shares(fits, providers, day) else None,
        tie_seed=f"{weights.rule_version}/{quarter_of(today)}"[:64],
        bound=table.bound if table else None,
        reached=fits.reached if table else None,
    )


def candidate(known: Coordination, provider: ProviderId, case_id: UUID, day: date) -> Candidate:
    """The provider without this case, as it stands on the day. Without a profile nothing is known to its favour."""
    fits = known.suitability
    profile = fits.profile_on(provider, day) or ProviderProfileSet(provider=provider, effective_on=day)
    standing = standing_with(known.load, provider, case_id, 0, day)
    ceiling = known.thresholds.on(day).ceiling
    return Candidate(
        provider=provider,
        open=profile.open,
        load=standing.persons if standing else 0,
        capacity=max(0, standing.fte_hundredths * ceiling // 100) if standing else None,
        fte_hundredths=max(0, standing.fte_hundredths) if standing else 0,
        languages=profile.languages,
        competences=profile.competences,
        licences=profile.licences,
        covers=profile.covers,
        near=profile.near,
        price=price_of(fits, provider, day),
        share_least=profile.share_least,
        share_most=profile.share_most,
        share_taken=fits.taken.get((provider, quarter_of(day)), 0),
    )


def price_of(fits: Suitability, provider: ProviderId, day: date) -> int:
    """By the last table, moved by as much as the provider fills faster or slower than was planned."""
    table, weights = fits.table, fits.weights_on(day)
    if table is None or weights is None or provider not in table.prices:
        return 0
    horizon = max(1, (table.until_on - table.from_on).days)
    elapsed = min(horizon, max(0, (day - table.from_on).days))
    ahead = fits.taken_since.get(provider, 0) * horizon - table.planned.get(provider, 0) * elapsed
    places = max(1, table.places.get(provider, 0))
    return table.prices[provider] + weights.weights.drift * ahead // (horizon * places)


def _shares(fits: Suitability, providers: Iterable[ProviderId], day: date) -> bool:
    """Whether a contract grants persons of this quarter to any of them."""
    profiles = [fits.profile_on(provider, day) for provider in providers]
    return any(profile is not None and profile.share_least > 0 for profile in profiles)


def _expected(known: Coordination, today: date, load: int) -> int:
    """Persons until the quarter ends, this household and as many more as came in such a time of the past year."""
    since = today - timedelta(days=PAST_DAYS)
    came = sum(len(each.persons) for each in known.households.values() if since < each.received_on <= today)
    return load + came * days_left(today) // PAST_DAYS


def days_left(today: date) -> int:
    """Days of the quarter after this one."""
    first = date(today.year + today.month // 10, (today.month + 2) // 3 % 4 * 3 + 1, 1)
    return (first - today).days - 1


def _policy(table: PriceTablePublished | None, fits: Suitability, today: date) -> Policy:
    if table is None:
        return "greedy_and_balance"
    fresh = (today - table.from_on).days <= TABLE_DAYS and not fits.table_outdated
    return "posted_price" if fresh else "last_table_and_drift"
