"""What can go wrong with a command, as words for the person who sent it.

The sentence of an error is shown to a clerk. It never carries a name, a free text or the refused value.
"""


class Said(Exception):
    """An error with a sentence for its caller, in English. Values of the sentence stand in it as `{size}`.

    Sentence and values are kept apart so that the sentence can be said in German too. A value may be such an error
    itself: a sentence within the sentence.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence, self.values = sentence, values


class Refused(Said):
    """A rule says no. Nothing was recorded. The sentence says which rule."""


class Missing(Said):
    """There is nothing under this id for this caller: unknown, or somebody else's."""


class Stale(Said):
    """The caller decided on an old version of the stream (`If-Match`)."""


class KeyReused(Said):
    """The idempotency key was used before with another body."""


class Unknown(Said):
    """The outcome could not be learned. Ask again with the same idempotency key."""


class Misconfigured(Said):
    """The service cannot run with what it was given. The sentence names the setting or the topic."""


class Unfit(ValueError):
    """A value that a rule of ours does not take: a code for programs, never renamed, a sentence without its subject."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
