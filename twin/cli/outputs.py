"""Standard output and error that outlive their reader: `twin run ... | head` is no error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO, cast


class _Output:
    """A stream that goes quiet once nobody reads it any more.

    What a full disk did not take is dropped as well, after it was told: Python would try again, and fail
    again, when it ends.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write a text."""
        with self._outliving_the_reader():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        with self._outliving_the_reader():
            self._stream.flush()

    @contextmanager
    def _outliving_the_reader(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._drop()
            if not isinstance(error, BrokenPipeError):
                raise

    def _drop(self) -> None:
        """Let what is still to be written go nowhere."""
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


@contextmanager
def outputs() -> Iterator[None]:
    """Let stdout and stderr outlive their readers within this block."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (stream and cast("TextIO", _Output(stream)) for stream in before)
    try:
        yield
        for stream in (sys.stdout, sys.stderr):
            if stream:
                with suppress(OSError):
                    stream.flush()
    finally:
        sys.stdout, sys.stderr = before
