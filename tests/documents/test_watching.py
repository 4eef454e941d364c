"""A reading tells how far it is, can be called off, and leaves no process behind."""

import os
import sys
import time
from pathlib import Path

import pytest

from tests.documents.making import docx, p, pdf
from tracker.documents import read_document
from tracker.documents.process import Deadline, run
from tracker.domain.errors import DocumentRefused

LINE = "Một dòng chữ đủ dài để không bị coi là bản chụp"


def test_every_page_is_told() -> None:
    heard: list[tuple[str, int, int]] = []
    read_document("a.pdf", pdf(*([LINE] for _ in range(300))), progress=lambda *said: heard.append(said))
    assert heard
    assert {(stage, total) for stage, _, total in heard} == {("reading", 300)}
    assert [done for _, done, _ in heard] == sorted(done for _, done, _ in heard)


def test_a_reading_that_is_called_off_ends_without_a_result() -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_document("a.docx", docx(p("x") * 15_000), cancelled=lambda: True)
    assert refused.value.code == "reading_cancelled"


TWO = """
import os, subprocess, sys
child = subprocess.Popen(["sleep", "600"])
os.write(int(sys.argv[1]), b"%d\\n" % child.pid)
child.wait()
"""


def test_a_process_is_killed_with_what_it_started() -> None:
    started: list[int] = []
    with pytest.raises(DocumentRefused):
        run(
            lambda told: [sys.executable, "-c", TWO, str(told)],
            b"",
            Deadline(60),
            env={"PATH": os.environ["PATH"]},
            hear=lambda line: started.append(int(line)),
            cancelled=lambda: bool(started),
        )
    assert ends(started[0])


def ends(process: int) -> bool:
    """Whether the process is dead within moments, buried or not."""
    stat = Path(f"/proc/{process}/stat")
    for _ in range(200):
        if not stat.exists() or stat.read_text().split()[2] == "Z":
            return True
        time.sleep(0.05)
    return False
