"""Addresses of cameras and of their streams: what people and cameras write, with no secret left in it."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.kernel.errors import BadInput
from luylau.vision.addresses import address_fault
from luylau.vision.onvif import Address, Target, parse_address, parse_targets, planned, with_cameras
from luylau.vision.onvif.addresses import PATH, path_of
from luylau.vision.onvif.streams import stream_address
from luylau.vision.plan import CameraPlan

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
