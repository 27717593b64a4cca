"""Health, the audit log's proofs, liveness."""

import pytest
import sqlalchemy as sa

from luylau.api.health import HealthBoard
from luylau.kernel.clock import ManualClock
from luylau.kernel.health import STALE_AFTER_S, PartHealth
from luylau.kernel.messages import LANGUAGES, Language
from luylau.security import TreeHead, verify_inclusion
from tests.api.world import NOW, World


def said_by(part: str, *, state: str = "ok", **figures: object) -> PartHealth:
    return PartHealth(
        part=part, time_us=NOW, started_us=NOW, state=state, version="1", pid=1, memory_mb=10.5,
        trouble=[] if state == "ok" else [{"key": "broker-away", "fields": {"said": "gone"}}],
        figures=figures,
    )  # fmt: skip


def test_a_part_that_falls_silent_is_lost_and_comes_back() -> None:
    now = 100.0
    clock = ManualClock(NOW)
    board = HealthBoard(clock, ("signals",), monotonic=lambda: now)
    board.note(said_by("signals"))
    assert board.overall() == "ok"
    now += STALE_AFTER_S - 0.1
    assert board.overall() == "ok"
    clock.advance(5)
    now += 0.2
    (part,) = board.parts()
    assert (part.state, part.since_us, board.overall()) == ("lost", clock.now_us(), "lost")
    clock.advance(5)
    assert board.parts()[0].since_us == part.since_us, "since when, not until when"
    board.note(said_by("signals", state="degraded"))
    assert (board.overall(), board.parts()[0].since_us) == ("degraded", clock.now_us())


def test_a_part_that_never_spoke_is_lost_in_time() -> None:
    now = 0.0
    board = HealthBoard(ManualClock(NOW), ("signals", "web"), monotonic=lambda: now)
    assert [part.state for part in board.parts()] == ["ok", "ok"]
    now = STALE_AFTER_S + 1
    assert [part.state for part in board.parts()] == ["lost", "lost"]


def test_the_clocks_jump_loses_no_part() -> None:
    clock = ManualClock(NOW)
    board = HealthBoard(clock, (), monotonic=lambda: 1.0)
    board.note(said_by("web"))
    clock.advance(365 * 86_400)
    assert board.overall() == "ok"


@pytest.mark.parametrize("language", LANGUAGES)
def test_health_says_what_is_wrong_and_what_became_of_what_came_in(world: World, language: Language) -> None:
    figures = {
        "accepted": 10,
        "refused": {"refused-malformed": 2},
        "marked": {"range": 3},
        "lag_s": 0.5,
        "odd": float("nan"),
    }
    world.services.health.note(said_by("signals", state="degraded", **figures))
    world.keep("gauge-1", "water_level", [(NOW, 1.0, 0), (NOW + 1, 1.0, 0)])
    said = world.client("viewer", language).get("/api/v1/system/health").json()
    assert said["state"] == "degraded"
    assert said["ingest"] == {
        "accepted": 10, "refused": {"refused-malformed": 2}, "marked": {"range": 3}, "lag_s": 0.5
    }  # fmt: skip
    signals = next(part for part in said["parts"] if part["part"] == "signals")
    assert signals["figures"]["refused.refused-malformed"] == 2
    assert "odd" not in signals["figures"]
    trouble = signals["trouble"][0]
    assert (trouble["key"], trouble["fields"]) == ("broker-away", {"said": "gone"})
    assert "gone" in trouble["text"]
    assert trouble["remedy"]
    stores = {store["name"]: store for store in said["stores"]}
    assert stores["history"]["rows"] == 2
    assert stores["history"]["bytes"] > 0
    assert stores["database"]["bytes"] > 4096


def test_a_row_of_the_audit_log_is_proved(world: World) -> None:
    admin = world.client("admin")
    for name in ("a", "b", "c", "d"):
        admin.post("/api/v1/users", json={"name": name, "role": "viewer"})
    head = admin.get("/api/v1/audit/head").json()
    assert head["size"] == len(world.audit())
    for index in range(head["size"]):
        proof = admin.get("/api/v1/audit/proof", params={"index": index}).json()
        assert proof["root"] == head["root"]
        tree = TreeHead(size=proof["size"], root=bytes.fromhex(proof["root"]))
        path = [bytes.fromhex(step) for step in proof["path"]]
        assert verify_inclusion(bytes.fromhex(proof["leaf"]), index, tree, path)
    older = admin.get("/api/v1/audit/proof", params={"index": 0, "size": 2}).json()
    assert older["size"] == 2
    assert older["root"] != head["root"]
    assert admin.get("/api/v1/audit/proof", params={"index": 99}).status_code == 404
    assert admin.get("/api/v1/audit/proof", params={"index": 0, "size": 99}).status_code == 404


def test_liveness_and_readiness(world: World) -> None:
    client = world.client()
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "parts_lost": []}


def test_not_ready_without_a_database(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise sa.exc.OperationalError("SELECT 1", {}, Exception("disk I/O error"))

    monkeypatch.setattr("luylau.api.routes.meta.reader", refuse)
    client = world.client()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["key"]) == (503, "database-away")
    assert client.get("/healthz").status_code == 200
