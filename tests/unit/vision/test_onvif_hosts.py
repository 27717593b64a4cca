"""What proves a password goes to the host that was asked for, whatever a camera says of other hosts."""

import asyncio
from typing import Literal

import pytest

from luylau.kernel.clock import SystemClock
from luylau.kernel.secret import Secret
from luylau.vision.onvif import Answer, Login, Target, discover, parse_address
from tests.support.onvif_camera import OnvifCamera


def asked(camera: OnvifCamera) -> Answer:
    login = Login(user=camera.user, password=Secret(camera.password))
    targets = [Target(address=parse_address(camera.address))]
    (answer,) = asyncio.run(discover(targets, lambda _: login, SystemClock(), call_s=5, camera_s=20))
    return answer


@pytest.mark.parametrize("way", ["token", "digest"])
@pytest.mark.parametrize("services", [True, False])
def test_services_named_elsewhere_are_asked_where_the_camera_was_reached(
    way: Literal["token", "digest"], services: bool
) -> None:
    with OnvifCamera(ways=(way,)) as other:
        with OnvifCamera(ways=(way,), names=other.address, services=services) as camera:
            answer = asked(camera)
        assert answer.device is not None
        assert answer.device.main is not None
        assert any(right for _, right in camera.tried)
        assert "GetProfiles" in camera.asked
        assert (other.asked, other.tried) == ([], [])


@pytest.mark.parametrize("way", ["token", "digest"])
def test_nobody_is_followed_elsewhere(way: Literal["token", "digest"]) -> None:
    with OnvifCamera(ways=(way,)) as other:
        with OnvifCamera(ways=(way,), names=other.address, manner="redirects") as camera:
            answer = asked(camera)
        assert answer.fault is not None
        assert answer.fault.key == "vision-onvif-redirected"
        assert (other.asked, other.tried) == ([], [])


def test_streams_named_elsewhere_are_those_of_the_camera() -> None:
    with OnvifCamera() as camera:
        answer = asked(camera)
    assert answer.device is not None
    assert {one.uri.partition("//")[2].partition(":")[0] for one in answer.device.profiles} == {"127.0.0.1"}
