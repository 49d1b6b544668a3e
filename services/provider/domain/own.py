"""Commands of one provider: the body does not name the provider, the service that takes it does."""

from typing import ClassVar, TypeVar

from pydantic import create_model

from shared.decider import Command


class OwnCommand(Command):
    """A command whose stream carries the provider. `own` makes the class that belongs to a provider's service."""

    provider: ClassVar[str] = ""


C = TypeVar("C", bound=OwnCommand)


def own(kind: type[C], provider: str) -> type[C]:
    """The command as this provider's service takes it: same name, same fields. Always the same class."""
    for made in kind.__subclasses__():
        if made.provider == provider:
            return made
    bound = create_model(kind.__name__, __base__=kind, __doc__=kind.__doc__, __module__=kind.__module__)
    bound.provider = provider
    return bound
