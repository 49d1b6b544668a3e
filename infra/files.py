"""Files that only their owner may read, written in one step."""

import os
from pathlib import Path


def replace(path: Path, text: str) -> None:
    """Write a file of mode 600: a reader sees the old text or the new one, never a part."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
