"""`rebuild SERVICE --check`: builds a service's views again from its log and compares them."""

import asyncio
import json
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from infra.folder import DataFolder
from infra.service import Instance as Installation
from infra.service import environment, services_of
from shared.cli.exits import DIFFERENT, Misused
from shared.cli.instance import Instance, find
from shared.cli.options import AsJson, Folder, Service, output_of
from shared.cli.programs import run_program
from shared.cli.root import app

Check = Annotated[bool, typer.Option("--check", help="only compare")]


@app.command()
def rebuild(
    context: typer.Context, service: Service, check: Check = False, folder: Folder = None, as_json: AsJson = False
) -> None:
    """Sichten neu aus dem Log. Views built again from the log, and compared row by row."""
    out = output_of(context)
    found = asyncio.run(_rebuild(find(folder), service, ["--check"] if check else []))
    if out.as_json:
        out.answer({"service": service, **found})
    elif found["identical"]:
        out.line(f"{service}: identisch · identical")
    else:
        out.line(f"{service}: verschieden · different: {found['first_difference']}")
    if not found["identical"]:
        raise typer.Exit(DIFFERENT)


async def _rebuild(instance: Instance, service: str, options: list[str]) -> dict[str, Any]:
    if instance.folder is None:
        raise Misused("A service's views are rebuilt where it runs: `python -m services.<name> rebuild`.")
    if service not in instance.urls:
        raise Misused(f"There is no service {service}. There are: {', '.join(sorted(instance.urls))}.")
    listed = next(each for each in services_of(instance.providers) if each.name == service)
    installation = Installation(
        DataFolder(instance.folder.resolve()), instance.town, instance.providers, instance.clock
    )
    ports = {name: urlsplit(url).port or 0 for name, url in instance.urls.items()}
    settings = environment(listed, installation, instance.kafka, ports)
    _, said = await run_program(f"services.{listed.kind}", "rebuild", *options, settings=settings)
    found: dict[str, Any] = json.loads(said)
    return found
