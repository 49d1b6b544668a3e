"""An amount that explains itself: what it was computed from, by which rule, down to facts and exact fractions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Formula:
    """How an amount is computed, in words, and what says so."""

    german: str
    english: str
    source: str


@dataclass(frozen=True, slots=True)
class Step:
    """An exact piece of an amount: days with what they count for, or a stage of interest."""

    said: dict[str, str | int | None]
    exact_cents: Fraction
    fact_ids: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in cents. Where it has parts, they add up to it, each with its sign."""

    name: str
    cents: int
    formula: Formula
    parts: tuple[tuple[int, "Amount"], ...] = ()
    steps: tuple[Step, ...] = ()
    exact_cents: Fraction | None = None
    """Before rounding, where the amount was rounded."""
    fact_ids: Sequence[UUID] = field(default=())

    def walk(self) -> Iterator["Amount"]:
        """This amount and all below it."""
        yield self
        for _, part in self.parts:
            yield from part.walk()

    def written(self) -> dict[str, object]:
        """As JSON says it, with everything below."""
        return {
            "amount": self.name,
            "cents": self.cents,
            "formula": {"de": self.formula.german, "en": self.formula.english},
            "source": self.formula.source,
            "exact_cents": None if self.exact_cents is None else str(self.exact_cents),
            "fact_ids": [str(fact_id) for fact_id in dict.fromkeys(self.fact_ids)],
            "steps": [
                step.said
                | {"exact_cents": str(step.exact_cents), "fact_ids": [str(fact_id) for fact_id in step.fact_ids]}
                for step in self.steps
            ],
            "parts": [{"sign": sign} | part.written() for sign, part in self.parts],
        }


def total(name: str, formula: Formula, parts: Sequence[tuple[int, Amount]]) -> Amount:
    """An amount that is the sum of others."""
    return Amount(name, sum(sign * part.cents for sign, part in parts), formula, tuple(parts))
