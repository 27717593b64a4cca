"""Look-ups of names that keep nobody else waiting.

A name server that does not answer holds the thread that asks it, long after whoever wanted to know has given
up. So each name that is being looked up has a thread of its own, never one of the few that the process
shares for all that blocks: the database, above all. Who asks for a name that is being looked up already
waits for the same answer, so there are no more of these threads than names, and each ends when the resolver
gives up.
"""

import asyncio
import socket
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, Final, TypeVar

Answer = TypeVar("Answer")

_lock: Final = threading.Lock()
_under_way: Final[dict[Hashable, Future[Any]]] = {}


async def addresses_of(host: str, port: int) -> list[str]:
    """Return the addresses behind a name, each once, in the order in which they are to be tried.

    Raises:
        OSError: there is no such name, or nobody knows.
        UnicodeError: it cannot be a name.
    """

    def ask() -> list[str]:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(one[4][0]) for one in found))

    return await _apart((host, port), ask)


async def own_name() -> str:
    """Return the name of this machine, with its domain where that is known."""
    return await _apart("own name", socket.getfqdn)


async def _apart(about: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Return what ``ask`` returns, run in a thread of its own, or with whoever asks ``about`` the same."""
    with _lock:
        answer: Future[Answer] | None = _under_way.get(about)
        if answer is None:
            answer = Future()
            # Who gives up waiting cannot cancel it for the others.
            answer.set_running_or_notify_cancel()
            threading.Thread(target=_ask, args=(about, ask, answer), name="look-up", daemon=True).start()
            _under_way[about] = answer
    return await asyncio.wrap_future(answer)


def _ask(about: Hashable, ask: Callable[[], Any], answer: Future[Any]) -> None:
    try:
        said, failed = ask(), None
    except Exception as error:
        said, failed = None, error
    with _lock:
        del _under_way[about]
    if failed is None:
        answer.set_result(said)
    else:
        answer.set_exception(failed)
