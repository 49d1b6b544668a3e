"""What changed since a report was submitted, row by row, with the facts that caused it, as canonical JSON."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.reporting.domain.timeline import Timeline
from services.reporting.figures.question import Known, Question, head, known
from services.reporting.figures.report import REPORT_EVENTS
from shared.clock import day_in_berlin
from shared.event import Fact, canonical
from shared.events.notices import AwardAmended, GrantRevoked
from shared.events.reporting import FillingCorrected, GrantAwarded, ReportSubmitted

Cell = tuple[str, int]
"""A provider and a budget year."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A fact that the submitted report did not know, and whose figures it bears on; None: everybody's."""

    fact: Fact
    provider: str | None


def report_difference(facts: Iterable[Fact], submitted: ReportSubmitted, cut: Mapping[str, int]) -> bytes:
    """The submitted figures beside those of the same day as known now."""
    every = list(facts)
    asked = Question(submitted.grant_id, submitted.as_of, submitted.known_on, submitted.cut)
    then, now = known(every, asked), known(every, Question(submitted.grant_id, submitted.as_of, None, cut))
    before, after = _cells(then, asked), _cells(now, asked)
    causes = list(_causes(then, now, asked))
    return canonical(
        head(now.award, asked)
        | {
            "report_id": str(submitted.report_id),
            "now_cut": dict(cut),
            "rows": [_row(cell, before.get(cell, 0), after.get(cell, 0), causes) for cell in sorted({*before, *after})],
            "submitted_cents": sum(before.values()),
            "now_cents": sum(after.values()),
            "difference_cents": sum(after.values()) - sum(before.values()),
            "facts": [_cause(cause) for cause in causes],
        }
    )


def _cells(found: Known, asked: Question) -> dict[Cell, int]:
    return {(row.provider, row.budget_year): row.entitlement_cents for row in found.rows(asked.as_of)}


def _row(cell: Cell, submitted_cents: int, now_cents: int, causes: list[Cause]) -> dict[str, object]:
    provider, budget_year = cell
    changed = submitted_cents != now_cents
    own = [cause.fact for cause in causes if cause.provider in (provider, None)] if changed else []
    return {
        "provider": provider,
        "budget_year": budget_year,
        "submitted_cents": submitted_cents,
        "now_cents": now_cents,
        "difference_cents": now_cents - submitted_cents,
        "fact_ids": [str(fact.event_id) for fact in own],
    }


def _causes(then: Known, now: Known, asked: Question) -> Iterator[Cause]:
    """New facts of the award and of its positions that hold by the report's day."""
    seen = {fact.event_id for fact in then.facts}
    providers = {f"position-{each}": _provider(now.positions[each], asked.grant_id) for each in now.positions}
    for fact in now.facts:
        if fact.event_id in seen or not isinstance(fact.event, REPORT_EVENTS):
            continue
        moved_here = isinstance(fact.event, FillingCorrected) and fact.event.starts_on <= asked.as_of
        if fact.effective_on > asked.as_of and not moved_here:
            continue
        provider = providers.get(fact.stream)
        of_all = (
            isinstance(fact.event, GrantAwarded | AwardAmended | GrantRevoked) and fact.stream == now.award.stream()
        )
        if of_all or provider is not None:
            yield Cause(fact, provider)


def _provider(timeline: Timeline, grant_id: UUID) -> str | None:
    held = (filling.filled for filling in timeline.fillings)
    return next((filled.provider for filled in held if filled.grant_id == grant_id), None)


def _cause(cause: Cause) -> dict[str, object]:
    fact = cause.fact
    return {
        "fact_id": str(fact.event_id),
        "what": type(fact.event).__name__,
        "stream": fact.stream,
        "provider": cause.provider,
        "effective_on": fact.effective_on.isoformat(),
        "recorded_on": day_in_berlin(fact.recorded_at).isoformat(),
    }
