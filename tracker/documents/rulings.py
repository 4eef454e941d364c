"""The lines drawn on a PDF page, horizontal and vertical ones, joined where they touch."""

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tracker.documents.layout import Box
from tracker.documents.pdf_words import Place, turned

MAX_PIECES = 6_000  # drawn pieces of a page; a dense table has some hundreds
_THIN = 3.0  # points: a filled shape so thin is a line
_LEAST = 4.0  # points: what is shorter is a sign, no ruling
_TOUCH = 3.0  # points between pieces of one line
_DEPTH = 4  # of forms within forms

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line at ``at`` (from the left or the top), from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


def rules(page: pdfium.PdfPage) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules of the page as shown; none where it is drawn too densely to be a table."""
    place = turned(page)
    shapes = list(islice(_shapes(page), MAX_PIECES + 1))
    if len(shapes) > MAX_PIECES:
        return [], []
    across: list[Rule] = []
    down: list[Rule] = []
    for points, filled in shapes:
        for box in _thin_boxes(points, place, filled=filled):
            if box.right - box.left >= max(_LEAST, box.height):
                across.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
            elif box.height >= _LEAST:
                down.append(Rule((box.left + box.right) / 2, box.top, box.bottom))
    return _merged(across), _merged(down)


def _thin_boxes(points: list[Point], place: Place, *, filled: bool) -> Iterator[Box]:
    """A filled shape is a line where it is thin; of a stroked one every straight side is."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    whole = place(min(xs), min(ys), max(xs), max(ys))
    if min(whole.right - whole.left, whole.height) <= _THIN:
        yield whole
    elif not filled:
        for (x0, y0), (x1, y1) in pairwise(points):
            side = place(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            if min(side.right - side.left, side.height) <= _THIN:
                yield side


def _merged(pieces: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line joined; lines that nearly coincide are one."""
    found: list[Rule] = []
    lanes: list[list[Rule]] = []
    for piece in sorted(pieces, key=lambda piece: piece.at):
        if lanes and piece.at - lanes[-1][-1].at <= _TOUCH / 2:
            lanes[-1].append(piece)
        else:
            lanes.append([piece])
    for lane in lanes:
        at = sum(piece.at for piece in lane) / len(lane)
        start = end = None
        for piece in sorted(lane, key=lambda piece: piece.start):
            if end is not None and start is not None and piece.start <= end + _TOUCH:
                end = max(end, piece.end)
                continue
            if start is not None and end is not None:
                found.append(Rule(at, start, end))
            start, end = piece.start, piece.end
        if start is not None and end is not None:
            found.append(Rule(at, start, end))
    return found


def _shapes(page: pdfium.PdfPage) -> Iterator[tuple[list[Point], bool]]:
    """The corners of every drawn subpath in the file's coordinates, and whether it is filled without an outline."""
    handle = page.raw
    for index in range(raw.FPDFPage_CountObjects(handle)):
        yield from _of_object(raw.FPDFPage_GetObject(handle, index), _PLAIN, 0)


def _of_object(thing: object, outer: Matrix, depth: int) -> Iterator[tuple[list[Point], bool]]:
    kind = raw.FPDFPageObj_GetType(thing)
    if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
        inner = _times(_matrix(thing), outer)
        for index in range(min(raw.FPDFFormObj_CountObjects(thing), MAX_PIECES)):
            yield from _of_object(raw.FPDFFormObj_GetObject(thing, index), inner, depth + 1)
    elif kind == raw.FPDF_PAGEOBJ_PATH:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(thing, fill, stroke)
        if fill.value or stroke.value:
            matrix = _times(_matrix(thing), outer)
            for points in _subpaths(thing, matrix):
                yield points, not stroke.value


def _subpaths(path: object, matrix: Matrix) -> Iterator[list[Point]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for index in range(min(raw.FPDFPath_CountSegments(path), MAX_PIECES)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(_moved(matrix, x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _matrix(thing: object) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, matrix):
        return _PLAIN
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _moved(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
