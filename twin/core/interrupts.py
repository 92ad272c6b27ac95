"""Remember a Ctrl-C that Python would drop."""

from __future__ import annotations

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
