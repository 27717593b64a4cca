"""The one word that the map and the lists say of an asset."""

from typing import Literal, get_args

from luylau.api.cityview import CityView
from luylau.api.live import Latest, LiveValues
from luylau.api.troubles import Trouble
from luylau.city import Asset, Channel
from luylau.incidents.rules import rank
from luylau.kernel.clock import MICROS
from luylau.telemetry.observations import BAD

AssetState = Literal["alarm", "warning", "faulty", "silent", "unheard", "ok", "passive"]
"""From worst to best. alarm/warning: an open incident, at least major or milder; faulty: a newest value is
bad; silent: nothing for more than three periods; unheard: a device that never sent; passive: no device, and
nothing wrong."""

STATES: tuple[AssetState, ...] = get_args(AssetState)

_SILENT_PERIODS = 3


def is_stale(channel: Channel | None, latest: Latest, now_us: int) -> bool:
    """Say whether nothing came for more than three periods; a channel without a period is never stale."""
    if channel is None or channel.period_s != channel.period_s:
        return False
    return now_us - latest.received_us > _SILENT_PERIODS * channel.period_s * MICROS


def state_of(
    view: CityView, live: LiveValues, asset: Asset, trouble: Trouble | None, now_us: int
) -> AssetState:
    """Return the state of ``asset``, whose open incidents are ``trouble``."""
    if trouble is not None:
        return "alarm" if rank(trouble.worst) >= rank("major") else "warning"
    channels = view.city.kinds[asset.kind].channels
    if not channels:
        return "passive"
    heard = [(channel, live.newest(asset.id, name)) for name, channel in channels.items()]
    known = [(channel, latest) for channel, latest in heard if latest is not None]
    if not known:
        return "unheard"
    if any(latest.quality & BAD for _, latest in known):
        return "faulty"
    return "silent" if all(is_stale(channel, latest, now_us) for channel, latest in known) else "ok"
