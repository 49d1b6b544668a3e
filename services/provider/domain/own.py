"""A command at one provider: the body does not name the provider, the service that takes it does."""

from typing import Self

from pydantic import PrivateAttr

from shared.decider import Command


class OwnCommand(Command):
    """A command whose stream carries the provider. The shell says which, by `.at(provider)`; a body never can."""

    _provider: str = PrivateAttr(default="")

    def at(self, provider: str) -> Self:
        """The same wish, at this provider."""
        command = self.model_copy()
        command._provider = provider
        return command

    @property
    def provider(self) -> str:
        """The provider whose service takes the command."""
        assert self._provider, "say at which provider, by .at(provider)"
        return self._provider
