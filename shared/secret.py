"""Secrets are files, never values: a text or a key that only its owner may read."""

import base64
from pathlib import Path

from shared.errors import Misconfigured

KEY_BYTES = 32


def read_secret(path: Path) -> str:
    """The text of a secret file. Raises `Misconfigured` if it is missing, empty or readable by everyone."""
    try:
        text = path.read_text(encoding="utf-8").strip()
        mode = path.stat().st_mode
    except (OSError, UnicodeDecodeError):
        raise Misconfigured(f"the secret file {path.name} cannot be read") from None
    if not text:
        raise Misconfigured(f"the secret file {path.name} is empty")
    if mode & 0o004:
        raise Misconfigured(f"the secret file {path.name} is readable by everyone")
    return text


def read_key(path: Path) -> bytes:
    """A key of 32 bytes from a secret file in base64url. Raises `Misconfigured`."""
    text = read_secret(path)
    try:
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise Misconfigured(f"the secret file {path.name} is not base64url") from None
    if len(key) != KEY_BYTES or len(set(key)) < 8:
        raise Misconfigured(f"the secret file {path.name} does not hold {KEY_BYTES} random bytes")
    return key
