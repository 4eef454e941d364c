"""A server of ours in a process of its own, which prints its port first."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from config import ROOT


@contextmanager
def listening(module: str, *arguments: str) -> Iterator[int]:
    """Its port."""
    process = subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
