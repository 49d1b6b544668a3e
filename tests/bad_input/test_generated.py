"""Calls made from each service's own `/openapi.json`, good ones and broken ones: every answer is one that it documents.

The same calls in every run. What is left out would disturb the other tests of the instance: resending everything,
taking back, trying quarantined records again, a staff list, with which a provider's workers see own cases only, and
thresholds, by which everybody's load is judged.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings, strategies
from hypothesis.errors import Unsatisfiable
from schemathesis import checks
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from shared.cli.actor import Actor
from shared.cli.instance import Instance
from shared.roles import ALLOWED, OF_A_PROVIDER

SERVICES = ("intake", "allocation", "reporting", "provider-town", "audit")
LEFT_OUT = {"ResendFacts", "TakeBack", "RetryQuarantined", "JoinStaff", "SetThresholds"}
OF_EVERY_SERVICE = {"IsLive", "IsReady", "ShowHealth", "ShowMetrics", "StateRoot", "ListQuarantine", "ShowQuarantined"}
"""Looked at briefly: the code behind them is the same everywhere."""
MANY, FEW = 30, 4
"""Examples of each mode, good and broken, for a service's own operations and for those of every service."""
CALLS_AT_LEAST = 2_000
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
REFUSALS = SchemathesisConfig.from_dict(
    {
        "checks": {
            "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 405, 409, 414, 415, 422, 428, "5xx"]}
        }
    }
)
"""What a broken call may be answered with. 414: also a broken value that makes the address too long is refused."""


schemathesis.openapi.format("date", strategies.dates(date(2017, 1, 1), date(2019, 12, 31)).map(date.isoformat))
"""Good days are days that a decision looks at. Bad ones are no days."""


def operations(stack: Instance, service: str) -> Iterator[tuple[str, Any]]:
    """Name and description of everything that the service documents; without examples, which are always the same."""
    document = httpx.get(f"{stack.urls[service]}/openapi.json", trust_env=False).json()
    for operation in chain.from_iterable(path.values() for path in document["paths"].values()):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            media.pop("example", None)
    for found in schemathesis.openapi.from_dict(document, config=REFUSALS).get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        yield operation.definition.raw["operationId"], operation


def headers(stack: Instance, name: str) -> dict[str, str]:
    """The token of somebody who may do it, at the provider whose service it is."""
    if name not in ALLOWED:
        return {}
    role = sorted(ALLOWED[name])[0]
    actor = Actor(role, "town" if role in OF_A_PROVIDER else None, "generated")
    return {"Authorization": f"Bearer {stack.token(actor)}"}


def test_every_answer_is_one_that_the_interface_documents(stack: Instance) -> None:
    calls: Counter[str] = Counter()
    wrong: dict[str, str] = {}
    with requests.Session() as session:
        session.trust_env = False
        for service in SERVICES:
            for name, operation in operations(stack, service):
                for mode in GenerationMode if name not in LEFT_OUT else ():
                    try:
                        calls[service] += call(stack, service, name, operation, mode, session)
                    except Exception as failure:
                        wrong[f"{service} {name} {mode.value}"] = str(failure)
    assert wrong == {}
    assert sum(calls.values()) >= CALLS_AT_LEAST, calls


def call(stack: Instance, service: str, name: str, operation: Any, mode: GenerationMode, session: Any) -> int:
    """Examples of one operation, and how many they were. Raises what the first wrong answer is wrong about.

    A good command names the same ids in path and body: so it comes as far as the decision.
    """
    made = 0

    @settings(
        max_examples=FEW if name in OF_EVERY_SERVICE else MANY, derandomize=True, database=None, deadline=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def example(case: Any) -> None:
        nonlocal made
        if mode is GenerationMode.POSITIVE and isinstance(case.body, dict):
            case.path_parameters |= {name: case.body[name] for name in case.path_parameters}
        answer = case.call(base_url=stack.urls[service], headers=headers(stack, name), session=session)
        made += 1
        case.validate_response(answer, checks=CHECKS)

    try:
        example()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "what takes nothing cannot be asked wrongly, only rightly"
    return made


def test_the_interfaces_hold_no_broken_reference(stack: Instance) -> None:
    for service in SERVICES:
        document = httpx.get(f"{stack.urls[service]}/openapi.json", trust_env=False).json()
        names = document["components"]["schemas"]
        for reference in references(document):
            assert reference.removeprefix("#/components/schemas/") in names, (service, reference)


def references(node: Any) -> Iterator[str]:
    """Every `$ref` of a document."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        yield from chain.from_iterable(map(references, node.values()))
    elif isinstance(node, list):
        yield from chain.from_iterable(map(references, node))
