"""O3: every line of every log is what it was: leaf = SHA-256(0x00 || bytes), facts 1..N, positions 1..M."""

import hashlib
import json
from collections.abc import Iterator

from tests.faults.oracles.where import Finding, Row, Where


def check(where: Where) -> Finding:
    faults: list[str] = []
    checked = 0
    for service in where.services:
        log = where.log(service)
        checked += len(log)
        own = [row.fact_number for row in log if row.source == where.source(service)]
        if own != list(range(1, len(own) + 1)):
            faults.append(f"{service}: the own facts are not numbered 1 to {len(own)} in their order")
        if [row.log_position for row in log] != list(range(1, len(log) + 1)):
            faults.append(f"{service}: positions are not 1 to {len(log)}")
        faults += [
            f"{service}: position {row.log_position}: {why}" for row in log for why in _wrong(row, where, service)
        ]
    return Finding("leaves", checked, faults)


def _wrong(row: Row, where: Where, service: str) -> Iterator[str]:
    fact = row.fact
    if hashlib.sha256(b"\x00" + row.body).digest() != row.leaf_hash:
        yield "the leaf is not that of the bytes"
    columns = (row.source, row.stream, row.version, row.event_id, row.type)
    if columns != (fact["source"], fact["subject"], fact["streamversion"], fact["id"], fact["type"]):
        yield "the columns say something else than the bytes"
    if row.fact_number not in ((fact["factnumber"],) if row.source == where.source(service) else (None,)):
        yield "the fact number is not that of the bytes"
    if json.dumps(fact, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() != row.body:
        yield "the bytes are not canonical"
