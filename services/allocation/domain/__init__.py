"""What allocation decides. Pure: no I/O, no clock."""

from services.allocation.domain import assignment, catchment, house, register, thresholds, told
from shared.decider import AnyDecider, AnyRegister

DECIDERS: list[AnyDecider] = [
    *(house.DECIDER, catchment.DECIDER, thresholds.DECIDER),
    *(assignment.DECIDER, told.DECIDER),
]
REGISTER: AnyRegister = register.REGISTER
"""For the four providers of Weinheim; `register.register(providers)` makes one for another town."""
