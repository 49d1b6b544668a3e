"""`token`: a token of the local issuer, for trying the services out by hand."""

from typing import Annotated

import typer

from shared.cli.actor import Actor
from shared.cli.exits import Misused
from shared.cli.instance import find
from shared.cli.options import AsJson, Folder, Provider, output_of
from shared.cli.root import app
from shared.cli.story import ROLES
from shared.ids import wire_id
from shared.roles import OF_A_PROVIDER

As = Annotated[str, typer.Option("--as", metavar="ROLE", help=f"one of {', '.join(ROLES)}")]
Staff = Annotated[str | None, typer.Option("--staff", metavar="REF", help="which person of that role")]


@app.command()
def token(
    context: typer.Context,
    role: As,
    provider: Provider = None,
    staff: Staff = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Ausweis für eine Rolle, fünfzehn Minuten gültig. A token for a role, for requests by hand."""
    out = output_of(context)
    if role not in ROLES:
        raise Misused(f"There is no role {role}. Roles are {', '.join(ROLES)}.")
    try:
        wire_id("staff", staff or "nobody")
    except ValueError as error:
        raise Misused(f"--staff: {error}.") from None
    actor, instance = Actor(role, provider, staff), find(folder)
    if role in OF_A_PROVIDER and provider is None:
        raise Misused(f"A {role} belongs to a provider: add --provider, one of {', '.join(instance.providers)}.")
    if provider is not None and provider not in instance.providers:
        raise Misused(f"There is no provider {provider}. There are: {', '.join(instance.providers)}.")
    minted = instance.token(actor)
    if out.as_json:
        out.answer({"token": minted, "role": role, "provider": provider, "staff_ref": actor.staff_ref})
    else:
        out.line(minted)
