"""Replications over worker processes; the numbers do not depend on how many there are."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

from twin.core.interrupts import interrupt_flag
from twin.line.model.line import Line
from twin.study.replication import Result, Task, replicate, replicate_to
from twin.study.settings import Settings

Done = Callable[[Result], None]
_PATIENCE_S = 10.0  # an idle worker ends within milliseconds of being told


def run_tasks(
    lines: Sequence[Line], settings: Settings, tasks: Sequence[Task], workers: int, done: Done
) -> bool:
    """Run all tasks and hand each result to `done` as it comes; returns whether Ctrl-C cut it short.

    One worker runs in this process. Raises RuntimeError where worker processes cannot be started.
    """
    with interrupt_flag() as pressed:
        if min(workers, len(tasks)) <= 1:
            return _run_here(lines, settings, tasks, done, pressed)
        with suppress(KeyboardInterrupt):
            return _run_there(_Crew(lines, settings, min(workers, len(tasks)), done), tasks, pressed)
        return True


def _run_there(crew: _Crew, tasks: Sequence[Task], pressed: Callable[[], bool]) -> bool:
    try:
        crew.run(deque(tasks), pressed)
        return False
    except KeyboardInterrupt:
        crew.finish_running()
        return True
    finally:
        crew.clean()  # also before they are dismissed, which takes a moment in which we may be told to end
        crew.dismiss()
        crew.clean()


def _run_here(
    lines: Sequence[Line],
    settings: Settings,
    tasks: Sequence[Task],
    done: Done,
    pressed: Callable[[], bool],
) -> bool:
    try:
        for task in tasks:
            if pressed():
                return True
            done(replicate(lines[task.line], settings, task))
    except KeyboardInterrupt:
        return True
    return False


class _Crew:
    """Worker processes, and what each is busy with.

    When one dies it takes the pool with it, and who was at fault is not known. So everything that was
    running is repeated, one at a time: what kills its worker again, alone, has failed.
    """

    def __init__(self, lines: Sequence[Line], settings: Settings, workers: int, done: Done) -> None:
        self.lines = lines
        self.settings = settings
        self.workers = workers
        self.done = done
        self.running: dict[Future[str], Task] = {}
        self.suspects: deque[Task] = deque()
        self.folder = tempfile.TemporaryDirectory(prefix="twin-", ignore_cleanup_errors=True)
        self.pool = self._start()

    def run(self, waiting: deque[Task], pressed: Callable[[], bool]) -> None:
        """Keep the workers busy until nothing is left. Raises KeyboardInterrupt after Ctrl-C."""
        while waiting or self.suspects or self.running:
            if pressed():
                raise KeyboardInterrupt
            alone = self._submit(waiting)
            finished, _ = wait(self.running, return_when=FIRST_COMPLETED)
            broken = self._collect(finished)
            if broken:
                self._restart(broken, alone)

    def _submit(self, waiting: deque[Task]) -> bool:
        """Give out work; returns whether what runs now is a suspect, and alone."""
        if self.suspects:
            if not self.running:
                self._send(self.suspects.popleft())
                return True
            return False
        while waiting and len(self.running) < self.workers:
            self._send(waiting.popleft())
        return False

    def _send(self, task: Task) -> None:
        try:
            with _bare_main():
                line = self.lines[task.line]
                future = self.pool.submit(replicate_to, self._file(task), line, self.settings, task)
        except BrokenProcessPool:  # a worker died between two tasks
            self._restart([], alone=False)
            self._send(task)
        else:
            self.running[future] = task

    def _file(self, task: Task) -> Path:
        """Return where a worker leaves the result of a task."""
        return Path(self.folder.name, f"{task.line}-{task.replication}")

    def _collect(self, finished: set[Future[str]]) -> list[Task]:
        """Hand on the results; returns the tasks whose pool broke."""
        broken = []
        for future in finished:
            task = self.running.pop(future)
            try:
                trouble = future.result()
            except BrokenProcessPool:
                broken.append(task)
            else:
                # what found no room on its way is worked out again where it need not be handed over
                lost = replicate(self.lines[task.line], self.settings, task) if trouble else None
                self.done(lost or self._taken(task))
        return broken

    def _taken(self, task: Task) -> Result:
        """Return the result a worker has left, and make room."""
        file = self._file(task)
        with file.open("rb") as left:
            result: Result = pickle.load(left)
        file.unlink()
        return result

    def _restart(self, broken: list[Task], alone: bool) -> None:
        """Start a new pool after a worker died; what ran is suspect, what ran alone has failed."""
        broken += self._collect(wait(self.running).done)
        self.dismiss()
        self.pool = self._start()
        if alone:
            for task in broken:
                self.done(Result(task, message="its worker process died twice: killed, or out of memory"))
        else:
            self.suspects.extend(sorted(broken))

    def finish_running(self) -> None:
        """Let what is running come to its end and keep it; a second Ctrl-C gives it up."""
        self._collect(wait(self.running).done)

    def dismiss(self) -> None:
        """End the worker processes; those still at work, or left over from a broken pool, are killed.

        A worker that was killed while it waited for work leaves the queue locked: the others wait for ever,
        and a broken pool only asks them with SIGTERM, to which workers are deaf.
        """
        processes = list((self.pool._processes or {}).values())
        lost = bool(self.running or self.pool._broken)
        late = threading.Timer(0 if lost else _PATIENCE_S, _kill, [processes])
        late.start()
        self.pool.shutdown(wait=True, cancel_futures=True)
        late.cancel()

    def clean(self) -> None:
        """Take away what results were not collected."""
        self.folder.cleanup()

    def _start(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(self.workers, get_context("spawn"), _begin_work, (self.folder.name,))
        try:
            with _bare_main():
                pool.submit(abs, 0).result()
        except (BrokenProcessPool, OSError) as error:
            raise RuntimeError(f"worker processes cannot be started here ({error}); use workers=1") from error
        return pool


def _kill(processes: Sequence[BaseProcess]) -> None:
    for process in processes:
        process.kill()


def _begin_work(scratch: str) -> None:
    """Make a process a worker: Ctrl-C and SIGTERM are for the parent alone, and it ends with the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel, scratch), daemon=True).start()


def _end_with(parent: int, scratch: str) -> None:
    """Wait for the end of the parent, clear up after it and end."""
    connection.wait([parent])
    for _ in range(20):  # the others clear up as well, and may just be leaving a result
        shutil.rmtree(scratch, ignore_errors=True)
        if not Path(scratch).exists():
            break
        time.sleep(0.05)
    os._exit(1)


@contextmanager
def _bare_main() -> Iterator[None]:
    """Let processes start without the caller's script.

    A spawned process runs the main script again, which without an `if __name__ == "__main__":` would start
    the study again in every worker. Workers need nothing of it, so they are shown an empty one.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
