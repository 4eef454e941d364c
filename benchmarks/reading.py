"""How long a plan takes to read in each format, and how much memory; a bare extraction of its text beside it."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from benchmarks._ground import figure, headline, median, ms, times
from config import ROOT
from tracker.documents import read_document
from tracker.domain.plan import read_plan

PLAN = ROOT / "tracker" / "demo" / "plans" / "hoi-nghi-so-ket-2026"
# The reader of each format as the child process of an upload runs it, then the plan.
READ = """
import sys
from pathlib import Path
from tracker.documents.{module} import {name} as read
from tracker.domain.plan import read_plan
data = Path(sys.argv[1]).read_bytes()
assert read_plan(read({argument}).lines).assignments
"""
# What the system notes for the process itself: what wait4 tells includes the memory of the one it was forked from.
PEAK = "\nprint(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
READERS = {
    "docx": READ.format(module="docx", name="read_docx", argument="data"),
    "pdf": READ.format(module="pdf", name="read_pdf", argument="data"),
    "txt": READ.format(module="text", name="read_text", argument="data.decode()"),
}


def bare_docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode().replace("</w:p>", "\n"))


def bare_pdf(data: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def bare_txt(data: bytes) -> str:
    return data.decode()


BARE: dict[str, Callable[[bytes], str]] = {"docx": bare_docx, "pdf": bare_pdf, "txt": bare_txt}


def peak(source: str, *args: str) -> float:
    """Megabytes of resident memory that a process of its own needed at most."""
    done = subprocess.run([sys.executable, "-c", source + PEAK, *args], cwd=ROOT, check=True, capture_output=True)
    return int(done.stdout) / 1024


def one_format(kind: str) -> None:
    path, bare = Path(f"{PLAN}.{kind}"), BARE[kind]
    data = path.read_bytes()
    lines = read_document(path.name, data).lines
    assert "Văn phòng Sở" in bare(data)
    figure(f".{kind}: file → assignments", ms(median(lambda: read_plan(read_document(path.name, data).lines))))
    figure(f".{kind}: of this, lines → assignments", ms(median(lambda: read_plan(lines))))
    figure(f".{kind}: bare extraction of its text", ms(median(lambda: bare(data))))
    figure(f".{kind}: peak memory of a process that reads it", f"{peak(READERS[kind], str(path)):.0f} MB")


def main() -> None:
    headline("Reading a plan of three pages, 20 assignments")
    for kind in BARE:
        one_format(kind)
    figure("peak memory of an empty process", f"{peak('pass'):.0f} MB")
    child = median(lambda: subprocess.run([sys.executable, "-E", "-s", "-c", "import lxml.etree, json"], check=True))
    figure("starting a process that imports an XML parser only", ms(child))
    docx = Path(f"{PLAN}.docx")
    figure(
        ".docx: reading, beside starting that process",
        times(median(lambda: read_document(docx.name, docx.read_bytes())), child),
    )


if __name__ == "__main__":
    main()
