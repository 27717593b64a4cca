"""The secrets of notifications: the key by which push services know us, and what webhooks' keys come from."""

from pathlib import Path

import msgspec

from luylau.incidents.notify import NotifyKeys, Vapid, new_vapid_key
from luylau.kernel.errors import BadFile, Fault
from luylau.kernel.ids import new_secret
from luylau.kernel.secret import Secret, write_private

FILE = "notify.json"


class _Kept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    vapid: str
    webhook: str


def notify_keys(folder: Path) -> NotifyKeys:
    """Return the keys kept in ``folder``; the first call makes them, in a file that its owner alone reads.

    Another VAPID key would end all browsers' subscriptions, so it is never replaced.

    Raises:
        BadFile: the file is damaged.
    """
    file = folder / FILE
    if not file.exists():
        made = _Kept(vapid=str(new_vapid_key()), webhook=new_secret())
        write_private(file, msgspec.json.encode(made))
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=_Kept)
        keys = NotifyKeys(vapid=Secret(kept.vapid), webhook=Secret(kept.webhook))
        Vapid(keys.vapid, "")
    except (msgspec.DecodeError, ValueError) as error:
        raise BadFile([Fault(file=FILE, row=0, column="", key="notify-secrets-damaged")]) from error
    return keys
