"""Chats by the HTTP APIs of two services: Telegram's bots and Zalo's Official Accounts.

Telegram (core.telegram.org/bots/api#sendmessage) has its token in the path and answers ``{"ok": ...}``; Zalo
(OA API v3, "cs" messages) has it in the header ``access_token`` and answers 200 also where it refuses, with
``{"error": number}``. Neither token is ever part of an error or a log line.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from luylau.incidents.notify.channels import Message, NotSent, Target
from luylau.incidents.notify.hosts import place_of
from luylau.incidents.notify.http import Answer, post, raise_for
from luylau.incidents.notify.secrets import read_secret
from luylau.settings.notify import NotifySettings

_TELEGRAM_MOST: Final = 4_096
_ZALO_MOST: Final = 2_000
_ZALO_AGAIN: Final = frozenset((-32, -200, -204, -216))
"""Too many calls, trouble of Zalo's own, and tokens that have ended, which somebody may renew meanwhile."""


class TelegramNotifier:
    """Writes to chats as the city's Telegram bot."""

    def __init__(self, settings: NotifySettings) -> None:
        self._settings = settings

    async def send(self, target: Target, message: Message) -> None:
        """Return once Telegram has taken the message.

        Raises:
            NotSent: Telegram refuses it (``notify-refused``), or see ``post``.
        """
        settings = self._settings
        assert settings.telegram_token_file is not None
        token = read_secret(settings.telegram_token_file)
        place = place_of(settings.telegram_url, private=True)
        body = _json(
            {
                "chat_id": target.to,
                "text": _chat_text(message, _TELEGRAM_MOST),
                "link_preview_options": {"is_disabled": True},
            }
        )
        url = f"{settings.telegram_url.rstrip('/')}/bot{token}/sendMessage"
        answer = await post(url, place, body, _JSON, within_s=settings.try_s)
        said = _object(answer)
        after_s = _number(said.get("parameters"), "retry_after")
        try:
            raise_for(answer, place, said=str(said.get("description", "")))
        except NotSent as error:
            error.retry_after_s = max(error.retry_after_s, after_s)
            raise
        if said.get("ok") is not True:
            raise NotSent("notify-answer-unknown", host=place.host)


class ZaloNotifier:
    """Writes to users as the city's Zalo Official Account."""

    def __init__(self, settings: NotifySettings) -> None:
        self._settings = settings

    async def send(self, target: Target, message: Message) -> None:
        """Return once Zalo has taken the message.

        Raises:
            NotSent: Zalo refuses it (``notify-refused``), or see ``post``.
        """
        settings = self._settings
        assert settings.zalo_token_file is not None
        token = read_secret(settings.zalo_token_file)
        place = place_of(settings.zalo_url, private=True)
        body = _json(
            {"recipient": {"user_id": target.to}, "message": {"text": _chat_text(message, _ZALO_MOST)}}
        )
        url = f"{settings.zalo_url.rstrip('/')}/v3.0/oa/message/cs"
        headers = {**_JSON, "access_token": str(token)}
        answer = await post(url, place, body, headers, within_s=settings.try_s)
        raise_for(answer, place)
        said = _object(answer)
        code = said.get("error")
        if not isinstance(code, int):
            raise NotSent("notify-answer-unknown", host=place.host)
        if code != 0:
            raise NotSent(
                "notify-refused",
                host=place.host,
                status=code,
                said=str(said.get("message", ""))[:200],
                permanent=code not in _ZALO_AGAIN,
            )


_JSON: Final = {"Content-Type": "application/json"}


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _chat_text(message: Message, most: int) -> str:
    """Return subject and text, cut so that the link stays; lengths count as UTF-16, as both services do."""
    head = "\n".join((message.subject, *message.lines))
    room = most - len(message.url) - 4
    units = head.encode("utf-16-le")
    if len(units) > 2 * room:
        head = units[: 2 * room].decode("utf-16-le", errors="ignore") + "…"
    return f"{head}\n\n{message.url}"


def _object(answer: Answer) -> Mapping[str, Any]:
    try:
        said = json.loads(answer.body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _number(within: object, name: str) -> float:
    value = within.get(name) if isinstance(within, dict) else None
    return float(value) if isinstance(value, int | float) and value > 0 else 0.0
