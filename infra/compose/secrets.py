"""`make secrets`: every secret of the compose file in `./secrets`, and `.env` with what the compose file must know.

What is there already is kept, so that it may run again at any time. Files can be read by their owner and by one group,
to which the containers belong: PostgreSQL, Kafka and the services run as three users, and none of them is the owner.
"""

import os
import secrets
import sys
from pathlib import Path

from infra.compose.certificates import make_certificates
from infra.issuer import make_keys
from infra.kafka.rights import OPERATOR, principals
from infra.service import PROVIDERS, Service, password_name, services_of

FOLDER, ENVIRONMENT = "secrets", ".env"
FOLDER_MODE, FILE_MODE = 0o700, 0o440
GROUP_IF_ROOT = 10_001
"""Whoever is root has no group of his own to give away."""
DATABASE_HOST = "postgres:5432"
REPLAY = "replay"


def make(root: Path) -> list[str]:
    """Make what is missing; says the names of what was made."""
    folder = root / FOLDER
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    folder.chmod(FOLDER_MODE)
    there = {path.name for path in folder.iterdir()}
    group = GROUP_IF_ROOT if os.geteuid() == 0 else os.getegid()
    make_keys(folder)
    make_certificates(folder)
    for name, text in _texts().items():
        if name not in there:
            (folder / name).write_text(text, encoding="utf-8")
    for path in folder.iterdir():
        path.chmod(FILE_MODE)
        if path.stat().st_gid != group:
            os.chown(path, -1, group)
    _remember(root / ENVIRONMENT, group)
    return sorted({path.name for path in folder.iterdir()} - there)


def _texts() -> dict[str, str]:
    """A fresh text for every secret that is a text."""
    texts = {password_name(principal): secrets.token_urlsafe(32) for principal in (*principals(PROVIDERS), OPERATOR)}
    texts |= {"postgres.password": secrets.token_urlsafe(32), f"{REPLAY}.database-url": _address(REPLAY)}
    for service in services_of(PROVIDERS):
        texts |= _of(service)
    return texts


def _of(service: Service) -> dict[str, str]:
    return {
        f"{service.name}.database-url": _address(service.database),
        f"{service.name}.master-key": secrets.token_urlsafe(32),
        f"{service.name}.idempotency-key": secrets.token_urlsafe(32),
    }


def _address(database: str) -> str:
    return f"postgresql://{database}:{secrets.token_urlsafe(32)}@{DATABASE_HOST}/{database}"


def _remember(path: Path, group: int) -> None:
    """Which group may read the secrets. Other lines of the file are somebody else's, and stay."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if not line.startswith("FALLBUCH_SECRETS_GROUP=")]
    path.write_text("\n".join([*kept, f"FALLBUCH_SECRETS_GROUP={group}"]) + "\n", encoding="utf-8")


def main() -> None:
    made = make(Path.cwd())
    sys.stdout.write(f"{FOLDER}/: {len(made)} made, the others were there. Keep a copy of the master keys elsewhere.\n")


if __name__ == "__main__":
    main()
