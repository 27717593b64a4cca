"""The platform never operates a switch: it can send start, test, acknowledgement and interrogation alone."""

import ast
import inspect
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.telemetry.sources import iec104
from luylau.telemetry.sources.iec104 import sending
from luylau.telemetry.sources.iec104.frames import Acknowledgement, Control, Data, FrameReader

PACKAGE = Path(inspect.getfile(iec104)).parent
SENT = {"startdt", "probe", "alive", "acknowledge", "interrogate"}


def test_the_bytes_are_those_of_the_standard() -> None:
    assert sending.startdt() == bytes.fromhex("68 04 07 00 00 00")
    assert sending.probe() == bytes.fromhex("68 04 43 00 00 00")
    assert sending.alive() == bytes.fromhex("68 04 83 00 00 00")
    assert sending.acknowledge(2_623) == bytes.fromhex("68 04 01 00 7e 14")
    assert sending.interrogate(0, 0, 1) == bytes.fromhex("68 0e 00 00 00 00 64 01 06 00 01 00 00 00 00 14")


def test_nothing_else_can_be_made() -> None:
    public = {
        name
        for name, made in vars(sending).items()
        if inspect.isfunction(made) and made.__module__ == sending.__name__ and not name.startswith("_")
    }
    assert public == SENT
    for name in public:
        taken = set(inspect.signature(getattr(sending, name)).parameters)
        assert taken <= {"sent", "received", "common_address"}, "numbers and an address; no type, no value"


@given(st.integers(0, 2**40), st.integers(0, 2**40), st.integers(1, 65_534))
def test_all_that_is_numbered_is_a_general_interrogation(sent: int, received: int, common: int) -> None:
    (frame,) = FrameReader().feed(sending.interrogate(sent, received, common))
    assert isinstance(frame, Data)
    assert (frame.sent, frame.received) == (sent % 32_768, received % 32_768)
    assert frame.asdu == bytes((100, 1, 6, 0)) + common.to_bytes(2, "little") + bytes((0, 0, 0, 20))
    (told,) = FrameReader().feed(sending.acknowledge(received))
    assert told == Acknowledgement(received % 32_768)
    for made, wanted in ((sending.startdt, Control.STARTDT_ACT), (sending.probe, Control.TESTFR_ACT)):
        assert FrameReader().feed(made()) == [wanted]


@pytest.mark.parametrize("common", [0, -1, 65_535, 70_000])
def test_no_station_outside_of_the_addresses(common: int) -> None:
    with pytest.raises(ValueError, match="no common address"):
        sending.interrogate(0, 0, common)


def test_only_the_sending_module_makes_what_is_written() -> None:
    """A session's output grows by calls into ``sending`` alone, and the socket is written that alone."""
    written, grown = [], []
    for file in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {
                "write",
                "writelines",
                "sendall",
                "send",
            }:
                written.append((file.name, ast.unparse(node)))
            target = node.target if isinstance(node, ast.AugAssign | ast.AnnAssign) else None
            targets = node.targets if isinstance(node, ast.Assign) else [target]
            if any(getattr(one, "attr", "") == "_out" for one in targets):
                grown.append(ast.unparse(node.value))  # type: ignore[attr-defined]
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "self._out.extend",
                "self._out.append",
            }:
                grown.append("by another way")
    assert written == [("station.py", "writer.write(out)")]
    assert len(grown) >= 5
    calls = {said.removeprefix("bytearray(").split("(")[0] for said in grown}
    assert calls == {f"sending.{name}" for name in SENT}
    station = (PACKAGE / "station.py").read_text(encoding="utf-8")
    assert station.count("out = ") == station.count("out = session.output()") == 1
