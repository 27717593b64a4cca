"""Many cameras asked at once by a list of addresses; what is wrong with one says nothing of the others."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from luylau.kernel.clock import Clock
from luylau.vision.onvif.addresses import Address, Target
from luylau.vision.onvif.device import Device, describe, device_clock
from luylau.vision.onvif.session import Login, Session, any_certificate
from luylau.vision.onvif.soap import OnvifFault

AT_ONCE: Final = 16
CALL_S: Final = 5.0
CAMERA_S: Final = 30.0
_HTTPS: Final = 443
_REFUSALS: Final = tuple(
    f"vision-onvif-{said}" for said in ("password", "no-password", "clock", "password-or-clock")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of asking one camera: a device or a fault.

    ``https``: whether it speaks TLS, by trying. ``asks``: whether it tells nothing of itself without a
    password. ``default_refused``: whether it took none of the passwords that were tried. None where that
    stayed open, or nobody tried.
    """

    target: Target
    device: Device | None = None
    fault: OnvifFault | None = None
    https: bool | None = None
    asks: bool | None = None
    default_refused: bool | None = None


async def discover(
    targets: Sequence[Target],
    login_of: Callable[[Target], Login | None],
    clock: Clock,
    *,
    defaults: Sequence[Login] = (),
    at_once: int = AT_ONCE,
    call_s: float = CALL_S,
    camera_s: float = CAMERA_S,
) -> list[Answer]:
    """Ask cameras by ONVIF; return an answer for each, in their order.

    ``login_of``: user and password of a camera. ``defaults``: pairs that it is tried with besides, each once:
    a camera that locks after wrong passwords may lock. ``call_s``, ``camera_s``: seconds for a call, and for
    all of one camera.
    """
    turns = asyncio.Semaphore(at_once)

    async def one(target: Target) -> Answer:
        async with turns:
            try:
                async with asyncio.timeout(camera_s):
                    return await _ask(target, login_of(target), clock, defaults, call_s)
            except TimeoutError:
                fault = OnvifFault("vision-onvif-silent", address=target.address.label, seconds=camera_s)
            except OnvifFault as said:
                fault = said
            return Answer(target=target, fault=fault)

    return list(await asyncio.gather(*map(one, targets)))


async def _ask(
    target: Target, login: Login | None, clock: Clock, defaults: Sequence[Login], call_s: float
) -> Answer:
    address = target.address
    async with Session(address, login, clock, call_s=call_s) as session:
        session.offset_s = await device_clock(session, clock)
        device = await describe(session, clock)
        offset_s = device.offset_s
    https: bool | None = True
    if not address.tls:
        https = False if device.https_port == 0 else await _speaks_tls(address, device.https_port, call_s)
    taken = await _takes(address, None, clock, offset_s, call_s)
    asks = None if taken is None else not taken
    # What answers anybody tells nothing about a password.
    refused = await _refuses(address, defaults, clock, offset_s, call_s) if defaults and asks else None
    return Answer(target=target, device=device, https=https, asks=asks, default_refused=refused)


async def _speaks_tls(address: Address, port: int | None, call_s: float) -> bool | None:
    try:
        async with asyncio.timeout(call_s):
            _, writer = await asyncio.open_connection(address.host, port or _HTTPS, ssl=any_certificate())
    except TimeoutError:
        # A firewall between, as likely as not.
        return None
    except OSError:
        return False
    writer.transport.abort()
    return True


async def _refuses(
    address: Address, defaults: Sequence[Login], clock: Clock, offset_s: float, call_s: float
) -> bool | None:
    """Return whether a camera takes none of these pairs; None where one of them got no answer."""
    for login in defaults:
        taken = await _takes(address, login, clock, offset_s, call_s)
        if taken is not False:
            return None if taken is None else False
    return True


async def _takes(
    address: Address, login: Login | None, clock: Clock, offset_s: float, call_s: float
) -> bool | None:
    """Return whether a camera tells what it is to a user, or to anybody; None where that stays open."""
    async with Session(address, login, clock, call_s=call_s) as session:
        session.offset_s = offset_s
        try:
            await session.call("<tds:GetDeviceInformation/>")
        except OnvifFault as fault:
            return False if fault.key in _REFUSALS else None
    return True
