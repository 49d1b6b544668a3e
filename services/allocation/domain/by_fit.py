"""Vorschlag nach Passung: where the catchment rule leaves it open, the best fit is proposed, with its reasons."""

from uuid import UUID

from services.allocation.domain.assigned import Assignment
from services.allocation.domain.matching.explanation import Explanation, explain, in_order
from services.allocation.domain.matching.question import question_of
from services.allocation.domain.register import Coordination
from shared.decider import Around, Command
from shared.event import Event
from shared.events.allocation import AssignmentProposed, HouseholdChanged
from shared.events.codes import ProviderId
from shared.events.matching import Matching


class ProposeByFit(Command):
    """Internal: propose who fits best, if the rule names no provider, several, or one that cannot take the case."""

    case_id: UUID

    def target(self) -> str:
        return f"assignment-{self.case_id}"


def propose_by_fit(state: Assignment, command: ProposeByFit, around: Around[Coordination]) -> list[Event]:
    """An automatic step: it never raises. Where nobody can take the case it stays open for a coordinator."""
    household, case_id = state.household, command.case_id
    if household is None or not left_open(state, around):
        return []
    providers = state.candidates or _asked_about(state, around.register)
    asked = question_of(around.register, case_id, household, state.provider, providers, around.today)
    if asked is None:
        return []
    found = explain(asked)
    if found.winner is None:
        return []
    if found.winner == state.provider:
        return [HouseholdChanged(case_id=case_id, household=household)]
    matching = Matching(
        question=in_order(asked),
        explanation_sha256=found.digest(),
        tie_decided=found.tie_decided,
        points=_points(found),
    )
    proposed = AssignmentProposed(
        case_id=case_id,
        provider=found.winner,
        rule_version=asked.weights_version,
        over_ceiling=False,
        household=household,
        matching=matching,
    )
    return [] if state.proposal == proposed else [proposed]


def left_open(state: Assignment, around: Around[Coordination]) -> bool:
    """Whether the catchment rule left it open who takes the case, and no person has decided."""
    proposal = state.proposal
    if state.situation == "open":
        return True
    if state.situation != "proposed" or proposal is None:
        return False
    profile = around.register.suitability.profile_on(proposal.provider, around.today)
    closed = profile is not None and not profile.open
    return proposal.matching is not None or proposal.over_ceiling or closed


def cost_of(state: Assignment, provider: ProviderId) -> int | None:
    """By how many points the provider is behind the one proposed by fit. None: by rule, or it was not asked about."""
    proposal = state.proposal
    if proposal is None or proposal.matching is None:
        return None
    totals = {each.provider: each.total for each in explain(proposal.matching.question).candidates}
    return totals[proposal.provider] - totals[provider] if provider in totals else None


def _asked_about(state: Assignment, known: Coordination) -> tuple[ProviderId, ...]:
    """Those who were asked about before, or all of which it is known what they can do, and the rule's own."""
    proposal = state.proposal
    if proposal is not None and proposal.matching is not None:
        return tuple(each.provider for each in proposal.matching.question.candidates)
    own = () if proposal is None else (proposal.provider,)
    return tuple(sorted({*known.suitability.profiles, *own}))


def _points(found: Explanation) -> int:
    return found.load * next(each.fit for each in found.candidates if each.provider == found.winner)
