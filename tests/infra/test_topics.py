"""The list of topics is complete for any set of providers."""

from infra.kafka.topics import expand
from shared.topics import MUST_BE


def test_each_provider_has_two_topics_of_its_own() -> None:
    topics = expand(("drk", "caritas"))
    assert set(topics) == {
        "intake.facts.v1",
        "allocation.facts.v1",
        "reporting.facts.v1",
        "audit.facts.v1",
        "audit.checkpoints.v1",
        "provider.drk.in.v1",
        "provider.drk.facts.v1",
        "provider.caritas.in.v1",
        "provider.caritas.facts.v1",
    }
    told = topics["provider.drk.in.v1"]
    assert (told.owner, told.readers) == ("allocation", ("provider-drk", "audit"))
    assert topics["provider.drk.facts.v1"].owner == "provider-drk"


def test_every_topic_is_set_as_every_service_demands() -> None:
    settings = {"max.message.bytes": "262144", **MUST_BE}
    assert MUST_BE.items() >= {"retention.ms": "-1", "cleanup.policy": "delete"}.items()
    assert all(topic.settings == settings for topic in expand(("drk",)).values())
