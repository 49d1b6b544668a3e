"""What intake decides. Pure: no I/O, no clock."""

from services.intake.domain import case, consent, importing, reads, register
from shared.decider import AnyDecider, AnyRegister

DECIDERS: list[AnyDecider] = [case.DECIDER, consent.DECIDER, importing.DECIDER, reads.DECIDER]
REGISTER: AnyRegister = register.REGISTER
