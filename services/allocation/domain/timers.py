"""Fristen: what allocation has to do by itself because a day has come."""

from datetime import date

from services.allocation.domain import rules
from services.allocation.domain.catchment import BeginCatchment
from services.allocation.domain.handover import ExpireHandover
from services.allocation.domain.register import Coordination
from shared.decider import Command


def due(known: Coordination, today: date) -> list[Command]:
    """The commands for which it is time. Each makes the next answer shorter, so nothing is done twice."""
    return [*_rules(known, today), *_offers(known, today)]


def _rules(known: Coordination, today: date) -> list[Command]:
    beginning = rules.beginning(known.catchment, today)
    return [BeginCatchment(rule_version=version.rule_version) for version in beginning]


def _offers(known: Coordination, today: date) -> list[Command]:
    return [
        ExpireHandover(case_id=case_id, due_on=offer.due_on)
        for case_id, offer in sorted(known.offers.items())
        if offer.due_on < today
    ]
