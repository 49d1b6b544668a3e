"""What a provider decides. Pure: no I/O, no clock. Every provider runs the same code with its own id."""

from dataclasses import replace

from services.provider.domain import care, plan, reads, referral, register, short_contact, staff, volunteer
from services.provider.domain.own import OwnCommand, own
from shared.decider import AnyDecider, AnyRegister

PARTS: tuple[tuple[AnyDecider, tuple[type[OwnCommand], ...]], ...] = (
    (care.DECIDER, care.COMMANDS),
    (plan.DECIDER, plan.COMMANDS),
    (referral.DECIDER, referral.COMMANDS),
    (short_contact.DECIDER, short_contact.COMMANDS),
    (staff.DECIDER, staff.COMMANDS),
    (reads.DECIDER, reads.COMMANDS),
    (volunteer.DECIDER, volunteer.COMMANDS),
)


def domain_for(provider: str) -> tuple[list[AnyDecider], AnyRegister]:
    """The deciders and the register of this provider's service. They take the commands that `own` makes for it."""
    deciders = [replace(decider, commands=tuple(own(kind, provider) for kind in kinds)) for decider, kinds in PARTS]
    return deciders, register.register(provider)


DECIDERS, REGISTER = domain_for("drk")
"""An example, for the tests over all services."""
