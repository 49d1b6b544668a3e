"""What a provider decides. Pure: no I/O, no clock. Every provider runs the same code with its own id."""

from services.provider.domain import care, plan, register
from shared.decider import AnyDecider, AnyRegister

DECIDERS: list[AnyDecider] = [care.DECIDER, plan.DECIDER]


def domain_for(provider: str) -> tuple[list[AnyDecider], AnyRegister]:
    """The deciders and the register of the service of this provider."""
    return DECIDERS, register.register(provider)


REGISTER: AnyRegister = register.register("drk")
"""An example. Commands say which provider they are for by `.at(provider)`."""
