"""A plan's title → the event's name for lists and mails, and what kind of meeting it is."""

import re

from tracker.domain.glossary import ConferenceKind
from tracker.domain.normalise import collapse, search_key

_ORGANISING = re.compile(
    r"^(?:(?:về việc\s+|v/v\s+)?(?:phối hợp\s+)?tổ chức(?:\s+các hoạt động)?)\s+(?=\S)", re.IGNORECASE
)
# What may be left off: the second half of a title ("; phương hướng …"), a motto, a place that the list shows anyway.
_SECOND_HALF = re.compile(
    r"\s*(?:[;,]\s*|[,;]?\s+và\s+)(?=(?:triển khai|phương hướng|đề ra|xây dựng)\b"
    r"[^;]*\b(?:nhiệm vụ|phương hướng|công tác|kế hoạch)\b)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"[,;]?\s+(?:với chủ đề|chủ đề|với nội dung|theo tinh thần)\b.*$|\s*[;(\[].*$", re.IGNORECASE | re.DOTALL
)
_PLACE = re.compile(r"\s+(?:trên địa bàn|thuộc địa bàn|tại)\s+.*$", re.IGNORECASE | re.DOTALL)
_REST = re.compile(
    r"\s+(?:về tình hình|về việc|cho các|cho người|cho đội ngũ|nhằm|gắn với|theo hướng)\b.*$", re.IGNORECASE | re.DOTALL
)
_PERIOD = re.compile(
    r"\b(?:(?:\d+|sáu|ba|chín) tháng (?:đầu|cuối) năm|(?:quý\s+[IV\d]+)|(?:đầu|cuối) năm)$", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DANGLING = re.compile(
    r"[\s,;:–-]+(?:và|của|về|cho|tại|trên|các|những|với|để|theo|do|trong|đến|"
    r"từ|năm|tháng|cấp|việc|công tác|thực hiện)?$",
    re.IGNORECASE,
)
_COMFORTABLE = 90  # characters that a list shows on one or two lines
_FEWEST_WORDS = 5  # fewer do not name an event
_LONGEST = 160  # beyond it even a phrase is cut, at a word

_NOUNS: tuple[tuple[str, ConferenceKind], ...] = (
    (r"dai hoi\b", ConferenceKind.CONGRESS),
    (r"le\b|buoi le\b|chuong trinh ky niem\b|ky niem\b|mit tinh\b", ConferenceKind.CEREMONY),
    (r"hoi thi\b|cuoc thi\b|hoi thao the thao\b|hoi dien\b|lien hoan\b|giai\b", ConferenceKind.CONTEST),
    (r"hoi thao\b", ConferenceKind.WORKSHOP),
    (r"(?:buoi )?toa dam\b|dien dan\b", ConferenceKind.DISCUSSION),
    (r"(?:lop|khoa|dot) (?:tap huan|boi duong|dao tao|huan luyen)\b", ConferenceKind.TRAINING),
)
# Of a meeting without a name of its own the words say it, the most telling first.
_WORDS: tuple[tuple[str, ConferenceKind], ...] = (
    (r"\btong ket\b", ConferenceKind.SUMMARY),
    (r"\bso ket\b", ConferenceKind.MIDTERM),
    (r"\bdoi thoai\b|\btiep xuc cu tri\b|\bgap mat\b", ConferenceKind.DIALOGUE),
    (r"\btap huan\b|\bboi duong\b|\bhuan luyen\b|\bdao tao\b", ConferenceKind.TRAINING),
    (r"\bkiem tra\b|\bgiam sat\b|\bthanh tra\b|\bkhao sat\b", ConferenceKind.INSPECTION),
    (r"\bgiao ban\b|\blam viec voi\b|\bhop\b|\bhoi y\b", ConferenceKind.BRIEFING),
    (r"\bquan triet\b|\bpho bien\b|^(?:hoi nghi )?trien khai\b|\bhoi nghi .*\btrien khai\b", ConferenceKind.ROLLOUT),
)


def short_title(title: str | None) -> str | None:
    """The event's name: without "Tổ chức", and without what may be left off where it is long. Ends with a phrase."""
    if not title:
        return None
    whole = _ORGANISING.sub("", collapse(title)).strip(" .;:,")
    name = _SECOND_HALF.split(whole)[0].rstrip(" ,;:")
    name = name if len(name.split()) >= _FEWEST_WORDS else whole
    for optional in (_ASIDE, _PLACE, _REST):
        if len(name) <= _COMFORTABLE:
            break
        name = _shortened(name, optional)
    if len(name) > _LONGEST:
        name = _DANGLING.sub("", name[: name.rfind(" ", 0, _LONGEST)])
    name = _dated(name, whole)
    return (name[:1].upper() + name[1:]) or None


def _shortened(name: str, optional: re.Pattern[str]) -> str:
    """Without the optional end, where enough is left to know the event by."""
    found = optional.search(name)
    kept = name[: found.start()].rstrip(" ,;:") if found else name
    return kept if len(kept.split()) >= _FEWEST_WORDS else name


def _dated(name: str, whole: str) -> str:
    """A period keeps its year: "6 tháng đầu năm, … 6 tháng cuối năm 2023" is "6 tháng đầu năm 2023"."""
    years = set(_YEAR.findall(whole))
    if len(years) == 1 and not _YEAR.search(name) and _PERIOD.search(name):
        name = f"{name} {years.pop()}" if name.endswith("năm") else f"{name} năm {years.pop()}"
    return name


def kind_of(title: str | None) -> ConferenceKind:
    """By the event's noun where the name begins with one, else by its words."""
    whole = search_key(_ORGANISING.sub("", collapse(title or "")))
    for pattern, kind in _NOUNS:
        if re.match(pattern, whole):
            return kind
    first = _SECOND_HALF.split(collapse(title or ""))[0]
    key = search_key(_ORGANISING.sub("", first))
    return next((kind for pattern, kind in _WORDS if re.search(pattern, key)), ConferenceKind.OTHER)
