"""The broker's secrets: the service users' passwords and the key that signs device permissions."""

from pathlib import Path

import msgspec

from luylau.kernel.errors import BadFile, Fault
from luylau.kernel.ids import new_secret
from luylau.kernel.nkeys import new_account_seed
from luylau.kernel.secret import Secret, write_private

FILE = "broker.json"


class _Kept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    signals: str
    web: str
    auth: str
    system: str
    seed: str
    # These came later than the others: a file that lacks them gets them.
    scada: str = ""
    cameras: str = ""
    studies: str = ""


class BrokerSecrets:
    """One password for each service user ("signals", "web", "auth", "system", "scada", "cameras", "studies")
    and the account seed."""

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
        self.cameras = Secret(kept.cameras)
        """May say what cameras see and show it to who asks, put observations into INGEST; nothing else."""
        self.studies = Secret(kept.studies)
        """May hear that runs are asked for, and say that they go on; nothing else."""
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
            cameras=new_secret(),
            studies=new_secret(),
        )
        write_private(file, msgspec.json.encode(made))
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=_Kept)
    except msgspec.DecodeError as error:
        raise BadFile([Fault(file=FILE, row=0, column="", key="broker-secrets-damaged")]) from error
    missing = {name: new_secret() for name in ("scada", "cameras", "studies") if not getattr(kept, name)}
    if missing:
        kept = msgspec.structs.replace(kept, **missing)
        write_private(file, msgspec.json.encode(kept))
    return BrokerSecrets(kept)
