"""The broker's connections, seen and ended as its system user."""

import msgspec

from luylau.kernel.bus import Bus
from luylau.kernel.errors import Unavailable
from luylau.security.callout_messages import ACCOUNT

_LIST = "$SYS.REQ.SERVER.PING.CONNZ"
_PAGE = 10_000


class _Connection(msgspec.Struct, frozen=True):
    cid: int
    authorized_user: str = ""
    mqtt_client: str = ""


class _Page(msgspec.Struct, frozen=True):
    connections: list[_Connection]
    total: int


class _Server(msgspec.Struct, frozen=True):
    id: str


class _Listed(msgspec.Struct, frozen=True):
    server: _Server
    data: _Page


class Connections:
    """Asks and tells the broker; ``bus`` is a connection as its user "system"."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def end(self, *devices: str) -> int:
        """End the connections of ``devices``; return how many there were.

        Raises:
            Unavailable: the broker is away.
        """
        found, server = await self._of(frozenset(devices))
        for connection in found:
            kick = {"cid": connection.cid}
            await self._bus.request(f"$SYS.REQ.SERVER.{server}.KICK", kick)
        return len(found)

    async def _of(self, devices: frozenset[str]) -> tuple[list[_Connection], str]:
        found: list[_Connection] = []
        offset = 0
        while True:
            ask = {"auth": True, "acc": ACCOUNT, "state": 0, "limit": _PAGE, "offset": offset}
            try:
                page = await self._bus.call(_LIST, ask, _Listed)
            except msgspec.DecodeError as error:
                raise Unavailable("part-not-answering", subject=_LIST) from error
            found += [one for one in page.data.connections if one.authorized_user in devices]
            offset += _PAGE
            if offset >= page.data.total:
                return found, page.server.id
