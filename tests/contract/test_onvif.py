"""Cameras asked by ONVIF over real connections: what they tell, and each way in which it goes wrong."""

import asyncio
import datetime
import logging
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from luylau.kernel.clock import SystemClock
from luylau.kernel.messages import LANGUAGES, error_text
from luylau.kernel.secret import Secret
from luylau.vision.onvif import Answer, Device, Login, OnvifFault, discover, parse_targets
from tests.support.onvif_camera import STREAMS, Manner, OnvifCamera, Stream

WRONG = "hunter2-wrong"


def ask(
    *addresses: str,
    password: str | None,
    user: str = "admin",
    defaults: Sequence[Login] = (),
    call_s: float = 2.0,
) -> list[Answer]:
    login = Login(user=user, password=Secret(password)) if password is not None else None
    return asyncio.run(
        discover(
            parse_targets(addresses),
            lambda _: login,
            SystemClock(),
            defaults=defaults,
            call_s=call_s,
            camera_s=3 * call_s,
        )
    )


def described(camera: OnvifCamera, **more: str) -> Device:
    (answer,) = ask(camera.address, password=camera.password, **more)  # type: ignore[arg-type]
    assert answer.fault is None
    assert answer.device is not None
    return answer.device


def fault_of(camera: OnvifCamera, *, password: str | None, call_s: float = 2.0) -> OnvifFault:
    (answer,) = ask(camera.address, password=password, call_s=call_s)
    assert answer.device is None
    assert answer.fault is not None
    assert answer.fault.fields["address"] == camera.address
    for language in LANGUAGES:
        said = error_text(language, answer.fault)
        assert camera.address in said
        assert "vision-" not in said
        assert (password or WRONG) not in said
    return answer.fault


def test_a_camera_says_what_it_is() -> None:
    with OnvifCamera() as camera:
        device = described(camera)
        # The default name of a stream's host is one that nobody can reach.
        host = "rtsp://127.0.0.1:554/Streaming/Channels"
        assert (device.manufacturer, device.model) == ("Hãng Thử", "DS-2CD2143G2-I")
        assert (device.firmware, device.serial, device.hardware) == ("V5.7.3 build 240112", "SN-0042", "88")
        assert [(one.token, one.codec, one.width, one.height, one.fps) for one in device.profiles] == [
            (one.token, one.codec, one.width, one.height, one.fps) for one in STREAMS
        ]
        assert device.main is not None
        assert device.sub is not None
        assert (device.main.uri, device.sub.uri) == (f"{host}/101", f"{host}/102")
        assert all(right for _, right in camera.tried)


@pytest.mark.parametrize("media2", [True, False])
@pytest.mark.parametrize("ways", [("token",), ("digest",), ("digest", "token")])
def test_every_way_of_proving_and_both_media_services(ways: tuple[str, ...], media2: bool) -> None:
    with OnvifCamera(ways=ways, media2=media2) as camera:  # type: ignore[arg-type]
        assert len(described(camera).profiles) == 3
        assert all(right for _, right in camera.tried)


def test_digest_with_sha_256() -> None:
    with OnvifCamera(ways=("digest",), algorithm="SHA-256") as camera:
        assert described(camera).model


def test_an_old_camera() -> None:
    with OnvifCamera(services=False, media2=False, soap11=True, https_told=False) as camera:
        device = described(camera)
        assert device.main is not None
        assert device.https_port is None
        assert device.rtsps is None
        assert "GetCapabilities" in camera.asked


@pytest.mark.parametrize("off_s", [-86_400.0, 7_200.0])
def test_a_clock_that_is_wrong_is_told_and_does_no_harm(off_s: float) -> None:
    with OnvifCamera(clock_off_s=off_s) as camera:
        assert described(camera).offset_s == pytest.approx(off_s, abs=1.5)


def test_profiles_that_cannot_be_streamed_hide_no_others() -> None:
    streams = (
        Stream("broken", "H264", 3840, 2160, 25, ""),
        Stream("one", "H265", 1280, 720, 12, "rtsp://x/1"),
    )
    with OnvifCamera(streams=streams) as camera:
        device = described(camera)
        assert [one.uri for one in device.profiles] == ["", "rtsp://127.0.0.1/1"]
        assert device.main is not None
        assert device.main.token == "one"
        assert device.sub is None


def test_a_camera_without_video() -> None:
    with OnvifCamera(streams=()) as camera:
        assert fault_of(camera, password=camera.password).key == "vision-onvif-no-video"


def test_texts_of_a_camera_are_harmless_and_lists_bounded() -> None:
    streams = tuple(Stream(f"p{n}", "H264", 640, 360, 5, f"rtsp://x/{n}") for n in range(40))
    with OnvifCamera(model="x" * 5_000, firmware="a\u202eb\x85c", streams=streams) as camera:
        device = described(camera)
        assert len(device.model) <= 120
        assert device.firmware.isprintable()
        assert len(device.profiles) == 16
        assert camera.asked.count("GetStreamUri") == 16


@pytest.mark.parametrize(("ways", "times"), [(("token",), 1), (("digest",), 1), (("token", "digest"), 2)])
def test_a_wrong_password_says_so_and_is_hardly_tried(ways: tuple[str, ...], times: int) -> None:
    with OnvifCamera(ways=ways) as camera:  # type: ignore[arg-type]
        assert fault_of(camera, password=WRONG).key == "vision-onvif-password"
        assert camera.tried == [("admin", False)] * times


def test_no_clock_is_blamed_where_none_matters() -> None:
    for camera in (OnvifCamera(clock_off_s=-4_000), OnvifCamera(tells_time=False)):
        camera.ways = ("digest",)
        with camera:
            assert fault_of(camera, password=WRONG).key == "vision-onvif-password"


def test_a_camera_that_guards_its_time() -> None:
    with OnvifCamera(guards_time=True, clock_off_s=30) as camera:
        assert described(camera).offset_s == pytest.approx(30, abs=1.5)


def test_a_camera_that_ends_each_connection_without_a_word() -> None:
    with OnvifCamera(abrupt=True) as camera:
        assert len(described(camera).profiles) == 3


def test_a_password_that_is_needed() -> None:
    with OnvifCamera() as camera:
        assert fault_of(camera, password=None).key == "vision-onvif-no-password"
        assert camera.tried == []


def test_a_clock_that_may_be_why() -> None:
    with OnvifCamera(clock_off_s=-4_000, tolerance_s=-1) as camera:
        fault = fault_of(camera, password=camera.password)
        assert fault.key == "vision-onvif-clock"
        assert fault.fields["seconds"] == pytest.approx(-4_000, abs=2)
    with OnvifCamera(tolerance_s=-1, says_expired=True) as camera:
        assert fault_of(camera, password=camera.password).key == "vision-onvif-clock"
    with OnvifCamera(clock_off_s=-4_000, tells_time=False) as camera:
        assert fault_of(camera, password=camera.password).key == "vision-onvif-password-or-clock"


@pytest.mark.parametrize(
    ("manner", "key"),
    [
        ("html", "vision-onvif-web-page"),
        ("login page", "vision-onvif-web-page"),
        ("not found", "vision-onvif-none"),
        ("no soap", "vision-onvif-none"),
        ("binary", "vision-onvif-none"),
        ("closes", "vision-onvif-no-http"),
        ("broken", "vision-onvif-broken"),
        ("entities", "vision-onvif-broken"),
        ("huge", "vision-onvif-too-large"),
        ("redirects", "vision-onvif-redirected"),
        ("forbids", "vision-onvif-forbidden"),
        ("hangs", "vision-onvif-silent"),
        ("drips", "vision-onvif-silent"),
    ],
)
def test_what_answers_is_no_good(manner: Manner, key: str) -> None:
    with OnvifCamera(manner=manner) as camera:
        call_s = 0.3 if key == "vision-onvif-silent" else 5.0
        fault = fault_of(camera, password=camera.password, call_s=call_s)
        assert fault.key == key
        assert fault.fields.get("seconds", call_s) == call_s
        assert camera.tried == [], "no password is proved to what does not speak ONVIF"


def test_nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve = socket.getaddrinfo

    def resolved(host: str, *more: Any, **named: Any) -> list[Any]:
        if host == "no-such-camera":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return resolve(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    refused, unknown, silent = ask(
        f"127.0.0.1:{port}", "no-such-camera", f"https://127.0.0.1:{port}", password="x"
    )
    assert refused.fault is not None
    assert refused.fault.key == "vision-onvif-refused"
    assert unknown.fault is not None
    assert unknown.fault.key == "vision-onvif-unknown-host"
    assert silent.fault is not None
    assert silent.fault.key == "vision-onvif-refused"


def test_what_listens_and_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        (answer,) = ask(f"127.0.0.1:{listener.getsockname()[1]}", password="x", call_s=0.3)
    assert answer.fault is not None
    assert answer.fault.key == "vision-onvif-silent"


def test_one_that_is_wrong_says_nothing_of_the_others() -> None:
    with OnvifCamera() as good, OnvifCamera(manner="hangs") as hangs, OnvifCamera(password="other") as other:
        found = ask(hangs.address, good.address, other.address, password=good.password, call_s=0.5)
    assert [answer.fault and answer.fault.key for answer in found] == [
        "vision-onvif-silent",
        None,
        "vision-onvif-password",
    ]


def test_a_slow_camera_has_a_time_for_all_its_calls() -> None:
    with OnvifCamera(delay_s=0.2) as camera:
        login = Login(user="admin", password=Secret(camera.password))
        (answer,) = asyncio.run(
            discover(parse_targets([camera.address]), lambda _: login, SystemClock(), call_s=5, camera_s=0.5)
        )
    assert answer.fault is not None
    assert answer.fault.key == "vision-onvif-silent"
    assert answer.fault.fields["seconds"] == 0.5


def test_no_more_are_asked_at_once_than_may_be() -> None:
    with OnvifCamera(delay_s=0.02) as camera:
        login = Login(user="admin", password=Secret(camera.password))
        targets = parse_targets([f"http://{camera.address}/onvif/{n}" for n in range(9)])
        found = asyncio.run(discover(targets, lambda _: login, SystemClock(), at_once=3))
    assert all(answer.device is not None for answer in found)
    assert camera.busiest <= 3


def test_default_passwords_are_tried_once_each_and_only_when_asked() -> None:
    defaults = [Login(user="admin", password=Secret(word)) for word in ("admin", "12345", "never")]
    with OnvifCamera() as camera:
        (answer,) = ask(camera.address, password=camera.password)
        assert (answer.default_refused, answer.asks) == (None, True)
        (answer,) = ask(camera.address, password=camera.password, defaults=defaults)
        assert answer.default_refused is True
        assert camera.tried.count(("admin", False)) == 3
    with OnvifCamera(password="12345") as camera:
        (answer,) = ask(camera.address, password="12345", defaults=defaults)
        assert answer.default_refused is False
        assert camera.tried.count(("admin", False)) == 1


def test_a_camera_that_tells_everybody_says_nothing_about_passwords() -> None:
    with OnvifCamera(open=True) as camera:
        (answer,) = ask(
            camera.address,
            password=camera.password,
            defaults=[Login(user="admin", password=Secret("12345"))],
        )
        assert (answer.asks, answer.default_refused) == (False, None)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate as cameras make them for themselves, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "IPC")])
    day = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day)
        .not_valid_after(day + datetime.timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "camera.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def test_whether_tls_is_offered_is_tried(certificate: Path) -> None:
    with OnvifCamera(certificate=certificate) as safe:
        (over_tls,) = ask(f"https://{safe.address}", password=safe.password)
        assert over_tls.device is not None
        assert over_tls.https is True
        with OnvifCamera(https_port=safe.port, rtsps=True) as camera:
            (answer,) = ask(camera.address, password=camera.password)
            assert answer.device is not None
            assert (answer.https, answer.device.rtsps) == (True, True)
        (plain,) = ask(safe.address, password=safe.password)
        assert plain.fault is not None
    with OnvifCamera() as camera:
        (answer,) = ask(camera.address, password=camera.password)
        assert answer.https is False
        with OnvifCamera(https_port=camera.port) as boasts:
            (answer,) = ask(boasts.address, password=boasts.password)
            assert answer.https is False, "what a camera says of itself is tried"
        (answer,) = ask(f"https://{camera.address}", password=camera.password)
        assert answer.fault is not None
        assert answer.fault.key == "vision-onvif-no-tls"


def test_no_password_stands_in_any_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with OnvifCamera(ways=("digest", "token")) as camera:
        described(camera)
        fault_of(camera, password=WRONG)
        assert camera.password not in caplog.text
        assert WRONG not in caplog.text
        assert "Digest" not in caplog.text
    assert "hunter2" not in repr(Login(user="a", password=Secret("hunter2")))
