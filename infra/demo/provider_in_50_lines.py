"""A provider's own software in 50 lines: who is entrusted to it is called once, and that is a fact (docs/provider.md).

    python infra/demo/provider_in_50_lines.py HOST:PORT PROVIDER PASSWORD_FILE [TOWN]

It needs nothing but aiokafka. Its own topic is its memory: it may be killed and started at any time.
"""

# fmt: off
import asyncio
import hashlib
import json
import sys
import uuid
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition


def root(leaves: list[bytes]) -> bytes:
    """Of the tree over all facts (RFC 6962, section 2.1)."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(leaves[:half]) + root(leaves[half:])).digest()


def first_call(source: str, number: int, case: str, persons: list[str]) -> tuple[str, bytes]:
    """The stream, and the canonical bytes of the fact: made once, sent as they are."""
    now, ref, provider = datetime.now(UTC), str(uuid.uuid4()), source.rpartition("provider-")[2]
    stream, day = f"care-{provider}-{case}", str(now.date())
    call = {"provider": provider, "case_id": case, "contact_id": ref, "on": day, "channel": "phone",
            "duration_band": "not_stated", "topics": ["not_stated"], "persons": persons}
    fact = {"specversion": "1.0", "id": ref, "streamversion": 1, "subject": stream, "type": "ContactRecorded",
            "dataschema": "urn:fallbuch:schema:ContactRecorded:1", "datacontenttype": "application/json",
            "time": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"), "effectiveon": day, "source": source,
            "factnumber": number, "actor": "system", "correlationid": ref, "causationid": "FirstCall", "data": call}
    return stream, json.dumps(fact, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


async def main(kafka: str, provider: str, password_file: str, town: str = "weinheim") -> None:
    source, waiting, called = f"urn:fallbuch:{town}:provider-{provider}", dict[str, list[str]](), dict[str, bytes]()
    own, told = (TopicPartition(f"provider.{provider}.{kind}.v1", 0) for kind in ("facts", "in"))
    login = {"bootstrap_servers": kafka, "security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "SCRAM-SHA-512",
             "sasl_plain_username": f"provider-{provider}", "sasl_plain_password": Path(password_file).read_text()}
    consumer = AIOKafkaConsumer(**login, auto_offset_reset="earliest")
    producer = AIOKafkaProducer(**login, acks="all", enable_idempotence=True)
    await asyncio.gather(consumer.start(), producer.start())
    consumer.assign([own, told])
    while True:
        for topic, records in (await consumer.getmany(timeout_ms=500)).items():
            for body, fact in ((record.value, json.loads(record.value)) for record in records):
                if topic == own:
                    called[fact["data"]["case_id"]] = body  # a repetition changes nothing
                elif fact["type"] == "CaseEntrusted":
                    waiting[fact["data"]["case_id"]] = [it["person_id"] for it in fact["data"]["household"]["persons"]]
                elif fact["type"] == "CaseWithdrawn":
                    waiting.pop(fact["data"]["case_id"], None)
        if any([await consumer.position(at) < end for at, end in (await consumer.end_offsets([own, told])).items()]):
            continue  # first everything that is there already
        for case in set(waiting) - set(called):
            stream, called[case] = first_call(source, len(called) + 1, case, waiting[case])
            await producer.send_and_wait(own.topic, called[case], key=stream.encode(), partition=0)
            note = f"{source}\n{len(called)}\n{b64encode(root([*called.values()])).decode()}\n".encode()
            await producer.send_and_wait("audit.checkpoints.v1", note, key=source.encode(), partition=0)


asyncio.run(main(*sys.argv[1:]))
