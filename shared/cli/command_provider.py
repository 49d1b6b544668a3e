"""`provider add ID`: a provider joins while everything runs."""

import asyncio
from typing import Annotated, Any

import typer

from infra import control
from infra.folder import DataFolder
from infra.service import password_name, token_file
from shared.cli.exits import Different, Misused
from shared.cli.instance import Instance, embedded, find
from shared.cli.options import AsJson, Folder, ProviderId, output_of
from shared.cli.output import Output
from shared.cli.root import app
from shared.ids import source_of

JOIN_SECONDS = 300.0
"""A database, a service that starts and four that start again, on a slow machine."""

group = typer.Typer(help="Träger: providers of this instance.", no_args_is_help=True)
app.add_typer(group, name="provider")

OwnSoftware = Annotated[
    bool, typer.Option("--own-software", help="eigene Software: it reads and writes its topics by a program of its own")
]


@group.command()
def add(
    context: typer.Context,
    provider: ProviderId,
    own_software: OwnSoftware = False,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Träger aufnehmen. Take in a provider while everything runs: topics, database, token, its service."""
    out = output_of(context)
    instance = find(folder)
    if instance.folder is None:
        raise Misused("A provider joins on the machine where the stack runs: docs/provider.md says what it needs.")
    again = asyncio.run(_join(instance, provider, own_software))
    joined = _described(embedded(instance.folder), provider, own_software, again)
    if out.as_json:
        out.answer(joined)
    else:
        _tell(out, joined)


async def _join(instance: Instance, provider: str, own_software: bool) -> list[str]:
    """Which services were started again. Raises `Different` if the stack could not do it."""
    do = "join with own software" if own_software else "join"
    try:
        return await control.ask({"control": instance.control}, do, provider, JOIN_SECONDS)
    except control.NotDone as error:
        raise Different(f"{provider}: {error}.") from None
    except TimeoutError:
        raise Different(f"{provider} has not joined within {JOIN_SECONDS:.0f} s; asked again, it goes on.") from None


def _described(instance: Instance, provider: str, own_software: bool, again: list[str]) -> dict[str, Any]:
    assert instance.folder is not None
    return {
        "provider": provider,
        "own_software": own_software,
        "kafka": instance.kafka,
        "reads": f"provider.{provider}.in.v1",
        "writes": f"provider.{provider}.facts.v1",
        "source": source_of(instance.town, f"provider-{provider}"),
        "service": instance.urls.get(f"provider-{provider}"),
        "intake": instance.urls.get("intake"),
        "token_file": str(token_file(DataFolder(instance.folder), provider)),
        "principal": f"provider-{provider}",
        "kafka_password_file": str(instance.folder / "secrets" / password_name(f"provider-{provider}")),
        "started_again": again,
    }


def _tell(out: Output, joined: dict[str, Any]) -> None:
    """What was made, and where it is."""
    heads = {
        "reads": "liest · reads",
        "writes": "schreibt · writes",
        "source": "Quelle · source",
        "kafka": "Kafka",
        "principal": "Name bei Kafka · principal",
        "kafka_password_file": "Kennwort dafür · its password",
        "service": "Dienst · service",
        "token_file": "Ausweis · token",
    }
    words = joined | {"service": joined["service"] or "eigene Software · its own software"}
    out.table(
        f"Träger · provider {joined['provider']}",
        ["was · what", "wo · where"],
        [[head, words[name]] for name, head in heads.items()],
    )
    if joined["started_again"]:
        names = ", ".join(joined["started_again"])
        out.line(f"Einer nach dem andern neu gestartet · started again one by one: {names}")
    else:
        out.line("War schon dabei, nichts geändert · had joined before, nothing was changed")
