"""Addresses of cameras and of their streams: what people and cameras write, with no secret left in it."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadInput
from luylau.kernel.messages import LANGUAGES, error_text
from luylau.vision.addresses import address_fault
from luylau.vision.frames import SourceFault
from luylau.vision.onvif import Address, Target, parse_address, parse_targets, planned, with_cameras
from luylau.vision.onvif.addresses import PATH, path_of
from luylau.vision.onvif.streams import stream_address
from luylau.vision.plan import CameraPlan
from luylau.vision.sources import source_of

CAMERA = Address(host="10.1.2.3")


@pytest.mark.parametrize(
    ("said", "origin", "path", "label"),
    [
        ("10.1.2.3", "http://10.1.2.3:80", PATH, "10.1.2.3"),
        ("cam-1.lan:8080", "http://cam-1.lan:8080", PATH, "cam-1.lan:8080"),
        ("https://cam-1.lan", "https://cam-1.lan:443", PATH, "cam-1.lan"),
        ("http://cam-1.lan/", "http://cam-1.lan:80", PATH, "cam-1.lan"),
        ("http://cam-1.lan:81/onvif/other", "http://cam-1.lan:81", "/onvif/other", "cam-1.lan:81"),
        ("fe80::1", "http://[fe80::1]:80", PATH, "[fe80::1]"),
        ("[fe80::1]:8000", "http://[fe80::1]:8000", PATH, "[fe80::1]:8000"),
    ],
)
def test_addresses_as_people_write_them(said: str, origin: str, path: str, label: str) -> None:
    found = parse_address(said)
    assert (found.origin, found.path, found.label) == (origin, path, label)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "a b",
        "rtsp://cam",
        "http://",
        "cam:99999",
        "cam:0",
        "cam:x",
        "ftp://cam",
        "[fe80",
        "cam/?x=1",
        "cám",
        "a..b",
        "a" * 64,
        "::x",
    ],
)
def test_what_is_no_address(said: str) -> None:
    with pytest.raises(BadInput) as wrong:
        parse_address(said)
    assert wrong.value.key == "vision-onvif-address"


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadInput) as wrong:
        parse_targets(["http://admin:hunter2@10.1.2.3"])
    assert wrong.value.key == "vision-onvif-address-secret"
    assert "hunter2" not in str(wrong.value)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_bad_input(said: str) -> None:
    try:
        found = parse_address(said)
    except BadInput:
        return
    assert found.origin.isascii()
    assert path_of(found.path) == found.path
    assert parse_address(f"{found.origin}{found.path}") == found


def test_a_list_names_cameras_and_repeats_nothing() -> None:
    found = parse_targets(
        ["# cameras", "", " cam-1 = 10.1.2.3  # gate", "10.1.2.3", "10.1.2.4", "10.1.2.4:80"]
    )
    assert found == [
        Target(address=CAMERA, camera="cam-1"),
        Target(address=Address(host="10.1.2.4")),
    ]
    with pytest.raises(BadInput) as wrong:
        parse_targets(["Cam 1=10.1.2.3"])
    assert wrong.value.key == "vision-onvif-camera-id"


def hosts(targets: Sequence[Target]) -> dict[str, str]:
    return {target.address.host: target.camera for target in targets}


def test_a_camera_is_known_by_the_host_of_its_streams() -> None:
    plans = [
        CameraPlan(camera="cam-1", main="rtsp://10.1.2.3/1", sub="rtsp://10.1.2.3/2"),
        CameraPlan(camera="cam-2", main="rtsp://recorder/1"),
        CameraPlan(camera="cam-3", main="rtsp://recorder/2"),
        CameraPlan(camera="cam-4", main="file:people"),
    ]
    assert hosts(planned(plans)) == {"10.1.2.3": "cam-1", "recorder": ""}
    named = with_cameras(parse_targets(["cam-9=10.1.2.3", "recorder", "10.9.9.9", "10.1.2.3:8080"]), plans)
    assert hosts(named[:3]) == {"10.1.2.3": "cam-9", "recorder": "", "10.9.9.9": ""}
    assert named[3].camera == "cam-1"


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("rtsp://192.168.1.64:554/Streaming/Channels/101", "rtsp://10.1.2.3:554/Streaming/Channels/101"),
        ("rtsp://0.0.0.0/live?channel=1&subtype=0", "rtsp://10.1.2.3/live?channel=1&subtype=0"),
        ("rtsp://admin:hunter2@192.168.1.64/1", "rtsp://10.1.2.3/1"),
        (
            "rtsp://h:554/user=admin_password=tlJwpbo6_channel=1_stream=0.sdp",
            "rtsp://10.1.2.3:554/user={user}_password={password}_channel=1_stream=0.sdp",
        ),
        ("rtsp://h/1?User=admin&Pwd=hunter2", "rtsp://10.1.2.3/1?User={user}&Pwd={password}"),
        ("rtsp://h/live?token=a1b2&ch=1", "rtsp://10.1.2.3/live?token={password}&ch=1"),
        (
            "rtsp://h/live?accessToken=a1&usr=me&psw=b2",
            "rtsp://10.1.2.3/live?accessToken={password}&usr={user}&psw={password}",
        ),
        ("rtsp://h/live/admin:12345/1", "rtsp://10.1.2.3/live/{user}:{password}/1"),
        ("rtsp://h/live/admin%3A12345/1", ""),
        ("RTSP://h", "rtsp://10.1.2.3/"),
        ("http://h/1", ""),
        ("rtsp://h/a b", ""),
        ("rtsp://h:port/1", ""),
        ("", ""),
    ],
)
def test_a_stream_as_it_can_stand_in_a_plan(told: str, found: str) -> None:
    assert stream_address(told, CAMERA) == found


@given(st.text(max_size=80).map(lambda tail: f"rtsp://h/{tail}") | st.text(max_size=80))
def test_whatever_a_camera_tells_is_good_for_a_plan_or_nothing(told: str) -> None:
    found = stream_address(told, CAMERA)
    assert found == "" or address_fault(found) is None


OPENS = [
    "password", "passwd", "pass", "pwd", "psw", "pw", "pin", "token", "access_token", "accessToken", "auth",
    "authorization", "key", "api_key", "apikey", "api-key", "AuthKey", "secret", "client_secret", "signature",
    "user_pwd", "x-auth", "userpass", "loginpass", "adminpw", "secretkey", "passkey", "privatekey",
    "devicekey", "signkey", "credential", "credentials", "userpin", "jwt", "ticket", "session", "sessionId",
]  # fmt: skip
"""Names under which cameras and recorders of the market take what opens them."""


@pytest.mark.parametrize("name", OPENS)
@pytest.mark.parametrize(
    "form", ["?{}=hunter2", "?ch=1&{}=hunter2", "/user=me_{}=hunter2_ch=1", ";{}=hunter2", "#{}=hunter2"]
)
def test_what_opens_a_camera_is_a_secret_under_any_name(name: str, form: str) -> None:
    address = f"rtsp://10.1.2.3/live{form.format(name)}"
    assert address_fault(address) == "secret"
    assert address_fault(address.replace("hunter2", "hunter%32")) == "secret"
    assert address_fault(address.replace("hunter2", "{password}")) is None
    assert address_fault(address.replace("hunter2", "")) is None
    assert "hunter2" not in stream_address(address, CAMERA)


@pytest.mark.parametrize(
    "tail",
    [
        "Streaming/Channels/101?transportmode=unicast", "live?channel=1&subtype=0", "live?keyframe=1",
        "profile?monkey=1", "live?pinned=1", "authority/1", "tokens/1", "live?compass=n", "h264?bypass=0",
        "live?session-timeout=30", "passage=2", "live?design=3", "vod/mp4:gate.mp4", "live?spin=1",
        "live/{user}:{password}/1", "live?start=12:30",
    ],
)  # fmt: skip
def test_what_only_sounds_so_is_no_secret(tail: str) -> None:
    assert address_fault(f"rtsp://10.1.2.3/{tail}") is None
    assert stream_address(f"rtsp://h/{tail}", CAMERA) == f"rtsp://10.1.2.3/{tail}"


@pytest.mark.parametrize(
    "address",
    [
        "rtsp://10.1.2.3/1?psw=hunter2", "http://10.1.2.3/1?token=hunter2", "rtsps://10.1.2.3/1?auth=hunter2",
        "rtsp://me:hunter2@10.1.2.3/1", "http://10.1.2.3/1?key=hunter2", "rtsp://10.1.2.3/live/me:hunter2/",
    ],
)  # fmt: skip
def test_no_message_repeats_a_secret(address: str, tmp_path: Path) -> None:
    with pytest.raises(SourceFault) as wrong:
        source_of(address, folder=tmp_path, clock=ManualClock(0))
    assert wrong.value.key == "vision-source-secret-in-address"
    said = [error_text(language, wrong.value) for language in LANGUAGES]
    assert not any("hunter2" in one for one in (*said, str(wrong.value), repr(wrong.value)))
