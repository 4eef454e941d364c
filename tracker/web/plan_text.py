"""The plan's text for a screen: paragraphs with the assigned sentences marked, long stretches without any folded.

Mark ``#cN`` of the text belongs to item ``#nN``, N being the task's position.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.glossary import Review
from tracker.domain.normalise import collapse
from tracker.models import Finding, Suggestion, Task

SELECTED_MOST = 40  # lines that a selection may run over
FOLDED = 8  # lines in a row without a mark that are folded


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A marked stretch. ``style``: "" certain, "check", "skip". ``note`` stands in front: numbers, or a word's code."""

    style: str
    href: str
    note: str = ""  # "5", "10–18", or the code "suggestion" or "skipped"
    anchor: str = ""  # id of the mark: only on its first part
    key: str = ""  # the same on all its parts and on its items: they light up together

    @property
    def rest(self) -> "Mark":
        """The mark for its further parts."""
        return replace(self, note="", anchor="")


@dataclass(frozen=True, kw_only=True)
class Segment:
    text: str
    mark: Mark | None = None


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """``tag``: p, h3, h4, title, row (then ``cells``). ``strong``: how many characters at the start are a heading."""

    line: int
    tag: str
    segments: tuple[Segment, ...]
    cells: tuple[str, ...] = ()
    head: str = ""
    unread: bool = False

    @property
    def marked(self) -> bool:
        return any(segment.mark for segment in self.segments)


@dataclass(frozen=True, kw_only=True)
class Fold:
    """A long stretch without a mark. ``first`` and ``last``: labels of the main headings in it."""

    paragraphs: tuple[Paragraph, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    mark: Mark


def numbers(tasks: Iterable[Task]) -> str:
    """E.g. "5", "10–18" for a run of positions, "5, 19" where a part that was cut off has a later one."""
    return runs(task.position for task in tasks)


def runs(positions: Iterable[int]) -> str:
    """E.g. "3", "4–6, 9"."""
    found: list[list[int]] = []
    for one in sorted(set(positions)):
        if found and one == found[-1][1] + 1:
            found[-1][1] = one
        else:
            found.append([one, one])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in found)


def blocks(
    lines: Sequence[Mapping[str, Any]],
    coverage: Mapping[str, Any],
    tasks: Sequence[Task],
    *,
    suggestions: Sequence[Suggestion] = (),
    findings: Sequence[Finding] = (),
    title: str = "",
) -> list[Paragraph | Fold]:
    """The whole text in order. ``coverage``: as stored with the plan."""
    spans = _spans(lines, tasks, suggestions, findings)
    heads = {head[0]: (int(head[1]), str(head[2]), str(head[3])) for head in coverage.get("outline", ())}
    unread = set(coverage.get("unread", ()))
    organisation = set(coverage.get("organisation", ()))
    levels = sorted({level for level, _, _ in heads.values()})
    paragraphs = [
        _paragraph(number, line, spans.get(number, []), heads.get(number), levels, number in unread, title)
        for number, line in enumerate(lines)
        if text_of(line)
    ]
    return _folded(paragraphs, organisation, heads, levels)


def text_of(line: Mapping[str, Any]) -> str:
    """The line as printed, automatic label first, white space collapsed."""
    return collapse(f"{line.get('label') or ''} {line['text']}")


def _spans(
    lines: Sequence[Mapping[str, Any]],
    tasks: Sequence[Task],
    suggestions: Sequence[Suggestion],
    findings: Sequence[Finding],
) -> dict[int, list[_Span]]:
    found: dict[int, list[_Span]] = defaultdict(list)
    for quoted in sentences(tasks):
        _mark_sentence(lines, quoted, found)
    for one in suggestions:
        if one.line is not None and one.words:
            _mark_words(lines, one.line, one.words, Mark(style="skip", href="#goi-y", note="suggestion"), found)
    for finding in findings:
        if finding.line is not None and finding.words and finding.code in _MARKED_FINDINGS:
            style, note = _MARKED_FINDINGS[finding.code]
            mark = Mark(style=style, href=f"#f{finding.id}", note=note, anchor=f"cf{finding.id}")
            _mark_words(lines, finding.line, finding.words, mark, found)
    return found


# Sentences that are no duty, and yet a person should see what became of them.
_MARKED_FINDINGS = {
    "event_tentative": ("check", ""),
    "weekday_contradicts_date": ("check", ""),
    "event_date_unclear": ("check", ""),
    "contact_recognised": ("skip", "skipped"),
}


def sentences(tasks: Iterable[Task]) -> list[list[Task]]:
    """Tasks by the sentence they were read from, in the order of the plan; those without a place are left out."""
    groups: dict[tuple[int, str], list[Task]] = defaultdict(list)
    for task in tasks:
        if task.first_line is not None and task.quote:
            groups[task.first_line, task.quote].append(task)
    return list(groups.values())


def _mark_sentence(lines: Sequence[Mapping[str, Any]], quoted: list[Task], found: dict[int, list[_Span]]) -> None:
    first = quoted[0]
    start, end = first.first_line or 0, first.last_line or first.first_line or 0
    style = _style(quoted)
    note = "skipped" if style == "skip" else numbers(quoted)
    anchor = f"c{first.position}"
    mark = Mark(style=style, href=f"#n{first.position}", note=note, anchor=anchor, key=anchor)
    for number, (begin, stop) in _stretches(lines, start, end, first.quote):
        found[number].append(_Span(begin, stop, mark))
        mark = mark.rest


def _stretches(
    lines: Sequence[Mapping[str, Any]], start: int, end: int, quote: str
) -> list[tuple[int, tuple[int, int]]]:
    """Where the quote stands; one of merged tasks has a line for each of their sentences."""
    parts = quote.split("\n")
    if len(parts) > 1:
        found = [place for part in parts for place in _stretch(lines, start, end, part, exact=True)]
        if found:
            return found
    return _stretch(lines, start, end, quote)


def _stretch(
    lines: Sequence[Mapping[str, Any]], start: int, end: int, quote: str, *, exact: bool = False
) -> list[tuple[int, tuple[int, int]]]:
    """Which part of each line the quote takes; the whole lines (``exact``: none) where it does not stand there letter
    by letter.
    """
    texts = [(number, text_of(lines[number])) for number in range(start, min(end + 1, len(lines)))]
    texts = [(number, text) for number, text in texts if text]
    wanted = collapse(quote)
    at = " ".join(text for _, text in texts).find(wanted)
    if at < 0:
        return [] if exact else [(number, (0, len(text))) for number, text in texts]
    stretches, offset = [], 0
    for number, text in texts:
        begin, stop = max(at - offset, 0), min(at + len(wanted) - offset, len(text))
        if begin < stop:
            stretches.append((number, (begin, stop)))
        offset += len(text) + 1
    return stretches


def _style(quoted: Sequence[Task]) -> str:
    if all(task.review is Review.SKIPPED for task in quoted):
        return "skip"
    return "check" if any(task.review is Review.CHECK for task in quoted) else ""


def _mark_words(
    lines: Sequence[Mapping[str, Any]], number: int, words: str, mark: Mark, found: dict[int, list[_Span]]
) -> None:
    """Mark ``words`` in their line; the whole line where they do not stand in it letter by letter."""
    if not 0 <= number < len(lines):
        return
    text, wanted = text_of(lines[number]), collapse(words)
    start = text.find(wanted)
    found[number].append(_Span(start, start + len(wanted), mark) if start >= 0 else _Span(0, len(text), mark))


def _paragraph(
    number: int,
    line: Mapping[str, Any],
    spans: Sequence[_Span],
    heading: tuple[int, str, str] | None,
    levels: Sequence[int],
    unread: bool,
    title: str,
) -> Paragraph:
    text = text_of(line)
    cells = tuple(collapse(cell) for cell in line.get("cells") or ())
    if cells and not spans:
        return Paragraph(line=number, tag="row", segments=(), cells=cells, unread=unread)
    tag, head = "p", ""
    if heading and not spans:
        level, label, words = heading
        head = collapse(f"{label} {words}")
        whole = len(text) <= len(head) + 1
        tag = ("h3" if level == levels[0] else "h4") if whole else "p"
        head = "" if whole else text[: len(head)]
    elif _is_title(text, title):
        tag = "title"
    return Paragraph(line=number, tag=tag, segments=_cut(text, spans, len(head)), head=head, unread=unread)


def _is_title(text: str, title: str) -> bool:
    return text.casefold() == "kế hoạch" or bool(len(text) > 20 and text.casefold() in title.casefold())


def _cut(text: str, spans: Sequence[_Span], start: int) -> tuple[Segment, ...]:
    """The text from ``start`` in segments; where marks overlap the shorter one wins."""
    owner: list[_Span | None] = [None] * len(text)
    for span in sorted(spans, key=lambda one: one.start - one.end):
        for index in range(span.start, min(span.end, len(text))):
            owner[index] = span
    segments, seen = [], set()
    shown = {id(one) for one in owner if one is not None}
    # A mark that others cover wholly keeps its number and its anchor.
    segments += [Segment(text="", mark=span.mark) for span in spans if id(span) not in shown and span.mark.anchor]
    index = start
    while index < len(text):
        end = index
        while end < len(text) and owner[end] is owner[index]:
            end += 1
        holder = owner[index]
        mark = holder.mark if holder is not None else None
        if mark and id(holder) in seen:
            mark = mark.rest
        seen.add(id(holder))
        segments.append(Segment(text=text[index:end], mark=mark))
        index = end
    return tuple(segments)


def _folded(
    paragraphs: Sequence[Paragraph],
    organisation: set[int],
    heads: Mapping[int, tuple[int, str, str]],
    levels: Sequence[int],
) -> list[Paragraph | Fold]:
    """Fold what lies between the title and the first mark, and every other long stretch without one."""
    result: list[Paragraph | Fold] = []
    run: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.marked or paragraph.unread or paragraph.tag == "title" or paragraph.line in organisation:
            result += _close(run, heads, levels)
            run = []
            result.append(paragraph)
        else:
            run.append(paragraph)
    return result + _close(run, heads, levels)


def _close(
    run: Sequence[Paragraph], heads: Mapping[int, tuple[int, str, str]], levels: Sequence[int]
) -> list[Paragraph | Fold]:
    """A run as it stands, or folded but for the headings right before the next mark."""
    kept = len(run)
    while kept and run[kept - 1].tag in {"h3", "h4"}:
        kept -= 1
    if kept < FOLDED:
        return list(run)
    top = [heads[one.line] for one in run[:kept] if one.line in heads and heads[one.line][0] == levels[0]]
    labels = tuple(label.rstrip(".") for _, label, _ in top)
    return [Fold(paragraphs=tuple(run[:kept]), labels=labels), *run[kept:]]


def found_at(lines: Sequence[Mapping[str, Any]], line: int, words: str) -> tuple[int, str] | None:
    """Words that somebody chose from the text, beginning in ``line``: (last line, the words); None: not there."""
    wanted = collapse(words)
    texts = [text_of(one) for one in lines[line : line + SELECTED_MOST]] if line >= 0 else []
    joined = ""
    for offset, text in enumerate(texts):
        joined = f"{joined} {text}".strip()
        if wanted and wanted in joined:
            return line + offset, wanted
    return None


def place(line: int | None, coverage: Mapping[str, Any]) -> str:
    """Where a line stands: "VI.1"; empty before the first heading."""
    if line is None:
        return ""
    stack: list[tuple[int, str]] = []
    for number, level, label, _ in coverage.get("outline", ()):
        if number > line:
            break
        stack = [one for one in stack if one[0] < level] + [(level, str(label).rstrip(".):"))]
    return ".".join(label for _, label in stack if label)
