"""What can go wrong with a command, as words for the person who sent it.

The sentence of an error is shown to a clerk. It never carries a name, a free text or the refused value.
"""


class Refused(Exception):
    """A rule says no. Nothing was recorded. The sentence says which rule."""


class Missing(Exception):
    """There is nothing under this id for this caller: unknown, or somebody else's."""


class Stale(Exception):
    """The caller decided on an old version of the stream (`If-Match`)."""


class KeyReused(Exception):
    """The idempotency key was used before with another body."""


class Unknown(Exception):
    """The outcome could not be learned. Ask again with the same idempotency key."""


class Misconfigured(Exception):
    """The service cannot run with what it was given. The sentence names the setting or the topic."""
