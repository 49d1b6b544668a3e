"""One proposal by fit among seven providers: deciding alone, and with its whole explanation and its hash.

Held against writing the question down and hashing it, which is the least that a record of it costs. Needs no server.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager
from hashlib import sha256
from uuid import UUID

from bench.measure import Run
from bench.rounds import Bar, Row, Variant
from bench.rows import Rows
from bench.servers import Servers
from services.allocation.domain.matching.explanation import explain, replays
from services.allocation.domain.matching.proposal import choose
from shared.event import canonical
from shared.events.matching import Candidate, CaseProfile, MatchingQuestion, Weights

QUESTIONS, PROVIDERS = 2_000, 7
LANGUAGES = ("ar", "en", "fa", "ku", "so", "ti", "tr", "uk")
DOMAINS = ("benefits", "childcare", "german", "housing", "offices", "school", "training", "work")
Asked = Callable[[MatchingQuestion], object]


@asynccontextmanager
async def make(_: Servers) -> Rows:
    """Medians of two thousand, each timed alone."""
    questions = _questions(random.Random(7))
    variants = {
        "deciding": _timed(questions, choose),
        "explaining": _timed(questions, lambda asked: explain(asked).digest()),
        "writing down": _timed(questions, lambda asked: sha256(canonical(asked)).hexdigest()),
    }
    bars = [
        Bar("deciding, median", "deciding", of="median_us", must=25, at_most=True),
        Bar("with explanation and hash, median", "explaining", of="median_us", must=200, at_most=True),
        Bar("with explanation against writing the question down", "explaining", "writing down", of="median_us"),
    ]
    yield [Row("propose", "A proposal by fit among 7 providers", variants, bars)]


def _timed(questions: Sequence[MatchingQuestion], ask: Asked) -> Variant:
    async def run() -> Run:
        seconds = []
        for asked in questions:
            began_at = time.perf_counter()
            ask(asked)
            seconds.append(time.perf_counter() - began_at)
        return Run({"median_us": statistics.median(seconds) * 1e6}, tuple(_wrong(questions[:100])))

    return run


def _wrong(questions: Sequence[MatchingQuestion]) -> list[str]:
    """Each has to replay from its bytes."""
    found = []
    for asked in questions:
        why = explain(asked)
        again = MatchingQuestion.model_validate_json(canonical(asked))
        if why.winner is None or not replays(again, why.winner, why.digest()):
            found.append("an explanation did not replay")
    return found


def _questions(dice: random.Random) -> list[MatchingQuestion]:
    candidates = tuple(
        Candidate.model_validate(
            {
                "provider": f"p{number}",
                "load": dice.randrange(40, 90),
                "capacity": 100,
                "fte_hundredths": 100,
                "languages": tuple(sorted(dice.sample(LANGUAGES, 3))),
                "competences": tuple(sorted(dice.sample(DOMAINS, 4))),
                "near": ("h1",) if number % 2 else (),
                "price": dice.randrange(200),
            }
        )
        for number in range(PROVIDERS)
    )
    return [
        MatchingQuestion(
            case=_case(dice), candidates=candidates, weights=Weights(), weights_version="1", policy="posted_price"
        )
        for _ in range(QUESTIONS)
    ]


def _case(dice: random.Random) -> CaseProfile:
    return CaseProfile.model_validate(
        {
            "case_id": UUID(int=dice.getrandbits(128)),
            "load": dice.randrange(1, 7),
            "house": "h1",
            "speakers": tuple((dice.choice(LANGUAGES),) for _ in range(2)),
            "needs": tuple({"domain": each, "urgency": 2} for each in sorted(dice.sample(DOMAINS, 3))),
        }
    )
