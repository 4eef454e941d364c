"""The parts of the event ("sáng 14/6", "7h30 – 17h00", "Buổi chiều: …") and how people take part in it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from tracker.domain.glossary import DayPart, MeetingMode
from tracker.domain.normalise import collapse, fold_tone
from tracker.domain.plan.outline import title_of
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.parsed import AgendaItem, Session

_CLOCK = r"(?P<{0}h>[01]?\d|2[0-3])\s*(?:h|giờ|g|:)\s*(?P<{0}m>[0-5]\d)?\s*(?:'|phút|p)?(?!\w)"
_SPAN = re.compile(_CLOCK.format("a") + r"(?:\s*(?:-|–|—|đến|tới)\s*" + _CLOCK.format("b") + ")?", re.IGNORECASE)
_PART = re.compile(r"\b(?:buổi\s+)?(?P<part>sáng|chiều|tối)\b", re.IGNORECASE)
_PARTS = {"sáng": DayPart.MORNING, "chiều": DayPart.AFTERNOON, "tối": DayPart.EVENING}
_ENTERED = {"morning": DayPart.MORNING, "afternoon": DayPart.AFTERNOON, "evening": DayPart.EVENING}
_SESSION_NAME = re.compile(r"^(?:buổi\s+|ca\s+)?(?:sáng|chiều|tối)\b", re.IGNORECASE)
_NOON, _EVENING = "12:00", "18:00"
_ABOUT_FORM = re.compile(r"hình thức|phương thức|địa điểm|thời gian|cách thức", re.IGNORECASE)
_FORM = re.compile(r"^(?:về\s+)?(?:hình thức|phương thức|cách thức)\b", re.IGNORECASE)
_ONLINE = re.compile(
    r"\btrực tuyến\b|\bzoom\b|\bms teams\b|\bgoogle meet\b|\bđiểm cầu\b|\bcầu truyền hình\b|\btruyền hình hội nghị\b",
    re.IGNORECASE,
)
_NOT_THE_EVENT = re.compile(r"dịch vụ công trực tuyến|đăng ký trực tuyến|gửi trực tuyến|nộp trực tuyến", re.IGNORECASE)
_FACE_TO_FACE = re.compile(r"\btrực tiếp\b", re.IGNORECASE)
_MIXED = re.compile(
    r"kết hợp|trực tiếp (?:và|với|hoặc)|kết nối|đến (?:các )?điểm cầu|điểm cầu (?:chính|trung tâm)", re.IGNORECASE
)
_POINTS = re.compile(r"(?:các\s+)?điểm cầu\b[^.]*", re.IGNORECASE)


def sessions(time_text: str | None, line: int | None, agenda: Sequence[AgendaItem]) -> tuple[Session, ...]:
    """From the words of the time; where these name no part, from the headings of the programme."""
    told = tuple(_told(time_text, line)) if time_text and line is not None else ()
    return told or tuple(_of_programme(agenda))


def _told(text: str, line: int | None) -> Iterator[Session]:
    """One session for every time of day or part of the day named."""
    spans = list(_SPAN.finditer(text))
    for span in spans:
        start, end = _clock(span, "a"), _clock(span, "b")
        before = list(_PART.finditer(text[: span.start()]))
        near = before[-1] if before and span.start() - before[-1].end() <= 25 else None
        part = _PARTS[near.group("part").lower()] if near and not end else _part(start, end)
        yield Session(
            part=part,
            start=start,
            end=end,
            words=collapse(text[near.start() if near else span.start() : span.end()]),
            line=line,
        )
    if not spans:
        for found in _PART.finditer(text):
            yield Session(part=_PARTS[found.group("part").lower()], words=collapse(found.group()), line=line)


def session_entered(text: str) -> Session | None:
    """A session as a person types it, "Chiều 13:30–16:30"; None where neither part nor time can be read from it."""
    words = collapse(text)
    told = next(_told(words, None), None)
    whole = DayPart.WHOLE_DAY if re.match(r"cả ngày|whole day", words, re.IGNORECASE) else None
    named = next((part for word, part in _ENTERED.items() if words.lower().startswith(word)), None)
    part = whole or named or (told.part if told else None)
    if part is None:
        return None
    return Session(part=part, start=told.start if told else "", end=told.end if told else "", words=words)


def _of_programme(agenda: Iterable[AgendaItem]) -> Iterator[Session]:
    seen: set[str] = set()
    for item in agenda:
        name = item.session or (item.content if _SESSION_NAME.match(item.content) else "")
        found = _PART.search(name) if _SESSION_NAME.match(name) else None
        if found and name not in seen:
            seen.add(name)
            span = _SPAN.search(name)
            start, end = (_clock(span, "a"), _clock(span, "b")) if span else ("", "")
            yield Session(part=_PARTS[found.group("part").lower()], start=start, end=end, words=name, line=item.line)


def _clock(span: re.Match[str], which: str) -> str:
    hour = span.group(f"{which}h")
    return f"{int(hour):02d}:{span.group(f'{which}m') or '00'}" if hour else ""


def _part(start: str, end: str) -> DayPart:
    if start >= _EVENING:
        return DayPart.EVENING
    if start >= _NOON:
        return DayPart.AFTERNOON
    return DayPart.WHOLE_DAY if end > "13:30" else DayPart.MORNING


def mode(paragraphs: Sequence[Paragraph], title: str | None) -> tuple[MeetingMode, int | None] | None:
    """How the event is held, and the line that says so; None where the plan leaves it open."""
    if title and _ONLINE.search(title):
        return (MeetingMode.HYBRID if _FACE_TO_FACE.search(title) else MeetingMode.ONLINE), None
    for text, line, is_form in _statements(paragraphs):
        online = _ONLINE.search(text) and not _NOT_THE_EVENT.search(text)
        if online:
            mixed = _FACE_TO_FACE.search(text) or _MIXED.search(text) or not is_form
            return (MeetingMode.HYBRID if mixed else MeetingMode.ONLINE), line
        if is_form and _FACE_TO_FACE.search(text) and len(text.split()) <= 25:
            return MeetingMode.IN_PERSON, line
    return None


def points(paragraphs: Sequence[Paragraph]) -> tuple[str, int] | None:
    """The places connected, in the plan's words."""
    told = [(text, line) for text, line, _ in _statements(paragraphs) if _POINTS.search(text)]
    told += [
        (one.text, one.first)
        for one in paragraphs
        if not one.is_row and re.match(r"(?:các )?điểm cầu\b", one.text, re.IGNORECASE)
    ]
    found = dict.fromkeys(
        (collapse(match.group()).strip(" ;,."), line) for text, line in told for match in _POINTS.finditer(text)
    )
    words = [text for text, _ in found]
    distinct = [one for one in words if not any(one != other and fold_tone(one) in fold_tone(other) for other in words)]
    return ("; ".join(dict.fromkeys(distinct)), next(iter(found))[1]) if found else None


def _statements(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[str, int, bool]]:
    """Lines that say when, where and how, or stand below such a heading; whether they are about the form itself."""
    level, heading = None, ""
    for paragraph in paragraphs:
        if paragraph.is_row:
            continue
        label, _ = title_of(paragraph.text)
        own = paragraph.mark.level if paragraph.mark else 99
        if level is not None and own <= level:
            level, heading = None, ""
        if _ABOUT_FORM.search(label) and len(label.split()) <= 14:
            yield paragraph.text, paragraph.first, bool(_FORM.match(label))
            if level is None:
                level, heading = own, label
        elif level is not None:
            yield paragraph.text, paragraph.first, bool(_FORM.match(heading))
