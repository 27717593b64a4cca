"""No image of a process's memory on the disk when it crashes."""

import ctypes
import resource
import sys

_PR_SET_DUMPABLE = 4


def forbid_core_dumps() -> None:
    """See to it that nothing of this process's memory is written anywhere when it crashes.

    The limit alone does not do on Linux: where the system hands crashes to a program, that is not held to it.
    What is not dumpable cannot be looked into by other processes of the same user either.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
