"""Credentials for the simulated devices: they sign in like real ones, each with a secret of its own."""

import json
import os
from pathlib import Path

from sqlalchemy.engine import Engine

from luylau.city.model import City
from luylau.kernel.sql import reader
from luylau.processes.data import DataFolder
from luylau.security import DeviceRegistry

_ACTOR = "system:up"


def credentials_file(data: DataFolder) -> Path:
    """Return where the simulator's credentials lie: JSON, device id to secret, readable by the owner
    alone."""
    return data.secrets / "simulator.json"


def issue_simulator_credentials(
    data: DataFolder, city: City, engine: Engine, registry: DeviceRegistry
) -> None:
    """Issue credentials for simulated devices that have none, and keep their secrets for the simulator.

    A device whose credential somebody else has issued since is real now, and one that was revoked stays out:
    the simulator keeps no secret of theirs.
    """
    file = credentials_file(data)
    held: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    with reader(engine) as connection:
        known = {one.device: one.revoked_us is None for one in registry.credentials(connection)}
        issuers = registry.issuers(connection)
    simulated = {
        asset.id
        for asset in city.assets.values()
        if asset.status == "simulated"
        and city.kinds[asset.kind].is_device
        and (asset.id not in known or (known[asset.id] and issuers.get(asset.id) == _ACTOR))
    }
    kept = {
        device: secret
        for device, secret in held.items()
        if device in simulated and registry.verify(device, secret).kind == "known"
    }
    # One whose secret is lost gets a new one.
    wanted = sorted(simulated - kept.keys())
    if file.is_file() and kept == held and not wanted:
        return
    with engine.begin() as connection:
        kept.update(registry.issue_many(connection, wanted, actor=_ACTOR))
        # Written inside the transaction: if the file fails, no credential exists that nobody knows.
        part = file.with_suffix(".part")
        with os.fdopen(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as out:
            json.dump(kept, out)
        part.replace(file)
