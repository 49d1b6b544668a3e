"""Has a file read as a table by a process of its own, which cannot harm ours, however the file was made."""

import asyncio
import json
import sys

from services.intake.listing.cells import Cell, Line, Unreadable

SECONDS = 40.0


async def read_table(kind: str, content: bytes) -> list[Line]:
    """The rows of a CSV or XLSX file. Raises `Unreadable`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", "services.intake.listing.sheet", kind),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(SECONDS):
            said, _ = await process.communicate(content)
    except TimeoutError:
        raise Unreadable("too_slow") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:  # ended by the system: too much time or memory
        raise Unreadable("too_slow")
    return await asyncio.to_thread(_table, said)


def _table(said: bytes) -> list[Line]:
    answer = json.loads(said)
    if "code" in answer:
        raise Unreadable(answer["code"], answer["place"])
    return [Line(number, [Cell(*cell) for cell in cells]) for number, cells in answer["lines"]]
