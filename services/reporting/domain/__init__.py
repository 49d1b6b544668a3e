"""What reporting decides. Pure: no I/O, no clock, no float."""

from services.reporting.domain import budget, contract, grant, position, report, staffing
from shared.decider import AnyDecider, AnyRegister

DECIDERS: list[AnyDecider] = [contract.DECIDER, grant.DECIDER, budget.DECIDER, position.DECIDER, report.DECIDER]
REGISTER: AnyRegister = staffing.REGISTER
