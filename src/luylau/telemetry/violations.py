"""Denied publishes by device, counted from the broker's log: the only trace that they leave.

A device that publishes to a topic that is not its own gets its acknowledgement like any other (MQTT 3.1.1
knows no refusal), and the broker drops the message with one line in its log. That file is followed here, over
rotations.
"""

import os
import re
from collections import Counter
from pathlib import Path
from typing import BinaryIO, Final

MOST_DEVICES: Final = 1_000
"""Client ids that are counted by name; all further ones share one count."""
OTHERS: Final = ""
"""The name of that shared count."""
_READ_BYTES: Final = 1_000_000
_LINE: Final = re.compile(rb'- mid:\d+ - "((?:[^"\\]|\\.)*)" - (?:Publish|Subscription) Violation - ')


class ViolationCounter:
    """Counts denied publishes and subscriptions by client id since it began to follow ``file``."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._open: BinaryIO | None = None
        self._inode = 0
        self._rest = b""
        self._skip = True
        self.counts: Counter[str] = Counter()
        """Violations by client id, which is the device's id where it follows the rule."""

    def poll(self) -> int:
        """Read what the log has gained; return how many violations are new. A missing log has none."""
        found = 0
        while self._follow():
            assert self._open is not None
            data = self._open.read(_READ_BYTES)
            if not data:
                break
            found += self._count(data)
        return found

    def close(self) -> None:
        """Close the log."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _follow(self) -> bool:
        """Have the right file open: the one of that name, once an older one is read to its end."""
        try:
            now = self._file.stat()
        except OSError:
            # Between two names of a rotation there may be none for a moment; read on in the old one.
            return self._open is not None
        if self._open is not None:
            read_up = self._open.tell() >= os.fstat(self._open.fileno()).st_size
            if now.st_ino == self._inode:
                if now.st_size < self._open.tell():
                    self._open.seek(0)
                return True
            if not read_up:
                return True
            self.close()
        self._open = self._file.open("rb")
        self._inode = os.fstat(self._open.fileno()).st_ino
        self._rest = b""
        if self._skip:
            # What was denied before this platform's part began is an old story.
            self._open.seek(0, os.SEEK_END)
            self._skip = False
        return True

    def _count(self, data: bytes) -> int:
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()[-_READ_BYTES:]
        found = 0
        for line in lines:
            match = _LINE.search(line)
            if match is None:
                continue
            client = match[1].decode("utf-8", "replace")[:64]
            if client not in self.counts and len(self.counts) >= MOST_DEVICES:
                client = OTHERS
            self.counts[client] += 1
            found += 1
        return found
