"""The part of ``web`` that tells people: from an incident to a mail in a real mailbox; and its secrets."""

import asyncio
import email
import email.policy
import stat
from pathlib import Path

import pytest

from luylau.incidents.notify import webhook_secret
from luylau.kernel.errors import BadFile
from luylau.processes.notify_secrets import FILE, notify_keys
from luylau.processes.notifying import Notifying
from luylau.settings import Settings
from tests.api.world import ORIGIN, World
from tests.support.receivers import mail_server, until


def test_an_incident_becomes_a_mail(tmp_path: Path) -> None:
    with mail_server() as mail:
        settings = Settings(
            web={"origin": ORIGIN},
            notify={
                "smtp_host": mail.host,
                "smtp_port": mail.port,
                "smtp_security": "none",
                "smtp_from": "luylau@example.vn",
                "settle_s": 0,
            },
        )
        world = World(tmp_path, settings)
        user = world.user("operator", "vi").id
        world.services.notify.add_email(user, name="work", email="lan@example.vn")
        notifying = Notifying(world.services, world.services.notify_keys)

        async def run() -> None:
            running = asyncio.ensure_future(notifying.run())
            await until(lambda: bool(notifying.figures))()
            await asyncio.to_thread(world.incident)
            await until(lambda: bool(mail.mail))()
            await until(lambda: world.services.deliveries.page()[0].state == "sent")()
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running

        asyncio.run(asyncio.wait_for(run(), 60))
        (envelope,) = mail.mail
        assert isinstance(envelope.content, bytes)
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert read["subject"] == "Mới mở: Nước cao: Trạm thủy văn Đáp Cầu (nghiêm trọng)"
        assert set(notifying.figures) == {
            f"messages_out.{state}" for state in ("pending", "collected", "suppressed", "sent", "failed")
        }
        world.engine.dispose()


def test_the_keys_are_made_once_and_are_the_owners_alone(tmp_path: Path) -> None:
    keys = notify_keys(tmp_path)
    assert notify_keys(tmp_path) == keys
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert str(keys.vapid) not in repr(keys)
    assert webhook_secret(keys, "a") != webhook_secret(keys, "b")


@pytest.mark.parametrize("content", ["", "{}", '{"vapid": "no key", "webhook": "x"}'])
def test_damaged_keys_are_told_of_and_never_replaced(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        notify_keys(tmp_path)
    assert caught.value.faults[0].key == "notify-secrets-damaged"
    assert (tmp_path / FILE).read_text(encoding="utf-8") == content
