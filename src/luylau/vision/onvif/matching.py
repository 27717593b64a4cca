"""Which of the planned cameras stands at an address."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from luylau.vision.onvif.addresses import Address, Target
from luylau.vision.plan import CameraPlan


def with_cameras(targets: Iterable[Target], plans: Iterable[CameraPlan]) -> list[Target]:
    """Return the targets, each that names no camera with the one whose streams come from its host.

    Where several come from one host, as from a recorder, nobody can say which is meant: it keeps none.
    """
    by_host = _by_host(plans)
    found = []
    for target in targets:
        cameras = by_host.get(target.address.host, set())
        alone = not target.camera and len(cameras) == 1
        found.append(replace(target, camera=next(iter(cameras))) if alone else target)
    return found


def planned(plans: Iterable[CameraPlan]) -> list[Target]:
    """Return a target for each host that planned streams come from, at the usual port."""
    hosts = _by_host(plans)
    return with_cameras((Target(address=Address(host=host)) for host in sorted(hosts)), plans)


def _by_host(plans: Iterable[CameraPlan]) -> dict[str, set[str]]:
    by_host: dict[str, set[str]] = defaultdict(set)
    for plan in plans:
        for address in (plan.main, plan.sub):
            host = urlsplit(address).hostname if address.startswith("rtsp:") else None
            if host:
                by_host[host].add(plan.camera)
    return by_host
