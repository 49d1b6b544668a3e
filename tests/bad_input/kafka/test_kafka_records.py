"""Bad records on Kafka, 45-58 and 63-71 of the catalogue: set aside or ignored; the next record is taken at once."""

import asyncio
import json
import time
from dataclasses import replace
from uuid import uuid4

import pytest
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition

from shared.event import canonical, encode
from tests.bad_input.kafka.town import Town, subject_of, written
from tests.examples import EXAMPLES

MEBIBYTE = 1024 * 1024


async def test_45_an_empty_value_is_set_aside(town: Town) -> None:
    await town.sets_aside("empty", b"", b"case-1")


async def test_46_a_tombstone_on_a_topic_that_is_never_compacted_is_set_aside(town: Town) -> None:
    """It stands for nothing: what was said under its key stays said."""
    await town.sets_aside("empty", None, subject_of(town.tell("intake")))


async def test_47_a_record_without_a_key_is_set_aside(town: Town) -> None:
    await town.sets_aside("key_is_not_the_stream", encode(town.senders["intake"].fact()), None)


async def test_48_a_key_other_than_the_stream_in_the_body_is_set_aside(town: Town) -> None:
    fact = town.senders["intake"].fact()
    await town.sets_aside("key_is_not_the_stream", encode(fact), b"case-other")
    await town.sets_aside("content_does_not_fit", written(fact, subject="case-other"), b"case-other")


@pytest.mark.parametrize("value", [b"{", b"{'a': 1}", b"\xff\xfe", b"\x00", b"null", b"[]", b'{"specversion":"1.0"}'])
async def test_49_bad_json_is_set_aside(town: Town, value: bytes) -> None:
    reason = {b"n": "not_a_cloud_event", b"[": "not_a_cloud_event", b'{"': "envelope_incomplete"}
    await town.sets_aside(reason.get(value[:1], reason.get(value[:2], "not_json")), value, b"case-1")


async def test_50_another_codec_than_json_is_set_aside(town: Town) -> None:
    avro = b"\x00\x00\x00\x00\x07" + encode(town.senders["intake"].fact())
    for value in (avro, avro[5:].decode().encode("utf-16"), b"\xef\xbb\xbf" + avro[5:]):
        await town.sets_aside("not_json", value, b"case-1")


@pytest.mark.parametrize("codec", ["gzip", "snappy", "lz4", "zstd"])
async def test_50_a_record_packed_with_any_codec_is_heard_without_knowing_the_codec(town: Town, codec: str) -> None:
    """The broker unpacks it. A codec that the hearer does not have would stop the hearing of every topic."""
    body = encode(town.senders["intake"].fact())
    packing = Producer({**town.stack.operator.librdkafka(), "compression.type": codec, "acks": "all"})
    packing.produce("intake.facts.v1", body, subject_of(body))
    assert packing.flush(20) == 0
    town.senders["intake"].said.append(body)
    await town.goes_on()


@pytest.mark.parametrize("codec", ["gzip", "zstd"])
async def test_50_what_would_unpack_to_more_than_the_limit_is_refused_by_the_broker(town: Town, codec: str) -> None:
    packing = Producer(
        {
            **town.stack.operator.librdkafka(),
            "compression.type": codec,
            "message.max.bytes": 20 * MEBIBYTE,
        }
    )
    errors: list[KafkaError] = []
    packing.produce("intake.facts.v1", bytes(8 * MEBIBYTE), b"k", on_delivery=lambda error, _: errors.append(error))
    assert packing.flush(30) == 0
    assert errors[0].code() == KafkaError.MSG_SIZE_TOO_LARGE
    await town.goes_on()


async def test_51_a_header_that_is_no_utf_8_is_not_looked_at(town: Town) -> None:
    await town.takes(encode(town.senders["intake"].fact()), headers=[("content-type", b"\xff\xfe"), ("x", b"\x00")])


async def test_52_a_header_without_a_value_is_not_looked_at(town: Town) -> None:
    await town.takes(encode(town.senders["intake"].fact()), headers=[("correlation_id", None), ("content-type", None)])


async def test_53_a_hundred_headers_and_a_huge_one_are_not_looked_at(town: Town) -> None:
    await town.takes(encode(town.senders["intake"].fact()), headers=[(f"h{n}", b"x" * 500) for n in range(100)])
    await town.takes(encode(town.senders["intake"].fact()), headers=[("x", b"x" * 200_000)])
    with pytest.raises(KafkaException):
        town.put("intake.facts.v1", b"x", b"k", headers=[("x", b"x" * MEBIBYTE)])
    await town.goes_on()


async def test_54_nothing_is_sent_where_a_header_would_like_an_answer(town: Town) -> None:
    before = ends(town, "audit.facts.v1")
    headers = [("reply_to", b"audit.facts.v1"), ("correlation_id", b"1")]
    await town.takes(encode(town.senders["intake"].fact()), headers=headers)
    await town.sets_aside("not_json", b"no json", b"case-1", headers=headers)
    assert ends(town, "audit.facts.v1") == before


async def test_55_json_that_is_said_to_be_text_is_a_fact(town: Town) -> None:
    await town.takes(encode(town.senders["intake"].fact()), headers=[("content-type", b"text/plain")])
    body = written(town.senders["intake"].fact(), datacontenttype="text/plain")
    await town.sets_aside("envelope_incomplete", body, subject_of(body))


async def test_56_a_forged_correlation_id_changes_nothing(town: Town) -> None:
    await town.takes(encode(town.senders["intake"].fact()), headers=[("correlation_id", b"x" * 10_240)])
    body = written(town.senders["intake"].fact(), correlationid="x" * 10_240)
    await town.sets_aside("envelope_incomplete", body, subject_of(body))


async def test_57_the_same_fact_again_is_ignored(town: Town) -> None:
    body, alarms = town.tell("intake"), town.alarms()
    for _ in range(3):
        town.put("intake.facts.v1", body, subject_of(body))
    await town.goes_on()
    assert town.alarms() == alarms


async def test_58_other_bytes_under_a_known_id_are_an_alarm_and_overwrite_nothing(town: Town) -> None:
    first, alarms = json.loads(town.tell("intake")), town.alarms()
    other = canonical(first | {"actor": str(uuid4())})
    town.put("intake.facts.v1", other, subject_of(other))
    await town.goes_on()
    assert town.alarms() == alarms + 1
    other = written(town.senders["intake"].fact(), id=first["id"])
    town.put("intake.facts.v1", other, subject_of(other))
    await town.goes_on()
    assert town.alarms() == alarms + 2


async def test_63_an_older_version_without_a_field_that_it_had_is_set_aside(town: Town) -> None:
    """No field was ever removed, so one that is missing was never written."""
    fact = town.senders["intake"].fact()
    data = fact.event.model_dump(mode="json")
    del data["house"]
    await town.sets_aside("content_does_not_fit", written(fact, data=data), fact.stream.encode())
    schema = "urn:fallbuch:schema:CaseRegistered:0"
    await town.sets_aside("envelope_incomplete", written(fact, dataschema=schema), fact.stream.encode())


async def test_64_a_record_above_the_limit_is_refused_by_the_broker_or_set_aside(town: Town) -> None:
    with pytest.raises(KafkaException):
        town.put("intake.facts.v1", b"x" * 300_000, b"case-1")
    body = written(town.senders["intake"].fact(), extension="x" * 210_000)
    await town.sets_aside("too_large", body, subject_of(body))


@pytest.mark.parametrize("at_ms", [1, 4_102_444_800_000, -1])
async def test_65_the_broker_says_when_a_record_was_stored_whatever_its_sender_says(town: Town, at_ms: int) -> None:
    body = town.tell("intake", **({"timestamp": at_ms} if at_ms > 0 else {}))
    await town.goes_on()
    stored_at_ms = await asyncio.to_thread(stored_at, town, "intake.facts.v1", body)
    assert abs(stored_at_ms - time.time() * 1000) < 120_000


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "2018-11-05T08:00:00"])
async def test_65_a_fact_from_beyond_the_calendar_is_set_aside(town: Town, moment: str) -> None:
    body = written(town.senders["intake"].fact(), time=moment)
    await town.sets_aside("envelope_incomplete", body, subject_of(body))


async def test_66_a_fact_on_another_s_topic_is_set_aside(town: Town) -> None:
    intake, reporting = town.senders["intake"], town.senders["reporting"]
    foreign = encode(intake.fact())
    await town.sets_aside("foreign_source", foreign, subject_of(foreign), name="reporting")
    claimed = written(intake.fact(number=len(reporting.said) + 1), source=reporting.source)
    await town.sets_aside("foreign_category", claimed, subject_of(claimed), name="reporting")
    contact = written(replace(town.senders["drk"].fact(), source=intake.source), subject="case-1")
    await town.sets_aside("content_does_not_fit", contact, b"case-1")


async def test_67_a_provider_does_not_write_about_another_provider_s_care(town: Town) -> None:
    drk = town.senders["drk"]
    body = encode(drk.fact(drk.event(provider="caritas")))
    await town.sets_aside("foreign_category", body, subject_of(body), name="drk")
    hidden = drk.fact(drk.event(provider="caritas"))
    stream = drk.event().stream()
    await town.sets_aside("content_does_not_fit", written(hidden, subject=stream), stream.encode(), name="drk")
    told = replace(drk.fact(EXAMPLES["CaseEntrusted"]), source=drk.source)
    await town.sets_aside("foreign_category", encode(told), told.stream.encode(), name="drk")


@pytest.mark.parametrize("depth", [500, 100_000])
async def test_71_a_depth_bomb_is_set_aside(town: Town, depth: int) -> None:
    await town.sets_aside("not_json" if depth > 1000 else "not_a_cloud_event", b"[" * depth + b"]" * depth, b"case-1")
    if depth < 1000:
        body = written(town.senders["intake"].fact(), type="Moon", dataschema="urn:fallbuch:schema:Moon:1", data={})
        deep = body.replace(b'"data":{}', b'"data":' + b'{"a":' * depth + b"1" + b"}" * depth)
        await town.sets_aside("too_deep", deep, subject_of(body))


def ends(town: Town, *topics: str) -> list[int]:
    """Where topics end."""
    reader = Consumer({**town.stack.operator.librdkafka(), "group.id": "test"})
    try:
        return [reader.get_watermark_offsets(TopicPartition(topic, 0), timeout=20)[1] for topic in topics]
    finally:
        reader.close()


def stored_at(town: Town, topic: str, body: bytes) -> int:
    """When the broker says that it stored a record, in milliseconds since 1970."""
    reader = Consumer({**town.stack.operator.librdkafka(), "group.id": "test"})
    try:
        reader.assign([TopicPartition(topic, 0, 0)])
        while (message := reader.poll(20)) is not None:
            if message.value() == body:
                return int(message.timestamp()[1])
        raise AssertionError("the record is not in the topic")
    finally:
        reader.close()
