"""Who may do what in Kafka, from `topics.yaml` alone: principals with their passwords, and the broker's list of rights.

Nobody else may do anything. The operator alone stands outside: he sets all this up, and is no service.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialAlteration,
    UserScramCredentialUpsertion,
)

from infra.kafka.topics import expand, listing
from shared.brokers import Brokers

OPERATOR = "operator"
SERVICES = ("intake", "allocation", "reporting", "audit")
AUDITOR = "auditor"
ITERATIONS = 8192
PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True, order=True)
class Right:
    """One principal may do one thing with one topic, or with every group whose name begins so."""

    principal: str
    kind: Literal["topic", "group"]
    name: str
    operation: str


def everyone(providers: Sequence[str]) -> tuple[str, ...]:
    """Every service and every provider."""
    return (*SERVICES, *(f"provider-{provider}" for provider in providers))


def principals(providers: Sequence[str]) -> tuple[str, ...]:
    return (*everyone(providers), AUDITOR)


def rights(providers: Sequence[str]) -> frozenset[Right]:
    """All that is allowed to anybody."""
    may = listing()["rights"]
    found: set[Right] = set()
    for topic, spec in expand(providers).items():
        for names, operations in (
            ([spec.owner], may["owner"]),
            (spec.readers, may["reader"]),
            ([AUDITOR], may["auditor"]),
        ):
            found |= {
                Right(principal, "topic", topic, operation)
                for principal in _spelt_out(names, providers)
                for operation in operations
            }
    found |= {
        Right(principal, "group", f"svc.{principal}.", operation)
        for principal in principals(providers)
        for operation in may["group"]
    }
    return frozenset(found)


def _spelt_out(names: Iterable[str], providers: Sequence[str]) -> set[str]:
    return {each for name in names for each in (everyone(providers) if name == "everyone" else (name,))}


async def grant(operator: Brokers, providers: Sequence[str], password: Callable[[str], str]) -> None:
    """Make the broker's principals and rights those of the file; a right that is too much is taken."""
    await asyncio.to_thread(_grant, operator, providers, password)


def _grant(operator: Brokers, providers: Sequence[str], password: Callable[[str], str]) -> None:
    client = AdminClient(operator.librdkafka())
    info = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS)
    users: list[UserScramCredentialAlteration] = [
        UserScramCredentialUpsertion(name, info, password(name).encode()) for name in principals(providers)
    ]
    wanted = {binding(right) for right in rights(providers)}
    there = set(client.describe_acls(every(), request_timeout=PATIENCE_SECONDS).result())
    work = list(client.alter_user_scram_credentials(users, request_timeout=PATIENCE_SECONDS).values())
    if missing := wanted - there:
        work += client.create_acls(list(missing), request_timeout=PATIENCE_SECONDS).values()
    if too_many := [_exactly(each) for each in there - wanted]:
        work += client.delete_acls(too_many, request_timeout=PATIENCE_SECONDS).values()
    for each in work:
        each.result()


def binding(right: Right) -> AclBinding:
    """As the broker has it."""
    kind, pattern = {
        "topic": (ResourceType.TOPIC, ResourcePatternType.LITERAL),
        "group": (ResourceType.GROUP, ResourcePatternType.PREFIXED),
    }[right.kind]
    operation = AclOperation[right.operation]
    return AclBinding(kind, right.name, pattern, f"User:{right.principal}", "*", operation, AclPermissionType.ALLOW)


def every() -> AclBindingFilter:
    """Asks for all rights that the broker knows."""
    anything: Any = None  # as the library documents it; its types do not
    return AclBindingFilter(
        ResourceType.ANY, anything, ResourcePatternType.ANY, anything, anything, AclOperation.ANY, AclPermissionType.ANY
    )


def _exactly(each: AclBinding) -> AclBindingFilter:
    return AclBindingFilter(
        each.restype,
        each.name,
        each.resource_pattern_type,
        each.principal,
        each.host,
        each.operation,
        each.permission_type,
    )
