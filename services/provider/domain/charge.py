"""Who of the staff is in charge of which case, on any day."""

from datetime import date
from uuid import UUID

from services.provider.domain.register import Charge, Entrusted
from shared.errors import Refused


def charges_of(known: Entrusted, staff_ref: UUID, on: date) -> dict[UUID, list[date]]:
    """The cases of which a worker is in charge on that day or will be, with the days from which it is to be taken."""
    found: dict[UUID, list[date]] = {}
    for case_id, charges in known.charges.items():
        case = known.cases.get(case_id)
        if case is None or case.situation != "entrusted":
            continue
        days = [on] if in_charge(charges, on) == staff_ref else []
        later = {charge.on for charge in charges if charge.on > on}
        days += [day for day in sorted(later) if in_charge(charges, day) == staff_ref]
        if days:
            found[case_id] = days
    return found


def in_charge(charges: tuple[Charge, ...], on: date) -> UUID | None:
    """Who is in charge that day: who took it last, of two on one day whoever was recorded last."""
    last: Charge | None = None
    for charge in charges:
        if charge.on <= on and (last is None or charge.on >= last.on):
            last = charge
    return last.staff_ref if last else None


def check_member(known: Entrusted, staff_ref: UUID, on: date) -> None:
    """Raises `Refused` where a list is kept and the worker is not on it that day."""
    member = known.staff.get(staff_ref)
    if known.staff and (member is None or not member.is_here(on)):
        raise Refused("This worker does not belong to the staff then.")
