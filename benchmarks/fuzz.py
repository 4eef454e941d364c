"""Spoiled files of every format, each read to the end as an upload is, in processes with the limits of one.

    .venv/bin/python -m benchmarks.fuzz [CASES] [FIRST]

10,000 cases by default. A case ends as lines that ``read_plan`` takes, or as a refusal; whatever else happens is a
fault: it is printed with its number, and the run ends with 1. Numbers make files: ``fuzz 1 4711`` repeats one case.
"""

import gc
import multiprocessing
import os
import random
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path

from benchmarks._ground import figure, headline
from benchmarks._mutations import Spoil, bytes_spoiled, text_spoiled, zip_spoiled
from benchmarks._plans import tcvn3, vni
from config import ROOT
from tests.documents import making
from tracker.documents.docx import read_docx
from tracker.documents.formats import format_of
from tracker.documents.office import with_printed_labels
from tracker.documents.pdf import read_pdf
from tracker.documents.text import read_bytes
from tracker.domain.errors import DocumentRefused
from tracker.domain.plan import read_plan

PLANS = ROOT / "tracker" / "demo" / "plans"
CASES, WORKERS = 10_000, os.cpu_count() or 2
MEMORY = 1024**3  # address space of a process, as for an upload
HANG = 30.0  # seconds for one case: the CPU limit of an upload is twice that
GROWTH = 60.0  # megabytes that a process may be larger after its last thousand cases than after its first hundred
FIRST_CASES = 100
TIDY = 20  # cases between two collections of garbage


@dataclass
class Seed:
    name: str
    data: bytes
    spoils: tuple[Spoil, ...]


def seeds() -> list[Seed]:
    """One sound file of each kind; the readers of .doc, .odt and .rtf are those of .docx, behind a converter."""
    text = (PLANS / "hoi-nghi-so-ket-2026.txt").read_bytes()
    packages = [(path.name, path.read_bytes()) for path in sorted(PLANS.glob("*.docx"))]
    packages.append(("odd.docx", _odd_docx()))
    printed = [(path.name, path.read_bytes()) for path in sorted(PLANS.glob("*.pdf"))]
    printed += [("plain.pdf", making.pdf(*_pages(text.decode()))), ("ruled.pdf", _ruled_pdf())]
    return [
        Seed("plan.txt", text, (text_spoiled, text_spoiled, bytes_spoiled)),
        Seed("tcvn3.txt", tcvn3(text), (bytes_spoiled,)),
        Seed("vni.txt", vni(text), (bytes_spoiled,)),
        *(Seed(name, data, (zip_spoiled, zip_spoiled, bytes_spoiled)) for name, data in packages),
        *(Seed(name, data, (bytes_spoiled,)) for name, data in printed),
        Seed("plan.odt", making.odt("<text:p>Kế hoạch</text:p>"), (zip_spoiled, bytes_spoiled)),
        Seed("plan.rtf", making.rtf("Kế hoạch"), (bytes_spoiled,)),
        Seed("plan.doc", making.OLD_WORD, (bytes_spoiled,)),
    ]


def _odd_docx() -> bytes:
    """Numbering, merged cells, text boxes, old fonts: what the demo's plans have little of."""
    numbering = making.abstract(
        0, making.level(0, "upperRoman", "%1."), making.level(1, "decimal", "%1.%2.", "<w:isLgl/>")
    ) + making.num(1, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>')
    old = '<w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/></w:rPr><w:t>kÕ ho¹ch</w:t></w:r></w:p>'
    merged = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + making.p("rộng")
    goes_on = "<w:tcPr><w:vMerge/></w:tcPr>" + making.p("")
    body = old + making.p("Mục", number=(1, 0)) + making.p("việc", number=(1, 1))
    return making.docx(
        body + making.table([merged, making.p("c")], [goes_on, making.p("b"), making.p("c")]), numbering=numbering
    )


def _ruled_pdf() -> bytes:
    rules = making.ruled(60, 100, (40, 200, 120), (20, 30, 30, 30))
    cells = [(70.0, 115.0 + 30 * row, str(row)) for row in range(4)] + [(110.0, 145.0, "Chuẩn bị hội trường")]
    return making.printed(making.Sheet([(60, 80, "PHÂN CÔNG NHIỆM VỤ"), *cells], rules))


def _pages(text: str) -> Iterator[list[str]]:
    lines = [line[:90] for line in text.split("\n") if line.strip()]
    for start in range(0, min(len(lines), 120), 40):
        yield lines[start : start + 40]


READERS: dict[str, Callable[[bytes], object]] = {
    "docx": read_docx, "pdf": read_pdf, "txt": read_bytes, "rtf": with_printed_labels, "odt": len, "doc": len,
}  # fmt: skip


def one(number: int, sources: list[Seed]) -> tuple[str, str]:
    """What became of case ``number``: its kind, and "read" or "refused"; anything else is raised."""
    rng = random.Random(number)
    seed = rng.choice(sources)
    data = rng.choice(seed.spoils)(rng, seed.data)
    kind = seed.name.rpartition(".")[2]
    try:
        made = READERS[format_of(seed.name, data)](data)
        lines = getattr(made, "lines", None)
        if lines is not None:
            read_plan(lines)
    except DocumentRefused:
        return kind, "refused"
    return kind, "read"


def work(pipe: Connection) -> None:
    """A process that takes numbers and answers with what became of them, and how large it is."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["PATH"] = "/nonexistent"  # pictures are not recognised here
    sources = seeds()
    while (number := pipe.recv()) is not None:
        started = time.perf_counter()
        try:
            answer = one(number, sources)
        except MemoryError:
            answer = ("", "refused")  # so the child of an upload answers
        except Exception:  # noqa: BLE001 -- to find those is what this is for
            answer = ("", "fault\n" + traceback.format_exc(limit=-4))
        if number % TIDY == 0:
            gc.collect()
        pipe.send((answer, time.perf_counter() - started, _resident()))


def _resident() -> float:
    """Megabytes."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 1e6


@dataclass
class Worker:
    process: multiprocessing.Process
    pipe: Connection
    number: int = 0
    since: float = 0.0
    done: int = 0
    early: float = 0.0  # megabytes after its first hundred cases
    now: float = 0.0


@dataclass
class Tally:
    ends: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    hangs: list[int] = field(default_factory=list)
    deaths: list[int] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)
    largest: float = 0.0
    growth: float = 0.0

    def took(self, worker: Worker, answer: tuple[str, str], seconds: float, megabytes: float) -> None:
        kind, end = answer
        if end.startswith("fault"):
            self.faults.append(f"case {worker.number}: {end}")
        else:
            self.ends[kind, end] += 1
        self.slowest = max(self.slowest, (seconds, worker.number))
        self.largest = max(self.largest, megabytes)
        worker.done += 1
        worker.now = megabytes
        if worker.done == FIRST_CASES:
            worker.early = megabytes

    def ended(self, worker: Worker) -> None:
        if worker.done >= 10 * FIRST_CASES:
            self.growth = max(self.growth, worker.now - worker.early)


def started() -> Worker:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=work, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return Worker(process, ours)


def run(numbers: Iterator[int], count: int) -> Tally:
    tally = Tally()
    workers = [started() for _ in range(min(WORKERS, count))]
    for worker in workers:
        _give(worker, numbers)
    while workers:
        wait([worker.pipe for worker in workers], timeout=1)
        for worker in list(workers):
            _look(worker, workers, numbers, tally)
    return tally


def _give(worker: Worker, numbers: Iterator[int]) -> None:
    worker.number, worker.since = next(numbers, -1), time.monotonic()
    worker.pipe.send(worker.number if worker.number >= 0 else None)


def _look(worker: Worker, workers: list[Worker], numbers: Iterator[int], tally: Tally) -> None:
    if worker.number < 0:
        tally.ended(worker)
        workers.remove(worker)
        worker.process.join()
        return
    try:
        if worker.pipe.poll():
            tally.took(worker, *worker.pipe.recv())
            _give(worker, numbers)
            return
    except EOFError:
        tally.deaths.append(worker.number)
    else:
        if time.monotonic() - worker.since < HANG:
            return
        tally.hangs.append(worker.number)
        worker.process.kill()
    workers.remove(worker)
    fresh = started()
    _give(fresh, numbers)
    workers.append(fresh)


def main(arguments: list[str]) -> int:
    count, first = (int(argument) for argument in (*arguments, *(str(CASES), "0")[len(arguments) :]))
    multiprocessing.set_start_method("spawn")
    headline(f"Reading {count} spoiled files")
    begun = time.perf_counter()
    tally = run(iter(range(first, first + count)), count)
    for kind in sorted({kind for kind, _ in tally.ends if kind}):
        figure(f".{kind}: read, refused", f"{tally.ends[kind, 'read']}, {tally.ends[kind, 'refused']}")
    figure("faults of ours", str(len(tally.faults)))
    figure("hangs", str(len(tally.hangs)))
    figure("deaths in a library (the child of an upload is one)", str(len(tally.deaths)))
    figure("slowest case", f"{tally.slowest[0]:.2f} s (case {tally.slowest[1]})")
    figure("largest process, growth of one", f"{tally.largest:.0f} MB, {tally.growth:.0f} MB")
    figure("all", f"{time.perf_counter() - begun:.0f} s")
    for fault in tally.faults[:20]:
        print(fault)
    print(*(f"hang: case {number}" for number in tally.hangs), *(f"death: case {number}" for number in tally.deaths))
    return int(bool(tally.faults or tally.hangs or tally.growth > GROWTH))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
