"""Errors as problem documents (RFC 9457): which kind, which field, which rule, in English or German. Values never."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from shared.errors import Said
from shared.german import GERMAN

PROBLEM_JSON = "application/problem+json"
Language = Literal["en", "de"]
Where = Literal["body", "path", "query", "header"]


class Fault(BaseModel):
    """One field that was not understood. `rule` is a code for programs, `detail` says the same to people."""

    where: Where
    field: str
    rule: str
    detail: str


class Problem(BaseModel):
    """An error as RFC 9457 wants it. `detail` is a sentence for people and never holds what was sent."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] | None = None


class Kind(NamedTuple):
    """A kind of problem: its status and its title, which is also its sentence where there is none of its own."""

    status: int
    title: str


KINDS: Mapping[str, Kind] = {
    "malformed": Kind(400, "This is not an HTTP request."),
    "not-identified": Kind(401, "A valid token is needed."),
    "not-allowed": Kind(403, "Not allowed."),
    "not-found": Kind(404, "There is nothing under this address."),
    "method": Kind(405, "This address does not take this method."),
    "too-slow": Kind(408, "The request did not arrive in time."),
    "refused": Kind(409, "A rule says no."),
    "key-reused": Kind(409, "The idempotency key was used before."),
    "changed-meanwhile": Kind(412, "This was changed meanwhile."),
    "too-large": Kind(413, "The body is too large."),
    "address-too-long": Kind(414, "The address is too long."),
    "unsupported": Kind(415, "The body must be JSON."),
    "not-understood": Kind(422, "The request was not understood."),
    "headers-too-large": Kind(431, "The headers are too large or too many."),
    "internal": Kind(500, "Something went wrong here. It is noted."),
    "outcome-unknown": Kind(503, "Whether this was recorded is not known."),
    "not-now": Kind(503, "Not now: ask again."),
    "too-many": Kind(503, "Too many ask at once: ask again in a moment."),
}


PLACES: Mapping[Where, str] = {
    "body": "",
    "path": " in the path",
    "query": " in the query",
    "header": " in the headers",
}


class Declined(Said):
    """A request that is not taken as it is. `kind` is one of `KINDS`."""

    def __init__(self, kind: str, sentence: str = "", **values: object) -> None:
        super().__init__(sentence or KINDS[kind].title, **values)
        self.kind = kind


class NotUnderstood(Exception):
    """Fields that break rules: where, field, code, and the sentences (English, with values) of each."""

    def __init__(self, faults: Sequence["Broken"]) -> None:
        super().__init__()
        self.faults = faults


class Sentence(NamedTuple):
    """An English sentence and the values of its places."""

    text: str
    values: Mapping[str, object] = {}


class Broken(NamedTuple):
    """A rule that a field breaks. Several sentences are alternatives, none of which holds."""

    where: Where
    field: str
    rule: str
    sentences: tuple[Sentence, ...]


def problem(
    kind: str, language: Language, sentence: Sentence | None = None, german: Mapping[str, str] = GERMAN
) -> JSONResponse:
    """The answer for a kind of problem; without a sentence the kind's own."""
    title = say(Sentence(KINDS[kind].title), language, german)
    return answer(kind, language, title, say(sentence, language, german) if sentence else title)


def not_understood(faults: Sequence[Broken], language: Language, german: Mapping[str, str]) -> JSONResponse:
    """The answer to a request with faulty fields: all in one sentence, and one by one for programs."""
    either = {"en": ", or ", "de": ", oder "}[language]
    found, said = [], []
    for fault in faults:
        why = either.join(say(sentence, language, german) for sentence in fault.sentences)
        place = say(Sentence(PLACES[fault.where]), language, german)
        found.append(Fault(where=fault.where, field=fault.field, rule=fault.rule, detail=why))
        said.append(f"{fault.field}{place}: {why}" if fault.field else why)
    title = say(Sentence(KINDS["not-understood"].title), language, german)
    return answer("not-understood", language, title, "; ".join(said), found)


def answer(kind: str, language: Language, title: str, detail: str, errors: list[Fault] | None = None) -> JSONResponse:
    status = KINDS[kind].status
    document = Problem(
        type=f"urn:fallbuch:problem:{kind}", title=title.rstrip("."), status=status, detail=detail, errors=errors
    )
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    headers |= {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse(document.model_dump(exclude_none=True), status, headers, media_type=PROBLEM_JSON)


def say(sentence: Sentence, language: Language, german: Mapping[str, str]) -> str:
    """A sentence in the caller's language. One without its German (a test forbids it) is said in English."""
    text = german.get(sentence.text, sentence.text) if language == "de" else sentence.text
    if not sentence.values:
        return text
    return text.format(**{name: _inner(value, language, german) for name, value in sentence.values.items()})


def _inner(value: object, language: Language, german: Mapping[str, str]) -> object:
    """A value of a sentence; one that is a sentence itself is said in the same language."""
    return say(Sentence(value.sentence, value.values), language, german) if isinstance(value, Said) else value


def language_of(request: Request) -> Language:
    """The language in which this caller wants to read."""
    return preferred(request.headers.get("accept-language", ""))


def preferred(header: str) -> Language:
    """The better liked of `de` and `en`; of two alike the first; English where neither is (RFC 9110, 12.5.4)."""
    best, weight_of_best = "en", 0.0
    for part in header[:200].split(","):
        tag, _, text = part.partition(";")
        name, weight = tag.strip().lower().partition("-")[0], _weight(text)
        if name in ("de", "en") and weight > weight_of_best:
            best, weight_of_best = name, weight
    return "de" if best == "de" else "en"


def _weight(text: str) -> float:
    """`q=0.7` as a number, 1 where nothing is said, 0 for what is no weight."""
    if not text.strip():
        return 1.0
    try:
        return min(1.0, max(0.0, float(text.strip().removeprefix("q="))))
    except ValueError:
        return 0.0
