"""Unmasked originals: sealed for custodians before they reach the disk, and only where the policy says so."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Final

from luylau.kernel.clock import MICROS
from luylau.kernel.errors import BadInput
from luylau.security.vault import Custodian, Sealing, seal
from luylau.vision.archive.clip import Original, Recording
from luylau.vision.plan import CameraPlan

_DAY_US: Final = 86_400 * MICROS


def seal_original(
    plan: CameraPlan, made: Recording, data: Callable[[], bytes], custodians: Sequence[Custodian]
) -> Original | None:
    """Return the original of a clip, sealed, for ``ClipStore.keep``; None where the camera's policy keeps
    none, and then ``data`` is not even called.

    ``data``: gives the original's bytes, in memory. It is kept for the policy's days from the clip's end on.

    Raises:
        BadInput: the policy has no purpose for originals, or there are not custodians enough.
    """
    policy = plan.policy
    if not policy.original:
        return None
    if not policy.original_purpose.strip():
        raise BadInput("clip-original-no-purpose", camera=plan.camera)
    until_us = made.to_us + policy.original_days * _DAY_US
    subject = f"{plan.camera}/{made.from_us}-{made.to_us}"
    sealing = Sealing(subject=subject, camera=plan.camera, purpose=policy.original_purpose, until_us=until_us)
    return Original(
        sealed=seal(data(), custodians, sealing),
        until_us=until_us,
        custodians=[(one.name, hashlib.sha256(one.key.encode()).hexdigest()) for one in custodians],
    )
