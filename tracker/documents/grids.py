"""Rules on a page → the grids of its tables, merged cells included."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.documents.layout import Box
from tracker.documents.rulings import Rule

MAX_ROWS, MAX_COLUMNS = 400, 40
_TOUCH = 3.0  # points by which rules may miss each other
_OPEN = 12.0  # points: horizontal rules that reach so far beyond the outermost vertical one close a column of their own


@dataclass(frozen=True, slots=True)
class Cell:
    """``row`` and ``column`` are where it begins; it may cover more."""

    box: Box
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    box: Box
    cells: tuple[Cell, ...]
    rows: int
    columns: int


def grids(across: Sequence[Rule], down: Sequence[Rule]) -> list[Grid]:
    """Tables of at least two columns, from the top down."""
    found = [grid for lines, posts in _crossing(across, down) if (grid := _grid(lines, posts))]
    return sorted(found, key=lambda grid: grid.box.top)


def _crossing(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together."""
    posts = sorted(down, key=lambda rule: rule.at)
    places = [rule.at for rule in posts]
    group = list(range(len(posts)))
    on_post: list[list[Rule]] = [[] for _ in posts]
    for line in across:
        near = range(bisect_left(places, line.start - _TOUCH), bisect_right(places, line.end + _TOUCH))
        met = [at for at in near if posts[at].start - _TOUCH <= line.at <= posts[at].end + _TOUCH]
        for at in met[1:]:
            group[_root(group, at)] = _root(group, met[0])
        if met:
            on_post[met[0]].append(line)
    lines: dict[int, list[Rule]] = defaultdict(list)
    members: dict[int, list[Rule]] = defaultdict(list)
    for at, post in enumerate(posts):
        members[_root(group, at)].append(post)
        lines[_root(group, at)].extend(on_post[at])
    for root, own in members.items():
        yield lines[root], own


def _root(group: list[int], at: int) -> int:
    while group[at] != at:
        group[at] = group[group[at]]
        at = group[at]
    return at


def _grid(lines: list[Rule], posts: list[Rule]) -> Grid | None:
    if len(lines) < 2:
        return None
    xs, ys = _places(posts, lines), _places(lines, posts)
    rows, columns = len(ys) - 1, len(xs) - 1
    if not (1 <= rows <= MAX_ROWS and 1 < columns <= MAX_COLUMNS):
        return None
    cells = tuple(_cells(xs, ys, lines, posts))
    if len({cell.column for cell in cells}) < 2:
        return None
    return Grid(Box(xs[0], ys[0], xs[-1], ys[-1]), cells, rows, columns)


def _places(own: Sequence[Rule], crossing: Sequence[Rule]) -> list[float]:
    """Where rules of one direction stand; an edge that was left open is where the others end."""
    found: list[float] = []
    for at in sorted(rule.at for rule in own):
        if not found or at - found[-1] > _TOUCH:
            found.append(at)
    first, last = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    if found[0] - first > _OPEN:
        found.insert(0, first)
    if last - found[-1] > _OPEN:
        found.append(last)
    return found


def _cells(xs: list[float], ys: list[float], lines: list[Rule], posts: list[Rule]) -> Iterator[Cell]:
    """Each place of the grid belongs to the cell that begins above or left of it where no rule stands between."""
    taken: set[tuple[int, int]] = set()
    walls, floors = _Walls(posts), _Walls(lines)
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            wide = high = 1
            middle = (ys[row] + ys[row + 1]) / 2
            while column + wide < len(xs) - 1 and not walls.stands(xs[column + wide], middle):
                wide += 1
            middle = (xs[column] + xs[column + 1]) / 2
            while row + high < len(ys) - 1 and not floors.stands(ys[row + high], middle):
                high += 1
            taken.update((row + down, column + right) for down in range(high) for right in range(wide))
            box = Box(xs[column], ys[row], xs[column + wide], ys[row + high])
            yield Cell(box, row, column, high, wide)


class _Walls:
    """Rules of one direction, asked whether one stands at a place."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = sorted(rules, key=lambda rule: rule.at)
        self._places = [rule.at for rule in self._rules]

    def stands(self, at: float, along: float) -> bool:
        near = range(bisect_left(self._places, at - _TOUCH), bisect_right(self._places, at + _TOUCH))
        return any(self._rules[index].start <= along <= self._rules[index].end for index in near)
