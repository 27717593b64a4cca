"""All that is ever sent to an outstation: start, test, acknowledge, and "tell me everything".

The platform reads and never operates. This module holds the only bytes that a connection can write, and none
of them is a command, a set point, a clock or a parameter: of the types in control direction there is the
general interrogation (C_IC_NA_1, type 100) alone, and nothing takes a type as an argument. A test holds all
of it to that.
"""

from typing import Final

from luylau.telemetry.sources.iec104.frames import MODULUS, START, Control

INTERROGATION: Final = 100
"""C_IC_NA_1."""
ACTIVATION: Final = 6
STATION: Final = 20
"""The qualifier of an interrogation of the whole station."""


def startdt() -> bytes:
    """Return the frame that lets the outstation begin to send."""
    return _control(Control.STARTDT_ACT)


def probe() -> bytes:
    """Return the frame that asks whether the outstation is there."""
    return _control(Control.TESTFR_ACT)


def alive() -> bytes:
    """Return the frame that answers the outstation's own test."""
    return _control(Control.TESTFR_CON)


def acknowledge(received: int) -> bytes:
    """Return the frame that says that all numbered below ``received`` is safe."""
    return bytes((START, 4, 1, 0)) + _number(received)


def interrogate(sent: int, received: int, common_address: int) -> bytes:
    """Return the frame numbered ``sent`` that asks a station for the present values of all its points.

    Raises:
        ValueError: ``common_address`` is not 1 to 65,534; 65,535 would ask all stations behind a gateway.
    """
    if not 1 <= common_address <= 65_534:
        raise ValueError(f"{common_address} is no common address")
    asdu = (
        bytes((INTERROGATION, 1, ACTIVATION, 0))
        + common_address.to_bytes(2, "little")
        + bytes((0, 0, 0, STATION))
    )
    return bytes((START, 4 + len(asdu))) + _number(sent) + _number(received) + asdu


def _control(function: Control) -> bytes:
    return bytes((START, 4, function, 0, 0, 0))


def _number(number: int) -> bytes:
    return (number % MODULUS << 1).to_bytes(2, "little")
