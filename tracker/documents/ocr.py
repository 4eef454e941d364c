"""A picture of a page → its words, by tesseract with Vietnamese, where that is installed (tesseract-ocr-vie)."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pypdfium2 as pdfium

from tracker.documents.layout import Box, Word
from tracker.documents.progress import RECOGNISING, Progress
from tracker.domain.errors import DocumentRefused

MAX_PAGES = 100
SECONDS_PER_PAGE = 60
_DPI = 300
_MOST_PIXELS = 5_000  # of one side; a page of A4 has 3,500
_LANGUAGE = "vie"
_WORD, _LINE = "5", "4"  # levels in tesseract's table
_SURE = 10  # of a hundred; what is less sure is dirt on the paper


def is_installed() -> bool:
    """Whether tesseract is there and knows Vietnamese."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        told = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return False
    return _LANGUAGE in told.stdout.decode("utf-8", "replace").split()


def recognise(document: pdfium.PdfDocument, indices: Sequence[int], progress: Progress) -> Iterator[list[Word]]:
    """The words of these pages, two pages at a time.

    Raises:
        DocumentRefused: ``too_large``, more pages than anybody would wait for.
    """
    if len(indices) > MAX_PAGES:
        raise DocumentRefused("too_large", scanned=len(indices))
    progress(RECOGNISING, 0, len(indices))
    with ThreadPoolExecutor(max_workers=2) as pool:
        waiting = []
        for number, index in enumerate(indices):
            waiting.append(pool.submit(_words, *_picture(document[index])))
            if len(waiting) == 2:
                yield waiting.pop(0).result()
                progress(RECOGNISING, number, len(indices))
        for left in waiting:
            yield left.result()
        progress(RECOGNISING, len(indices), len(indices))


def _picture(page: pdfium.PdfPage) -> tuple[bytes, float]:
    """The page as a grey picture (PGM), and points per pixel."""
    scale = min(_DPI / 72, _MOST_PIXELS / max(*page.get_size(), 1))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows, stride, width = bytes(bitmap.buffer), bitmap.stride, bitmap.width
        pixels = b"".join(rows[row * stride : row * stride + width] for row in range(bitmap.height))
        return b"P5 %d %d 255\n" % (width, bitmap.height) + pixels, 1 / scale
    finally:
        bitmap.close()
        page.close()


def _words(picture: bytes, points: float) -> list[Word]:
    command = [shutil.which("tesseract") or "tesseract", "stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(_DPI), "tsv"]
    try:
        done = subprocess.run(  # noqa: S603 -- the system's program, fixed arguments; the limits of this process hold
            command,
            input=picture,
            capture_output=True,
            timeout=SECONDS_PER_PAGE,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DocumentRefused("timeout", seconds=SECONDS_PER_PAGE) from None
    return list(_of_table(done.stdout.decode("utf-8", "replace"), points)) if done.returncode == 0 else []


def _of_table(table: str, points: float) -> Iterator[Word]:
    """Every word is as high as its line: "xe" is lower than "Để", and stands on the same one."""
    top = bottom = 0.0
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) != 12 or fields[0] not in {_LINE, _WORD}:
            continue
        left, upper, width, height = (int(field) * points for field in fields[6:10])
        if fields[0] == _LINE:
            top, bottom = upper, upper + height
        elif (text := fields[11].strip()) and float(fields[10]) >= _SURE:
            yield Word(text=text, box=Box(left, top, left + width, bottom))
