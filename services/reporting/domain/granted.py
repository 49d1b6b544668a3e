"""Zuwendung as it stands: the award, all payments by their reference, all receipts by their number. Rules elsewhere."""

from dataclasses import dataclass, field, replace

from immutables import Map

from services.reporting.domain import receipts
from services.reporting.domain.receipts import Receipts
from shared.errors import Missing
from shared.event import Fact
from shared.events.money import ExpenditureCorrected, ExpenditureRecorded, FundsDrawnDown, FundsReturned
from shared.events.reporting import FundsPassedOn, FundsReceived, GrantAwarded


@dataclass(frozen=True, slots=True)
class Grant:
    """The state of one grant's stream."""

    award: GrantAwarded | None = None
    drawn_down: Map[str, FundsDrawnDown] = field(default_factory=Map)
    received: Map[str, FundsReceived] = field(default_factory=Map)
    passed_on: Map[str, FundsPassedOn] = field(default_factory=Map)
    returned: Map[str, FundsReturned] = field(default_factory=Map)
    receipts: Receipts = field(default_factory=Map)


def evolve(state: Grant, fact: Fact) -> Grant:
    """The grant after one more fact of its stream."""
    match fact.event:
        case GrantAwarded() as award:
            return replace(state, award=award)
        case FundsDrawnDown() as event:
            return replace(state, drawn_down=state.drawn_down.set(event.payment_ref, event))
        case FundsReceived() as event:
            return replace(state, received=state.received.set(event.payment_ref, event))
        case FundsPassedOn() as event:
            return replace(state, passed_on=state.passed_on.set(event.payment_ref, event))
        case FundsReturned() as event:
            return replace(state, returned=state.returned.set(event.payment_ref, event))
        case ExpenditureRecorded() | ExpenditureCorrected():
            return replace(state, receipts=receipts.evolve(state.receipts, fact))
        case _:
            return state


def awarded(state: Grant) -> GrantAwarded:
    """The award in force. Raises `Missing` if there is none."""
    if state.award is None:
        raise Missing("There is no such grant.")
    return state.award
