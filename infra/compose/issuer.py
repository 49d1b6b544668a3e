"""The `issuer` of the compose file: gives each provider's own service a token, anew every five minutes.

It is the issuer that takes anybody's word (`infra/issuer.py`). In production another one takes its place.
"""

import os
import time
from pathlib import Path

from infra.files import replace
from infra.issuer import mint_for_service
from infra.tokens import EVERY_SECONDS

SECRETS = Path("/run/secrets")
TOKENS = Path("/run/fallbuch/tokens")


def main() -> None:
    town, providers = os.environ["FALLBUCH_TOWN"], os.environ["FALLBUCH_PROVIDERS"].split(",")
    while True:
        for provider in providers:
            replace(TOKENS / provider / "token", mint_for_service(SECRETS, town=town, provider=provider))
        time.sleep(EVERY_SECONDS)


if __name__ == "__main__":
    main()
