"""The deadline in a sentence of duty, as its words say. Back-planned dates are not made here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.dates import DuePhrase, Mention, find_dates
from tracker.domain.glossary import Anchor

_EVENT = (
    r"(?:hội nghị|hội thảo|hội thi|hội diễn|hội chợ|hội khỏe|đại hội|tọa đàm|toạ đàm|diễn đàn|buổi lễ|lễ|"
    r"cuộc họp|phiên họp|kỳ họp|buổi làm việc|buổi|sự kiện|lớp tập huấn|tập huấn|khai mạc|bế mạc|cuộc thi|"
    r"ngày hội|giải|chương trình|đợt|đoàn|đối thoại|gặp mặt|gặp gỡ|kiểm tra|khai giảng|diễn tập|"
    r"liên hoan|hội thao|cuộc)"
)
_HAPPENS = (
    r"(?:khi\s+|ngày\s+|thời điểm\s+)*(?:kết thúc\s+|tổ chức\s+|diễn ra\s+|khai mạc\s+|bắt đầu\s+|"
    r"bế mạc\s+)*(?:việc\s+)?(?:tổ chức\s+)?"
)
_COUNT = (
    r"(?:ít nhất|tối thiểu|chậm nhất|muộn nhất|không quá|"
    r"khoảng)?\s*(?:là\s+)?(?P<n>\d{1,2})\s*(?:\([^)]*\)\s*)?(?P<unit>ngày|tuần)(?P<working>\s+làm việc)?"
)
_FROM = r"(?:kể từ\s+|tính từ\s+)?"
_SIDE = rf"(?P<side>trước|sau|khi|ngày)\s+{_HAPPENS}"
_RELATIVE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<side>trước|sau)\s+{_HAPPENS}{_EVENT}(?:\s+(?!trước|sau)[^\s,;.]+){{0,3}}?\s+{_COUNT}",
        rf"(?:trong\s+(?:vòng|thời gian|thời hạn)\s+|trong\s+|sau\s+|trước\s+)?{_COUNT}\s*,?\s*{_FROM}{_SIDE}{_EVENT}",
        rf"(?P<side>sau)\s+(?:khi\s+)?(?:kết thúc|bế mạc|tổ chức xong)\s+{_COUNT}",
        rf"(?P<side>trước|sau)\s+{_COUNT}\s+(?:khi|kể từ|tính từ)\s+(?:ngày\s+|khi\s+)?{_HAPPENS}{_EVENT}",
    )
)
_IN_ADVANCE = re.compile(
    r"(?:gửi|phát hành|hoàn thành|xong|chuyển|thông báo|"
    r"mời)\b[^;.]{0,80}?\b(?P<side>trước)\s+(?:ít nhất\s+)?(?P<n>\d{1,2})\s*(?P<unit>ngày|"
    r"tuần)(?P<working>\s+làm việc)?(?=\s*[;.,)]|\s*$|\s+so với\b)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?:ngay\s+)?sau\s+(?:khi\s+)?(?:kết thúc\s+|tổ chức\s+(?:xong\s+)?|bế mạc\s+|"
    rf"hoàn thành\s+)*{_EVENT}(?:\s+kết thúc)?",
    re.IGNORECASE,
)

# What may stand before a date that is a deadline; "trước" alone leaves the named day out.
_CLOCK = r"(?:\d{1,2}\s*(?:giờ|h|g)\s*(?:\d{0,2}\s*(?:phút|')?)?\s*,?\s*(?:thứ\s+\w+\s*,?\s*)?(?:ngày)?\s*)"
_BEFORE = re.compile(
    rf"(?P<words>(?:(?:hoàn thành|xong|gửi|nộp|báo cáo)\s+)?trước\s*(?:hết\s+)?(?P<clock>{_CLOCK})?(?:ngày|"
    rf"tháng|quý)?\s*)$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?P<words>(?:chậm nhất|muộn nhất|trễ nhất|hạn chót|hạn cuối|hạn cuối cùng|thời hạn(?:\s+\w+){0,4}|"
    r"hạn(?:\s+\w+){0,3}|thời gian(?:\s+\w+){0,4}|đến hết|hết|không quá|quá|"
    r"hoàn thành(?:\s+xong)?|hoàn tất|xong|đến|tới|tiến độ|vào|kết thúc|định kỳ|trong|sáng|chiều|tối|trưa)"
    rf"\s*(?:là|vào|trong|đến|hết|xong|trước|từ|lúc|ngày|dự kiến)*\s*:?\s*(?:từ|trong|trước|chậm nhất|đến|"
    rf"hết|vào|lúc)?\s*{_CLOCK}?(?:cuối|đầu)?\s*(?:thứ\s+\w+\s*,?\s*)?(?:ngày)?\s*)$",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"(?:\d+\s*[/-]\s*[A-ZĐ][\w&/.-]*|\bsố\s+[\w./&-]*[\d/][\w./&-]*)\s*,?\s*(?:ban hành\s+)?(?:ngày)?\s*$|(?:Luật|"
    r"Nghị định|Nghị quyết|Quyết định|Thông tư|Chỉ thị|Công văn)\b[^,;.]{0,80}\bngày\s*$"
)
_REPORTED = re.compile(r"(?:số liệu|kỳ báo cáo|giai đoạn|nhiệm kỳ|tính từ|mốc|niên độ)[^;.,]{0,40}$", re.IGNORECASE)
_RECURRING = re.compile(r"^\s*(?:của\s+)?(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm)", re.IGNORECASE)
_EVENT_ITSELF = re.compile(rf"(?:{_EVENT}|diễn ra|dự)[^,;.]{{0,40}}$", re.IGNORECASE)
_THROUGHOUT = re.compile(
    r"trước,?\s*(?:và\s+)?trong\b|trong và sau", re.IGNORECASE
)  # "trước, trong và sau Hội nghị" is no deadline
_MONTHLY = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|vào)?\s*(?:là\s+)?(?:ngày\s+)\d{1,2}\s+(?:hằng|hàng|mỗi)\s+(?:tháng|quý|năm)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"trong\s+(?:vòng\s+|thời hạn\s+)?\d{1,2}\s+ngày(?:\s+làm việc)?|định kỳ(?:\s+(?:hằng|hàng)\s+\w+)?|"
    r"(?:hằng|hàng)\s+(?:năm|quý|tháng|tuần|ngày)|thường xuyên|kịp thời|đúng tiến độ|"
    r"ngay sau khi[^,;.]{0,40}|trước (?:khi )?(?:diễn ra |tổ chức |khai mạc )?(?:hội nghị|hội thảo|đại hội|"
    r"buổi lễ)|đúng thời gian|xong sớm",
    re.IGNORECASE,
)


_AFTERWARDS = timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class Calendarium:
    """What the plan says about time elsewhere; it gives dates without a year their year."""

    issued: date | None = None  # the plan's date, or the first day of its month
    event_start: date | None = None
    event_end: date | None = None

    @property
    def year(self) -> int | None:
        known = self.issued or self.event_start
        return known.year if known else None


def find_due(text: str, known: Calendarium) -> DuePhrase | None:
    """The deadline of a sentence: the last day named, else a count from the event, else vague words, else None."""
    named = max(_named(text, known), key=lambda due: due.until or "", default=None)
    relative = next((_counted(match) for pattern in _RELATIVE for match in pattern.finditer(text)), None)
    if named and not (relative and _is_later(relative, named, known)):
        return named
    if relative:
        return relative
    if mentioned := _mentioned(text, known):
        return mentioned
    if advance := _IN_ADVANCE.search(text):
        return replace(_counted(advance), words=text[advance.start("side") : advance.end()])
    if recurring := _MONTHLY.search(text):
        return DuePhrase(words=recurring.group().strip(), vague=True)
    if (after := _AFTER.search(text)) and not _THROUGHOUT.search(text):
        return DuePhrase(words=after.group().strip(), anchor=Anchor.END)
    vague = _VAGUE.search(text)
    return DuePhrase(words=vague.group().strip(), vague=True) if vague else None


def _named(text: str, known: Calendarium) -> Iterator[DuePhrase]:
    for mention in find_dates(text, since=known.issued, year=known.year):
        before, after = text[: mention.start], text[mention.end :]
        if _of_something_else(before, after):
            continue
        due = _as_due(text, mention, before, after)
        if due:
            yield due


def _is_later(relative: DuePhrase, named: DuePhrase, known: Calendarium) -> bool:
    """Of two deadlines in one sentence the later closes it."""
    if known.event_start is None or named.until is None:
        return False
    return (known.event_start + timedelta(days=relative.offset)).isoformat() > named.until


def _mentioned(text: str, known: Calendarium) -> DuePhrase | None:
    """The last day a duty names at all, where it lies between the plan and some weeks after the event."""
    if known.issued is None or known.event_start is None:
        return None
    until = known.event_start + _AFTERWARDS
    days = [
        mention
        for mention in find_dates(text, since=known.issued, year=known.year)
        if mention.precision == "day"
        and known.issued <= mention.last <= until
        and not _of_something_else(text[: mention.start], text[mention.end :])
        and not re.search(r"\btừ\s+(?:ngày\s+)?$", text[: mention.start], re.IGNORECASE)
        and not known.event_start <= mention.last <= (known.event_end or known.event_start)
    ]
    last = max(days, key=lambda mention: mention.last, default=None)
    return _phrase(text, last.start, last, last.last) if last else None


def _of_something_else(before: str, after: str) -> bool:
    """The date of a document, of figures, or one that comes round every month."""
    return bool(_CITED.search(before) or _REPORTED.search(before) or _RECURRING.match(after))


def _as_due(text: str, mention: Mention, before: str, after: str) -> DuePhrase | None:
    exclusive = _BEFORE.search(before)
    if exclusive:
        start = exclusive.start("words")
        day = (
            mention.last if exclusive.group("clock") or mention.precision != "day" else mention.last - timedelta(days=1)
        )
        if mention.precision in {"month", "quarter"}:
            day = mention.first - timedelta(days=1)
        return _phrase(text, start, mention, day)
    by = _BY.search(before)
    if mention.precision == "part":
        mention = replace(mention, first=mention.last, last=_part_deadline(mention))
    if by and not (
        not re.match(r"trong ngày", by.group("words"), re.IGNORECASE)
        and by.group("words").lower().startswith(("vào", "đến", "tới", "trong", "sáng", "chiều", "tối", "trưa"))
        and _EVENT_ITSELF.search(before[: by.start()])
    ):
        return _phrase(text, by.start("words"), mention, _inclusive(mention))
    alone = re.search(rf"\(\s*{_CLOCK}?(?:ngày\s+)?$", before) and re.match(r"\s*\)", after)
    span = (
        mention.first != mention.last
        and mention.precision == "day"
        and re.search(r"từ\s+(?:ngày\s+)?$", before, re.IGNORECASE)
    )
    if alone or span:
        return _phrase(text, mention.start, mention, _inclusive(mention))
    return None


def _part_deadline(mention: Mention) -> date:
    """Đầu, giữa, cuối tháng as a deadline are the 1st, the 15th and the last day (Bộ luật Dân sự 2015, Điều 146)."""
    if mention.first.day == 1:
        return mention.first
    return mention.first.replace(day=15) if mention.first.day == 11 else mention.last


def _inclusive(mention: Mention) -> date | None:
    """A period keeps its name ("trong tháng 5"): its last working day is the schedule's business."""
    return mention.last if mention.precision in {"day", "part", "week"} else None


def _phrase(text: str, start: int, mention: Mention, day: date | None) -> DuePhrase:
    return DuePhrase(words=text[start : mention.end].strip(" :("), day=day, until=mention.until)


def _counted(match: re.Match[str]) -> DuePhrase:
    side = match.group("side").lower()
    before = side == "trước" or (side in {"khi", "ngày"} and "trước" in match.group().lower())
    days = int(match.group("n")) * (7 if match.group("unit").lower() == "tuần" else 1)
    return DuePhrase(
        words=match.group().strip(),
        anchor=Anchor.START if before else Anchor.END,
        offset=-days if before else days,
        working=bool(match.group("working")),
    )


def due_of_label(value: str, known: Calendarium) -> DuePhrase | None:
    """The deadline of a "Thời gian hoàn thành: …" line or a table cell: here a bare date is one, too."""
    found = find_due(value, known)
    if found and not found.vague:
        return found
    mentions = [
        mention
        for mention in find_dates(value, since=known.issued, year=known.year)
        if not _RECURRING.match(value[mention.end :])
    ]
    if mentions:
        last = max(mentions, key=lambda mention: mention.last)
        return DuePhrase(words=value.strip(), day=_inclusive(last), until=last.until)
    return DuePhrase(words=value.strip(), vague=True) if value.strip() else None
