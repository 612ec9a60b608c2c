"""What a child process gives up before it begins its work: most of the memory and time, files, and the network."""

import contextlib
import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass

_NEWUSER, _NEWNET = 0x10000000, 0x40000000
_PDEATHSIG, _NO_NEW_PRIVS = 1, 38


@dataclass(frozen=True)
class Limits:
    """The most of everything: seconds of the processor, bytes of memory and of one file, open files."""

    cpu_s: int
    memory_bytes: int
    file_bytes: int
    open_files: int = 64


def confine(limits: Limits) -> None:
    """Sets hard limits, leaves the network, and ends with the server. On Linux all of it, elsewhere the limits."""
    for kind, most in (
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
    os.nice(10)
    if sys.platform == "linux":
        _leave_network()


def _leave_network() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    # A container may forbid namespaces. Then the readers' own rule is left: they open files and nothing else.
    if libc.unshare(_NEWNET) != 0:
        libc.unshare(_NEWUSER | _NEWNET)
