"""`/docs`: the interface of a service as a page for people. No scripts, nothing from another address.

It is made from what `/openapi.json` says, and from who may do what. Whoever wants to send commands takes the command
line or a program: this page is for reading.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse

from shared.roles import ALLOWED

POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
}
STYLE = """body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}
h2{margin:2em 0 0;font-size:1.2em}code{background:#eee;color:#111;padding:0 .2em}
table{border-collapse:collapse}th,td{border:1px solid #999;padding:.2em .6em;text-align:left;vertical-align:top}"""
EVERYBODY = "alle, ohne Token · everybody, without a token"
Schema = Mapping[str, Any]


def show_at_docs(app: FastAPI) -> None:
    """Add the page. The framework's own pages would load scripts from elsewhere: they have to be switched off."""

    async def page() -> Response:
        return HTMLResponse(page_of(app.openapi()), headers=POLICY)

    app.add_api_route("/docs", page, include_in_schema=False)


def page_of(document: Schema) -> str:
    """The page for an OpenAPI document."""
    title = escape(document["info"]["title"])
    schemas = document.get("components", {}).get("schemas", {})
    asked = [(m, path, each) for path, methods in document["paths"].items() for m, each in methods.items()]
    asked.sort(key=lambda one: "operation" in one[2].get("tags", ()))  # what is for operators comes last
    parts = [_operation(method, path, operation, schemas) for method, path, operation in asked]
    return (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Schnittstelle {title}</title>'
        f"<style>{STYLE}</style></head><body><h1>Schnittstelle · <span lang=en>API</span>: {title}</h1>"
        "<p>Was dieser Dienst annimmt und beantwortet, und wer es darf. Für Programme: "
        '<a href="openapi.json">openapi.json</a>.<br><span lang=en>What this service takes and answers, and who may '
        f"ask. For programs: openapi.json.</span></p>{''.join(parts)}</body></html>"
    )


def _operation(method: str, path: str, operation: Schema, schemas: Schema) -> str:
    name = operation["operationId"]
    roles = ", ".join(sorted(ALLOWED[name])) if name in ALLOWED else EVERYBODY
    summary = escape(operation.get("description") or operation.get("summary", ""))
    rows = "".join(_row(cells) for cells in (*_parameters(operation), *_fields(operation, schemas)))
    head = "<tr><th>Feld · field<th>Wo · where<th>Was · what<th>Nötig · required</tr>"
    return (
        f'<h2 id="{escape(name)}">{escape(name)}</h2><p><code>{method.upper()} {escape(path)}</code></p>'
        f"<p lang=en>{summary}</p><p>Rollen · roles: {escape(roles)}</p>"
        + (f"<table>{head}{rows}</table>" if rows else "")
    )


def _row(cells: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<td>{escape(cell)}" for cell in cells) + "</tr>"


def _parameters(operation: Schema) -> Iterator[tuple[str, str, str, str]]:
    for each in operation.get("parameters", []):
        yield each["name"], each["in"], in_words(each["schema"], {}), _required(each.get("required", False))


def _fields(operation: Schema, schemas: Schema) -> Iterator[tuple[str, str, str, str]]:
    """The fields of the body, and below them those of its parts."""
    for media in operation.get("requestBody", {}).get("content", {}).values():
        yield from _within("", media["schema"], schemas)


def _within(before: str, schema: Schema, schemas: Schema) -> Iterator[tuple[str, str, str, str]]:
    for name, field in schema.get("properties", {}).items():
        required = _required(name in schema.get("required", ()))
        yield f"{before}{name}", "body", in_words(field, schemas), required
        many = "items" in field
        yield from _within(
            f"{before}{name}{'[]' if many else ''}.", resolved(field.get("items", field), schemas), schemas
        )


def _required(required: bool) -> str:
    return "ja · yes" if required else "nein · no"


def resolved(schema: Schema, schemas: Schema) -> Schema:
    """The schema itself, or the one that it refers to."""
    found: Schema = schemas.get(schema["$ref"].rpartition("/")[2], {}) if "$ref" in schema else schema
    return found


def in_words(schema: Schema, schemas: Schema) -> str:
    """A type as short as it can be said: `string, date`, `one of: f, m`, `list of object`."""
    schema = resolved(schema, schemas)
    if "anyOf" in schema:
        return " | ".join(in_words(each, schemas) for each in schema["anyOf"])
    if "enum" in schema:
        return "one of: " + ", ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if "items" in schema:
        return f"list of {in_words(schema['items'], schemas)}"
    return ", ".join(str(schema[key]) for key in ("type", "format", "pattern") if key in schema)
