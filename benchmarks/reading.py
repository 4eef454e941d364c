"""How long a plan takes to read in each format, and how much memory; a bare extraction of its text beside it."""

import io
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from benchmarks import _plans
from benchmarks._ground import figure, headline, median, ms, timed, times
from config import ROOT
from tracker.documents import Document, ocr, office, read_document
from tracker.domain.plan import read_plan

PLAN = ROOT / "tracker" / "demo" / "plans" / "hoi-nghi-so-ket-2026"
# The reader of each format as the child process of an upload runs it, then the plan.
READ = """
import sys
from pathlib import Path
from tracker.documents.child import answer
from tracker.documents.progress import silent
made = answer({kind!r}, Path(sys.argv[1]).read_bytes(), silent)
assert made["lines"]
"""
# What the system notes for the process itself: what wait4 tells includes the memory of the one it was forked from.
PEAK = "\nprint(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"


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


def peak_of(name: str, data: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return f"{peak(READ.format(kind=path.suffix[1:]), str(path)):.0f} MB"


def one_format(kind: str, bare: Callable[[bytes], str]) -> None:
    path = Path(f"{PLAN}.{kind}")
    data = path.read_bytes()
    lines = read_document(path.name, data).lines
    assert "Văn phòng Sở" in bare(data)
    whole = median(lambda: read_plan(read_document(path.name, data).lines))
    figure(f".{kind}: file → assignments, each page", f"{ms(whole)}, {ms(whole / 3)}")
    figure(f".{kind}: of this, lines → assignments", ms(median(lambda: read_plan(lines))))
    figure(f".{kind}: bare extraction of its text", ms(median(lambda: bare(data))))
    figure(f".{kind}: peak memory of a process that reads it", peak_of(path.name, data))


def plain_formats() -> None:
    headline("Reading a plan of three pages, 20 assignments")
    for kind, bare in BARE.items():
        one_format(kind, bare)
    figure("peak memory of an empty process", f"{peak('pass'):.0f} MB")
    child = median(lambda: subprocess.run([sys.executable, "-E", "-s", "-c", "import lxml.etree, json"], check=True))
    figure("starting a process that imports an XML parser only", ms(child))
    docx = Path(f"{PLAN}.docx")
    figure(
        ".docx: reading, beside starting that process",
        times(median(lambda: read_document(docx.name, docx.read_bytes())), child),
    )


def once(what: str, name: str, data: bytes, pages: int) -> Document:
    """Read it one time: it takes seconds."""
    found: list[Document] = []
    seconds = timed(lambda: found.append(read_document(name, data)))
    figure(f"{what}: file → lines, each page", f"{seconds:.2f} s, {ms(seconds / pages)}")
    return found[0]


def other_formats() -> None:
    headline("The same plan in older alphabets, through LibreOffice, and as a scan")
    text, docx, pdf = (Path(f"{PLAN}.{kind}").read_bytes() for kind in ("txt", "docx", "pdf"))
    once("TCVN3", "a.txt", _plans.tcvn3(text), 3)
    once("VNI", "a.txt", _plans.vni(text), 3)
    for kind in office.CONVERTED if office.program() else ():
        once(f".{kind}", f"a.{kind}", _plans.converted(docx, kind), 3)
    if ocr.is_installed():
        once("scan", "a.pdf", _plans.scanned(pdf), 3)


def long_plan(what: str, data: bytes) -> None:
    read = once(what, "a.pdf", data, 200)
    figure(f"{what}: lines → assignments", f"{timed(lambda: read_plan(read.lines)):.1f} s")
    figure(f"{what}: peak memory of a process that reads it", peak_of("a.pdf", data))


def main() -> None:
    plain_formats()
    other_formats()
    headline("Reading 200 pages")
    long_plan(".pdf of text", _plans.long_pdf(200))
    long_plan(".pdf of ruled tables", _plans.long_tables(200))


if __name__ == "__main__":
    main()
