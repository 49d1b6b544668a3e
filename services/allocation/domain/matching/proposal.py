"""Who takes the household: the greatest total among those who could; and the same again, from what was recorded."""

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from uuid import UUID

from services.allocation.domain.matching.criteria import FailedRule, failed_rule, owed
from services.allocation.domain.matching.fit import Parts, parts
from services.allocation.domain.matching.objective import average_use, imbalance, total
from shared.events.codes import ProviderId
from shared.events.matching import Candidate, MatchingQuestion


@dataclass(slots=True)
class Assessed:
    """One provider as it was judged. `total` also where it is ruled out: as if it were not."""

    candidate: Candidate
    failed: FailedRule | None
    parts: Parts
    balance: int
    total: int


@dataclass(frozen=True, slots=True)
class Choice:
    """All providers as they were judged, and the place of the winner among them; None: nobody could take it."""

    assessed: tuple[Assessed, ...]
    winner: int | None
    tie_decided: bool

    def provider(self) -> ProviderId | None:
        """Who takes it."""
        return None if self.winner is None else self.assessed[self.winner].candidate.provider


def choose(question: MatchingQuestion) -> Choice:
    """The greatest total. Of equal ones the provider with the fewest persons per FTE, then by lot."""
    case, weights, candidates = question.case, question.weights, question.candidates
    load, hour_price = case.load, question.interpreter_price
    average, still_owed = average_use(candidates, load), owed(candidates)
    assessed = []
    best: list[int] = []
    best_total = 0
    for place, candidate in enumerate(candidates):
        failed = failed_rule(case, candidate, still_owed, question)
        points = parts(case, candidate, weights)
        balance = imbalance(candidate, load, average, weights.balance)
        value = total(load, points, balance, candidate.price, hour_price)
        assessed.append(Assessed(candidate, failed, points, balance, value))
        if failed is None:
            if not best or value > best_total:
                best, best_total = [place], value
            elif value == best_total:
                best.append(place)
    if len(best) < 2:
        return Choice(tuple(assessed), best[0] if best else None, False)
    winner = min(best, key=lambda place: tie_order(question, candidates[place]))
    return Choice(tuple(assessed), winner, True)


def tie_order(question: MatchingQuestion, candidate: Candidate) -> tuple[Fraction, bytes]:
    """Fewer persons per FTE first; then by lot, which anyone can draw again from the published seed."""
    per_fte = Fraction(candidate.load, candidate.fte_hundredths or 1)
    return per_fte, lot(question.case.case_id, question.tie_seed, candidate.provider)


def lot(case_id: UUID, seed: str, provider: ProviderId) -> bytes:
    """The lowest wins."""
    return sha256(f"{case_id}:{seed}:{provider}".encode()).digest()
