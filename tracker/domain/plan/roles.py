"""The role a duty's own words give its unit, and the partners they name."""

import re
from collections.abc import Collection

from tracker.domain.glossary import AssignmentRole
from tracker.domain.normalise import fold_tone
from tracker.domain.plan.phrases import head_at, masked, predicate_at
from tracker.domain.plan.units import expand
from tracker.domain.plan.words import words_of

_LEAD_IN = (
    r"^(?:[-–+•*\s]*)(?:(?:có|chịu) trách nhiệm|có nhiệm vụ|chủ động|tích cực|kịp thời|thường xuyên|tiếp tục|"
    r"cùng|đề nghị|và|căn cứ [^;.]{0,90}?(?=,|phối hợp)|theo (?:chức năng|nhiệm vụ)[^;.]{0,60}?(?=,|phối hợp)|,|:|\s)*"
)
_COORDINATE = re.compile(_LEAD_IN + r"(?:phối hợp|phối kết hợp|tham gia|phối  hợp)\b", re.IGNORECASE)
_MIDDLE_COORDINATE = re.compile(r"^(?:bố trí|cử)\s+(?:\S+\s+){1,5}?phối hợp\b", re.IGNORECASE)
_LEADS = re.compile(r"\bchủ trì\b|\bđầu mối\b", re.IGNORECASE)
_SPEECH = re.compile(r"\btham luận\b", re.IGNORECASE)
_SPEAKS = re.compile(
    r"(?:chuẩn bị|chuân bị|viết|gửi|trình bày|tham gia|có|xây dựng|đăng ký|báo cáo|phát biểu|soạn|"
    r"hoàn thiện|hoàn chỉnh|cử)(?:\s+[^\s,;.]+){0,12}\s+tham luận|"
    r"tham luận (?:tại|về|theo|với (?:chủ đề|nội dung|tiêu đề))",
    re.IGNORECASE,
)
_ABOUT_SPEECHES = re.compile(
    r"hướng dẫn|đôn đốc|tổng hợp|biên tập|duyệt|thẩm định|tiếp nhận|theo dõi|mời|lựa chọn|phân công|giao|"
    r"liên hệ|in ấn|tập hợp|đặt bài|đặt viết|kết nối|thống nhất|đề cương|công văn|văn bản",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"^(?:các|những|toàn thể|tất cả|mỗi|từng|cơ quan|đơn vị)\b|^(?:trưởng|thủ trưởng|lãnh đạo) các\b", re.IGNORECASE
)
_GENERIC = re.compile(
    r"^(?:căn cứ[^,;.]{0,80}?(?:,|(?=phối hợp|triển khai))\s*)?(?:chủ động |tích cực |"
    r"có trách nhiệm )*(?:phối hợp|nghiêm túc|quán triệt|phổ biến|quan tâm)\b.*?"
    r"(?:triển khai|thực hiện (?:tốt|nghiêm|có hiệu quả|đầy đủ|kế hoạch|các nội dung|nội dung|đúng|theo)|"
    r"thực hiện\s*[./;]*$)",
    re.IGNORECASE | re.DOTALL,
)
_WITH = re.compile(
    r"\b(?:phối hợp|phối kết hợp|kết hợp)\s*(?:chặt chẽ\s*|tốt\s*|cùng\s*)?(?P<with>với|cùng với|cùng)?\s*(?=\S)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:,|;|,?\s+và)\s+")
_GENERAL_WORDS = 32  # a note to all is short; longer ones carry duties of their own


def role_of(task: str, unit: str) -> AssignmentRole:
    """Role by the words of the duty alone (domain rules, section 2); linking to another unit's lead comes later."""
    if is_speech(task):
        return AssignmentRole.CONTRIBUTE
    if (
        _ALL.match(unit)
        and _GENERIC.search(task)
        and len(task.split()) <= _GENERAL_WORDS
        and not re.search(r"\d/\d|trước ngày", task)
    ):
        return AssignmentRole.GENERAL
    if is_coordination(task):
        return AssignmentRole.COORDINATE
    return AssignmentRole.LEAD


def is_coordination(task: str) -> bool:
    """The unit's own verb is "phối hợp" or "tham gia", and it does not lead in the same breath."""
    first = re.split(r"[;.]", task, maxsplit=1)[0]
    if _LEADS.search(first):
        return False
    return bool(_COORDINATE.match(task) or _MIDDLE_COORDINATE.match(task))


def is_speech(task: str) -> bool:
    """The unit itself prepares a tham luận; looking after other units' speeches is a duty of its own."""
    found = _SPEECH.search(task)
    if not found or not (_SPEAKS.search(task) or task.lower().startswith("tham luận")):
        return False
    before = re.split(r"[;.]", task[: found.start()])[-1]
    return (
        not _ABOUT_SPEECHES.search(before) and task.lower().find("tham luận") < 160 and not _mixed(task, found.start())
    )


def asks_for_speeches(heading: str) -> bool:
    """A line above a list of talks: "Các đơn vị chuẩn bị tham luận (gửi trước ngày …)", "Các đại biểu tham luận:"."""
    found = _SPEECH.search(heading)
    return found is not None and not _ABOUT_SPEECHES.search(heading[: found.start()])


def _mixed(task: str, speech: int) -> bool:
    """Another duty comes first: "vận động hội viên; chuẩn bị tham luận" stays a lead's."""
    return ";" in task[:speech]


def partners_of(task: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Units named after "phối hợp với"; units that are directed or instructed are none.

    ``known``: names the plan gives elsewhere, in full; a long name with commas in it is recognised by them.
    """
    plain = masked(task)
    names: list[str] = []
    for match in _WITH.finditer(plain):
        if match.group("with") or not re.match(
            r"tổ chức\b", plain[match.end() :]
        ):  # "phối hợp tổ chức …" organises together
            names.extend(_known_after(plain[match.end() :], known) or _named_after(plain[match.end() :]))
    return tuple(dict.fromkeys(names))


def _known_after(text: str, known: Collection[str]) -> tuple[str, ...]:
    """The names at the start of the text, where the first is one of those the plan gives elsewhere."""
    name = next((name for name in sorted(known, key=len, reverse=True) if _starts_with(text, name)), None)
    if name is None:
        return ()
    rest = text[len(name) :]
    joined = _JOINED.match(rest)
    return (
        name,
        *((_known_after(rest[joined.end() :], known) or _named_after(rest[joined.end() :])) if joined else ()),
    )


def _starts_with(text: str, name: str) -> bool:
    return fold_tone(text[: len(name)]) == fold_tone(name) and not text[len(name) : len(name) + 1].isalnum()


def _named_after(text: str) -> tuple[str, ...]:
    words = words_of(text)
    if not words or head_at(words, 0) is None:
        return ()
    end = predicate_at(words, 0)
    limit = words[end].start if end is not None else _sentence_end(text)
    return expand(re.split(r"[;.:](?:\s|$)", text[:limit])[0])


def _sentence_end(text: str) -> int:
    found = re.search(r"[;.:](?:\s|$)|\./\.", text)
    return found.start() if found else len(text)
