"""More than 100,000 hostile messages: none crashes anything, each is accepted or refused with a reason.

Most go through the decoder; some thousands through a real broker, sent by a device that is let in and means
harm. The generator is seeded, so a failure can be repeated.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from luylau.kernel.messages import LANGUAGES, has_message, message
from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.telemetry.decode import Decoder, Message
from luylau.telemetry.sources import LiveSource, mqtt_source
from luylau.telemetry.violations import ViolationCounter
from tests.support.broker import TestBroker
from tests.support.devices import TENANT, Device, Gate
from tests.support.reading import read_messages
from tests.unit.telemetry.decoding import NOW, Desk

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

COUNT = 100_000
HUGE = b"[" + b'{"v":1},' * 1_250_000 + b'{"v":1}]'
"""Ten megabytes, and far more records than a pack may hold."""

Maker = Callable[[random.Random], bytes]

GOOD: tuple[bytes, ...] = (
    b'{"value": 1.25}',
    b'{"value": 1.25, "unit": "cm", "time": 1700000000}',
    b'[{"n":"water_level","u":"m","v":1.5}]',
    json.dumps(
        [{"bn": "gauge-1:", "bt": 1.7e9, "n": "battery", "v": 3}] + [{"n": "a", "v": 1}] * 20
    ).encode(),
    b'[{"vs":"open"},{"vb":true,"n":"door"},{"s":4,"n":"energy"}]',
)
NUMBERS = (b"NaN", b"Infinity", b"-Infinity", b"1e308", b"-1e308", b"1e999", b"-1e999", b"0x10", b"1_0",
           b"1,5", b"1" * 400, b"-", b"+1", b".5", b"1.", b"00", b"1e-400", b"9007199254740993", b"true",
           b"null")  # fmt: skip
UNITS = (b'"V"', b'"furlong"', b'""', b'"\\u0000"', b'"m/s/s/s"', b'"Cel"', b"1", b'"' + b"k" * 3000 + b'"')
NAMES = (b"gauge-2:water_level", b"../../etc/passwd", b"*", b">", b"$SYS", b"urn:luylau:other:asset:x:y",
         b"\\ud800", b"a\\u0000b", b"__proto__", b"';DROP TABLE series;--", b"x" * 5000,
         b"\\u202e")  # fmt: skip
TOPICS = (("gauge-1", "water_level"), ("gauge-1", "senml"), ("gauge-2", "battery"), ("stranger", "level"),
          ("", ""), ("gauge-1", ""), ("gauge-1", "a.b"), ("..", "x"), ("*", ">"), ("$SYS", "x"),
          ("gauge-1\x00", "x"), ("GAUGE-1", "x"), ("gauge-1", "water_level/"), ("g" * 500, "x"),
          ("obs.other", "x"), ("gauge‑1", "x"), ("gauge-1", "_sum"))  # fmt: skip


def truncated(chance: random.Random) -> bytes:
    whole = chance.choice(GOOD)
    return whole[: chance.randrange(len(whole))]


def flipped(chance: random.Random) -> bytes:
    whole = bytearray(chance.choice(GOOD))
    for _ in range(chance.randint(1, 4)):
        whole[chance.randrange(len(whole))] = chance.randrange(256)
    return bytes(whole)


def numbers(chance: random.Random) -> bytes:
    number = chance.choice(NUMBERS)
    form = chance.choice(
        (
            b'{"value": %b}',
            b'[{"v": %b}]',
            b'[{"v":1,"t": %b}]',
            b'[{"bt": %b,"v":1}]',
            b'[{"bv":%b,"v":1e308}]',
        )
    )
    return form % number


def units(chance: random.Random) -> bytes:
    form = chance.choice(
        (b'{"value":1,"unit":%b}', b'[{"v":1,"u":%b}]', b'[{"bu":%b,"v":1},{"v":2},{"v":3}]')
    )
    return form % chance.choice(UNITS)


def names(chance: random.Random) -> bytes:
    form = chance.choice(
        (b'[{"n":"%b","v":1}]', b'[{"bn":"%b","v":1},{"n":"a","v":2}]', b'{"%b":1,"value":2}')
    )
    return form % chance.choice(NAMES)


def deep(chance: random.Random) -> bytes:
    depth = chance.choice((10, 1_000, 20_000))
    opened, closed = chance.choice(((b"[", b"]"), (b'{"a":', b"}")))
    inside = opened * depth + b"1" + closed * depth
    form = chance.choice((b"%b", b'[{"v":1,"x":%b}]', b'[{"v":1,"must_":%b}]', b'{"value":%b}'))
    return form.replace(b"%b", inside)


def doubled(chance: random.Random) -> bytes:
    keys = chance.choices(
        (b'"v":1', b'"v":"x"', b'"n":"a"', b'"n":"b"', b'"u":"m"', b'"bn":"x"', b'"bver":99'), k=5
    )
    return b"[{" + b",".join(keys) + b"}]"


def escaped(chance: random.Random) -> bytes:
    label = chance.choice((b"\\u0076", b"v\\u005f", b"\\u0062n", b"b\\u0076er", b"\\u0075"))
    return b'[{"%b":%b,"v":1}]' % (label, chance.choice((b"1", b'"x"', b"99", b"null")))


def broken_letters(chance: random.Random) -> bytes:
    bad = chance.choice((b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf0\x9f", b"\x00", b"\x1b[2J"))
    return chance.choice((b'{"value":"%b"}', b'[{"n":"%b","v":1}]', b'[{"vs":"%b"}]', b"%b")) % bad


def against_the_rules(chance: random.Random) -> bytes:
    return chance.choice(
        (
            b"[]",
            b'[{"v":1,"new_":0}]',
            b'[{"v":1,"vs":"x"}]',
            b'[{"bver":99,"v":1}]',
            b'{"value":"%b"}' % (b"w" * 1_001),
            b'[{"bn":"gauge-1:"}]',
            b'{"value":1,"time":"24:00"}',
        )
    )


def noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randrange(300))


def long_pack(chance: random.Random) -> bytes:
    tail = chance.choice((b'{"v":1}', b'{"v":1,"n":"gauge-2:x"}', b'{"vs":"w"}', b'{"v":1e999}', b"{}", b"x"))
    return b"[" + b'{"v":1},' * chance.choice((20, 200, 2_000)) + tail + b"]"


MAKERS: tuple[Maker, ...] = (
    truncated,
    flipped,
    numbers,
    units,
    names,
    doubled,
    escaped,
    broken_letters,
    noise,
    against_the_rules,
)
RARE: tuple[Maker, ...] = (deep, long_pack)


def hostile(chance: random.Random, count: int) -> Iterator[bytes]:
    """Yield ``count`` payloads, every tenth a repetition of the one before."""
    last = b""
    for number in range(count):
        if number % 10 != 9:
            last = chance.choice(RARE if number % 100 == 0 else MAKERS)(chance)
        yield last


EXPECTED = {
    f"refused-{reason}"
    for reason in (
        "malformed", "empty", "too-long", "must-understand", "version", "long-text", "two-values", "no-value",
        "time", "topic", "name", "no-name", "other-device", "too-many-channels",
    )
}  # fmt: skip
"""All reasons but those of limits on whole devices, which have tests of their own."""


def check_keys(reasons: Counter[str]) -> None:
    for key in reasons:
        for language in LANGUAGES:
            assert has_message(language, key), (language, key)
            assert message(language, key, part="remedy"), (language, key)


def take(decoder: Decoder, messages: list[Message], reasons: Counter[str]) -> int:
    """Decode a run; return how many messages were accepted, the refused ones are counted."""
    decoded = decoder.decode("mqtt@x", messages)
    reasons.update(one.key for one in decoded.refused)
    accepted = len(set(decoded.batch.seq.tolist()))
    assert accepted + len(decoded.refused) == len(messages)
    for said in decoded.batch.text.values():
        said.encode()
    assert len(decoded.batch.time_us) == len(decoded.batch.value) == len(decoded.batch.series)
    return accepted


def test_hostile_messages_through_the_decoder(tmp_path: Path) -> None:
    desk = Desk(tmp_path, devices=100, channels=20)
    chance = random.Random(20_241_007)
    reasons: Counter[str] = Counter()
    accepted, sent, run = 0, 0, []
    for payload in (*hostile(chance, COUNT), HUGE, HUGE[:-1], b'{"value":"' + b"x" * 10_000_000 + b'"}'):
        device, channel = chance.choice(TOPICS if sent % 3 == 0 else TOPICS[:4])
        sent += 1
        run.append(Message(device, channel, payload, sent, NOW))
        if len(run) == 500:
            accepted += take(desk.decoder, run, reasons)
            run = []
    accepted += take(desk.decoder, run, reasons)
    assert accepted + reasons.total() == sent == COUNT + 3
    assert accepted > 5_000, "some of it is odd, but good"
    assert set(reasons) == EXPECTED
    check_keys(reasons)
    # Nothing that was invented has grown without bound.
    assert len(desk.table) < 500
    assert len(desk.decoder._factors) < 500
    # After all that, an honest message is taken as ever.
    assert desk.rows(b'{"value": 1.25}')[0][2] == 1.25
    desk.engine.dispose()


def test_hostile_messages_through_a_real_broker(tmp_path: Path) -> None:
    async def run() -> None:
        broker = TestBroker(tmp_path / "data")
        await broker.start()
        engine = open_engine(sqlite_url(tmp_path / "gate.db"))
        metadata.create_all(engine)
        gate = await Gate(broker, engine).open()
        violations = ViolationCounter(broker.data.logs / "broker.log")
        violations.poll()
        bus = await broker.bus()
        stored = mqtt_source(bus, TENANT, 100_000_000)
        live = LiveSource(
            host="127.0.0.1",
            port=broker.settings.nats_port,
            user="signals",
            password=broker.secrets.signals,
            tenant=TENANT,
        )
        await stored.open({})
        await live.open({})
        secret = gate.issue("gauge-1")
        desk = Desk(tmp_path, channels=20)
        reasons: Counter[str] = Counter()
        port = broker.settings.mqtt_port
        sent = {0: 0, 1: 0}
        chance = random.Random(7)

        def attack() -> int:
            """Send from one connection; return how many went to topics of others."""
            device = Device(port, "gauge-1", secret)
            assert device.joined()
            foreign = 0
            last = None
            for number, payload in enumerate(hostile(chance, 4_000)):
                if number % 20 == 0:
                    topic = chance.choice(
                        (f"obs/{TENANT}/gauge-2/x", "$SYS/x", "cmd/x", f"obs/x/gauge-1/{number}")
                    )
                    last = device.client.publish(topic, payload, qos=1)
                    foreign += 1
                    continue
                qos = number % 2
                topic = f"obs/{TENANT}/gauge-1/" + chance.choice(("water_level", "senml", "a/b", "c" * 90))
                last = device.client.publish(topic, payload, qos=qos)
                sent[qos] += 1
            assert last is not None
            last.wait_for_publish(20)
            device.end()
            return foreign

        foreign = await asyncio.to_thread(attack)
        got = {"mqtt": 0, "live": 0}
        accepted = 0
        for source in (stored, live):
            messages = await read_messages(source, sent[1 if source is stored else 0])
            got[source.name] += len(messages)
            accepted += take(desk.decoder, messages, reasons)
        assert got == {"mqtt": sent[1], "live": sent[0]}
        assert accepted + reasons.total() == sum(sent.values())
        check_keys(reasons)

        def too_large() -> bool:
            device = Device(port, "gauge-1", secret)
            assert device.joined()
            taken = device.publish("water_level", HUGE, wait_s=3)
            put_out = device.lost.wait(5)
            device.end()
            return not taken and put_out

        assert await asyncio.to_thread(too_large), "ten megabytes are not taken"

        def honest() -> bool:
            device = Device(port, "gauge-1", secret)
            assert device.joined()
            taken = device.publish("water_level", b'{"value": 6.3}')
            device.end()
            return taken

        assert await asyncio.to_thread(honest)
        (last,) = await read_messages(stored, 1)
        assert last.payload == b'{"value": 6.3}'
        # What went to other topics left its trace and nothing else.
        for _ in range(40):
            violations.poll()
            if violations.counts["gauge-1"] >= foreign:
                break
            await asyncio.sleep(0.1)
        assert violations.counts["gauge-1"] == foreign
        violations.close()
        for source in (stored, live):
            await source.close()
        await bus.close()
        await gate.close()
        broker.stop()
        engine.dispose()
        desk.engine.dispose()

    asyncio.run(run())
