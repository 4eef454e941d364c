"""The documents a plan is based on: "Căn cứ Nghị định số … ngày …", "Thực hiện Kế hoạch số …", with number and date."""

import re
from collections.abc import Iterator, Sequence

from tracker.domain.dates import find_dates
from tracker.domain.normalise import collapse
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.parsed import LegalBasis

_OPENS = re.compile(r"^(?:Căn cứ|Thực hiện|Theo|Xét|Triển khai|Trên cơ sở)\b", re.IGNORECASE)
_KIND = (
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Thông tư(?: liên tịch)?|Chỉ thị|Kế hoạch|Chương trình"
    r"(?: công tác| hành động)?|Công văn|Văn bản|Hướng dẫn|Thông báo|Kết luận|Quy chế|Quy định|Tờ trình|Báo cáo|Đề án|"
    r"Công điện|Điều lệ|Hiến pháp)"
)
_SYMBOL = r"\d[\d.]*[a-zA-Z]?\s?[/-]\s?(?:\d{4}\s?/\s?)?[A-ZĐ][A-ZĐa-z\d&.]*(?:\s?[-–/]\s?[A-ZĐ][A-ZĐa-z\d&.]*)*"
_NUMBERED = re.compile(rf"(?P<kind>{_KIND})\b[^;]{{0,110}}?(?:\bsố\s*)?(?P<number>{_SYMBOL})")
_NAMED = re.compile(rf"^(?:(?:Căn cứ|Thực hiện|Theo|Triển khai)\s+)?(?:các\s+)?(?P<kind>{_KIND})\b")
_UP_TO_ISSUE = re.compile(
    r"[;,.]?\s+(?:[^\s,;.]+\s+){0,14}?(?:xây dựng|ban hành|triển khai|lập|tổ chức)\s+[Kk]ế hoạch\b.*$|,?\s+như sau.*$",
    re.DOTALL,
)
_DANGLING = re.compile(r"(?:[\s,.:;“”\"]+(?:về|việc|thực hiện|triển khai|và|của|theo))*[\s,.:;“\"]*$")
_LONGEST = 300


def bases(paragraphs: Sequence[Paragraph], begin: int) -> tuple[LegalBasis, ...]:
    """Those named between the title (``begin``: index after it) and the first section."""
    found: dict[str, LegalBasis] = {}
    for paragraph in paragraphs[begin:]:
        if paragraph.mark or paragraph.is_row or paragraph.heading:
            break
        if _OPENS.match(paragraph.text):
            for one in _of(paragraph):
                found.setdefault(one.number or one.words, one)
    return tuple(found.values())


def basis_entered(text: str) -> LegalBasis:
    """A document as a person types it: with kind, number and date where these can be read from the words."""
    words = collapse(text)
    found = next(iter(_of(Paragraph(text=words, raw=words, first=0, last=0))), None)
    kind = found.kind if found else " ".join(words.split()[:2])
    return LegalBasis(
        kind=kind,
        number=found.number if found else None,
        issued=found.issued if found else None,
        words=words[:_LONGEST],
    )


def _of(paragraph: Paragraph) -> Iterator[LegalBasis]:
    for clause in paragraph.text.split(";"):
        clause = collapse(clause)
        mentions = list(_NUMBERED.finditer(clause))
        for index, match in enumerate(mentions):
            end = mentions[index + 1].start() if index + 1 < len(mentions) else len(clause)
            yield _basis(match.group("kind"), match.group("number"), clause[match.start() : end], paragraph.first)
        named = _NAMED.match(clause) if not mentions else None
        if named:
            yield _basis(named.group("kind"), None, clause[named.start("kind") :], paragraph.first)


def _basis(kind: str, number: str | None, words: str, line: int | None) -> LegalBasis:
    words = _DANGLING.sub("", _UP_TO_ISSUE.sub("", words))
    return LegalBasis(
        kind=kind[:1].upper() + kind[1:],
        number=re.sub(r"\s", "", number) if number else None,
        issued=_issued(words, number),
        words=words[:_LONGEST],
        line=line,
    )


def _issued(words: str, number: str | None) -> str | None:
    """The date right after the number; of a law without one, the last date named."""
    after = words.partition(number)[2] if number else words
    if number and not re.match(r"[\s,]*(?:ngày|của [^,;]{3,60} ngày)\b", after):
        return None
    dates = [one for one in find_dates(after) if one.precision == "day" and not one.yearless]
    return (dates[0] if number else dates[-1]).first.isoformat() if dates else None
