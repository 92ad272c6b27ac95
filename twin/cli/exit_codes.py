"""Exit codes of the command line, one place."""

FINE = 0
INTERNAL_ERROR = 1
NOT_WRITTEN = 1
"""The disk took no report, or nobody took the output."""

WRONG_USAGE = 2
INVALID_FILE = 3
MODEL_STOPPED = 4
TARGET_MISSED = 5
SOME_FAILED = 6
INTERRUPTED = 130
