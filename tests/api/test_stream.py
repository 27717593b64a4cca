"""The event stream: nothing lost, nothing twice, slow clients dropped, ended sessions closed."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from luylau.api.live import LiveBatch
from luylau.api.routes import stream as stream_module
from luylau.api.streaming import hub as hub_module
from luylau.api.streaming import response as response_module
from luylau.api.streaming import resume_from
from luylau.kernel.events import Event, events
from luylau.kernel.messages import Language
from luylau.security import Action, Decision, Role, User
from luylau.telemetry.latest import NEVER
from tests.api.world import ORIGIN, World

pytestmark = pytest.mark.anyio


class Browser:
    """One EventSource: collects the messages of a stream until it is closed."""

    def __init__(
        self, world: World, role: Role, *, query: str = "", last: str | None = None, slow: bool = False
    ) -> None:
        self.world, self.slow = world, slow
        self.messages: list[tuple[str | None, str, Any]] = []
        self.status = 0
        self.headers: dict[str, str] = {}
        self.comments = 0
        self.ended = False
        self._buffer = b""
        self._gone = asyncio.Event()
        headers = [(b"host", ORIGIN.removeprefix("http://").encode())]
        headers.append((b"cookie", b"luylau=" + world.token(world.user(role)).encode()))
        if last is not None:
            headers.append((b"last-event-id", last.encode()))
        self._scope = {
            "type": "http", "method": "GET", "path": "/api/v1/stream", "raw_path": b"/api/v1/stream",
            "query_string": query.encode(), "headers": headers, "http_version": "1.1", "scheme": "http",
            "server": ("testserver", 80), "client": ("127.0.0.1", 1), "root_path": "", "state": {},
        }  # fmt: skip

    async def run(self) -> None:
        asked = False

        async def receive() -> dict[str, Any]:
            nonlocal asked
            if not asked:
                asked = True
                return {"type": "http.request", "body": b"", "more_body": False}
            await self._gone.wait()
            return {"type": "http.disconnect"}

        await self.world.app(self._scope, receive, self._take)
        self.ended = True

    def close(self) -> None:
        self._gone.set()

    async def _take(self, message: Any) -> None:  # noqa: ANN401
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            return
        self._buffer += message["body"]
        while b"\n\n" in self._buffer:
            made, self._buffer = self._buffer.split(b"\n\n", 1)
            if made.startswith(b":"):
                self.comments += 1
                continue
            fields = dict(line.split(": ", 1) for line in made.decode().split("\n"))
            self.messages.append((fields.get("id"), fields["event"], json.loads(fields["data"])))
        if self.slow and self.messages:
            await asyncio.sleep(60)

    def named(self, name: str) -> list[Any]:
        return [data for _, event, data in self.messages if event == name]

    @property
    def seqs(self) -> list[int]:
        return [data["seq"] for data in self.named("event")]

    @property
    def last_id(self) -> str | None:
        return next((id_ for id_, _, _ in reversed(self.messages) if id_ is not None), None)

    async def until(self, true: Callable[[], bool], seconds: float = 30) -> None:
        async with asyncio.timeout(seconds):
            while not true():
                await asyncio.sleep(0.005)


@asynccontextmanager
async def served(world: World) -> AsyncIterator[None]:
    async with world.app.router.lifespan_context(world.app):
        yield


@asynccontextmanager
async def listening(world: World, role: Role = "viewer", **options: Any) -> AsyncIterator[Browser]:
    browser = Browser(world, role, **options)
    task = asyncio.create_task(browser.run())
    try:
        await browser.until(lambda: bool(browser.messages) or browser.ended)
        yield browser
    finally:
        browser.close()
        await asyncio.wait_for(task, 5)


def tell(world: World, kind: str = "incident.opened", count: int = 1) -> list[int]:
    seqs = [world.tell(kind, f"x-{number}") for number in range(count)]
    world.services.hub.hint()
    return seqs


async def test_hello_then_what_happens(world: World) -> None:
    before = world.tell("incident.opened")
    async with served(world), listening(world, query="kinds=event") as browser:
        assert (browser.status, browser.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        assert browser.headers["x-accel-buffering"] == "no"
        assert "content-length" not in browser.headers
        id_, name, hello = browser.messages[0]
        assert (id_, name, hello["seq"]) == (str(before), "hello", before)
        assert hello["now"] == "2026-10-07T05:00:00Z"
        assert hello["city_version"] == world.services.city.view.version
        (seq,) = tell(world)
        await browser.until(lambda: len(browser.messages) == 2)
        assert browser.messages[1][0] == str(seq)
        assert browser.named("event")[0]["kind"] == "incident.opened"
        assert browser.seqs == [seq]
    assert len(world.services.hub) == 0


async def test_resuming_neither_loses_nor_doubles(world: World) -> None:
    """Events are written all the time while browsers come and go; each goes on from its last id."""
    written: list[int] = []
    seen: list[int] = []
    last: str | None = None
    async with served(world):
        stop = asyncio.Event()

        async def write() -> None:
            while not stop.is_set():
                written.extend(await asyncio.to_thread(tell, world, "incident.refreshed", 7))
                await asyncio.sleep(0.003)

        async with listening(world, query="kinds=event") as browser:
            last = browser.last_id
        writer = asyncio.create_task(write())
        for round_ in range(12):
            async with listening(world, query="kinds=event", last=last) as browser:
                goal = len(seen) + 10
                await browser.until(lambda: len(seen) + len(browser.seqs) >= goal)  # noqa: B023
                await asyncio.sleep(0.01 * (round_ % 3))
            seen += browser.seqs
            last = browser.last_id
        stop.set()
        await writer
        async with listening(world, query="kinds=event", last=last) as browser:
            await browser.until(lambda: len(seen) + len(browser.seqs) >= len(written))
            seen += browser.seqs
    assert seen == written
    assert len(seen) > 120


async def test_a_long_absence_is_caught_up_from_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "_READ_AT_ONCE", 50)
    first = world.tell("incident.opened")
    async with served(world):
        seqs = await asyncio.to_thread(tell, world, "incident.refreshed", 333)
        async with listening(world, query="kinds=event", last=str(first)) as browser:
            await browser.until(lambda: len(browser.seqs) >= 333)
            more = tell(world)
            await browser.until(lambda: len(browser.seqs) >= 334)
    assert browser.seqs == seqs + more
    assert browser.named("reset") == []


@pytest.mark.parametrize("last", ["9999999", "nonsense", "-1", "1.5", "٣"])
def test_an_id_that_cannot_be_resumed_resets(world: World, last: str) -> None:
    newest = world.tell("incident.opened")
    assert resume_from(world.engine, last) == (newest, newest, True)


async def test_an_id_older_than_what_is_kept_resets(world: World) -> None:
    seqs = [world.tell("incident.opened") for _ in range(10)]
    with world.engine.begin() as connection:
        connection.execute(events.delete().where(events.c.seq <= seqs[5]))
    assert resume_from(world.engine, str(seqs[4])).reset
    assert resume_from(world.engine, str(seqs[5])) == (seqs[5], seqs[9], False)
    async with served(world), listening(world, last=str(seqs[2])) as browser:
        await browser.until(lambda: len(browser.messages) >= 2)
        assert [message[:2] for message in browser.messages[:2]] == [
            (str(seqs[9]), "hello"),
            (str(seqs[9]), "reset"),
        ]
        (seq,) = tell(world)
        await browser.until(lambda: browser.seqs == [seq])


async def test_each_role_sees_what_it_may_read(world: World) -> None:
    kinds = [
        "incident.opened",
        "signin.opened",
        "device.unknown",
        "rule.changed",
        "secret.thing",
        "city.changed",
        "shift.noted",
        "playbook.started",
        "drill.begun",
        "report.received",
        "notification.set",
    ]
    async with served(world), listening(world, "viewer") as viewer, listening(world, "admin") as admin:
        for kind in kinds:
            tell(world, kind)
        tell(world, "system.part-lost")
        for browser in (viewer, admin):
            await browser.until(lambda: "system.part-lost" in [one["kind"] for one in browser.named("event")])  # noqa: B023
        assert [one["kind"] for one in admin.named("event")] == [*kinds, "system.part-lost"]
        assert [one["kind"] for one in viewer.named("event")] == [
            "incident.opened", "rule.changed", "city.changed",
            "shift.noted", "playbook.started", "drill.begun", "system.part-lost",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        ("incident.opened", "incident.read"),
        ("report.received", "report.read"),
        ("notification.address_added", "notification.read"),
        ("secret.thing", "audit.read"),
    ],
)
def test_which_right_an_event_takes(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str, action: str
) -> None:
    user, policy = world.user("admin"), world.services.security.policy
    inner, asked = policy.authorize, []

    def authorize(who: User, what: Action) -> Decision:
        asked.append(what)
        return inner(who, what)

    monkeypatch.setattr(policy, "authorize", authorize)
    assert stream_module._may_see(world.services, user, kind)
    assert asked == [action]


def batch(values: dict[str, float], time_us: int) -> LiveBatch:
    count = len(values)
    return LiveBatch(
        device=list(values), channel=["water_level"] * count, time_us=[time_us] * count,
        received_us=[time_us] * count, value=list(values.values()), quality=[0] * count,
    )  # fmt: skip


async def test_live_values_are_joined_at_most_ten_times_a_second(world: World) -> None:
    loop = asyncio.get_running_loop()
    async with served(world), listening(world, query="kinds=values") as browser:
        begin = loop.time()
        for number in range(100):
            world.services.hub.values(
                batch({"gauge-1": number, f"gauge-{number % 3 + 2}": 1.5}, 1_000_000 + number)
            )
            await asyncio.sleep(0.005)
        await browser.until(
            lambda: bool(browser.named("values")) and 99 in browser.named("values")[-1]["value"]
        )
        took = loop.time() - begin
        frames = browser.named("values")
        assert 3 <= len(frames) <= took / hub_module.VALUES_INTERVAL_S + 2
        for said in frames:
            assert len(set(said["asset"])) == len(said["asset"]), "each series once, with its newest value"
        newest = {
            asset: value for said in frames for asset, value in zip(said["asset"], said["value"], strict=True)
        }
        assert newest["gauge-1"] == 99
        assert frames[-1]["time_ms"][frames[-1]["asset"].index("gauge-1")] == 1000
        assert browser.messages[-1][0] is None, "live values move no id"
        count = len(frames)
        await asyncio.sleep(0.3)
        assert len(browser.named("values")) == count, "what does not change is not sent"


async def test_a_value_that_is_none_and_one_that_never_came(world: World) -> None:
    async with served(world), listening(world, query="kinds=values") as browser:
        made = batch({"gauge-1": float("nan"), "gauge-2": 1.0}, 1_000_000)
        world.services.hub.values(made)
        never = LiveBatch(
            device=["gauge-3"], channel=["x"], time_us=[NEVER], received_us=[NEVER], value=[1.0], quality=[0]
        )
        world.services.hub.values(never)
        await browser.until(lambda: bool(browser.named("values")))
        assert browser.named("values")[0]["value"] == [None, 1.0]
        world.services.live.apply(never)
        assert world.services.live.newest("gauge-3", "x") is None


async def test_many_series_follow_in_several_messages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "VALUES_AT_ONCE", 40)
    async with served(world), listening(world, query="kinds=values") as browser:
        world.services.hub.values(batch({f"gauge-{number}": number for number in range(100)}, 1_000_000))
        await browser.until(lambda: len(browser.named("values")) == 3)
        sizes = [len(said["asset"]) for said in browser.named("values")]
        assert sizes == [40, 40, 20]


async def test_health_comes_in_the_readers_language(world: World) -> None:
    async with served(world), listening(world, query="kinds=health") as browser:
        await browser.until(lambda: bool(browser.named("health")))
        said = browser.named("health")[0]
        assert {part["part"] for part in said["parts"]} == {"signals", "web"}
        assert said["stream_clients"] == 1
        languages: set[Language] = {"en"}
        assert world.services.hub.languages() == languages


async def test_a_slow_client_is_dropped(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_module, "SEND_TIMEOUT_S", 0.2)
    async with served(world):
        slow = Browser(world, "viewer", slow=True)
        task = asyncio.create_task(slow.run())
        async with listening(world) as quick:
            await slow.until(lambda: slow.ended)
            await task
            (seq,) = tell(world)
            await quick.until(lambda: seq in quick.seqs)
    assert len(world.services.hub) == 0


def test_a_client_whose_queue_is_full_is_dropped(world: World) -> None:
    client = world.services.hub.subscribe(frozenset({"values"}), "en")
    for _ in range(101):
        client.offer("values", b"x")
        client.offer("health", b"not wanted")
    assert client.dropped
    assert len(client.waiting) == 100


async def test_an_ended_session_closes_its_stream(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_module, "CHECK_S", 0.05)
    async with served(world), listening(world) as browser:
        with world.engine.begin() as connection:
            world.security.sessions.close_all(connection, world.user("viewer").id)
        await browser.until(lambda: browser.ended)


async def test_a_new_role_ends_the_stream_of_the_old_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(response_module, "CHECK_S", 0.05)
    world.user("admin")
    async with served(world), listening(world, "operator") as browser:
        with world.engine.begin() as connection:
            world.security.users.change(connection, world.user("operator").id, actor="x", role="viewer")
        await browser.until(lambda: browser.ended)


async def test_the_log_is_followed_on_after_all_connections_were_busy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = world.events.read
    refused = 0

    def read(connection: sa.Connection, *, after: int, limit: int = 500) -> Sequence[Event]:
        nonlocal refused
        refused += 1
        if refused < 3:
            raise sa.exc.TimeoutError("all connections are in use")
        return real(connection, after=after, limit=limit)

    async with served(world), listening(world) as browser:
        monkeypatch.setattr(world.events, "read", read)
        (seq,) = tell(world)
        await browser.until(lambda: browser.seqs == [seq])
    assert refused >= 3


async def test_a_database_that_is_away_closes_no_stream(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(response_module, "CHECK_S", 0.05)
    async with served(world), listening(world) as browser:

        def refuse(_: str) -> None:
            raise sa.exc.OperationalError("SELECT", {}, Exception("disk I/O error"))

        monkeypatch.setattr(world.security.sessions, "resolve", refuse)
        await asyncio.sleep(0.3)
        assert not browser.ended


async def test_silence_is_filled_with_comments(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_module, "CHECK_S", 0.02)
    monkeypatch.setattr(response_module, "KEEP_ALIVE_S", 0.1)
    async with served(world), listening(world, query="kinds=event") as browser:
        await browser.until(lambda: browser.comments >= 3)
        assert [name for _, name, _ in browser.messages] == ["hello"]


async def test_only_so_many_streams(world: World) -> None:
    world.services.hub._max_clients = 2
    async with served(world), listening(world), listening(world):
        third = Browser(world, "viewer")
        await third.run()
        assert third.status == 429
    assert len(world.services.hub) == 0


async def test_stopping_the_server_ends_the_streams(world: World) -> None:
    async with served(world):
        browser = Browser(world, "viewer")
        task = asyncio.create_task(browser.run())
        await browser.until(lambda: bool(browser.messages))
    await asyncio.wait_for(task, 2)
    assert browser.ended


@pytest.mark.parametrize("kinds", ["nothing", "event,", "event,values,health,event", "event values"])
def test_wrong_kinds_are_refused(world: World, kinds: str) -> None:
    answer = world.client("viewer").get("/api/v1/stream", params={"kinds": kinds})
    assert answer.status_code == 422
