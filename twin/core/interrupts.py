"""Remember a Ctrl-C that Python would drop; end in good order on request (SIGTERM)."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupt_flag() -> Iterator[Callable[[], bool]]:
    """Remember a Ctrl-C; yields a function that says whether there was one.

    Python raises KeyboardInterrupt wherever it happens to be, and drops one that falls into a callback of
    its own, such as that of a weak reference. In other threads than the main one, and where a program
    handles Ctrl-C itself, nothing is changed and nothing remembered.
    """
    before = signal.getsignal(signal.SIGINT)
    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or before is not signal.default_int_handler:
        yield lambda: False
        return
    pressed = False

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, handle)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)


TERMINATED = 128 + signal.SIGTERM
"""Exit code of a program that was told to end a second time."""


@contextmanager
def end_on_request() -> Iterator[None]:
    """Let a first SIGTERM within this block do what Ctrl-C does; a second ends the program where it stands.

    What is on disk by then is whole. Where the program that calls this handles SIGTERM itself, or outside the
    main thread, nothing is changed.
    """
    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    asked = False

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            os._exit(TERMINATED)
        asked = True
        pressed = signal.getsignal(signal.SIGINT)
        if callable(pressed):
            pressed(number, frame)
        else:  # deaf to Ctrl-C, as what a shell starts in the background
            raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
