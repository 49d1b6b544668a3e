"""Who is behind what, by the services' own words."""

from typing import Any

from shared.cli.caught_up import Health, Town, behind
from shared.cli.stage import hearing

PROVIDERS = ("caritas", "drk")
URLS = dict.fromkeys(("intake", "allocation", "reporting", "audit", "provider-caritas", "provider-drk"), "http://x")
TOWN = Town(URLS, hearing(PROVIDERS))


def health(name: str, **said: Any) -> Health:
    good = {"source": f"urn:{name}", "ready": True, "log_position": 0, "facts": 0, "outbox": 0}
    return Health.model_validate({**good, **said})


def everybody(**said: dict[str, Any]) -> dict[str, Health | None]:
    return {name: health(name, **said.get(name.replace("-", "_"), {})) for name in URLS}


def reasons(now: dict[str, Health | None], town: Town = TOWN) -> list[str]:
    return [reason for _, reason in behind(now, town)]


def test_nobody_is_behind_at_the_start() -> None:
    assert reasons(everybody()) == []


def test_every_hearer_of_a_fact_is_behind_until_it_has_heard_it() -> None:
    now = everybody(intake={"facts": 1, "log_position": 1, "readers": {"views": 1}})
    assert {reason.split()[0] for reason in reasons(now)} == {"allocation", "reporting", "audit"}
    heard = {"heard": {"urn:intake": 1}, "log_position": 1, "readers": {"views": 1, "reactions": 1}}
    now |= {name: health(name, **heard) for name in ("allocation", "reporting", "audit")}
    assert reasons(now) == []


def test_a_provider_is_behind_what_it_was_told() -> None:
    said = {"source": "urn:allocation", "told": {"drk": 2, "caritas": 0}}
    now = everybody(allocation=said, provider_drk={"heard": {"provider.drk.in.v1": 1}})
    assert reasons(now) == ["provider-drk heard 1 of 2 facts from allocation"]


def test_readers_outbox_and_lag_count_too() -> None:
    now = everybody(intake={"log_position": 3, "readers": {"views": 2}, "outbox": 1, "lag": {"t": 4}})
    assert reasons(now) == [
        "intake has its reader views at 2 of 3",
        "intake has 1 facts to tell",
        "intake is 4 behind on t",
    ]


def test_without_kafka_only_the_own_readers_count() -> None:
    now = everybody(intake={"facts": 5, "outbox": 5, "ready": False, "log_position": 5, "readers": {"views": 5}})
    assert reasons(now, Town(URLS, TOWN.hears, kafka=False)) == []


def test_who_does_not_answer_is_behind() -> None:
    assert reasons({**everybody(), "audit": None}) == ["audit does not answer"]
