"""User and password of cameras, in a file among the secrets that its owner alone reads."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Final

from luylau.kernel.errors import BadFile, BadInput, Fault, Unavailable
from luylau.kernel.ids import is_id
from luylau.kernel.secret import Secret, write_private
from luylau.kernel.toml_files import file_lock

FILE: Final = "cameras.json"
"""In the folder of secrets: ``{"CAMERA": {"user": "...", "password": "..."}}``."""
_MOST: Final = 128
"""Letters of a user's name and of a password."""


class Passwords:
    """What cameras want to be told before they show anything. ``folder`` is that of the secrets."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def of(self, camera: str) -> tuple[str, Secret] | None:
        """Return user and password of a camera; None where it has none, or the file is damaged."""
        try:
            return self._read().get(camera)
        except BadFile:
            return None

    def put(self, camera: str, user: str, password: str) -> None:
        """Keep user and password of a camera, in place of those it had.

        Raises:
            BadInput: the camera's id is none, the user has no name, or one of both is not what a camera can
                be told.
            BadFile: the file is damaged; it stays as it is.
            Unavailable: the disk is full or read-only.
        """
        if not is_id(camera):
            raise BadInput("vision-onvif-camera-id", camera=camera)
        if (
            not user
            or ":" in user
            or not all(one.isprintable() and len(one) <= _MOST for one in (user, password))
        ):
            # What was given is not repeated: an error is shown, and kept in logs.
            raise BadInput("vision-password-form", most=_MOST)
        self._change(camera, (user, Secret(password)))

    def forget(self, camera: str) -> bool:
        """Delete user and password of a camera; say whether it had any.

        Raises:
            BadFile: the file is damaged; it stays as it is.
            Unavailable: the disk is full or read-only.
        """
        return self._change(camera, None)

    def shared(self) -> list[tuple[str, ...]]:
        """Return the groups of cameras that have the same password.

        Raises:
            BadFile: the file is damaged.
        """
        groups: dict[str, list[str]] = defaultdict(list)
        for camera, (_, password) in self._read().items():
            groups[password].append(camera)
        return sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1)

    def _change(self, camera: str, login: tuple[str, Secret] | None) -> bool:
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with file_lock(self._file):
                held = self._read()
                had = held.pop(camera, None) is not None
                if login is not None:
                    held[camera] = login
                elif not had:
                    return False
                said = {one: {"user": user, "password": word} for one, (user, word) in sorted(held.items())}
                write_private(self._file, json.dumps(said, ensure_ascii=False, indent=1).encode())
        except OSError as error:
            raise Unavailable("vision-passwords-not-written", said=error.strerror or str(error)) from error
        return had

    def _read(self) -> dict[str, tuple[str, Secret]]:
        try:
            held = json.loads(self._file.read_text(encoding="utf-8"))
            return {camera: (str(one["user"]), Secret(one["password"])) for camera, one in held.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise BadFile([Fault(file=FILE, row=0, column="", key="vision-passwords-damaged")]) from None
