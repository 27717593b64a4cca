"""One connection as a state machine: numbers, windows and timers, by a clock of the test."""

import pytest

from luylau.telemetry.sources.iec104.frames import Acknowledgement, Broken, Control, Data, Frame, FrameReader
from luylau.telemetry.sources.iec104.session import MOST_SENT, Received, Session, Timing
from tests.support.outstation import asdu, i_frame

TIMING = Timing(answer_s=15, acknowledge_s=10, test_s=20, acknowledge_every=8, interrogate_s=900)
STARTED = bytes.fromhex("68 04 0b 00 00 00")
SINGLE = asdu(1, 3, 1, [(11, b"\x01")])


def said(session: Session) -> list[Frame]:
    return FrameReader().feed(session.output())


def started(*stations: int, now: float = 0.0, timing: Timing = TIMING) -> Session:
    session = Session(timing, stations or (1,), now)
    assert said(session) == [Control.STARTDT_ACT]
    session.receive(STARTED, now)
    return session


def data(session: Session, first: int, count: int, now: float, received: int = 1) -> list[Received]:
    frames = b"".join(i_frame(number % 32_768, received, SINGLE) for number in range(first, first + count))
    return session.receive(frames, now)


def test_each_station_is_asked_for_all_its_values() -> None:
    session = started(1, 7)
    assert session.started
    first, second = said(session)
    assert isinstance(first, Data)
    assert isinstance(second, Data)
    assert (first.sent, second.sent) == (0, 1)
    assert [frame.asdu[4] for frame in (first, second)] == [1, 7]
    session.receive(i_frame(0, 2, bytes.fromhex("64 01 47 00 07 00 00 00 00 14")), 1)
    assert session.refused == {7}
    session.tick(14)
    # A station that confirms after all, and one that does not know its address (cause 46).
    session.receive(i_frame(1, 2, bytes.fromhex("64 01 07 00 07 00 00 00 00 14")), 15)
    session.receive(i_frame(2, 2, bytes.fromhex("64 01 2e 00 01 00 00 00 00 14")), 15)
    assert session.refused == {1}
    session.receive(bytes.fromhex("68 04 83 00 00 00"), 890)
    session.tick(900)
    assert [frame.asdu[4] for frame in said(session) if isinstance(frame, Data)] == [1, 7], (
        "and again in time"
    )


def test_only_what_is_safe_is_acknowledged_at_once_after_w_else_after_t2() -> None:
    session = started()
    said(session)
    found = data(session, 0, 9, 1.0)
    assert [one.number for one in found] == list(range(9))
    session.tick(1.0)
    assert said(session) == [], "nothing of it is safe yet"
    for one in found[:7]:
        session.handled(one.number, 2.0)
    assert said(session) == []
    session.handled(7, 2.5)
    assert said(session) == [Acknowledgement(8)]
    session.handled(8, 3.0)
    assert session.due() == 13.0
    session.tick(12.9)
    assert said(session) == []
    session.tick(13.0)
    assert said(session) == [Acknowledgement(9)]


def test_numbers_begin_anew_after_the_last() -> None:
    session = started()
    said(session)
    for first in range(0, 32_768, 8):
        for one in data(session, first, 8, 0.0):
            session.handled(one.number, 0.0)
    assert said(session)[-1] == Acknowledgement(0)
    assert [one.number for one in data(session, 32_768, 2, 0.0)] == [0, 1]


def test_a_silent_line_is_tested_and_given_up() -> None:
    session = started(now=0.0)
    said(session)
    session.receive(i_frame(0, 1, SINGLE), 5.0)
    assert session.due() == 25.0
    session.tick(25.0)
    assert said(session) == [Control.TESTFR_ACT]
    session.receive(bytes.fromhex("68 04 83 00 00 00"), 30.0)
    session.tick(49.9)
    session.tick(50.0)
    assert said(session) == [Control.TESTFR_ACT]
    with pytest.raises(Broken, match="scada-silent"):
        session.tick(65.0)


def test_a_start_or_a_question_that_nobody_answers_ends_the_connection() -> None:
    session = Session(TIMING, (1,), 0.0)
    session.tick(14.9)
    with pytest.raises(Broken, match="scada-silent"):
        session.tick(15.0)
    asked = started(now=100.0)
    # Alive, but it never acknowledges the interrogation.
    asked.receive(i_frame(0, 0, SINGLE), 110.0)
    with pytest.raises(Broken, match="scada-silent"):
        asked.tick(115.0)


def test_its_own_test_is_answered() -> None:
    session = started()
    said(session)
    session.receive(bytes.fromhex("68 04 43 00 00 00"), 1.0)
    assert said(session) == [Control.TESTFR_CON]


@pytest.mark.parametrize(
    ("bytes_", "key"),
    [
        (i_frame(1, 0, SINGLE), "scada-sequence"),  # one was lost
        (i_frame(0, 0, SINGLE) * 2, "scada-sequence"),  # one came twice
        (i_frame(0, 5, SINGLE), "scada-sequence"),  # acknowledges what was never sent
        (bytes.fromhex("68 04 01 00 04 00"), "scada-sequence"),
        (bytes.fromhex("68 04 07 00 00 00"), "scada-control"),  # speaks as a controlling station
        (STARTED, "scada-control"),  # starts twice
        (bytes.fromhex("68 04 23 00 00 00"), "scada-control"),
        (b"HTTP/1.1 400 Bad Request", "scada-not-104"),
        (i_frame(0, 0, SINGLE[:-1]), "scada-asdu"),
    ],
)
def test_what_breaks_the_protocol_ends_the_connection(bytes_: bytes, key: str) -> None:
    session = started()
    with pytest.raises(Broken) as broken:
        session.receive(bytes_, 1.0)
    assert broken.value.key == key


def test_data_before_the_start_ends_the_connection() -> None:
    session = Session(TIMING, (1,), 0.0)
    with pytest.raises(Broken, match="scada-control"):
        session.receive(i_frame(0, 0, SINGLE), 1.0)


def test_no_more_than_k_questions_wait_for_an_acknowledgement() -> None:
    session = started(*range(1, 21))
    assert len(said(session)) == MOST_SENT
    session.receive(bytes((0x68, 4, 1, 0)) + (5 * 2).to_bytes(2, "little"), 1.0)
    assert len(said(session)) == 5
    session.receive(bytes((0x68, 4, 1, 0)) + (17 * 2).to_bytes(2, "little"), 2.0)
    assert len(said(session)) == 3


def test_an_outstation_that_began_anew_is_asked_again() -> None:
    session = started()
    said(session)
    session.receive(i_frame(0, 1, bytes.fromhex("46 01 04 00 01 00 00 00 00 00")), 1.0)
    (asked,) = said(session)
    assert isinstance(asked, Data)
    assert asked.asdu[:3] == bytes((100, 1, 6))
    session.receive(i_frame(1, 2, bytes.fromhex("46 01 04 00 63 00 00 00 00 00")), 1.0)
    assert said(session) == [], "a station that is not on the map is left alone"
