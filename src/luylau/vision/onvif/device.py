"""What a camera says of itself by ONVIF: what it is, its streams and clock, whether its lines are secret."""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.etree import ElementTree as Xml
from xml.sax.saxutils import escape

from luylau.city.reading import shown
from luylau.kernel.clock import MICROS, Clock, from_datetime
from luylau.vision.onvif.addresses import path_of
from luylau.vision.onvif.session import Session
from luylau.vision.onvif.soap import MEDIA, MEDIA2, OnvifFault, below, text
from luylau.vision.onvif.streams import stream_address

SUB_LEAST: Final = 320
"""Pixels across that a stream needs for people in it to be found."""
PROFILES_MOST: Final = 16
_TEXT_MOST: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A stream that a camera offers. ``fps``: its upper limit, 0 where the camera does not say; ``uri``: its
    address without a password, "" where it cannot be used."""

    token: str
    name: str
    codec: str
    width: int
    height: int
    fps: float
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A camera as it describes itself; texts that it does not say are "".

    ``offset_s``: how far its clock is ahead of the platform's, in seconds, NaN where it does not tell its
    time. ``rtsps``: whether it says that it streams over TLS, None where it says nothing. ``https_port``:
    where it says that it speaks TLS, 0 where it says that it does not, None where it says nothing.
    """

    manufacturer: str
    model: str
    firmware: str
    serial: str
    hardware: str
    profiles: tuple[Profile, ...]
    offset_s: float
    rtsps: bool | None
    https_port: int | None

    @property
    def main(self) -> Profile | None:
        """The stream for clips: the largest, of several the one with the most pictures a second."""
        usable = [one for one in self.profiles if one.uri and one.width > 0]
        return max(usable, key=lambda one: (one.width * one.height, one.fps), default=None)

    @property
    def sub(self) -> Profile | None:
        """The stream for analysis: the smallest that is wide enough; None where that is the main one."""
        main = self.main
        wide = [one for one in self.profiles if one.uri and one.width >= SUB_LEAST]
        least = min(wide, key=lambda one: (one.width * one.height, one.fps), default=None)
        return None if main is None or least is None or least.uri == main.uri else least


async def device_clock(session: Session, clock: Clock, *, secured: bool = False) -> float:
    """Return how far a camera's clock is ahead of ours, in seconds; NaN where it does not tell its time.

    A camera tells whole seconds: it is right to about one. It should tell them without a password; with
    ``secured`` it is asked with one.

    Raises:
        OnvifFault: it cannot be reached, does not answer, or is no ONVIF.
    """
    asked_us = clock.now_us()
    try:
        answer = await session.call("<tds:GetSystemDateAndTime/>", secured=secured)
    except OnvifFault as fault:
        # Some want a password even here, some have no such call: they are ONVIF all the same.
        if fault.key in ("vision-onvif-no-password", "vision-onvif-fault"):
            return math.nan
        raise
    middle_us = (asked_us + clock.now_us()) // 2
    utc = next(below(answer, "UTCDateTime"), None)
    try:
        year, month, day = (int(text(utc, "Date", part)) for part in ("Year", "Month", "Day"))
        hour, minute, second = (int(text(utc, "Time", part)) for part in ("Hour", "Minute", "Second"))
        told = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return math.nan
    # The half second by which whole ones lag behind on average.
    return (from_datetime(told) - middle_us) / MICROS + 0.5


async def describe(session: Session, clock: Clock) -> Device:
    """Return what a camera says of itself, after ``session`` was given the time by its clock.

    Raises:
        OnvifFault: see ``Session.call``; no stream of it has video (``vision-onvif-no-video``).
    """
    told = await session.call("<tds:GetDeviceInformation/>")
    if math.isnan(session.offset_s):
        session.offset_s = await device_clock(session, clock, secured=True)
    services = await _services(session)
    media2 = services.get(MEDIA2, "")
    profiles = await _profiles(session, services.get(MEDIA, ""), media2)
    return Device(
        manufacturer=_short(told, "Manufacturer"),
        model=_short(told, "Model"),
        firmware=_short(told, "FirmwareVersion"),
        serial=_short(told, "SerialNumber"),
        hardware=_short(told, "HardwareId"),
        profiles=profiles,
        offset_s=session.offset_s,
        rtsps=await _streams_by_tls(session, media2) if media2 else None,
        https_port=await _https_port(session),
    )


async def _services(session: Session) -> dict[str, str]:
    """Return the paths of a camera's media services by namespace."""
    try:
        answer = await session.call(
            "<tds:GetServices><tds:IncludeCapability>false</tds:IncludeCapability></tds:GetServices>"
        )
        found = {text(one, "Namespace"): path_of(text(one, "XAddr")) for one in below(answer, "Service")}
    except OnvifFault as fault:
        if fault.key != "vision-onvif-fault":
            raise
        # Before ONVIF 2.0 there was another call for it.
        answer = await session.call(
            "<tds:GetCapabilities><tds:Category>Media</tds:Category></tds:GetCapabilities>"
        )
        found = {MEDIA: path_of(text(answer, "Media", "XAddr"))}
    return {name: path for name, path in found.items() if path}


async def _profiles(session: Session, media: str, media2: str) -> tuple[Profile, ...]:
    """Return the streams with video: by the newer service, which alone knows H.265, or by the older one."""
    ways = [("tr2", media2), ("trt", media)]
    fault: OnvifFault | None = None
    for prefix, path in ways:
        if not path:
            continue
        try:
            found = await _profiles_of(session, prefix, path)
        except OnvifFault as said:
            if said.key != "vision-onvif-fault":
                raise
            fault = said
            continue
        if found:
            return found
    raise fault or OnvifFault("vision-onvif-no-video", address=session.address.label)


async def _profiles_of(session: Session, prefix: str, path: str) -> tuple[Profile, ...]:
    asked = "<tr2:Type>VideoEncoder</tr2:Type>" if prefix == "tr2" else ""
    answer = await session.call(f"<{prefix}:GetProfiles>{asked}</{prefix}:GetProfiles>", path=path)
    found = []
    for one in list(below(answer, "Profiles"))[:PROFILES_MOST]:
        encoder = next(below(one, "VideoEncoder" if prefix == "tr2" else "VideoEncoderConfiguration"), None)
        token = one.get("token", "")
        if encoder is None or not token:
            continue
        found.append(
            Profile(
                token=token,
                name=_short(one, "Name") or shown(token),
                codec=_short(encoder, "Encoding"),
                width=_whole(text(encoder, "Resolution", "Width")),
                height=_whole(text(encoder, "Resolution", "Height")),
                fps=_number(text(encoder, "RateControl", "FrameRateLimit")),
                uri=await _stream(session, prefix, path, token),
            )
        )
    return tuple(found)


async def _stream(session: Session, prefix: str, path: str, token: str) -> str:
    named = f"<{prefix}:ProfileToken>{escape(token)}</{prefix}:ProfileToken>"
    if prefix == "tr2":
        asked = f"<tr2:Protocol>RtspUnicast</tr2:Protocol>{named}"
    else:
        asked = (
            "<trt:StreamSetup><tt:Stream>RTP-Unicast</tt:Stream><tt:Transport><tt:Protocol>RTSP</tt:Protocol>"
            f"</tt:Transport></trt:StreamSetup>{named}"
        )
    try:
        answer = await session.call(f"<{prefix}:GetStreamUri>{asked}</{prefix}:GetStreamUri>", path=path)
    except OnvifFault as fault:
        # One profile that is set up wrongly does not hide the others.
        if fault.key != "vision-onvif-fault":
            raise
        return ""
    return stream_address(text(answer, "Uri"), session.address)


async def _streams_by_tls(session: Session, media2: str) -> bool | None:
    try:
        answer = await session.call("<tr2:GetServiceCapabilities/>", path=media2)
    except OnvifFault:
        return None
    said = next(below(answer, "StreamingCapabilities"), None)
    return None if said is None else said.get("SecureRTSPStreaming", "false") in ("true", "1")


async def _https_port(session: Session) -> int | None:
    try:
        answer = await session.call("<tds:GetNetworkProtocols/>")
    except OnvifFault:
        # Not every user may ask.
        return None
    for one in below(answer, "NetworkProtocols"):
        if text(one, "Name").upper() == "HTTPS":
            port = _whole(text(one, "Port"))
            return port if text(one, "Enabled") in ("true", "1") and 0 < port < 65_536 else 0
    return None


def _short(element: Xml.Element, name: str) -> str:
    return shown(text(element, name), _TEXT_MOST)


def _whole(said: str) -> int:
    return int(said) if re.fullmatch(r"[0-9]{1,6}", said) else 0


def _number(said: str) -> float:
    return float(said) if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,9})?", said) else 0.0
