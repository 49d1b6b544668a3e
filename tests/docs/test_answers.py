"""An answer has the fields that `/openapi.json` shows: asked where the stories of the pages were told."""

import httpx
import pytest

from shared.cli.actor import Actor
from shared.cli.instance import Instance
from shared.ids import wire_id
from shared.roles import ALLOWED
from shared.wording.answers import ANSWERS
from tests.docs.played import STORIES, play_page
from tests.docs.shapes import places

CARITAS, LEADING = "provider-caritas", {"ListOwnCases", "ShowOwnCase", "ShowOwnCaseHistory", "ListVolunteers"}
CASE, OWN = wire_id("case", "haddad-2026"), wire_id("case", "yilmaz-2026")
ASKED = {
    "ShowCase": ("intake", f"/cases/{CASE}"),
    "ListCases": ("intake", "/cases"),
    "ShowNames": ("intake", f"/cases/{CASE}/names"),
    "ShowCaseload": ("allocation", "/caseload?on=2026-03-02"),
    "ListAssignments": ("allocation", "/assignments"),
    "ShowAssignment": ("allocation", f"/assignments/{CASE}"),
    "ListHouses": ("allocation", "/houses"),
    "ListOwnCases": (CARITAS, "/cases"),
    "ShowOwnCase": (CARITAS, f"/cases/{OWN}"),
    "ShowOwnCaseHistory": (CARITAS, f"/cases/{OWN}/history"),
    "ListOwnPlans": (CARITAS, "/plans"),
    "ListOffers": ("provider-diakonie", "/handovers"),
    "ListOffices": (CARITAS, "/offices"),
    "ListVolunteers": (CARITAS, "/volunteers"),
}
"""What the stories have an answer to."""


@pytest.fixture(scope="module")
def told(stack: Instance) -> Instance:
    for page in STORIES:
        assert play_page(stack, page).document["first_difference"] is None
    return stack


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_has_the_fields_that_the_interface_shows(told: Instance, name: str) -> None:
    service, path = ASKED[name]
    role = "provider_admin" if name in LEADING else sorted(ALLOWED[name])[0]
    provider = service.removeprefix("provider-") if service.startswith("provider-") else None
    headers = {"Authorization": f"Bearer {told.token(Actor(role, provider, None))}"}
    answer = httpx.get(told.urls[service] + path, headers=headers, trust_env=False)
    assert answer.status_code == 200
    found = set(places(answer.json()))
    assert found, "there is nothing to compare"
    assert found - set(places(ANSWERS[name])) == set()
