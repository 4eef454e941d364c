"""One limited process, watched until it ends: told to stop in time, killed with its children, heard on the way."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tracker.documents.progress import Cancelled, never
from tracker.domain.errors import DocumentRefused

_LOOK = 0.1  # seconds between two looks at progress, deadline and cancellation
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ended:
    code: int
    output: bytes
    errors: bytes


@dataclass
class Deadline:
    """Seconds of wall time; whoever hears the progress may move it."""

    seconds: float


def run(
    command: Callable[[int], Sequence[str]],
    data: bytes,
    deadline: Deadline,
    *,
    env: Mapping[str, str],
    hear: Callable[[str], None] = lambda line: None,
    cancelled: Cancelled = never,
) -> Ended:
    """Run ``command`` (made from the descriptor on which it may tell its progress) with ``data`` as its input.

    Raises:
        DocumentRefused: ``timeout``, ``reading_cancelled``.
    """
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    try:
        with tempfile.TemporaryFile() as source:
            source.write(data)
            source.seek(0)
            process = subprocess.Popen(  # noqa: S603 -- our own interpreter or a named program, fixed arguments
                command(writing),
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=ROOT,
                env=dict(env),
                pass_fds=(writing,),
                start_new_session=True,
            )
        try:
            return _watched(process, reading, deadline, hear, cancelled)
        finally:
            _kill(process)
    finally:
        os.close(reading)
        os.close(writing)


def _watched(
    process: subprocess.Popen[bytes],
    reading: int,
    deadline: Deadline,
    hear: Callable[[str], None],
    cancelled: Cancelled,
) -> Ended:
    started = time.monotonic()
    heard = b""
    while True:
        try:
            output, errors = process.communicate(timeout=min(_LOOK, deadline.seconds))
            return Ended(process.returncode, output, errors)
        except subprocess.TimeoutExpired:
            pass
        heard = _hear(heard, reading, hear)
        if cancelled():
            raise DocumentRefused("reading_cancelled")
        if time.monotonic() - started > deadline.seconds:
            raise DocumentRefused("timeout", seconds=deadline.seconds)


def _hear(before: bytes, reading: int, hear: Callable[[str], None]) -> bytes:
    """Pass on whole lines; what is left of the last one."""
    with suppress(BlockingIOError):
        before += os.read(reading, 65_536)
    *lines, rest = before.split(b"\n")
    for line in lines:
        hear(line.decode("ascii", "replace"))
    return rest[-200:]


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The process and whatever it started: they are a session of their own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
