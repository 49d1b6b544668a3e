"""Properties that hold for every decision of every service, whatever was decided before."""

from collections import Counter
from datetime import date

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.allocation.domain.assignment import ConfirmAssignment, OverrideAssignment, ProposeAssignment
from services.allocation.domain.by_fit import ProposeByFit
from services.allocation.domain.conflict import RecordConflict
from services.allocation.domain.ending import EndAssignment, EndByItself
from services.allocation.domain.handover import ExpireHandover, OfferHandover, SettleHandover
from services.allocation.domain.provider_profile import SetProviderProfile
from services.allocation.domain.takeover import TakeOverAssignment
from services.allocation.domain.thresholds import SetThresholds
from services.allocation.domain.told import PassOnConsent
from services.allocation.domain.wish import RecordWish
from services.intake.domain.elsewhere import TakeStatement
from services.intake.domain.naming import RecordNames
from services.intake.domain.reads import OpenFile
from services.provider.domain.caseload import MoveCaseload
from services.provider.domain.contact_correction import CorrectContact
from services.provider.domain.own import own
from services.provider.domain.plan import SignPlan
from services.provider.domain.plan_correction import CorrectPlan, CorrectReview
from services.provider.domain.reads import RefuseAccess
from services.provider.domain.referral import CorrectReferral
from services.reporting.domain.budget import ApproveBudget
from shared.decider import Command
from shared.errors import Missing, Refused
from shared.event import Event, canonical, encode, fields_of
from shared.events.catalogue import EVENTS, category_of, decode
from tests.examples import EXAMPLES
from tests.given import SERVICES
from tests.small_town import BY_CATEGORY, DECIDERS, Town, opened
from tests.test_contracts import fact_with
from tests.wishes import wishes

COUNTED_EACH_TIME: set[type[Command]] = {OpenFile, RecordNames}
"""A file that is opened twice was opened twice. Whether names are others than before, no decision knows."""
MADE_ANEW: set[type[Command]] = {
    *(ConfirmAssignment, OverrideAssignment, OfferHandover, EndAssignment, SetThresholds),
    *(SetProviderProfile, RecordWish, RecordConflict, ProposeByFit),
    *(ProposeAssignment, PassOnConsent, SettleHandover, ExpireHandover, EndByItself, TakeOverAssignment),
    TakeStatement,
    *(own(MoveCaseload, "drk"), own(RefuseAccess, "drk")),
    *(own(kind, "drk") for kind in (CorrectContact, CorrectPlan, CorrectReview, CorrectReferral, SignPlan)),
}
"""A coordinator confirms what is proposed now, and may come back to an earlier decision. Automatic steps follow from
facts or from the day, each once. A caseload is moved as it is now. A refused access counts once a day.
What was corrected may be corrected again, and a plan is signed in its last version."""
PERSONAL = {
    "name", "given_name", "family_name", "birth_date", "address", "dwelling", "phone", "email", "file_reference",
    "note", "reason", "text", "comment", "contact_details",
}  # fmt: skip
TODAYS = [date(2018, 11, 5), date(2019, 1, 31), date(2020, 10, 14)]
Step = tuple[Command, date]
WAITED_FOR: set[type[Command]] = {ApproveBudget}
"""A controller approves what waits by now, also where it was drafted after an earlier approval."""

KINDS = sorted(DECIDERS, key=lambda kind: kind.__name__)
any_step = st.tuples(st.one_of([wishes(kind) for kind in KINDS]), st.sampled_from(TODAYS))
histories = st.lists(any_step, min_size=8, max_size=30)
few = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=75, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@few
@given(drawn=st.data())
def test_the_same_command_twice_never_records_a_second_fact(kind: type[Command], drawn: st.DataObject) -> None:
    own_step = st.tuples(wishes(kind), st.sampled_from(TODAYS))
    town = opened()
    for command, today in drawn.draw(st.lists(any_step | own_step, min_size=15, max_size=30)):
        if town.wish(command, today) is not None and type(command) not in COUNTED_EACH_TIME:
            assert town.decide(command, today) == []


@many
@given(histories)
def test_a_story_played_twice_changes_nothing(history: list[Step]) -> None:
    town = opened()
    accepted = [(command, today) for command, today in history if town.wish(command, today) is not None]
    for command, today in accepted:
        if type(command) not in COUNTED_EACH_TIME | MADE_ANEW | WAITED_FOR:
            assert not town.wish(command, today), command


@many
@given(histories)
def test_decide_is_deterministic_and_changes_nothing_itself(history: list[Step]) -> None:
    town = opened()
    for command, today in history:
        before = (dict(town.streams), list(town.registers))
        assert _outcome(town, command, today) == _outcome(town, command, today)
        assert (town.streams, town.registers) == before
        town.wish(command, today)


@many
@given(histories)
def test_whatever_is_decided_evolves_and_comes_back_from_its_bytes(history: list[Step]) -> None:
    town = opened()
    for command, today in history:
        for event in town.wish(command, today) or []:
            assert type(event).__name__ in EVENTS
    for fact in town.facts:
        assert decode(encode(fact)) == fact
        assert encode(decode(encode(fact))) == encode(fact)


@many
@given(histories, st.integers(0, 100))
def test_folding_in_two_halves_equals_folding_at_once(history: list[Step], cut: int) -> None:
    town = opened()
    for command, today in history:
        town.wish(command, today)
    middle = len(town.facts) * cut // 100
    for number, service in enumerate(SERVICES):
        half = service.REGISTER.initial
        for fact in town.facts[:middle]:
            half = service.REGISTER.fold(half, fact)
        for fact in [decode(encode(fact)) for fact in town.facts[middle:]]:
            half = service.REGISTER.fold(half, fact)
        assert half == town.registers[number]
    for stream, state in town.streams.items():
        decider = BY_CATEGORY[category_of(stream)]
        own = [fact for fact in town.facts if fact.stream == stream]
        first = decider.initial
        for fact in own[: len(own) * cut // 100]:
            first = decider.evolve(first, fact)
        for fact in own[len(own) * cut // 100 :]:
            first = decider.evolve(first, fact)
        assert first == state


@many
@given(histories)
def test_a_register_is_not_changed_by_what_it_does_not_fold(history: list[Step]) -> None:
    """So nothing is missing where a service that starts reads nothing else."""
    town = opened()
    for command, today in history:
        town.wish(command, today)
    others = [fact_with(event) for event in EXAMPLES.values()]
    for number, service in enumerate(SERVICES):
        for fact in town.facts + others:
            if type(fact.event) not in service.REGISTER.folds:
                assert service.REGISTER.evolve(town.registers[number], fact) == town.registers[number]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@few
@given(drawn=st.data())
def test_a_command_is_written_for_its_hash_as_pydantic_would(kind: type[Command], drawn: st.DataObject) -> None:
    command = drawn.draw(wishes(kind))
    assert canonical(command) == rfc8785.dumps(command.model_dump(mode="json"))


@many
@given(histories)
def test_an_aggregate_leaves_alone_what_is_not_its_own(history: list[Step]) -> None:
    town = opened()
    for command, today in history:
        town.wish(command, today)
    for fact in town.facts:
        for category, decider in BY_CATEGORY.items():
            if category != category_of(fact.stream):
                assert decider.evolve(decider.initial, fact) == decider.initial


@many
@given(histories)
def test_a_household_is_with_one_provider_at_most(history: list[Step]) -> None:
    town = opened()
    for command, today in history:
        town.wish(command, today)
        told = [(stream, state.cases) for stream, state in town.streams.items() if stream.startswith("told-")]
        holders = Counter(case_id for _, cases in told for case_id in cases)
        assert all(count == 1 for count in holders.values())


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda event: event.__name__)
def test_no_personal_field_is_in_a_fact(event: type[Event]) -> None:
    assert not PERSONAL & set(fields_of(event))


def _outcome(town: Town, command: Command, today: date) -> object:
    try:
        return town.decide(command, today)
    except (Refused, Missing) as error:
        return type(error), str(error)
