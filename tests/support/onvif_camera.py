"""A small ONVIF camera for tests, on loopback: device and media services by the shapes of ONVIF's WSDL, the
UsernameToken of WS-Security and HTTP digest, and the faults that real ones have."""

import base64
import hashlib
import hmac
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as Xml
from xml.sax.saxutils import escape

SOAP = "http://www.w3.org/2003/05/soap-envelope"
DEVICE = "http://www.onvif.org/ver10/device/wsdl"
MEDIA = "http://www.onvif.org/ver10/media/wsdl"
MEDIA2 = "http://www.onvif.org/ver20/media/wsdl"
Manner = Literal[
    "", "html", "login page", "not found", "hangs", "drips", "broken", "entities", "huge", "closes",
    "redirects", "no soap", "binary", "forbids",
]  # fmt: skip
REALM, NONCE = "camera", "5f1d0a"


@dataclass(frozen=True)
class Stream:
    """A profile; ``uri`` "" is one that the camera cannot stream."""

    token: str
    codec: str
    width: int
    height: int
    fps: int
    uri: str


STREAMS = (
    Stream("main", "H264", 1920, 1080, 25, "rtsp://10.0.0.9:554/Streaming/Channels/101"),
    Stream("tiny", "JPEG", 176, 144, 5, "rtsp://10.0.0.9:554/Streaming/Channels/103"),
    Stream("sub", "H264", 640, 360, 15, "rtsp://10.0.0.9:554/Streaming/Channels/102"),
)


@dataclass
class OnvifCamera:
    """A camera. ``ways``: how it lets a password be proved. ``clock_off_s``: how far its clock is ahead; it
    takes what differs from it by ``tolerance_s`` at most, and ``says_expired`` where it does not. ``open``:
    tells what it is without a password."""

    user: str = "admin"
    password: str = "Đúng-một-mật-khẩu"
    ways: tuple[Literal["token", "digest"], ...] = ("token",)
    algorithm: Literal["MD5", "SHA-256"] = "MD5"
    manner: Manner = ""
    firmware: str = "V5.7.3 build 240112"
    model: str = "DS-2CD2143G2-I"
    streams: tuple[Stream, ...] = STREAMS
    media2: bool = True
    services: bool = True
    clock_off_s: float = 0.0
    tolerance_s: float = 60.0
    says_expired: bool = False
    tells_time: bool = True
    open: bool = False
    soap11: bool = False
    https_port: int = 0
    https_told: bool = True
    rtsps: bool = False
    certificate: Path | None = None
    delay_s: float = 0.0
    abrupt: bool = False
    """Takes one call a connection, without having said so."""
    names: str = "10.0.0.9"
    """The host that it names as its own: as behind a router, one that nobody else can reach."""
    guards_time: bool = False
    """Wants a password even before it tells its time."""
    asked: list[str] = field(default_factory=list)
    """Every call by name."""
    tried: list[tuple[str, bool]] = field(default_factory=list)
    """Every proof of a password: its user, and whether it was right."""
    port: int = 0
    busiest: int = 0
    """Most calls that it worked on at once."""

    def __enter__(self) -> "OnvifCamera":
        self._nonces: set[str] = set()
        self._lock = threading.Lock()
        self._busy = 0
        self.over = threading.Event()

        class Handler(_Handler):
            camera = self

        self._server = _Server(("127.0.0.1", self.port), Handler)
        if self.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def work(self, by: int) -> None:
        """Count calls that are worked on."""
        with self._lock:
            self._busy += by
            self.busiest = max(self.busiest, self._busy)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.clock_off_s)

    def token_is_right(self, envelope: Xml.Element) -> bool:
        token = next((one for one in envelope.iter() if one.tag.endswith("}UsernameToken")), None)
        if token is None or "token" not in self.ways:
            return False
        said = {one.tag.rpartition("}")[2]: one.text or "" for one in token}
        created = datetime.fromisoformat(said["Created"])
        proof = hashlib.sha1(
            base64.b64decode(said["Nonce"]) + said["Created"].encode() + self.password.encode()
        )
        right = (
            said["Username"] == self.user
            and hmac.compare_digest(base64.b64encode(proof.digest()).decode(), said["Password"])
            and said["Nonce"] not in self._nonces
            and abs((created - self.now()).total_seconds()) <= self.tolerance_s
        )
        self._nonces.add(said["Nonce"])
        self.tried.append((said["Username"], right))
        return right

    def digest_is_right(self, header: str) -> bool:
        if not header.startswith("Digest ") or "digest" not in self.ways:
            return False
        said = {
            name: value.strip('"')
            for name, _, value in (part.strip().partition("=") for part in header[7:].split(","))
        }

        def hashed(text: str) -> str:
            return hashlib.new(self.algorithm.replace("-", ""), text.encode()).hexdigest()

        first = hashed(f"{self.user}:{REALM}:{self.password}")
        second = hashed(f"POST:{said['uri']}")
        wanted = hashed(f"{first}:{NONCE}:{said['nc']}:{said['cnonce']}:auth:{second}")
        right = said["username"] == self.user and said["response"] == wanted
        self.tried.append((said["username"], right))
        return right

    def answer(self, name: str, call: Xml.Element) -> str | None:
        """Return the body of an answer; None for a call that the camera does not have."""
        newer = call.tag.startswith(f"{{{MEDIA2}}}")
        prefix = "tr2" if newer else "trt"
        if newer and not self.media2:
            return None
        match name:
            case "GetSystemDateAndTime" if self.tells_time:
                return _time(self.now())
            case "GetDeviceInformation":
                return (
                    "<tds:GetDeviceInformationResponse><tds:Manufacturer>Hãng Thử</tds:Manufacturer>"
                    f"<tds:Model>{escape(self.model)}</tds:Model>"
                    f"<tds:FirmwareVersion>{escape(self.firmware)}</tds:FirmwareVersion>"
                    "<tds:SerialNumber>SN-0042</tds:SerialNumber><tds:HardwareId>88</tds:HardwareId>"
                    "</tds:GetDeviceInformationResponse>"
                )
            case "GetServices" if self.services:
                known = [(DEVICE, "device_service"), (MEDIA, "media_service")]
                if self.media2:
                    known.append((MEDIA2, "media2_service"))
                inside = "".join(
                    f"<tds:Service><tds:Namespace>{space}</tds:Namespace>"
                    f"<tds:XAddr>http://{self.names}/onvif/{path}</tds:XAddr><tds:Version><tt:Major>2</tt:Major>"
                    "<tt:Minor>60</tt:Minor></tds:Version></tds:Service>"
                    for space, path in known
                )
                return f"<tds:GetServicesResponse>{inside}</tds:GetServicesResponse>"
            case "GetCapabilities":
                return (
                    "<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Media>"
                    f"<tt:XAddr>http://{self.names}/onvif/media_service</tt:XAddr><tt:StreamingCapabilities/>"
                    "</tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>"
                )
            case "GetNetworkProtocols" if self.https_told:
                return (
                    "<tds:GetNetworkProtocolsResponse><tds:NetworkProtocols><tt:Name>HTTP</tt:Name>"
                    "<tt:Enabled>true</tt:Enabled><tt:Port>80</tt:Port></tds:NetworkProtocols>"
                    f"<tds:NetworkProtocols><tt:Name>HTTPS</tt:Name><tt:Enabled>{str(bool(self.https_port)).lower()}"
                    f"</tt:Enabled><tt:Port>{self.https_port or 443}</tt:Port></tds:NetworkProtocols>"
                    "</tds:GetNetworkProtocolsResponse>"
                )
            case "GetServiceCapabilities" if newer:
                return (
                    "<tr2:GetServiceCapabilitiesResponse><tr2:Capabilities><tr2:StreamingCapabilities"
                    f' RTSPStreaming="true" SecureRTSPStreaming="{str(self.rtsps).lower()}"/>'
                    "</tr2:Capabilities></tr2:GetServiceCapabilitiesResponse>"
                )
            case "GetProfiles":
                inside = "".join(map(_profile2 if newer else _profile, self.streams))
                return f"<{prefix}:GetProfilesResponse>{inside}</{prefix}:GetProfilesResponse>"
            case "GetStreamUri":
                token = next((one.text for one in call.iter() if one.tag.endswith("}ProfileToken")), "")
                uri = next((one.uri for one in self.streams if one.token == token), "")
                if not uri:
                    return None
                inside = f"<tr2:Uri>{escape(uri)}</tr2:Uri>"
                if not newer:
                    inside = f"<trt:MediaUri><tt:Uri>{escape(uri)}</tt:Uri></trt:MediaUri>"
                return f"<{prefix}:GetStreamUriResponse>{inside}</{prefix}:GetStreamUriResponse>"
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing: clients that go away are part of what is tested."""


class _Handler(BaseHTTPRequestHandler):
    camera: OnvifCamera
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.camera.work(1)
        self.camera.over.wait(self.camera.delay_s)
        self.camera.work(-1)
        self._calls = getattr(self, "_calls", 0) + 1
        if self.camera.abrupt and self._calls > 1:
            self.close_connection = True
            return
        self._answer(body)

    def _answer(self, body: bytes) -> None:
        camera = self.camera
        if camera.manner and self._misbehaves(camera.manner):
            return
        if camera.soap11 and "text/xml" not in self.headers.get("Content-Type", ""):
            self._say(415, b"", "text/plain")
            return
        envelope = Xml.fromstring(body)
        call = envelope.find(f"{{{SOAP}}}Body")[0]  # type: ignore[index]
        name = call.tag.rpartition("}")[2]
        camera.asked.append(name)
        free = (name == "GetSystemDateAndTime" and not camera.guards_time) or (
            camera.open and name == "GetDeviceInformation"
        )
        proved = camera.token_is_right(envelope) or camera.digest_is_right(
            self.headers.get("Authorization", "")
        )
        if not (free or proved):
            self._refuse()
            return
        said = camera.answer(name, call)
        if said is None:
            self._fault("s:Receiver", "ter:ActionNotSupported", "Optional Action Not Implemented", 500)
        else:
            self._say(200, _envelope(said))

    def _refuse(self) -> None:
        if "digest" in self.camera.ways:
            challenge = (
                f'Digest realm="{REALM}", qop="auth", nonce="{NONCE}", algorithm={self.camera.algorithm}'
            )
            self._say(401, b"", "text/plain", challenge, f'Basic realm="{REALM}"')
        elif self.camera.says_expired:
            self._fault("s:Sender", "wsse:MessageExpired", "The message has expired", 400)
        else:
            self._fault("s:Sender", "ter:NotAuthorized", "Sender not Authorized", 400)

    def _fault(self, code: str, subcode: str, reason: str, status: int) -> None:
        said = (
            f"<s:Fault><s:Code><s:Value>{code}</s:Value><s:Subcode><s:Value>{subcode}</s:Value></s:Subcode>"
            f'</s:Code><s:Reason><s:Text xml:lang="en">{reason}</s:Text></s:Reason></s:Fault>'
        )
        self._say(status, _envelope(said))

    def _say(
        self, status: int, body: bytes, kind: str = "application/soap+xml; charset=utf-8", *challenges: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for challenge in challenges:
            self.send_header("WWW-Authenticate", challenge)
        self.end_headers()
        self.wfile.write(body)

    def _misbehaves(self, manner: Manner) -> bool:
        page = b"<!DOCTYPE html><html><body>Web service</body></html>"
        match manner:
            case "html":
                self._say(200, page, "text/html")
            case "login page":
                self._say(404, b"\n  <html><head><title>404</title></head></html>", "text/html")
            case "not found":
                self._say(404, b"", "text/plain")
            case "hangs":
                self.camera.over.wait(30)
                self.close_connection = True
            case "drips":
                self._drip()
            case "broken":
                self._say(200, _envelope("<tds:GetDeviceInformationResponse>")[:-40])
            case "entities":
                bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">]>'
                self._say(200, bomb + _envelope("<tds:Model>&a;</tds:Model>").partition(b"?>")[2])
            case "huge":
                self._say(200, _envelope(f"<tds:Model>{'x' * 3_000_000}</tds:Model>"))
            case "closes":
                self.close_connection = True
            case "redirects":
                self.send_response(301)
                self.send_header("Location", f"http://{self.camera.names}/onvif/device_service")
                self.send_header("Content-Length", "0")
                self.end_headers()
            case "no soap":
                self._say(200, b"<config><model>1</model></config>", "text/xml")
            case "binary":
                self._say(200, bytes(range(256)), "application/octet-stream")
            case "forbids":
                self._say(403, b"", "text/plain")
            case _:
                return False
        return True

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        try:
            while not self.camera.over.wait(0.05):
                self.wfile.write(b" ")
        except OSError:
            pass
        self.close_connection = True


def _envelope(body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="{SOAP}" xmlns:tds="{DEVICE}"'
        f' xmlns:trt="{MEDIA}" xmlns:tr2="{MEDIA2}" xmlns:tt="http://www.onvif.org/ver10/schema"'
        ' xmlns:ter="http://www.onvif.org/ver10/error"><s:Header/>'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def _time(now: datetime) -> str:
    return (
        "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType>"
        "<tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>CST-7</tt:TZ></tt:TimeZone>"
        f"<tt:UTCDateTime><tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute>"
        f"<tt:Second>{now.second}</tt:Second></tt:Time><tt:Date><tt:Year>{now.year}</tt:Year>"
        f"<tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day></tt:Date></tt:UTCDateTime>"
        "</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"
    )


def _profile(stream: Stream) -> str:
    return (
        f'<trt:Profiles token="{stream.token}" fixed="true"><tt:Name>{stream.token}</tt:Name>'
        '<tt:VideoSourceConfiguration token="vs"><tt:Name>vs</tt:Name><tt:UseCount>1</tt:UseCount>'
        '<tt:SourceToken>v0</tt:SourceToken><tt:Bounds x="0" y="0" width="1920" height="1080"/>'
        '</tt:VideoSourceConfiguration><tt:VideoEncoderConfiguration token="ve">'
        f"<tt:Name>ve</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>{stream.codec}</tt:Encoding>"
        f"{_size(stream)}</tt:VideoEncoderConfiguration></trt:Profiles>"
    )


def _profile2(stream: Stream) -> str:
    return (
        f'<tr2:Profiles token="{stream.token}" fixed="true"><tr2:Name>{stream.token}</tr2:Name>'
        '<tr2:Configurations><tr2:VideoEncoder token="ve" GovLength="25"><tt:Name>ve</tt:Name>'
        f"<tt:UseCount>1</tt:UseCount><tt:Encoding>{stream.codec}</tt:Encoding>{_size(stream)}"
        "</tr2:VideoEncoder></tr2:Configurations></tr2:Profiles>"
    )


def _size(stream: Stream) -> str:
    return (
        f"<tt:Resolution><tt:Width>{stream.width}</tt:Width><tt:Height>{stream.height}</tt:Height></tt:Resolution>"
        "<tt:Quality>4</tt:Quality><tt:RateControl>"
        f"<tt:FrameRateLimit>{stream.fps}</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval>"
        "<tt:BitrateLimit>2048</tt:BitrateLimit></tt:RateControl>"
    )
