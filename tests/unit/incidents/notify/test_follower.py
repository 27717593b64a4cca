"""From an event to deliveries: who is told, when, and once for each event whatever crashes."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from luylau.incidents import IncidentBook
from luylau.incidents.notify import (
    Delivery,
    NotifyRule,
    NotSent,
    Quiet,
)
from luylau.incidents.notify import follower as follower_module
from luylau.incidents.notify.outbox import Claim
from luylau.incidents.notify.tables import notify_watermark
from luylau.incidents.tables import incidents
from luylau.incidents.tasks import NewTask, add_task
from luylau.kernel.clock import parse_iso
from luylau.kernel.events import Event, events
from tests.support.postgres import new_database
from tests.unit.incidents.notify.flow import EVERYTHING, NOTIFY, Flow, Recorder, flow_in, run_once, told

DAY_S = 24 * 3_600

# --- who is told


def test_what_happened_before_the_first_start_is_not_told(flow: Flow) -> None:
    with flow.world.engine.begin() as connection:
        connection.execute(notify_watermark.delete())
    flow.world.incident()
    flow.follower.begin()
    flow.follower.begin()
    assert flow.follow() == []
    flow.world.incident("rain-1")
    assert told(flow.follow()) == [("opened", "pending")]


def test_by_default_one_is_told_of_what_is_major_and_of_what_is_ones_own(flow: Flow) -> None:
    flow.world.incident("rain-1", severity="minor")
    incident = flow.world.incident("gauge-1", severity="major")
    flow.world.services.desk.assign(incident, actor="user-x", owner=flow.user)
    flow.world.services.desk.assign(incident, actor="user-x", owner="user-y")
    flow.world.services.desk.resolve(incident, actor="user-x", resolution="fixed", reason="")
    assert told(flow.follow()) == [("opened", "pending")]


def test_assigned_to_oneself(flow: Flow) -> None:
    incident = flow.world.incident("rain-1", severity="minor")
    flow.world.services.desk.assign(incident, actor="user-x", owner=flow.user)
    assert told(flow.follow()) == [("assigned", "pending")]


def test_nobody_is_told_of_what_they_did_themselves(flow: Flow) -> None:
    flow.want(EVERYTHING)
    incident = flow.world.incident()
    flow.world.services.desk.resolve(incident, actor=flow.user, resolution="fixed", reason="")
    assert told(flow.follow()) == [("opened", "pending")]


def test_a_task_is_told_to_whom_it_is_given(flow: Flow) -> None:
    flow.want(replace(EVERYTHING, occasions=("tasked",)))
    incident = flow.world.incident()
    with flow.world.engine.begin() as connection:
        for assignee in (flow.user, "user-y"):
            task = NewTask(incident=incident, title=f"for {assignee}", assignee=assignee)
            now_us = flow.world.clock.now_us()
            add_task(connection, flow.world.events, task, actor="user-x", now_us=now_us)
    (delivery,) = flow.follow()
    assert delivery.data["task"] == f"for {flow.user}"


def test_a_task_that_is_given_later_is_told_too(flow: Flow) -> None:
    """As by a playbook, whose steps begin without anybody."""
    incident = flow.world.incident("rain-1", severity="minor")
    tasks = flow.world.services.desk.tasks
    task = tasks.add(NewTask(incident=incident, title="Send a crew"), actor="user-x").id
    assert flow.follow() == []
    tasks.change(incident, task, {"assignee": flow.user}, actor="user-x")
    tasks.change(incident, task, {"title": "Send two crews"}, actor="user-x")
    tasks.change(incident, task, {"assignee": "user-y"}, actor="user-x")
    assert told(flow.follow()) == [], "it is not theirs any more"
    tasks.change(incident, task, {"assignee": flow.user}, actor="user-x")
    (delivery,) = flow.follow()
    assert (delivery.occasion, delivery.data["task"]) == ("tasked", "Send two crews")
    tasks.change(incident, task, {"state": "done"}, actor="user-x")
    tasks.change(incident, task, {"state": "open"}, actor="user-x")
    assert len(flow.follow()) == 1
    tasks.change(incident, task, {"assignee": flow.user, "state": "done"}, actor="user-x")
    tasks.change(incident, task, {"assignee": ""}, actor="user-x")
    tasks.change(incident, task, {"assignee": flow.user, "state": "open"}, actor="user-x")
    assert len(flow.follow()) == 2


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (replace(EVERYTHING, severity="critical"), True),
        (replace(EVERYTHING, places=("tinh",)), True),
        (replace(EVERYTHING, places=("phuong-kinh-bac",)), True),
        (replace(EVERYTHING, places=("xa-dong-ky",)), False),
        (replace(EVERYTHING, agencies=("dien-luc",)), True),
        (replace(EVERYTHING, agencies=("somebody",)), False),
        (replace(EVERYTHING, mine=True), False),
        (replace(EVERYTHING, urgency=100), False),
        (replace(EVERYTHING, occasions=("resolved",)), False),
    ],
)
def test_rules(flow: Flow, rule: NotifyRule, fits: bool) -> None:
    flow.want(rule)
    flow.world.incident("gauge-1", severity="critical")
    assert bool(flow.follow()) is fits


def test_an_urgency_that_rises_to_a_rules_is_told_once(flow: Flow) -> None:
    flow.want(replace(EVERYTHING, urgency=90))
    incident = flow.world.incident(severity="critical")
    for before, after in ((80, 85), (85, 92), (92, 95), (95, 91)):
        with flow.world.engine.begin() as connection:
            connection.execute(incidents.update().values(urgency=after))
        flow.world.tell("incident.refreshed", incident, urgency=after, urgency_from=before)
        flow.follow()
    assert [(one.occasion, one.data["urgency"]) for one in flow.follow()] == [("escalated", 92)]


def test_drills_only_where_asked_for_and_marked(flow: Flow) -> None:
    book = IncidentBook(flow.world.engine, flow.world.events, flow.world.clock)
    place = flow.world.services.city.view.city.places["tinh"]
    flow.want(EVERYTHING)
    book.open_drill(name="Flood", severity="critical", actor="user-x", place=place)
    assert flow.follow() == []
    flow.want(replace(EVERYTHING, drills=True))
    book.open_drill(name="Flood", severity="critical", actor="user-x", place=place)
    (delivery,) = flow.follow()
    assert delivery.data["drill"]
    sender = Recorder()
    run_once(flow, {"email": sender})
    (message,) = sender.messages
    assert message.drill
    assert message.subject.startswith("DRILL – ")
    assert message.lines[0] == "This is a drill. Nothing has happened."


def test_who_is_disabled_or_has_switched_off_is_not_told(flow: Flow) -> None:
    flow.world.services.notify.change_address(flow.user, flow.address, enabled=False)
    flow.world.incident()
    assert flow.follow() == []


# --- once for each event


def test_a_crash_before_the_commit_neither_loses_nor_doubles(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow.want(EVERYTHING)
    for asset in ("gauge-1", "rain-1", "switch-1"):
        flow.world.incident(asset)
    real, made = follower_module.insert_delivery, []

    def breaks(*args: Any, **more: Any) -> Delivery:
        if len(made) == 2:
            raise sa.exc.OperationalError("INSERT", {}, Exception("gone"))
        made.append(real(*args, **more))
        return made[-1]

    monkeypatch.setattr(follower_module, "insert_delivery", breaks)
    with pytest.raises(sa.exc.OperationalError):
        flow.follow()
    assert flow.world.services.deliveries.page() == ()
    monkeypatch.undo()
    # Another life begins where the last one had come to.
    again = flow.another()
    again.begin()
    while again.step():
        pass
    assert len(flow.follow()) == 3


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_an_event_that_is_committed_late_is_not_overlooked(tmp_path: Path, database: str) -> None:
    """It takes its number when it is told, and other writers wait until it is committed."""
    with flow_in(tmp_path, new_database() if database == "postgresql" else "") as flow:
        flow.want(EVERYTHING)
        world = flow.world
        incident = world.incident("gauge-1")
        flow.follow()
        late = Event(
            kind="incident.overdue", subject=incident, actor="system:signals", time_us=world.clock.now_us(),
            data={},
        )  # fmt: skip
        other = threading.Thread(target=lambda: world.incident("rain-1"))
        with world.engine.begin() as connection:
            world.events.append(connection, late)
            other.start()
            other.join(1)
            assert flow.follower.step() == 0
            world.clock.advance(6)
            assert flow.follower.step() == 0
        other.join()
        assert sorted(one.occasion for one in flow.follow()) == ["opened", "opened", "overdue"]


def test_a_number_that_never_comes_holds_nothing_up(flow: Flow) -> None:
    gone = flow.world.tell("x")
    flow.world.incident()
    with flow.world.engine.begin() as connection:
        connection.execute(events.delete().where(events.c.seq == gone))
    assert len(flow.follow()) == 1


def test_two_that_follow_at_once_tell_once(flow: Flow) -> None:
    other = flow.another()
    flow.world.incident()
    other.step()
    assert len(flow.follow()) == 1


# --- when


def test_quiet_hours_hold_back_and_critical_ones_break_through(flow: Flow) -> None:
    flow.world.clock.set(parse_iso("2026-10-07T23:00:00+07:00"))
    flow.want(EVERYTHING, quiet=Quiet(begin="22:00", end="06:00", critical_breaks=True))
    flow.world.incident("gauge-1", severity="critical")
    flow.world.incident("rain-1", severity="major")
    flow.world.incident("switch-1", severity="minor")
    found = flow.follow()
    assert [(one.state, one.held) for one in found] == [
        ("pending", ""), ("suppressed", "quiet"), ("suppressed", "quiet"),
    ]  # fmt: skip
    assert {one.due_us for one in found[1:]} == {parse_iso("2026-10-08T06:00:00+07:00")}
    assert flow.outbox.bind_digests() == 0
    flow.world.clock.set(parse_iso("2026-10-08T06:00:00+07:00"))
    assert flow.outbox.bind_digests() == 1
    sender = Recorder()
    run_once(flow, {"email": sender})
    run_once(flow, {"email": sender})
    digest = next(one for one in sender.messages if one.occasion == "digest")
    assert digest.subject == "Luy Lâu: 2 messages"
    assert len(digest.lines) == len(digest.data) == 2
    assert digest.severity == "major"
    assert {one.state for one in flow.follow()} == {"sent"}


NIGHT = Quiet(begin="22:00", end="06:00", critical_breaks=True)
MORNING_US = parse_iso("2026-10-08T06:00:00+07:00")


def unreachable(flow: Flow) -> Claim:
    """Let the one message that is due not get through."""
    (claim,) = flow.due()
    flow.outbox.not_sent(claim, NotSent("notify-unreachable", host="x", said="y"))
    return claim


def test_a_further_try_waits_for_the_end_of_the_quiet_hours(flow: Flow) -> None:
    flow.world.clock.set(parse_iso("2026-10-07T21:59:30+07:00"))
    flow.want(EVERYTHING, quiet=NIGHT)
    flow.world.incident("gauge-1", severity="major")
    flow.follow()
    tried = unreachable(flow)
    flow.world.clock.set(parse_iso("2026-10-07T22:30:00+07:00"))
    assert flow.outbox.claim("email", (), 5) == []
    (held,) = flow.follow()
    assert (held.state, held.held, held.due_us, held.attempts) == ("suppressed", "quiet", MORNING_US, 1)
    assert flow.outbox.bind_digests() == 0
    flow.world.clock.set(MORNING_US)
    flow.outbox.bind_digests()
    (again,) = flow.outbox.claim("email", (), 5)
    assert (again.delivery.id, again.delivery.attempts) == (tried.delivery.id, 2)


@pytest.mark.parametrize(("severity", "breaks", "goes"), [
    ("critical", True, True), ("critical", False, False), ("major", True, False),
])  # fmt: skip
def test_what_was_due_while_the_platform_was_down_waits_for_the_end_of_the_quiet_hours(
    flow: Flow, severity: str, breaks: bool, goes: bool
) -> None:
    flow.world.clock.set(parse_iso("2026-10-07T21:59:30+07:00"))
    flow.want(EVERYTHING, quiet=replace(NIGHT, critical_breaks=breaks))
    flow.world.incident("gauge-1", severity=severity)
    flow.follow()
    flow.world.clock.set(parse_iso("2026-10-07T23:00:00+07:00"))
    assert len(flow.outbox.claim("email", (), 5)) == goes


@pytest.mark.parametrize("severity", ["major", "critical"])
def test_a_digest_that_is_tried_again_waits_for_the_end_of_the_quiet_hours(flow: Flow, severity: str) -> None:
    flow.world.clock.set(parse_iso("2026-10-07T21:20:00+07:00"))
    flow.want(replace(EVERYTHING, every_min=30), quiet=NIGHT)
    flow.world.incident("gauge-1", severity=severity)
    flow.world.incident("rain-1", severity="major")
    flow.follow()
    flow.world.clock.set(parse_iso("2026-10-07T21:59:00+07:00"))
    flow.outbox.bind_digests()
    tried = unreachable(flow)
    flow.world.clock.set(parse_iso("2026-10-07T22:30:00+07:00"))
    at_night = flow.outbox.claim("email", (), 5)
    assert len(at_night) == (severity == "critical")
    if at_night:
        return
    assert {(one.state, one.due_us) for one in flow.follow()} == {("suppressed", MORNING_US)}
    assert flow.outbox.bind_digests() == 0
    flow.world.clock.set(MORNING_US)
    flow.outbox.bind_digests()
    (again,) = flow.outbox.claim("email", (), 5)
    assert (again.delivery.id, len(again.members)) == (tried.delivery.id, 2)


def test_who_is_told_once_a_day_is_told_then_however_many_tries_it_takes(flow: Flow) -> None:
    flow.world.clock.set(parse_iso("2026-10-07T21:00:00+07:00"))
    flow.want(EVERYTHING, quiet=Quiet(begin="06:00", end="06:00", critical_breaks=False))
    flow.world.incident("gauge-1")
    assert [one.state for one in flow.follow()] == ["suppressed"]
    flow.world.clock.set(MORNING_US)
    flow.outbox.bind_digests()
    unreachable(flow)
    flow.world.clock.advance(3_600)
    assert len(flow.outbox.claim("email", (), 5)) == 1


def test_a_digest_collects(flow: Flow) -> None:
    flow.want(replace(EVERYTHING, every_min=30))
    for asset in ("gauge-1", "rain-1"):
        flow.world.incident(asset)
        flow.follow()
        flow.world.clock.advance(600)
    assert {(one.state, one.held) for one in flow.follow()} == {("collected", "digest")}
    flow.world.clock.advance(1_800)
    flow.outbox.bind_digests()
    (claim,) = flow.outbox.claim("email", (), 10)
    assert (claim.delivery.items, len(claim.members)) == (2, 2)


def test_one_alone_is_no_digest(flow: Flow) -> None:
    flow.want(replace(EVERYTHING, every_min=30))
    flow.world.incident()
    flow.follow()
    flow.world.clock.advance(1_800)
    flow.outbox.bind_digests()
    (claim,) = flow.outbox.claim("email", (), 10)
    assert claim.delivery.occasion == "opened"


def test_at_once_goes_before_a_digest(flow: Flow) -> None:
    flow.want(replace(EVERYTHING, every_min=30), EVERYTHING)
    flow.world.incident()
    assert told(flow.follow()) == [("opened", "pending")]


def test_a_flood_becomes_a_digest(flow: Flow) -> None:
    flow.want(EVERYTHING)
    for number in range(8):
        flow.world.incident(rule=f"rule-{number}")
    assert [one.held for one in flow.follow()] == [""] * 5 + ["flood"] * 3


def test_what_is_old_when_the_platform_comes_back_is_one_digest(flow: Flow) -> None:
    flow.world.incident("gauge-1")
    flow.world.incident("switch-1")
    flow.world.clock.advance(2 * 3_600)
    assert [(one.state, one.held) for one in flow.follow()] == [("collected", "late")] * 2
    flow.world.clock.advance(NOTIFY.settle_s)
    assert flow.outbox.bind_digests() == 1


def test_an_incident_that_becomes_part_of_another_is_not_told(flow: Flow) -> None:
    incident = flow.world.incident()
    flow.follow()
    with flow.world.engine.begin() as connection:
        connection.execute(incidents.update().values(merged_into="incident-cause"))
    assert flow.due() == []
    (dropped,) = flow.follow()
    assert (dropped.state, dropped.reason, dropped.incident) == ("dropped", "notify-merged", incident)


def test_what_is_held_back_and_becomes_part_of_another_is_not_told(flow: Flow) -> None:
    flow.want(replace(EVERYTHING, every_min=30))
    cause = flow.world.incident()
    others = [flow.world.incident(asset) for asset in ("rain-1", "switch-1")]
    flow.follow()
    for other in others:
        flow.world.services.desk.merging.merge(other, cause, actor="user-x")
    flow.follow()
    flow.world.clock.advance(1_800)
    assert flow.outbox.bind_digests() == 1
    (claim,) = flow.outbox.claim("email", (), 10)
    assert (claim.delivery.occasion, claim.delivery.incident) == ("opened", cause)
    dropped = [one for one in flow.follow() if one.state == "dropped"]
    assert {(one.incident, one.reason) for one in dropped} == {(one, "notify-merged") for one in others}


@pytest.mark.parametrize("rule", [EVERYTHING, replace(EVERYTHING, every_min=30)])
def test_what_came_while_the_clock_was_ahead_is_told_once_it_is_set_back(
    flow: Flow, rule: NotifyRule
) -> None:
    flow.want(rule)
    flow.world.clock.advance(DAY_S)
    flow.world.incident()
    assert len(flow.follow()) == 1
    flow.world.clock.advance(-DAY_S)
    flow.outbox.bind_digests()
    (claim,) = flow.outbox.claim("email", (), 10)
    assert claim.delivery.occasion == "opened"
    flow.outbox.bind_digests()
    assert flow.outbox.claim("email", (), 10) == [], "not again while it is tried"


def test_what_was_tried_while_the_clock_was_ahead_is_tried_again_once_it_is_set_back(flow: Flow) -> None:
    flow.want(EVERYTHING)
    flow.world.incident()
    flow.follow()
    flow.world.clock.advance(DAY_S)
    (claim,) = flow.due()
    flow.outbox.not_sent(claim, NotSent("notify-unreachable", host="x", said="y"))
    flow.world.clock.advance(-DAY_S)
    flow.outbox.bind_digests()
    assert len(flow.outbox.claim("email", (), 10)) == 1


def test_what_was_sent_while_the_clock_was_ahead_makes_no_flood_now(flow: Flow) -> None:
    flow.want(EVERYTHING)
    flow.world.clock.advance(DAY_S)
    for number in range(NOTIFY.most_per_hour):
        flow.world.incident(rule=f"rule-{number}")
    flow.follow()
    flow.world.clock.advance(-DAY_S)
    flow.world.incident()
    assert [one.held for one in flow.follow()] == [""] * (NOTIFY.most_per_hour + 1)
