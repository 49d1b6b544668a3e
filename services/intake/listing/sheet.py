"""`python -m services.intake.listing.sheet`: reads a file from standard input as a table, in a process of its own.

Whatever a file does to its reader, it does it there, under limits on time and memory. On standard output stands one
JSON document: the rows, or why there are none.
"""

import json
import resource
import sys

from services.intake.listing.cells import BYTES_LIMIT, Line, Unreadable

CPU_SECONDS = 30
MEMORY_BYTES = 1024 * 1024 * 1024
KINDS = ("csv", "xlsx")


def main(kind: str) -> None:
    """Read, and say what was read."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read(BYTES_LIMIT + 1)
    try:
        answer: dict[str, object] = {"lines": _lines(kind, content)}
    except Unreadable as why:
        answer = {"code": why.code, "place": why.place}
    except MemoryError:
        answer = {"code": "unpacked_limit", "place": ""}
    sys.stdout.write(json.dumps(answer))


def _lines(kind: str, content: bytes) -> list[Line]:
    if len(content) > BYTES_LIMIT:
        raise Unreadable("unpacked_limit")
    if not content.strip():
        raise Unreadable("empty")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("encrypted")  # an old .xls, or a workbook with a password
    if content.startswith(b"PK") != (kind == "xlsx"):
        raise Unreadable("other_kind")
    if kind == "csv":
        from services.intake.listing.csv_table import read_csv

        return read_csv(content)
    from services.intake.listing.xlsx_table import read_xlsx

    return read_xlsx(content)


if __name__ == "__main__":
    main(sys.argv[1])
