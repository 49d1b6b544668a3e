"""What all commands on a grant itself have in common."""

from uuid import UUID

from shared.decider import Command


class OfGrant(Command):
    """A command on the stream of one grant."""

    grant_id: UUID

    def target(self) -> str:
        return f"grant-{self.grant_id}"
