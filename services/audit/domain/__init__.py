"""What audit decides: nothing yet. Samples and notes will stand here."""

from shared.decider import AnyDecider, AnyRegister, Register

DECIDERS: list[AnyDecider] = []
REGISTER: AnyRegister = Register(None, lambda register, fact: register, ())
