"""Decisions on the cooperation contract."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from services.reporting.domain.contract import RecordContract
from shared.events.reporting import ContractRecorded
from tests.given import given
from tests.reporting.weinheim import END, START, some_id


def record_contract(**changed: Any) -> RecordContract:
    fields: dict[str, Any] = {
        "contract_id": some_id("contract"),
        "starts_on": START,
        "ends_on": END,
        "providers": ("drk", "caritas"),
    }
    return RecordContract(**(fields | changed))


recorded = ContractRecorded(contract_id=some_id("contract"), starts_on=START, ends_on=END, providers=("caritas", "drk"))


def test_a_contract_is_recorded_with_its_providers() -> None:
    given().when(record_contract()).then(recorded)


def test_the_same_contract_twice_is_recorded_once_in_whatever_order_providers_are_named() -> None:
    given(recorded).when(record_contract()).nothing()
    given(recorded).when(record_contract(providers=("caritas", "drk", "drk"))).nothing()


def test_other_terms_under_the_same_id_are_refused() -> None:
    given(recorded).when(record_contract(ends_on=date(2021, 10, 14))).refused("other terms")


def test_a_contract_that_ends_before_it_starts_is_refused() -> None:
    given().when(record_contract(ends_on=date(2018, 10, 14))).refused("ends on or after")


@pytest.mark.parametrize(
    "changed",
    [{"providers": ()}, {"providers": ("DRK",)}, {"starts_on": date(1200, 1, 1)}, {"ends_on": "2020-10-14"}],
)
def test_a_contract_without_sense_is_not_even_a_command(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        record_contract(**changed)


def test_a_command_comes_as_json_with_plain_dates_only() -> None:
    body = (
        f'{{"contract_id": "{some_id("contract")}", "starts_on": "2018-10-15", "ends_on": "2020-10-14", '
        f'"providers": ["drk", "caritas"]}}'
    )
    assert RecordContract.model_validate_json(body) == record_contract()
    for wrong in ('"2018-02-30"', '"15.10.2018"', "1539561600", '"2018-10-15T00:00:00"', '"20181015"', "null"):
        with pytest.raises(ValidationError):
            RecordContract.model_validate_json(body.replace('"2018-10-15"', wrong))
