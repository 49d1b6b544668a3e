"""The `demo` of the compose file: plays the story on the services that run, and prints the auditor's verdict."""

import json
import os
import sys
from pathlib import Path

from infra.compose.certificates import AUTHORITY
from infra.service import CLOCK_FILE, services_of
from shared.cli.entry import main as command_line

SECRETS, CLOCK = Path("/run/secrets"), Path("/run/fallbuch/clock")
FOLDER = Path("/var/lib/fallbuch")
PORT = 8000


def write_instance(folder: Path) -> None:
    """What the command line knows of an instance, as `fallbuch up` writes it. Processes are compose's own affair."""
    providers = os.environ["FALLBUCH_PROVIDERS"].split(",")
    instance = {
        "town": os.environ["FALLBUCH_TOWN"],
        "clock": "story",
        "clock_file": str(CLOCK / CLOCK_FILE),
        "kafka": os.environ["FALLBUCH_KAFKA"],
        "kafka_operator": "",
        "kafka_ca_file": str(SECRETS / AUTHORITY),
        "providers": providers,
        "own_software": [],
        "services": {each.name: {"url": f"http://{each.name}:{PORT}"} for each in services_of(providers)},
        "secrets": str(SECRETS),
        "replay_database_url": (SECRETS / "replay.database-url").read_text(encoding="utf-8").strip(),
        "control": "",
    }
    (folder / "instance.json").write_text(json.dumps(instance, indent=1), encoding="utf-8")
    (folder / "instance.json").chmod(0o600)
    secrets = folder / "secrets"
    if not secrets.is_symlink():
        secrets.symlink_to(SECRETS)


def main() -> None:
    write_instance(FOLDER)
    sys.argv = ["fallbuch", *(sys.argv[1:] or ["demo"]), "--data", str(FOLDER)]
    command_line()


if __name__ == "__main__":
    main()
