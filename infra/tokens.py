"""The tokens of the providers' own services: written before these start, renewed for as long as the instance is up."""

import asyncio

from infra.files import replace
from infra.issuer import mint_for_service
from infra.service import Instance, token_file

# They live for 15 minutes.
EVERY_SECONDS = 300.0


def write_tokens(instance: Instance) -> None:
    for provider in instance.providers:
        token = mint_for_service(instance.folder.secrets, town=instance.town, provider=provider)
        replace(token_file(instance.folder, provider), token)


async def renew_tokens(instance: Instance) -> None:
    """Runs until it is cancelled."""
    while True:
        write_tokens(instance)
        await asyncio.sleep(EVERY_SECONDS)
