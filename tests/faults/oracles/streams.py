"""O2: every stream of every log is complete: count = largest version = distinct versions = distinct ids."""

from tests.faults.oracles.where import Finding, Where

STREAMS = """SELECT source, stream, count(*), max(version), count(DISTINCT version), count(DISTINCT event_id),
min(version) FROM public.log GROUP BY source, stream"""


def check(where: Where) -> Finding:
    faults, checked = [], 0
    for service in where.services:
        with where.connect(service) as connection:
            found = connection.execute(STREAMS).fetchall()
        for source, stream, count, *others in found:
            checked += count
            if others != [count, count, count, 1]:
                faults.append(f"{service}: {stream} of {source} has {count} facts, and versions and ids {others}")
    return Finding("streams", checked, faults)
