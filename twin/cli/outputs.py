"""Standard output and error that outlive their reader: `twin run ... | head` is no error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO, cast


class _Output:
    """A stream that goes quiet once nobody reads it any more.

    What a full disk did not take is dropped as well: Python would try again, and fail again, when it ends.
    """

    def __init__(self, stream: TextIO, *, is_missed: bool) -> None:
        """Take over a stream; `is_missed`: a disk that does not take it is an error, as with results."""
        self._stream = stream
        self._is_missed = is_missed

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write a text. Raises TypeError for bytes, by which others tell what kind of stream this is."""
        if not isinstance(text, str):
            raise TypeError(f"a text is needed, not {type(text).__name__}")
        if text:  # a full disk complains of nothing as well, to those who only ask
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
            if self._is_missed and not isinstance(error, BrokenPipeError):
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
    sys.stdout, sys.stderr = (
        stream and cast("TextIO", _Output(stream, is_missed=stream is before[0])) for stream in before
    )
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
