"""Decisions on a submitted report."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from services.reporting.domain.report import ApproveReport, FreezeReport
from shared.events.reporting import ReportApproved, ReportSubmitted
from tests.given import given
from tests.reporting.weinheim import GRANT, REPORTING, awarded, some_id

TODAY = date(2019, 1, 31)


def freeze(**changed: Any) -> FreezeReport:
    fields: dict[str, Any] = {
        "report_id": some_id("report"),
        "grant_id": GRANT,
        "as_of": date(2018, 12, 31),
        "known_on": TODAY,
        "cut": {REPORTING: 4},
        "report_sha256": "ab" * 32,
    }
    return FreezeReport(**(fields | changed))


submitted = ReportSubmitted(**dict(freeze()))


def test_a_report_is_frozen_by_its_date_its_cut_and_its_hash() -> None:
    given(awarded()).when(freeze(), TODAY).then(submitted)


def test_the_same_report_again_stays_as_it_was_whatever_is_known_by_now() -> None:
    later = freeze(known_on=date(2019, 3, 1), cut={REPORTING: 9}, report_sha256="cd" * 32)
    given(awarded(), submitted).when(freeze(), TODAY).nothing()
    given(awarded(), submitted).when(later, date(2019, 3, 1)).nothing()


def test_another_report_under_the_same_id_is_refused() -> None:
    given(awarded(), submitted).when(freeze(as_of=TODAY), TODAY).refused("Another report")


def test_a_report_on_an_unknown_grant_is_refused() -> None:
    given().when(freeze(), TODAY).refused("grant that is not recorded")


def test_a_report_is_neither_before_its_grant_nor_for_days_to_come() -> None:
    given(awarded()).when(freeze(as_of=date(2018, 10, 14)), TODAY).refused("earlier than the start")
    given(awarded()).when(freeze(as_of=date(2019, 2, 1)), TODAY).refused("still to come")


@pytest.mark.parametrize("changed", [{"report_sha256": "AB" * 32}, {"cut": {}}, {"cut": {REPORTING: -1}}])
def test_a_report_without_a_hash_or_a_cut_is_not_even_a_command(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        freeze(**changed)


def test_a_report_is_approved_by_somebody_else() -> None:
    approve, approved = ApproveReport(report_id=some_id("report")), ReportApproved(report_id=some_id("report"))
    given(awarded(), submitted).when(approve, by="a second person").then(approved)
    given(awarded(), submitted).when(approve, by="system").refused("second person")
    given(awarded(), submitted, approved).when(approve, by="a third person").nothing()
    given(awarded()).when(approve).missing()
