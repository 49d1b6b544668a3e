"""Periodenabschluss: through a day that has passed, nothing but corrections and notices of the state is recorded."""

from datetime import date

from services.reporting.domain.granted import Grant, awarded
from services.reporting.domain.of_grant import OfGrant
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import Day
from shared.events.notices import PeriodClosed


class ClosePeriod(OfGrant):
    """Close the books of a grant through a day, both its payments and its positions. It is not opened again."""

    through_on: Day


def close_period(state: Grant, command: ClosePeriod, today: date) -> list[Event]:
    award = awarded(state)
    if state.closed_through is not None and command.through_on <= state.closed_through:
        return []
    if command.through_on >= today:
        raise Refused("A period is closed after its last day.")
    if command.through_on < award.grant_period.starts_on:
        raise Refused("A period of the grant ends after the grant began.")
    return [PeriodClosed(grant_id=command.grant_id, through_on=command.through_on)]
