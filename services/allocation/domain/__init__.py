"""What allocation decides. Pure: no I/O, no clock."""

from services.allocation.domain import (
    assignment,
    catchment,
    conflict,
    house,
    price_table,
    provider_profile,
    register,
    thresholds,
    told,
    weights,
    wish,
)
from shared.decider import AnyDecider, AnyRegister

DECIDERS: list[AnyDecider] = [
    *(house.DECIDER, catchment.DECIDER, thresholds.DECIDER),
    *(assignment.DECIDER, told.DECIDER),
    *(weights.DECIDER, provider_profile.DECIDER, wish.DECIDER, conflict.DECIDER, price_table.DECIDER),
]
REGISTER: AnyRegister = register.REGISTER
"""For the four providers of Weinheim; `register.register(providers)` makes one for another town."""
