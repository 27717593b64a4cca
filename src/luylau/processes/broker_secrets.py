"""The broker's secrets: the service users' passwords and the key that signs device permissions."""

import os
from pathlib import Path

import msgspec

from luylau.kernel.errors import BadFile, Fault
from luylau.kernel.ids import new_secret
from luylau.kernel.nkeys import new_account_seed
from luylau.kernel.secret import Secret

FILE = "broker.json"


class _Kept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    signals: str
    web: str
    auth: str
    system: str
    seed: str
    scada: str = ""
    """Came later than the others: a file that lacks it gets one."""


class BrokerSecrets:
    """One password for each service user ("signals", "web", "auth", "system", "scada") and the account
    seed."""

    def __init__(self, kept: _Kept) -> None:
        self.signals = Secret(kept.signals)
        """May do everything with messages and streams."""
        self.web = Secret(kept.web)
        """May ask the other parts and put observations into INGEST."""
        self.auth = Secret(kept.auth)
        """Answers whether a device may connect."""
        self.system = Secret(kept.system)
        """Sees and ends connections."""
        self.scada = Secret(kept.scada)
        """May put observations into INGEST and say how it is; nothing else."""
        self.seed = Secret(kept.seed)


def broker_secrets(folder: Path) -> BrokerSecrets:
    """Return the secrets kept in ``folder``; the first call makes them, in a file that its owner alone reads.

    Raises:
        BadFile: the file is damaged.
    """
    file = folder / FILE
    if not file.exists():
        made = _Kept(
            signals=new_secret(),
            web=new_secret(),
            auth=new_secret(),
            system=new_secret(),
            seed=new_account_seed(),
            scada=new_secret(),
        )
        write_private(file, msgspec.json.encode(made))
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=_Kept)
    except msgspec.DecodeError as error:
        raise BadFile([Fault(file=FILE, row=0, column="", key="broker-secrets-damaged")]) from error
    if not kept.scada:
        kept = msgspec.structs.replace(kept, scada=new_secret())
        write_private(file, msgspec.json.encode(kept))
    return BrokerSecrets(kept)


def write_private(file: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    part = file.with_name(file.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
