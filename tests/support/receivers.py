"""Real servers on loopback that messages are sent to: HTTP, mail, and a push service that can read them."""

import asyncio
import datetime
import ipaddress
import json
import ssl
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import http_ece
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401
        return json.loads(self.body)


@dataclass
class HttpReceiver:
    """Keeps requests and answers as told: status, headers and body, or not at all while ``hold`` is set."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    answer: bytes = b'{"ok": true, "error": 0}'
    taken: list[Taken] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)
    """Set: answers at once; cleared: holds every request until it is set."""

    def __post_init__(self) -> None:
        self.hold.set()


@contextmanager
def http_receiver() -> Iterator[HttpReceiver]:
    """Run an HTTP server on a free port."""
    receiver = HttpReceiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.taken.append(Taken(path=self.path, headers=headers, body=body))
            receiver.hold.wait(30)
            try:
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(receiver.answer)))
                self.end_headers()
                self.wfile.write(receiver.answer)
            except OSError:
                pass  # whoever asked has given up

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # a client that hangs up is no fault of the test

    server = Server(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.hold.set()
        server.shutdown()
        server.server_close()
        thread.join()


class Browser:
    """A browser's subscription, with the private half that only a browser has."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = b"0123456789abcdef"
        self.p256dh = _base64url(
            self._key.public_key().public_bytes(
                serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
            )
        )
        self.auth = _base64url(self._auth)

    def read(self, body: bytes) -> bytes:
        """Decrypt a message by an implementation that is not the platform's."""
        return bytes(
            http_ece.decrypt(body, private_key=self._key, auth_secret=self._auth, version="aes128gcm")
        )


def vapid_claims(authorization: str) -> tuple[dict[str, Any], str]:
    """Return claims and public key of a VAPID header whose signature is right.

    Raises:
        InvalidSignature: it is not.
    """
    scheme, _, rest = authorization.partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    header, claims, signature = parts["t"].split(".")
    assert json.loads(_bytes(header)) == {"typ": "JWT", "alg": "ES256"}
    raw = _bytes(signature)
    assert len(raw) == 64
    der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(parts["k"]))
    key.verify(der, f"{header}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    return json.loads(_bytes(claims)), parts["k"]


@dataclass
class MailServer:
    """Keeps mail and answers as told."""

    host: str = "127.0.0.1"
    port: int = 0
    answer: str = "250 OK"
    closed: bool = False
    """Whether one must sign in."""
    mail: list[Envelope] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.hold.set()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        while not self.hold.is_set():
            await asyncio.sleep(0.02)
        if self.closed and not session.authenticated:
            return "530 Authentication required"
        if self.answer.startswith("250"):
            self.mail.append(envelope)
            self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        return self.answer


@contextmanager
def mail_server(
    *, tls: ssl.SSLContext | None = None, starttls: bool = True, password: str = ""
) -> Iterator[MailServer]:
    """Run a mail server on a free port: with STARTTLS, with TLS from the start, or without."""
    kept = MailServer(closed=bool(password))

    def sign_in(_: SMTP, __: Session, ___: Envelope, mechanism: str, said: LoginPassword) -> AuthResult:
        fine = isinstance(said, LoginPassword) and said.password == password.encode()
        if fine:
            kept.signed_in.append(said.login.decode())
        return AuthResult(success=fine, handled=False)

    def make() -> SMTP:
        return SMTP(
            kept,
            tls_context=tls if starttls else None,
            require_starttls=bool(tls and starttls),
            authenticator=sign_in if password else None,
            auth_require_tls=False,
            loop=loop,
        )

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    listen = loop.create_server(make, "127.0.0.1", 0, ssl=None if starttls else tls)
    server = asyncio.run_coroutine_threadsafe(listen, loop).result(10)
    kept.port = server.sockets[0].getsockname()[1]
    try:
        yield kept
    finally:
        kept.hold.set()
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    mine = asyncio.current_task()
    others = [task for task in asyncio.all_tasks() if task is not mine]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def loopback_tls(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return a server's TLS context for 127.0.0.1 and the certificate to trust, made for this test."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.datetime.now(datetime.UTC)
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(alternative, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, private = folder / "loopback.pem", folder / "loopback-key.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file, private)
    return context, file


def until(met: Callable[[], bool]) -> Callable[[], Any]:
    """Return a coroutine function that waits until something is so; the test's own time limit ends it."""

    async def wait() -> None:
        while not met():
            await asyncio.sleep(0.02)

    return wait


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
