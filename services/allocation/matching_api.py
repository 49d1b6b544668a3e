"""What coordinators say and ask about fit: weights, profiles, wishes, conflicts; and why a provider was proposed."""

import json
from typing import Annotated, Any

from fastapi import APIRouter

from services.allocation.domain.conflict import RecordConflict
from services.allocation.domain.matching.explanation import explain, replays
from services.allocation.domain.matching.words import sentences
from services.allocation.domain.provider_profile import SetProviderProfile
from services.allocation.domain.register import Coordination
from services.allocation.domain.weights import SetWeights
from services.allocation.domain.wish import RecordWish
from services.allocation.matching_views import recorded
from shared.batch import Batch
from shared.errors import Missing
from shared.event import Fact
from shared.events.matching import WeightsSet
from shared.execute import Also
from shared.http import AskedDay, allowed, command_route, id_in_path
from shared.identity import Caller
from shared.service import Service
from shared.statements import Statement

NOTE = "weights_reason"


def add_matching_routes(router: APIRouter, service: Service) -> None:
    """Commands by name, questions beside them."""

    async def reason(command: SetWeights) -> Also:
        """The reason's text goes to the vault; the fact has where it lies."""

        def rows(facts: list[Fact]) -> list[Statement]:
            refs = [fact.event.note_ref for fact in facts if isinstance(fact.event, WeightsSet)]
            return [service.vault.seal(ref, NOTE, {"reason": command.reason}) for ref in refs]

        return rows

    command_route(router, "PUT", "/weights/{rule_version}", SetWeights, service.executor, also=reason)
    command_route(router, "PUT", "/providers/{provider}/profile", SetProviderProfile, service.executor)
    command_route(router, "PUT", "/assignments/{case_id}/wish", RecordWish, service.executor)
    command_route(router, "POST", "/assignments/{case_id}/conflicts", RecordConflict, service.executor)

    @router.get("/matching", operation_id="ShowMatching")
    async def matching(on: AskedDay, caller: Annotated[Caller, allowed("ShowMatching")]) -> dict[str, Any]:
        """Gewichte, Profile und Preistabelle an einem Tag: what proposals by fit go by on a day."""

        async def work(batch: Batch) -> Coordination:
            register: Coordination = batch.register
            return register

        known = await service.log.write(work)
        fits = known.suitability
        weights = fits.weights_on(on)
        profiles = [profile for name in known.providers if (profile := fits.profile_on(name, on)) is not None]
        return {
            "on": on.isoformat(),
            "weights": None if weights is None else weights.model_dump(mode="json"),
            "profiles": [profile.model_dump(mode="json") for profile in profiles],
            "price_table": None if fits.table is None else fits.table.model_dump(mode="json", exclude={"cohort"}),
            "price_table_outdated": fits.table_outdated,
            "answers": {
                "confirmed": fits.confirmed,
                "overridden": fits.overridden,
                "override_points": fits.override_points,
            },
        }

    @router.get("/assignments/{case_id}/explanation", operation_id="ExplainAssignment")
    async def explanation(case_id: str, caller: Annotated[Caller, allowed("ExplainAssignment")]) -> dict[str, Any]:
        """Warum dieser Träger: the last proposal by fit, as numbers and codes and in plain German and English.

        Computed anew from what was recorded; `replayed` says whether provider and hash are the recorded ones.
        """
        found = await recorded(service.pool, id_in_path(case_id))
        if found is None:
            raise Missing("Nothing was proposed by fit for this case.")
        why = explain(found.question)
        return {
            "provider": found.provider,
            "explanation_sha256": found.explanation_sha256,
            "replayed": replays(found.question, found.provider, found.explanation_sha256),
            "explanation": json.loads(why.to_bytes()),
            "text": {"de": sentences(why, "de"), "en": sentences(why, "en")},
        }
