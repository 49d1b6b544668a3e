"""Who may do what in Kafka, as the file says it. tests/containers runs everything under these rights."""

import pytest

from infra.kafka.rights import Right, principals, rights

# One name is the beginning of the other.
PROVIDERS = ("drk", "drk1")
ALLOWED = rights(PROVIDERS)


def test_nobody_may_do_more_than_read_write_and_look() -> None:
    assert {each.operation for each in ALLOWED} == {"READ", "WRITE", "DESCRIBE", "DESCRIBE_CONFIGS"}
    assert "operator" not in {each.principal for each in ALLOWED}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_provider_has_two_topics_and_the_stated_roots(provider: str) -> None:
    mine = {each for each in ALLOWED if each.principal == f"provider-{provider}" and each.kind == "topic"}
    own, told, roots = f"provider.{provider}.facts.v1", f"provider.{provider}.in.v1", "audit.checkpoints.v1"
    assert {each.name for each in mine} == {own, told, roots}
    assert {each.name for each in mine if each.operation == "WRITE"} == {own, roots}


def test_a_name_that_begins_like_another_opens_no_group_of_it() -> None:
    for name in principals(PROVIDERS):
        [prefix] = {each.name for each in ALLOWED if each.principal == name and each.kind == "group"}
        assert [other for other in principals(PROVIDERS) if f"svc.{other}.hear".startswith(prefix)] == [name]


def test_each_topic_is_written_by_its_owner_alone() -> None:
    writers: dict[str, set[str]] = {}
    for each in ALLOWED:
        if each.operation == "WRITE" and each.name != "audit.checkpoints.v1":
            writers.setdefault(each.name, set()).add(each.principal)
    assert all(len(each) == 1 for each in writers.values())
    assert writers["provider.drk.in.v1"] == {"allocation"}


def test_the_auditor_reads_every_topic_and_writes_none() -> None:
    topics = {each.name for each in ALLOWED if each.kind == "topic"}
    assert {Right("auditor", "topic", topic, "READ") for topic in topics} <= ALLOWED
    assert not any(each.principal == "auditor" and each.operation == "WRITE" for each in ALLOWED)
