"""Begründung: why this provider, as numbers and codes. The same question gives the same bytes, for ever."""

from dataclasses import dataclass
from hashlib import sha256

from services.allocation.domain.matching import counterfactual
from services.allocation.domain.matching.counterfactual import Counterfactual
from services.allocation.domain.matching.criteria import FailedRule
from services.allocation.domain.matching.proposal import Assessed, Choice, choose
from shared.event import canonical
from shared.events.codes import ProviderId
from shared.events.matching import MatchingQuestion, Policy, WeighedNeed


@dataclass(frozen=True, slots=True)
class CandidatePart:
    """One provider. Parts, fit, balance and price in points for each person; the total for the whole household.

    `free`: places that it had left, None if no position of it is recorded.
    """

    provider: ProviderId
    eligible: bool
    failed_rule: FailedRule | None
    language: int
    needs: int
    site: int
    continuity: int
    wish: int
    fit: int
    interpreter_hours: int
    price: int
    balance: int
    total: int
    free: int | None


@dataclass(frozen=True, slots=True)
class Binding:
    """What is scarce: the provider, the rule that it runs into, and what one more place there would be worth."""

    provider: ProviderId
    rule: str
    price: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Of one decision. `margin`: by how many points the winner is ahead of the second, None without a second.

    `regret_bound`: points that the price table held possible, less those that were reached since: nothing that was
    decided can fall short by more, as far as those came who were expected.
    """

    policy: Policy
    weights_version: str
    price_table: str | None
    input_sha256: str
    load: int
    needs: tuple[WeighedNeed, ...]
    candidates: tuple[CandidatePart, ...]
    winner: ProviderId | None
    margin: int | None
    tie_decided: bool
    binding: tuple[Binding, ...]
    counterfactuals: tuple[Counterfactual, ...]
    regret_bound: int | None

    def to_bytes(self) -> bytes:
        """In canonical JSON, the form that is hashed."""
        return canonical(self)

    def digest(self) -> str:
        """What the fact holds of it."""
        return sha256(self.to_bytes()).hexdigest()


def explain(question: MatchingQuestion) -> Explanation:
    """Decide, and say why. In which order the providers are named makes no difference."""
    question = in_order(question)
    choice = choose(question)
    winner = None if choice.winner is None else choice.assessed[choice.winner]
    return Explanation(
        policy=question.policy,
        weights_version=question.weights_version,
        price_table=question.price_table,
        input_sha256=sha256(canonical(question)).hexdigest(),
        load=question.case.load,
        needs=question.case.needs,
        candidates=tuple(_part(each) for each in choice.assessed),
        winner=winner.candidate.provider if winner else None,
        margin=_margin(choice, winner),
        tie_decided=choice.tie_decided,
        binding=tuple(bound for each in choice.assessed if (bound := _binding(each)) is not None),
        counterfactuals=counterfactual.of(question, choice),
        regret_bound=None if question.bound is None else question.bound - (question.reached or 0),
    )


def in_order(question: MatchingQuestion) -> MatchingQuestion:
    """The providers by their ids."""
    names = [each.provider for each in question.candidates]
    ordered = sorted(names)
    if names == ordered:
        return question
    by_name = dict(zip(names, question.candidates, strict=True))
    return question.model_copy(update={"candidates": tuple(by_name[name] for name in ordered)})


def replays(question: MatchingQuestion, provider: ProviderId, digest: str) -> bool:
    """Whether the recorded question leads to this provider and to this explanation. Needs no solver."""
    explanation = explain(question)
    return explanation.winner == provider and explanation.digest() == digest


def _part(assessed: Assessed) -> CandidatePart:
    candidate, parts = assessed.candidate, assessed.parts
    return CandidatePart(
        provider=candidate.provider,
        eligible=assessed.failed is None,
        failed_rule=assessed.failed,
        language=parts.language,
        needs=parts.needs,
        site=parts.site,
        continuity=parts.continuity,
        wish=parts.wish,
        fit=parts.points(),
        interpreter_hours=parts.hours,
        price=candidate.price,
        balance=assessed.balance,
        total=assessed.total,
        free=None if candidate.capacity is None else candidate.capacity - candidate.load,
    )


def _margin(choice: Choice, winner: Assessed | None) -> int | None:
    others = [each.total for each in choice.assessed if each.failed is None and each is not winner]
    return winner.total - max(others) if winner and others else None


def _binding(assessed: Assessed) -> Binding | None:
    candidate = assessed.candidate
    if assessed.failed in ("no_capacity", "share_exhausted", "others_share_short"):
        return Binding(candidate.provider, assessed.failed, candidate.price)
    return Binding(candidate.provider, "price", candidate.price) if candidate.price > 0 else None
