"""Keine Einwilligung: who refused or withdrew consent still counts, and nothing more of them leaves the provider.

A contact is told with the persons it reached, so that each counts, and without its topics. A plan is told without what
it is about. Residence class and referral of such a person are not recorded here at all.
"""

from collections.abc import Iterable
from uuid import UUID

from services.provider.domain.register import EntrustedCase
from shared.errors import Refused
from shared.events.codes import Topic
from shared.events.plans import Goal


def told_topics(topics: tuple[Topic, ...], persons: Iterable[UUID], case: EntrustedCase) -> tuple[Topic, ...]:
    """Topics of a contact, which nobody can tell apart by person: of one who is silent among them, none."""
    return ("not_stated",) if case.silent() & set(persons) else topics


def told_goals(goals: tuple[Goal, ...], person_id: UUID, case: EntrustedCase) -> tuple[Goal, ...]:
    """That there are goals, and nothing about them."""
    return bare(goals) if person_id in case.silent() else goals


def bare(goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    """The goals without what they are about and without their steps."""
    return tuple(Goal(goal_id=goal.goal_id) for goal in goals)


def check_speaks(persons: Iterable[UUID], case: EntrustedCase) -> None:
    """Raises `Refused` if one of them refused or withdrew consent."""
    if case.silent() & set(persons):
        raise Refused("This person does not consent: nothing is recorded of them but that they were advised.")
