"""A disk that fails on purpose: at the n-th call of the program, or by losing power there."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CALLS = ("open", "write", "fsync", "close", "mkdir", "rmdir", "rename", "replace", "unlink")
"""What the program asks of the system when it writes."""

POWER_LOST = 9


class Disk:
    """Counts the calls; the `at`-th is handed to `fault` together with the call it stands for."""

    def __init__(self, at: int, fault: Fault) -> None:
        self.at = at
        self.fault = fault
        self.calls = 0
        self.open: dict[int, int] = {}
        self.unsynced: list[int] = []

    def call(self, name: str, real: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Do what is asked for, or what the fault makes of it."""
        self.calls += 1
        if self.calls == self.at:
            return self.fault(self, name, real, args)
        done = real(*args, **more)
        if self.fault is power_lost:
            self._remember(name, args, done)
        return done

    def _remember(self, name: str, args: Any, done: Any) -> None:
        """Keep count of the files that are written and not synced."""
        if name == "open" and args[1] & os.O_CREAT:
            self.open[done] = os.dup(done)
            self.unsynced.append(self.open[done])
        elif name == "fsync" and args[0] in self.open:
            self.unsynced.remove(self.open[args[0]])
        elif name == "close":
            self.open.pop(args[0], None)


Fault = Callable[[Disk, str, Callable[..., Any], Any], Any]
"""What becomes of a call: takes the disk, the call's name, what it would do and with what."""


def refused(disk: Disk, name: str, real: Callable[..., Any], args: Any) -> Any:  # noqa: ARG001
    """Say that the disk is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def power_lost(disk: Disk, name: str, real: Callable[..., Any], args: Any) -> Any:  # noqa: ARG001
    """End this process where it stands; what was not synced is gone from the disk."""
    for descriptor in disk.unsynced:
        os.ftruncate(descriptor, 0)
    os._exit(POWER_LOST)


def cut_short(disk: Disk, name: str, real: Callable[..., Any], args: Any) -> Any:
    """Write half of what was asked for, at least one byte, and say so, from now on; do all else."""
    disk.at = disk.calls + 1
    if name != "write":
        return real(*args)
    data = memoryview(args[1]).cast("B")
    return real(args[0], data[: max(1, len(data) // 2)])


@contextmanager
def disk_that(fault: Fault, at: int = 0) -> Iterator[Disk]:
    """Let the `at`-th call within the block end in a fault."""
    disk = Disk(at, fault)
    with pytest.MonkeyPatch.context() as patched:
        for name in CALLS:
            real = getattr(os, name)
            patched.setattr(os, name, lambda *a, _n=name, _r=real, **m: disk.call(_n, _r, *a, **m))
        yield disk


def power_lost_at(at: int, action: Callable[[], object]) -> bool:
    """Do something in another process that loses power at its `at`-th call; False if it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            with disk_that(power_lost, at):
                action()
        except BaseException:  # the process is a copy of the test run and must not go on as one
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, POWER_LOST), "the action failed by itself"
    return code == POWER_LOST
