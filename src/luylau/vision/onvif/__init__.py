"""Cameras asked by ONVIF for what they are: devices, streams, clocks, encryption."""

from luylau.vision.onvif.addresses import Address, Target, parse_address, parse_targets
from luylau.vision.onvif.device import Device, Profile
from luylau.vision.onvif.discovery import Answer, discover
from luylau.vision.onvif.matching import planned, with_cameras
from luylau.vision.onvif.session import Login
from luylau.vision.onvif.soap import OnvifFault

__all__ = [
    "Address",
    "Answer",
    "Device",
    "Login",
    "OnvifFault",
    "Profile",
    "Target",
    "discover",
    "parse_address",
    "parse_targets",
    "planned",
    "with_cameras",
]
