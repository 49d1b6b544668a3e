"""Which expected refusals a stack has seen already, so that playing a story again does not send them again.

What was accepted needs no memory of ours: its service knows the idempotency key and answers as it did. A refusal leaves
nothing behind there, and a state that has moved on since could accept what it refused before: then a second play would
change something. So the refusals that a story wanted, and got, are kept beside the stack's data.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Memory:
    """The keys of refused steps; kept in a file where there is a folder for it."""

    path: Path | None = None
    keys: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, folder: Path | None) -> "Memory":
        """What was kept in the instance's folder."""
        if folder is None:
            return cls()
        path = folder / "stories.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return cls(path, {json.loads(line)["key"] for line in lines if line.endswith("}")})

    def keep(self, key: str, title: str) -> None:
        """This step was refused, as its story wanted."""
        self.keys.add(key)
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": key, "title": title}) + "\n")
