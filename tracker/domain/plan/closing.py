"""Closing words of a plan: notes to all and the contact for difficulties. They are no duties."""

import re

from tracker.domain.normalise import CAPITALS
from tracker.domain.plan.phrases import head_at, masked, predicate_at
from tracker.domain.plan.units import expand
from tracker.domain.plan.words import words_of

_OPENS = re.compile(
    r"^(?:Trên đây là|Nhận được|Kế hoạch này|Nơi nhận|Với (?:nội dung|tinh thần)|Đính kèm|\(?Kèm theo|\(Đính kèm)",
    re.IGNORECASE,
)
_DIFFICULTY = re.compile(
    r"^Mọi (?:thông tin|chi tiết)|^(?:Trong|Quá trình|Nếu|Khi|Mọi|Trường hợp|Có)\b.{0,200}?(?:vướng mắc|thắc mắc|"
    r"khó khăn|phát sinh|chưa phù hợp|"
    r"thay đổi|vấn đề)"
    r"|^.{0,80}?\b(?:nếu|gặp|có)\s+(?:\S+\s+){0,3}?(?:khó khăn|vướng mắc|thắc mắc|phát sinh)",
    re.IGNORECASE | re.DOTALL,
)
_IN_PASSING = re.compile(
    r"quá trình (?:tổ chức,? |triển khai,? |thực hiện,? )+[^.;]{0,60}?(?:khó khăn|vướng mắc|phát sinh)", re.IGNORECASE
)
_ANSWER = re.compile(
    r"liên hệ|phản ánh|trao đổi|báo cáo|thông tin|kiến nghị|đề xuất|thông báo|điều chỉnh|xem xét|giải quyết",
    re.IGNORECASE,
)
_TO_ALL = re.compile(
    r"^(?:Căn cứ [^,]{0,60},\s*)?(?:(?:Đề nghị|Yêu cầu|Kính đề nghị|đề nghị)\b|.{0,60}(?:, |\. )(?:đề nghị|"
    r"yêu cầu)\b|.{0,60} (?:đề nghị|yêu cầu) các\b).{0,260}?(?:nghiêm túc|phổ biến|triển khai|quan tâm|phối hợp|"
    r"tổ chức)[^.]{0,80}?(?:thực hiện|kế hoạch này|nội dung|thành công|kết quả)",
    re.IGNORECASE | re.DOTALL,
)
_CONTACT = re.compile(
    r"(?:trao đổi|liên hệ|phản ánh|báo cáo|thông tin|kiến nghị|đề xuất|phản hồi|"
    r"thông báo)[^,;.]{0,40}?(?:qua|với|về|tới|đến|cho|trực tiếp(?: với)?|\()\s*(?=\S)",
    re.IGNORECASE,
)
_DIRECT = re.compile(rf"(?:liên hệ|báo cáo|phản ánh|trực tiếp báo cáo)\s+(?:trực tiếp\s+)?(?=[{CAPITALS}])")


def opens_closing(text: str) -> bool:
    return _OPENS.match(text) is not None


def is_difficulty_rule(text: str, *, unmarked: bool = False) -> bool:
    """As in "Nếu có vướng mắc … trao đổi qua Phòng …": whom to turn to. A paragraph without a mark may say other
    things before.
    """
    return (
        bool(_DIFFICULTY.match(text) or (unmarked and _IN_PASSING.search(text)))
        and bool(_ANSWER.search(text))
        and not re.match(r"[^,;.]{0,80}\bchủ trì\b", text)
    )


def is_note_to_all(text: str, *, last: bool) -> bool:
    """As in "Đề nghị các đơn vị nghiêm túc triển khai thực hiện./.": a note without a duty of its own, at the very
    end.
    """
    return last and len(text.split()) <= 70 and _TO_ALL.match(text) is not None


def contact_unit(text: str) -> str | None:
    """The unit named for difficulties, None where none is."""
    plain = masked(text)
    for pattern in (_CONTACT, _DIRECT):
        for match in pattern.finditer(plain):
            words = words_of(plain[match.end() :])
            if not words or head_at(words, 0) is None:
                continue
            end = predicate_at(words, 0)
            named = plain[match.end() :][: words[end].start if end else len(plain)]
            units = expand(re.split(r"[;.(]|, (?:tổng hợp|số|điện|đ/c)", named)[0])
            if units:
                return units[0]
    return None
