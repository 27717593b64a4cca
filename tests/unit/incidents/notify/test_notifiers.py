"""One behaviour of all notifiers, each against a real server on loopback, and what is special of each."""

import asyncio
import base64
import email
import email.policy
import json
import logging
import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from luylau.incidents.notify import (
    CHANNELS,
    Channel,
    Message,
    Notifier,
    NotifyKeys,
    NotSent,
    Target,
    notifiers_of,
    webhook_secret,
)
from luylau.incidents.notify import new_vapid_key as new_key
from luylau.kernel.clock import ManualClock
from luylau.kernel.messages import LANGUAGES, has_message, message
from luylau.kernel.secret import Secret
from luylau.settings.notify import NotifySettings
from tests.support.receivers import (
    Browser,
    HttpReceiver,
    MailServer,
    http_receiver,
    loopback_tls,
    mail_server,
    until,
    vapid_claims,
)

T0 = 1_790_000_000_000_000
KEYS = NotifyKeys(vapid=new_key(), webhook=Secret("what-webhook-keys-come-from"))
SECRETS = ("smtp-s3cret-word", "telegram-s3cret-word", "zalo-s3cret-word", str(KEYS.webhook))
GUIDE = Path(__file__).parents[4] / "docs" / "guide" / "notifications.md"

MESSAGE = Message(
    id="notice-0123456789abcdefghjk",
    occasion="opened",
    language="vi",
    subject="Mới mở: Nước cao: Trạm Đáp Cầu (nghiêm trọng)",
    lines=("Địa điểm: Phường Kinh Bắc", "Mức độ: nghiêm trọng, độ khẩn 80/100"),
    path="/incidents/incident-1",
    url="https://watch.example.vn/incidents/incident-1",
    tag="incident-1",
    severity="critical",
    drill=False,
    simulated=True,
    time_us=T0,
    data=({"incident": "incident-1", "severity": "critical"},),
)


@dataclass
class Ground:
    """A notifier with the real server that it sends to."""

    channel: Channel
    notifier: Notifier
    target: Target
    http: HttpReceiver
    mail: MailServer
    browser: Browser

    def send(self, said: Message = MESSAGE) -> None:
        async def whole() -> None:
            open_ones = asyncio.get_running_loop()._transports  # type: ignore[attr-defined]
            try:
                await self.notifier.send(self.target, said)
            finally:
                # TLS says goodbye to a mail server after the mail has been handed over.
                await until(lambda: all(one.is_closing() for one in open_ones.values()))()

        asyncio.run(whole())

    def refused(self, said: Message = MESSAGE) -> NotSent:
        with pytest.raises(NotSent) as caught:
            self.send(said)
        assert all(secret not in str(caught.value) for secret in SECRETS)
        for language in LANGUAGES:
            assert has_message(language, caught.value.key), caught.value.key
            assert message(language, caught.value.key, part="remedy")
        return caught.value

    def answer(self, *, status: int, mail: str, zalo: int = 0) -> None:
        """Tell the servers how to answer; Zalo says in the body of a 200 what others say by status."""
        self.mail.answer = mail
        if self.channel == "zalo" and zalo:
            self.http.answer = f'{{"error": {zalo}, "message": "said"}}'.encode()
        else:
            self.http.status = status

    def hold(self) -> None:
        self.http.hold.clear()
        self.mail.hold.clear()

    def arrived(self) -> tuple[str, str]:
        """Return head and text of the one message that has arrived."""
        if self.channel == "email":
            read = read_mail(self.mail)
            return str(read["subject"]), read.get_content()
        (taken,) = self.http.taken
        if self.channel == "web_push":
            said = self.browser.read(taken.body)
            read_json = json.loads(said)
            return read_json["title"], f"{read_json['body']}\n{read_json['url']}"
        if self.channel == "webhook":
            return taken.json["title"], f"{taken.json['text']}\n{taken.json['url']}"
        text = taken.json["text"] if self.channel == "telegram" else taken.json["message"]["text"]
        head, _, rest = text.partition("\n")
        return head, rest


def read_mail(server: MailServer) -> EmailMessage:
    (envelope,) = server.mail
    content = envelope.content
    assert isinstance(content, bytes)
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


def settings_for(folder: Path, http: HttpReceiver, mail: MailServer, **more: Any) -> NotifySettings:
    for name, secret in zip(("smtp", "telegram", "zalo"), SECRETS, strict=False):
        (folder / name).write_text(f"{secret}\n", encoding="utf-8")
    return NotifySettings(
        **{
            "smtp_host": mail.host,
            "smtp_port": mail.port,
            "smtp_security": "none",
            "smtp_user": "luylau",
            "smtp_password_file": folder / "smtp",
            "smtp_from": "luylau@example.vn",
            "telegram_url": http.url,
            "telegram_token_file": folder / "telegram",
            "zalo_url": http.url,
            "zalo_token_file": folder / "zalo",
            "webhook_hosts": http.url,
            "push_hosts": http.url,
            "try_s": 20,
            **more,
        }
    )


def target_for(channel: Channel, http: HttpReceiver, browser: Browser) -> Target:
    to = {
        "email": "lan@example.vn",
        "telegram": "-1001",
        "zalo": "2468",
        "webhook": f"{http.url}/hook?x=1",
        "web_push": f"{http.url}/push/abc",
    }[channel]
    keys = {"p256dh": browser.p256dh, "auth": browser.auth} if channel == "web_push" else {}
    return Target(id="address-1", to=to, **keys)


@pytest.fixture
def servers() -> Iterator[tuple[HttpReceiver, MailServer]]:
    with ExitStack() as stack:
        yield stack.enter_context(http_receiver()), stack.enter_context(mail_server(password=SECRETS[0]))


def make(channel: Channel, folder: Path, servers: tuple[HttpReceiver, MailServer], **more: Any) -> Ground:
    http, mail = servers
    browser = Browser()
    settings = settings_for(folder, http, mail, **more)
    notifiers = notifiers_of(settings, KEYS, ManualClock(T0), origin="https://watch.example.vn")
    return Ground(channel, notifiers[channel], target_for(channel, http, browser), http, mail, browser)


@pytest.fixture(params=CHANNELS)
def ground(
    request: pytest.FixtureRequest, tmp_path: Path, servers: tuple[HttpReceiver, MailServer]
) -> Ground:
    return make(request.param, tmp_path, servers)


def test_a_message_arrives_whole(ground: Ground) -> None:
    ground.send()
    head, text = ground.arrived()
    assert head == MESSAGE.subject
    for line in MESSAGE.lines:
        assert line in text
    assert MESSAGE.path in text


def test_what_is_refused_for_good_is_not_to_be_tried_again(ground: Ground) -> None:
    ground.answer(status=400, mail="550 no such user", zalo=-201)
    assert ground.refused().permanent


def test_what_is_refused_for_now_is_to_be_tried_again(ground: Ground) -> None:
    ground.answer(status=503, mail="451 come again", zalo=-32)
    error = ground.refused()
    assert not error.permanent
    assert not error.gone


def test_one_that_hangs_ends_in_time_and_blocks_nobody(
    tmp_path: Path, servers: tuple[HttpReceiver, MailServer], ground: Ground
) -> None:
    hanging = make(ground.channel, tmp_path, servers, try_s=0.5)
    hanging.hold()

    async def both() -> NotSent:
        sending = asyncio.ensure_future(hanging.notifier.send(hanging.target, MESSAGE))
        # Others go on while it hangs: the loop comes round many times before the try has ended.
        for _ in range(5):
            await asyncio.sleep(0.01)
            assert not sending.done()
        with pytest.raises(NotSent) as caught:
            await sending
        return caught.value

    error = asyncio.run(both())
    assert error.key == "notify-too-slow"
    assert not error.permanent


def test_where_nobody_listens(
    tmp_path: Path, servers: tuple[HttpReceiver, MailServer], ground: Ground
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        nobody = HttpReceiver(url=f"http://127.0.0.1:{port}")
        lost = make(ground.channel, tmp_path, (nobody, MailServer(port=port)))
        error = lost.refused()
    assert error.key == "notify-unreachable"
    assert not error.permanent


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_name_server_that_hangs_holds_up_nothing_else(
    channel: Channel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What blocks elsewhere in the process, the database say, goes on even where it has one thread only."""
    asked, answers = threading.Event(), threading.Event()

    def resolve(*_: object, **__: object) -> list[Any]:
        asked.set()
        assert answers.wait(30)
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    away = (HttpReceiver(url="http://localhost:1"), MailServer(host="localhost", port=1))
    ground = make(channel, tmp_path, away)

    async def both() -> NotSent:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        sending = asyncio.ensure_future(ground.notifier.send(ground.target, MESSAGE))
        await until(asked.is_set)()
        try:
            await asyncio.wait_for(asyncio.to_thread(str), 10)
            assert not sending.done()
        finally:
            answers.set()
        with pytest.raises(NotSent) as caught:
            await sending
        return caught.value

    assert asyncio.run(both()).key == "notify-unreachable"


def test_no_secret_gets_into_a_log(ground: Ground, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ground.send()
    ground.answer(status=403, mail="535 wrong", zalo=-216)
    ground.refused()
    for secret in (*SECRETS, "/push/abc", "/bot"):
        assert secret not in caplog.text


@pytest.mark.parametrize("channel", [one for one in CHANNELS if one != "email"])
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(
    channel: Channel, status: int, tmp_path: Path, servers: tuple[HttpReceiver, MailServer]
) -> None:
    ground = make(channel, tmp_path, servers)
    with http_receiver() as elsewhere:
        ground.http.status = status
        ground.http.headers = {"location": f"{elsewhere.url}/taken"}
        error = ground.refused()
        assert error.key == "notify-redirected"
        assert error.permanent
        assert elsewhere.taken == []


@pytest.mark.parametrize("channel", ["telegram", "webhook", "web_push"])
def test_who_asks_for_a_pause_is_heard(
    channel: Channel, tmp_path: Path, servers: tuple[HttpReceiver, MailServer]
) -> None:
    ground = make(channel, tmp_path, servers)
    ground.http.status, ground.http.headers = 429, {"retry-after": "77"}
    error = ground.refused()
    assert not error.permanent
    assert error.retry_after_s == 77


@pytest.mark.parametrize("channel", ["email", "telegram", "zalo"])
def test_a_secret_that_cannot_be_read(
    channel: Channel, tmp_path: Path, servers: tuple[HttpReceiver, MailServer]
) -> None:
    ground = make(channel, tmp_path, servers)
    for name in ("smtp", "telegram", "zalo"):
        (tmp_path / name).unlink()
    assert ground.refused().key == "notify-secret-unreadable"


# --- e-mail


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_encrypted(security: str, tmp_path: Path) -> None:
    context, certificate = loopback_tls(tmp_path)
    with mail_server(tls=context, starttls=security == "starttls", password=SECRETS[0]) as mail:
        more = {"smtp_security": security, "smtp_ca_file": certificate}
        ground = make("email", tmp_path, (HttpReceiver(), mail), **more)
        ground.send()
        assert mail.encrypted == [True]
        assert mail.signed_in == ["luylau"]
        # Without the certificate in the list of those to trust, nothing is said to the server.
        stranger = make("email", tmp_path, (HttpReceiver(), mail), smtp_security=security)
        assert stranger.refused().key == "notify-unreachable"
        assert len(mail.mail) == 1


def test_without_starttls_no_password_is_sent(tmp_path: Path) -> None:
    with mail_server(password=SECRETS[0]) as mail:
        ground = make("email", tmp_path, (HttpReceiver(), mail), smtp_security="starttls")
        assert not ground.refused().permanent
        assert (mail.signed_in, mail.mail) == ([], [])


def test_a_wrong_password(tmp_path: Path) -> None:
    with mail_server(password="another") as mail:
        assert make("email", tmp_path, (HttpReceiver(), mail)).refused().key == "notify-not-let-in"


def test_the_headers_of_a_mail(tmp_path: Path, servers: tuple[HttpReceiver, MailServer]) -> None:
    ground = make("email", tmp_path, servers)
    ground.send()
    read = read_mail(ground.mail)
    assert read["from"] == "Luy Lâu <luylau@example.vn>"
    assert read["message-id"] == f"<{MESSAGE.id}@example.vn>"
    assert read["auto-submitted"] == "auto-generated"
    assert read["importance"] == "high"
    assert ground.mail.mail[0].rcpt_tos == ["lan@example.vn"]


# --- webhook


def test_a_webhook_is_signed_as_the_guide_says(
    tmp_path: Path, servers: tuple[HttpReceiver, MailServer]
) -> None:
    ground = make("webhook", tmp_path, servers)
    ground.send()
    (taken,) = ground.http.taken
    assert taken.path == "/hook?x=1"
    # The verifier that receivers are told to use, taken from the guide itself.
    (snippet,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    scope: dict[str, Any] = {}
    exec(snippet, scope)
    secret = str(webhook_secret(KEYS, "address-1"))
    is_ours = scope["is_ours"]
    now_s = T0 // 1_000_000
    assert is_ours(secret, taken.headers, taken.body, now_s)
    assert not is_ours(secret, taken.headers, taken.body + b" ", now_s)
    assert not is_ours(secret, {**taken.headers, "webhook-timestamp": str(now_s + 1)}, taken.body, now_s)
    assert not is_ours(secret, taken.headers, taken.body, now_s + 301)
    assert not is_ours(str(webhook_secret(KEYS, "address-2")), taken.headers, taken.body, now_s)


def test_what_a_webhook_says(tmp_path: Path, servers: tuple[HttpReceiver, MailServer]) -> None:
    ground = make("webhook", tmp_path, servers)
    ground.send(replace(MESSAGE, drill=True))
    said = ground.http.taken[0].json
    assert (said["id"], said["occasion"], said["drill"], said["simulated"]) == (
        MESSAGE.id, "opened", True, True,
    )  # fmt: skip
    assert said["items"] == [{"incident": "incident-1", "severity": "critical"}]
    assert said["time"] == "2026-09-21T14:13:20Z"


@pytest.mark.parametrize("channel", ["webhook", "web_push"])
def test_a_host_that_is_no_longer_listed_is_not_asked(
    channel: Channel, tmp_path: Path, servers: tuple[HttpReceiver, MailServer]
) -> None:
    ground = make(channel, tmp_path, servers, webhook_hosts="a.example.vn", push_hosts="b.example.vn")
    error = ground.refused()
    assert error.key == "notify-host-not-listed"
    assert error.permanent
    assert ground.http.taken == []


# --- Web Push


def test_only_the_browser_can_read_a_push_message_and_knows_who_sent_it(
    tmp_path: Path, servers: tuple[HttpReceiver, MailServer]
) -> None:
    ground = make("web_push", tmp_path, servers)
    ground.send()
    (taken,) = ground.http.taken
    assert taken.headers["content-encoding"] == "aes128gcm"
    assert taken.headers["ttl"].isdecimal()
    assert taken.headers["urgency"] == "high"
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,32}", taken.headers["topic"])
    claims, key = vapid_claims(taken.headers["authorization"])
    assert claims["aud"] == ground.http.url
    assert claims["sub"] == "mailto:luylau@example.vn"
    assert T0 // 1_000_000 < claims["exp"] <= T0 // 1_000_000 + 24 * 3_600
    assert base64.urlsafe_b64decode(key + "=")[0] == 4
    assert MESSAGE.subject.encode() not in taken.body


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone(
    status: int, tmp_path: Path, servers: tuple[HttpReceiver, MailServer]
) -> None:
    ground = make("web_push", tmp_path, servers)
    ground.http.status = status
    error = ground.refused()
    assert (error.key, error.gone, error.permanent) == ("notify-push-gone", True, True)


def test_a_long_message_is_cut_to_what_push_services_take(
    tmp_path: Path, servers: tuple[HttpReceiver, MailServer]
) -> None:
    ground = make("web_push", tmp_path, servers)
    ground.send(replace(MESSAGE, lines=("Nước lên nhanh. " * 2_000,)))
    assert len(ground.http.taken[0].body) <= 4_096
    assert ground.arrived()[1].startswith("Nước lên nhanh. Nước")


def test_so_is_a_long_title(tmp_path: Path, servers: tuple[HttpReceiver, MailServer]) -> None:
    ground = make("web_push", tmp_path, servers)
    ground.send(replace(MESSAGE, subject="Trạm Đáp Cầu " * 1_000, lines=("Nước lên",)))
    assert len(ground.http.taken[0].body) <= 4_096
    head, text = ground.arrived()
    assert head.startswith("Trạm Đáp Cầu Trạm")
    assert text.startswith("Nước lên")


# --- chats


def test_telegram_is_asked_as_its_bot(tmp_path: Path, servers: tuple[HttpReceiver, MailServer]) -> None:
    ground = make("telegram", tmp_path, servers)
    ground.send()
    (taken,) = ground.http.taken
    assert taken.path == f"/bot{SECRETS[1]}/sendMessage"
    assert taken.json["chat_id"] == "-1001"


def test_telegrams_own_pause_is_heard(tmp_path: Path, servers: tuple[HttpReceiver, MailServer]) -> None:
    ground = make("telegram", tmp_path, servers)
    ground.http.status = 429
    ground.http.answer = b'{"ok": false, "description": "Too Many", "parameters": {"retry_after": 35}}'
    error = ground.refused()
    assert (error.retry_after_s, error.fields["said"]) == (35, "Too Many")


def test_zalo_is_asked_with_its_token(tmp_path: Path, servers: tuple[HttpReceiver, MailServer]) -> None:
    ground = make("zalo", tmp_path, servers)
    ground.send()
    (taken,) = ground.http.taken
    assert (taken.path, taken.headers["access_token"]) == ("/v3.0/oa/message/cs", SECRETS[2])
    assert taken.json["recipient"] == {"user_id": "2468"}
    # The token ends after a day; whoever renews it writes the file, and the next try has the new one.
    (tmp_path / "zalo").write_text("renewed", encoding="utf-8")
    ground.send()
    assert ground.http.taken[1].headers["access_token"] == "renewed"


@pytest.mark.parametrize(("channel", "most"), [("telegram", 4_096), ("zalo", 2_000)])
def test_a_long_chat_message_keeps_its_link(
    channel: Channel, most: int, tmp_path: Path, servers: tuple[HttpReceiver, MailServer]
) -> None:
    ground = make(channel, tmp_path, servers)
    ground.send(replace(MESSAGE, lines=("🚨" * 5_000,)))
    said = ground.http.taken[0].json
    text = said["text"] if channel == "telegram" else said["message"]["text"]
    assert len(text.encode("utf-16-le")) // 2 <= most
    assert text.endswith(f"…\n\n{MESSAGE.url}")


@pytest.mark.parametrize("channel", ["telegram", "zalo"])
@pytest.mark.parametrize("said", [b"", b"<html>", b"[]", b'{"other": 1}'])
def test_an_answer_that_says_nothing_is_no_success(
    channel: Channel, said: bytes, tmp_path: Path, servers: tuple[HttpReceiver, MailServer]
) -> None:
    ground = make(channel, tmp_path, servers)
    ground.http.answer = said
    assert ground.refused().key == "notify-answer-unknown"


def test_https_is_checked(tmp_path: Path) -> None:
    """A server whose certificate nobody vouches for gets nothing."""
    context, _ = loopback_tls(tmp_path)
    asked: list[bytes] = []

    async def run() -> NotSent:
        async def take(reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
            asked.append(await reading.read(10))
            writing.close()

        server = await asyncio.start_server(take, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        settings = NotifySettings(webhook_hosts=f"127.0.0.1:{port}")
        (notifier,) = (
            notifiers_of(settings, KEYS, ManualClock(T0), origin="")[channel] for channel in ("webhook",)
        )
        with pytest.raises(NotSent) as caught:
            await notifier.send(Target(id="a", to=f"https://127.0.0.1:{port}/x"), MESSAGE)
        server.close()
        return caught.value

    assert asyncio.run(run()).key == "notify-unreachable"
    assert b"POST" not in b"".join(asked)
