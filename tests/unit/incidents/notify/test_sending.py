"""What becomes of each try: sent, tried again, failed; and one that hangs delays no other."""

import asyncio

import pytest
import sqlalchemy as sa

from luylau.incidents.notify import (
    Channel,
    Message,
    NotSent,
    Target,
)
from luylau.incidents.notify.tables import notify_deliveries
from luylau.incidents.tables import incidents
from luylau.kernel.events import Event
from tests.api.world import ORIGIN
from tests.support.receivers import until
from tests.unit.incidents.notify.flow import (
    EVERYTHING,
    NOTIFY,
    Flow,
    Hanging,
    Recorder,
    run_once,
    sender_of,
    told,
)


def test_what_is_sent_is_noted(flow: Flow) -> None:
    flow.world.incident()
    flow.follow()
    assert flow.outbox.claim("email", (), 10) == [], "it settles first"
    sender = Recorder()
    run_once(flow, {"email": sender})
    (delivery,) = flow.follow()
    assert (delivery.state, delivery.attempts, delivery.sent_us) == ("sent", 1, flow.world.clock.now_us())
    (message,) = sender.messages
    assert message.subject == "Opened: High water: Dap Cau gauge (critical)"
    assert "Place: Kinh Bac Ward" in message.lines
    assert "Time: 2026-10-07 12:00" in message.lines
    assert message.url == f"{ORIGIN}/incidents/{delivery.incident}"
    (address,) = flow.world.services.notify.addresses(flow.user)
    assert address.last_sent_us == flow.world.clock.now_us()
    assert flow.due() == []


def test_tries_come_ever_later_and_end(flow: Flow) -> None:
    flow.world.incident()
    flow.follow()
    pauses = []
    for attempt in range(1, NOTIFY.tries + 1):
        flow.world.clock.advance(NOTIFY.retry_most_s)
        (claim,) = flow.due()
        assert claim.delivery.attempts == attempt
        flow.outbox.not_sent(claim, NotSent("notify-unreachable", host="x", said="y"))
        (delivery,) = flow.follow()
        pauses.append((delivery.due_us - flow.world.clock.now_us()) / 1e6)
    assert (delivery.state, delivery.reason) == ("failed", "notify-unreachable")
    assert delivery.reason_fields == {"host": "x", "said": "y"}
    for attempt, pause_s in enumerate(pauses[:-1]):
        full = NOTIFY.retry_s * 2**attempt
        assert full / 2 <= pause_s <= full
    assert flow.due() == []


def test_a_pause_that_is_asked_for_is_kept(flow: Flow) -> None:
    flow.world.incident()
    flow.follow()
    (claim,) = flow.due()
    flow.outbox.not_sent(claim, NotSent("notify-too-slow", host="x", seconds=1, retry_after_s=300))
    flow.world.clock.advance(290)
    assert flow.due() == []
    flow.world.clock.advance(10)
    assert len(flow.due()) == 1


def test_what_is_refused_for_good_has_failed_at_once(flow: Flow) -> None:
    flow.world.incident()
    flow.follow()
    (claim,) = flow.due()
    flow.outbox.not_sent(claim, NotSent("notify-push-gone", gone=True))
    assert told(flow.follow()) == [("opened", "failed")]
    (address,) = flow.world.services.notify.addresses(flow.user)
    assert (address.enabled, address.trouble) == (False, "notify-push-gone")


def test_after_a_crash_while_sending_it_is_tried_again(flow: Flow) -> None:
    flow.world.incident()
    flow.follow()
    (claim,) = flow.due()
    flow.world.clock.advance(NOTIFY.try_s)
    assert flow.due() == [], "the first try may still be under way"
    flow.world.clock.advance(60)
    (again,) = flow.due()
    assert (again.delivery.id, again.delivery.attempts) == (claim.delivery.id, 2)


def test_an_address_gets_one_message_at_a_time_and_others_wait_for_a_troubled_one(flow: Flow) -> None:
    for asset in ("gauge-1", "switch-1"):
        flow.world.incident(asset)
    flow.follow()
    (claim,) = flow.due()
    assert flow.outbox.claim("email", {flow.address}, 10) == []
    flow.outbox.not_sent(claim, NotSent("notify-unreachable", host="x", said="y"))
    assert flow.outbox.claim("email", (), 10) == []


@pytest.mark.parametrize("channel", ["email"])
def test_a_channel_that_is_off_says_so(flow: Flow, channel: Channel) -> None:
    flow.world.incident()
    flow.follow()
    (claim,) = flow.due()
    asyncio.run(sender_of(flow, {}).deliver(channel, claim))
    (delivery,) = flow.follow()
    assert (delivery.state, delivery.reason) == ("failed", "notify-channel-off")


def test_a_fault_in_a_notifier_ends_nothing(flow: Flow, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        async def send(self, target: Target, message: Message) -> None:
            raise ZeroDivisionError("a s3cret in a text")

    flow.world.incident()
    flow.follow()
    (claim,) = flow.due()
    asyncio.run(sender_of(flow, {"email": Broken()}).deliver("email", claim))
    (delivery,) = flow.follow()
    assert (delivery.state, delivery.reason) == ("pending", "notify-fault")
    assert "s3cret" not in caplog.text


def test_one_that_hangs_delays_no_other(flow: Flow) -> None:
    """The mailbox hangs for ever; the webhook gets its message all the same, and all ends when told to."""
    url = "http://127.0.0.1:1/x"
    flow.world.services.notify.add_webhook(flow.user, name="other", url=url)
    flow.world.incident()
    flow.follow()
    flow.world.clock.advance(NOTIFY.settle_s)
    hanging, other = Hanging(), Recorder()
    sender = sender_of(flow, {"email": hanging, "webhook": other})

    async def run() -> None:
        running = asyncio.ensure_future(sender.run())
        await until(lambda: bool(hanging.asked and other.messages))()
        await until(lambda: "sent" in {one.state for one in flow.follow()})()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(asyncio.wait_for(run(), 30))
    assert {(one.channel, one.state) for one in flow.follow()} == {("email", "pending"), ("webhook", "sent")}


def test_old_deliveries_are_forgotten_but_nothing_that_waits(flow: Flow) -> None:
    flow.world.incident()
    flow.follow()
    (claim,) = flow.due()
    flow.outbox.sent(claim)
    flow.world.incident("rain-1")
    flow.follow()
    flow.world.clock.advance(91 * 24 * 3_600)
    assert flow.outbox.forget() == 1
    assert told(flow.follow()) == [("opened", "pending")]


def test_counts(flow: Flow) -> None:
    flow.want(EVERYTHING)
    for asset in ("gauge-1", "rain-1"):
        flow.world.incident(asset)
    flow.follow()
    (claim,) = flow.due()
    flow.outbox.sent(claim)
    counts = flow.world.services.deliveries.counts(flow.world.clock.now_us())
    assert counts == {"pending": 1, "sent": 1, "failed": 0, "collected": 0, "suppressed": 0}


def test_the_event_is_no_longer_needed_when_it_is_sent(flow: Flow) -> None:
    """What is sent later is what was so when it was decided, not what is so by then."""
    incident = flow.world.incident()
    flow.follow()
    with flow.world.engine.begin() as connection:
        connection.execute(incidents.update().values(severity=0))
        assert connection.execute(sa.select(sa.func.count()).select_from(notify_deliveries)).scalar() == 1
    sender = Recorder()
    run_once(flow, {"email": sender})
    assert sender.messages[0].severity == "critical"
    assert sender.messages[0].data[0]["incident"] == incident


def test_an_event_without_an_incident_is_passed_over(flow: Flow) -> None:
    with flow.world.engine.begin() as connection:
        flow.world.events.append(
            connection,
            Event(
                kind="incident.opened", subject="none", actor="x", time_us=flow.world.clock.now_us(), data={}
            ),
        )
    assert flow.follow() == []
    assert flow.follower.step() == 0
