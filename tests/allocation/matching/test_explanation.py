"""What an explanation says is true: whoever changes the question as it says gets the other winner."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from services.allocation.domain.matching.counterfactual import Counterfactual
from services.allocation.domain.matching.explanation import explain, in_order, replays
from services.allocation.domain.matching.proposal import choose
from services.allocation.domain.matching.words import sentences
from shared.event import canonical
from shared.events.matching import Candidate, MatchingQuestion, Weights
from tests.allocation.matching.questions import case, question, questions


def with_candidate(asked: MatchingQuestion, provider: str, **changed: object) -> MatchingQuestion:
    return asked.model_copy(
        update={
            "candidates": tuple(
                each.model_copy(update=changed) if each.provider == provider else each for each in asked.candidates
            )
        }
    )


def named(asked: MatchingQuestion, provider: str) -> Candidate:
    return next(each for each in asked.candidates if each.provider == provider)


def lost(asked: MatchingQuestion) -> list[Counterfactual]:
    """Of providers that could have taken the household."""
    return [each for each in explain(asked).counterfactuals if each.gap is not None]


@given(questions(), st.data())
def test_the_order_of_the_providers_changes_nothing(asked: MatchingQuestion, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(asked.candidates))
    again = asked.model_copy(update={"candidates": tuple(shuffled)})
    assert choose(again).provider() == choose(asked).provider()
    assert explain(again).to_bytes() == explain(asked).to_bytes()


@given(questions())
def test_the_recorded_question_replays_to_the_same_bytes(asked: MatchingQuestion) -> None:
    first = explain(asked)
    read_again = MatchingQuestion.model_validate_json(canonical(asked))
    assert explain(read_again).to_bytes() == first.to_bytes()
    assert first.input_sha256 == sha256(canonical(in_order(asked))).hexdigest()
    if first.winner is not None:
        assert replays(read_again, first.winner, first.digest())
        assert not replays(read_again, "johanniter", first.digest())


@given(questions())
def test_the_winner_has_the_greatest_total_and_nobody_ruled_out_wins(asked: MatchingQuestion) -> None:
    found = explain(asked)
    eligible = [each for each in found.candidates if each.eligible]
    assert (found.winner is None) == (not eligible)
    if found.winner is not None:
        winner = next(each for each in eligible if each.provider == found.winner)
        assert winner.total == max(each.total for each in eligible)
        assert found.tie_decided == (sum(each.total == winner.total for each in eligible) > 1)
        assert found.margin is None or found.margin >= 0


@given(questions())
def test_at_the_named_price_the_loser_wins_and_one_point_above_it_does_not(asked: MatchingQuestion) -> None:
    for each in lost(asked):
        assert each.wins_at_price is not None
        at = with_candidate(asked, each.provider, price=each.wins_at_price)
        above = with_candidate(asked, each.provider, price=each.wins_at_price + 1)
        assert choose(at).provider() == each.provider
        assert choose(above).provider() != each.provider


@given(questions())
def test_each_named_language_alone_makes_the_loser_win_and_no_other_does(asked: MatchingQuestion) -> None:
    for each in lost(asked):
        known = named(asked, each.provider).languages
        for language in {code for speaker in asked.case.speakers for code in speaker} - set(known):
            more = with_candidate(asked, each.provider, languages=tuple(sorted((*known, language))))
            assert (choose(more).provider() == each.provider) == (language in each.languages)


@given(questions())
def test_each_named_competence_alone_makes_the_loser_win_and_no_other_does(asked: MatchingQuestion) -> None:
    for each in lost(asked):
        known = named(asked, each.provider).competences
        for domain in {need.domain for need in asked.case.needs} - set(known):
            more = with_candidate(asked, each.provider, competences=tuple(sorted((*known, domain))))
            assert (choose(more).provider() == each.provider) == (domain in each.competences)


@given(questions())
def test_with_the_missing_places_it_wins_where_that_is_said_and_with_one_fewer_it_never_does(
    asked: MatchingQuestion,
) -> None:
    for each in explain(asked).counterfactuals:
        if not each.places_missing:
            continue
        capacity = named(asked, each.provider).capacity
        assert capacity is not None
        relieved = with_candidate(asked, each.provider, capacity=capacity + each.places_missing)
        assert (choose(relieved).provider() == each.provider) == each.then_wins
        nearly = with_candidate(asked, each.provider, capacity=capacity + each.places_missing - 1)
        assert choose(nearly).provider() != each.provider


@given(questions())
def test_what_is_kept_for_others_would_have_won_without_its_price(asked: MatchingQuestion) -> None:
    for each in lost(asked):
        if each.kept_for_others is not None:
            assert choose(with_candidate(asked, each.provider, price=0)).provider() == each.provider


@given(questions())
def test_an_explanation_can_be_said_in_both_languages(asked: MatchingQuestion) -> None:
    found = explain(asked)
    for tongue in ("de", "en"):
        said = sentences(found, tongue)
        assert said
        assert all("{" not in sentence and "None" not in sentence for sentence in said)


@given(questions(), st.integers(1, 400))
def test_a_wish_for_the_winner_never_makes_it_lose(asked: MatchingQuestion, more: int) -> None:
    winner = choose(asked).provider()
    wished = asked.model_copy(update={"case": asked.case.model_copy(update={"wish": winner})})
    weights = asked.weights.model_copy(update={"wish": asked.weights.wish + more})
    assert choose(wished).provider() == winner
    assert choose(wished.model_copy(update={"weights": weights})).provider() == winner


def test_it_says_in_plain_words_for_whom_a_place_is_kept() -> None:
    asked = question(
        Candidate(provider="drk", languages=("ti",), price=500),
        Candidate(provider="caritas", competences=("work",)),
        case=case(load=2, speakers=(("ti",),)),
        weights=Weights(balance=0),
    )
    said = " ".join(sentences(explain(asked), "de"))
    assert "Vorschlag: caritas. Passung 400 Punkte je Person, bei einem Haushalt von 2." in said
    assert "drk passt am besten und wird für Fälle freigehalten" in said
    assert "Bei einem Preis des Platzes von höchstens 449 Punkten wäre es drk geworden." in said
    assert "Auslastung +0, Preis des Platzes -500." in said
    english = " ".join(sentences(explain(asked), "en"))
    assert "One of these languages alone would have been enough" not in english
    assert "drk fits best and is kept for cases that need it: a place is worth 500 points to them." in english


def test_it_names_the_language_that_was_missing() -> None:
    asked = question(
        Candidate(provider="drk", languages=("ti",)),
        Candidate(provider="caritas"),
        case=case(speakers=(("ti",),), wish="caritas"),
    )
    said = sentences(explain(asked), "de")
    assert "Eine dieser Sprachen allein hätte caritas gereicht: Tigrinya." in said
