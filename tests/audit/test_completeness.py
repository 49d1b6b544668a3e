"""A topic is the whole history of its source, or the first thing that is wrong with it is named."""

import base64
import json
from collections.abc import Iterable, Sequence

import pytest

from services.audit.domain.completeness import verdict
from services.audit.domain.examination import Finding, History, examine
from shared.event import canonical
from shared.merkle import Root
from tests.audit.topic import NOW_MS, SOURCE, Stored, body, records, stated
from tests.examples import EXAMPLES

FACTS = 12


def paid(number: int, version: int) -> bytes:
    return body(number, EXAMPLES["FundsPassedOn"].model_copy(update={"payment_ref": f"b{number}"}), version)


def good() -> list[bytes]:
    """Payments on a grant; every third fact belongs to a position."""
    bodies, positions, payments = [], 0, 0
    for number in range(1, FACTS + 1):
        if number % 3 == 0:
            positions += 1
            bodies.append(body(number, EXAMPLES["PositionVacated"], positions))
        else:
            payments += 1
            bodies.append(paid(number, payments))
    return bodies


ROOTS = [stated(good(), size) for size in (4, 9, FACTS)]


def examined(bodies: Iterable[bytes], roots: Sequence[Root] = ROOTS) -> History:
    return examine(SOURCE, records(bodies), roots)


def found(bodies: Iterable[bytes], roots: Sequence[Root] = ROOTS) -> tuple[str, int, int]:
    finding = examined(bodies, roots).finding
    assert finding is not None
    assert finding.source == SOURCE
    return finding.kind, finding.from_number, finding.to_number


POSITIONS = range(FACTS)


def test_a_whole_history_is_complete() -> None:
    history = examined(good())
    answer = verdict([history], [], NOW_MS)
    assert (answer["verdict"], answer["ok"], answer["first_bad"]) == (f"complete to {FACTS}", True, None)
    root = base64.b64encode(ROOTS[-1].root).decode()
    assert answer["sources"] == {
        SOURCE: {
            "facts": FACTS,
            "root": root,
            "stated_root": root,
            "stated_size": FACTS,
            "ignored_records": 0,
        }
    }


def test_no_facts_and_no_root_are_complete_to_nothing() -> None:
    answer = verdict([examined([], [])], [], NOW_MS)
    assert (answer["verdict"], answer["ok"]) == ("complete to 0", True)


@pytest.mark.parametrize("place", POSITIONS)
def test_a_deleted_record_is_a_hole(place: int) -> None:
    bodies = good()
    del bodies[place]
    assert found(bodies) == ("hole at", place + 1, place + 1)
    answer = verdict([examined(bodies)], [], NOW_MS)
    assert (answer["verdict"], answer["ok"]) == (f"hole at {place + 1} in reporting", False)


@pytest.mark.parametrize("place", range(FACTS - 1))
def test_several_deleted_records_are_one_hole(place: int) -> None:
    bodies = good()
    del bodies[place : place + 2]
    assert found(bodies) == ("hole at", place + 1, place + 2)


@pytest.mark.parametrize("place", [place for place in POSITIONS if place % 3 != 2])
def test_a_changed_amount_changes_the_root(place: int) -> None:
    bodies = good()
    changed = json.loads(bodies[place])
    changed["data"]["cents"] += 1
    bodies[place] = canonical(changed)
    size = next(root.size for root in ROOTS if root.size > place)
    before = max((root.size for root in ROOTS if root.size <= place), default=0)
    assert found(bodies) == ("root differs at", before + 1, size)


@pytest.mark.parametrize("place", POSITIONS)
def test_a_flipped_bit_is_found_wherever_it_is(place: int) -> None:
    """It may leave no JSON, another number, source, stream or content: found at the next fact of its stream at last."""
    whole = good()[place]
    for offset in range(0, len(whole), 7):
        for bit in (1, 64):
            changed = bytes([*whole[:offset], whole[offset] ^ bit, *whole[offset + 1 :]])
            finding = examined([*good()[:place], changed, *good()[place + 1 :]]).finding
            assert finding is not None, (offset, bit)
            assert finding.from_number <= place + 4


@pytest.mark.parametrize("place", POSITIONS)
@pytest.mark.parametrize("value", [None, b"", b"no json", b"{}"])
def test_what_is_no_fact_any_more_is_a_hole(place: int, value: bytes | None) -> None:
    kept = records(good())
    kept[place] = Stored(value)
    history = examine(SOURCE, kept, ROOTS)
    assert history.finding == Finding("hole at", SOURCE, place + 1, place + 1)
    assert history.ignored == 1


@pytest.mark.parametrize("one", POSITIONS)
def test_two_swapped_records_are_found(one: int) -> None:
    for other in range(one + 1, FACTS):
        bodies = good()
        bodies[one], bodies[other] = bodies[other], bodies[one]
        kind, first, _ = found(bodies)
        assert kind == "hole at"
        assert one + 1 <= first <= other + 1


@pytest.mark.parametrize("place", POSITIONS)
def test_a_record_that_comes_twice_is_harmless(place: int) -> None:
    bodies = good()
    for later in range(place + 1, FACTS + 1):
        again = [*bodies[:later], bodies[place], *bodies[later:]]
        assert examined(again).finding is None


@pytest.mark.parametrize("place", POSITIONS)
def test_other_bytes_under_the_same_number_are_a_fork(place: int) -> None:
    other = paid(place + 1, 99)
    assert found([*good()[: place + 1], other, *good()[place + 1 :]]) == ("fork at", place + 1, place + 1)
    assert found([*good(), other]) == ("fork at", place + 1, place + 1)


def test_what_every_service_refuses_takes_no_number_and_makes_no_fork() -> None:
    """Somebody wrote under the next number: another's category, another key, a content that does not fit."""
    foreign = body(5, EXAMPLES["HouseDefined"], 1)
    other_key = Stored(good()[7], key=b"grant-of-nobody")
    unfit = good()[4].replace(b'"cents":', b'"pennies":')
    refused = [*records([foreign, unfit]), other_key]
    history = examine(SOURCE, [*records(good()[:4]), *refused, *records(good()[4:])], ROOTS)
    assert (history.finding, history.ignored, len(history.bodies)) == (None, 3, FACTS)


def test_a_stream_whose_versions_do_not_follow_is_a_fork() -> None:
    assert found([paid(1, 1), paid(2, 3)], []) == ("fork at", 2, 2)
    assert found([paid(1, 2)], []) == ("fork at", 1, 1)


def test_what_is_missing_at_the_beginning_can_be_sent_again() -> None:
    """The topic lost its first records; after `relay resend --from 1` it is the whole history again."""
    lost = good()[5:]
    assert found(lost) == ("hole at", 1, 5)
    assert examined([*lost, *good()]).finding is None


def test_what_was_sent_again_must_be_what_had_come_too_early() -> None:
    lost = good()[5:]
    changed = good()
    changed[8] = paid(9, 7)
    assert found([*lost, *changed], []) == ("fork at", 9, 9)
    assert found([*lost, changed[8]], []) == ("fork at", 9, 9)


@pytest.mark.parametrize("number", range(len(ROOTS)))
def test_a_root_that_differs_names_between_which_facts(number: int) -> None:
    roots = [*ROOTS]
    roots[number] = Root(SOURCE, roots[number].size, bytes(32))
    before = ROOTS[number - 1].size if number else 0
    assert found(good(), roots) == ("root differs at", before + 1, ROOTS[number].size)


def test_two_roots_of_one_size_cannot_both_be_true() -> None:
    assert found(good(), [*ROOTS, Root(SOURCE, 9, bytes(32))]) == ("root differs at", 9, 9)


def test_a_root_over_more_facts_than_there_are_is_a_hole_at_the_end() -> None:
    assert found(good()[:-2], ROOTS) == ("hole at", FACTS - 1, FACTS)


def test_another_source_s_root_and_record_prove_nothing_here() -> None:
    foreign = Root("urn:fallbuch:weinheim:intake", FACTS + 5, bytes(32))
    record = body(3, EXAMPLES["HouseDefined"], 1, "urn:fallbuch:weinheim:allocation")
    history = examined([*good()[:4], record, *good()[4:]], [*ROOTS, foreign])
    assert (history.finding, history.ignored) == (None, 1)


def test_a_young_tail_is_named_with_its_age() -> None:
    history = examine(SOURCE, [*records(good()[:9], 900_000), *records(good()[9:], 7_000)], ROOTS[:2])
    answer = verdict([history], [], NOW_MS)
    assert answer["verdict"] == "complete to 9, tail of 3 facts, 7 seconds"
    assert (answer["ok"], answer["tail_facts"], answer["tail_seconds"]) == (True, 3, 7)


@pytest.mark.parametrize(("age_seconds", "ok"), [(120, True), (121, False), (86_400, False)])
def test_an_old_tail_is_not_good_enough(age_seconds: int, ok: bool) -> None:
    history = examine(SOURCE, [*records(good()[:9]), *records(good()[9:], age_seconds * 1000)], ROOTS[:2])
    assert verdict([history], [], NOW_MS)["ok"] is ok


def test_a_source_that_never_stated_a_root_has_nothing_but_a_tail() -> None:
    answer = verdict([examined(good(), [])], [], NOW_MS)
    assert answer["verdict"] == f"complete to 0, tail of {FACTS} facts, 1 seconds"
