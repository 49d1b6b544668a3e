"""What would have had to be otherwise for another provider to win: in closed form, and true when it is tried."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.allocation.domain.matching.fit import needs_points, understood
from services.allocation.domain.matching.proposal import Assessed, Choice, choose, tie_order
from shared.events.codes import ProviderId
from shared.events.matching import Candidate, MatchingQuestion, WeighedNeed


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Of a provider that lost. Ruled out: only what concerns places is said of it.

    `gap`: so many points of fit for each person were missing; `languages`, `competences`: each alone would have made
    up for them. `wins_at_price`: the highest price at which it would have won. `places_missing`: so many more places
    and it could have taken the household; `then_wins`: and would have. `kept_for_others`: it fits best, and lost to
    its price: so many points a place of it is worth to those who are expected.
    """

    provider: ProviderId
    gap: int | None = None
    languages: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()
    wins_at_price: int | None = None
    places_missing: int = 0
    then_wins: bool = False
    kept_for_others: int | None = None


def of(question: MatchingQuestion, choice: Choice) -> tuple[Counterfactual, ...]:
    """One for each provider that lost or was out of places, in their order."""
    winner = None if choice.winner is None else choice.assessed[choice.winner]
    return tuple(_each(question, choice, winner))


def _each(question: MatchingQuestion, choice: Choice, winner: Assessed | None) -> Iterator[Counterfactual]:
    best_fit = max((each.parts.points() for each in choice.assessed if each.failed is None), default=0)
    for place, each in enumerate(choice.assessed):
        if each.failed == "no_capacity":
            yield _without_places(question, place, each.candidate)
        elif each.failed is None and winner is not None and each is not winner:
            yield _loser(question, winner, each, each.parts.points() == best_fit)


def _loser(question: MatchingQuestion, winner: Assessed, loser: Assessed, fits_best: bool) -> Counterfactual:
    load, behind = question.case.load, winner.total - loser.total
    wins_ties = tie_order(question, loser.candidate) < tie_order(question, winner.candidate)
    needed = behind if wins_ties else behind + 1
    gap = -(-needed // load)
    at_price = loser.candidate.price - gap
    kept = fits_best and loser.candidate.price > 0 and at_price >= 0
    return Counterfactual(
        provider=loser.candidate.provider,
        gap=gap,
        languages=tuple(_languages(question, loser, needed)),
        competences=tuple(_competences(question, loser, needed)),
        wins_at_price=at_price,
        kept_for_others=loser.candidate.price if kept else None,
    )


def _languages(question: MatchingQuestion, loser: Assessed, needed: int) -> Iterator[str]:
    """Each language that alone would have been enough, the hours of interpreters saved included."""
    case, weights, spoken = question.case, question.weights, loser.candidate.languages
    for language in sorted({code for speaker in case.speakers for code in speaker} - set(spoken)):
        talks = understood(case.speakers, (*spoken, language))
        points = weights.language * talks // len(case.speakers) - loser.parts.language
        saved = loser.parts.hours - (len(case.speakers) - talks) * weights.interpreter_hours_per_person
        if case.load * points + saved * question.interpreter_price >= needed:
            yield language


def _competences(question: MatchingQuestion, loser: Assessed, needed: int) -> Iterator[str]:
    """Each competence that alone would have been enough."""
    case, known = question.case, loser.candidate.competences
    for domain in _domains(case.needs, known):
        points = needs_points(case.needs, (*known, domain), question.weights.needs) - loser.parts.needs
        if case.load * points >= needed:
            yield domain


def _domains(needs: tuple[WeighedNeed, ...], known: tuple[str, ...]) -> list[str]:
    return sorted({need.domain for need in needs} - set(known))


def _without_places(question: MatchingQuestion, place: int, candidate: Candidate) -> Counterfactual:
    """Decided again with so many more places; everything else stays."""
    assert candidate.capacity is not None
    missing = candidate.load + question.case.load - candidate.capacity
    relieved = candidate.model_copy(update={"capacity": candidate.capacity + missing})
    others = question.candidates
    again = choose(question.model_copy(update={"candidates": (*others[:place], relieved, *others[place + 1 :])}))
    return Counterfactual(candidate.provider, places_missing=missing, then_wins=again.winner == place)
