"""Fristen: which matches of volunteers end by themselves, because a day has come or what they stood on is gone."""

from collections.abc import Iterator
from datetime import date, timedelta

from services.provider.domain.own import own
from services.provider.domain.register import Entrusted
from services.provider.domain.volunteer import LetMatchEnd
from shared.decider import Command
from shared.events.allocation import Consent
from shared.events.volunteers import MatchEnd, VolunteerMatched


def due(known: Entrusted, today: date) -> list[Command]:
    """The commands for which it is time. Each makes the next answer shorter, so nothing is done twice."""
    return list(_ends(known, today))


def _ends(known: Entrusted, today: date) -> Iterator[Command]:
    for match_id, matched in sorted(known.matches.items()):
        cause, ended_on = _cause(known, matched, today)
        if cause is not None:
            fields = {"volunteer_ref": matched.volunteer_ref, "match_id": match_id}
            yield own(LetMatchEnd, known.own).model_validate(fields | {"ended_on": ended_on, "cause": cause})


def _cause(known: Entrusted, matched: VolunteerMatched, today: date) -> tuple[MatchEnd | None, date]:
    """Why it ends, and its first day without. A consent that is taken back counts at once."""
    case = known.cases.get(matched.case_id)
    if case is None or case.situation != "entrusted" or matched.person_id not in case.persons():
        return "case_ended", today
    if Consent(person_id=matched.person_id, purpose="volunteer") not in case.consents:
        return "consent_withdrawn", today
    if matched.until_on < today:
        return "last_day_over", matched.until_on + timedelta(days=1)
    return None, today
