"""Names of the issuing agency and its parent: printed in capitals above the title, or named in the opening sentence."""

import re
from collections.abc import Sequence

from tracker.domain.normalise import collapse, search_key
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.phrases import HEADS
from tracker.domain.plan.vocabulary import CENTRAL_CITIES
from tracker.domain.plan.words import words_of

_AGENCY = re.compile(
    r"^(?:UBND|ỦY BAN|UỶ BAN|SỞ|BỘ|BAN|CỤC|CHI CỤC|TỔNG|TRƯỜNG|TRUNG TÂM|VIỆN|ĐẢNG|HUYỆN ỦY|HUYỆN UỶ|"
    r"TỈNH ỦY|TỈNH UỶ|THÀNH ỦY|THÀNH UỶ|THỊ ỦY|PHÒNG|HỘI|LIÊN|ĐOÀN|TỈNH ĐOÀN|BỆNH VIỆN|CÔNG AN|CÔNG TY|"
    r"TẬP ĐOÀN|ĐẠI HỌC|HỌC VIỆN|KHOA|VĂN PHÒNG|MẶT TRẬN|CÔNG ĐOÀN|TÒA|TOÀ|NGÂN HÀNG|KHO BẠC|BẢO HIỂM|ĐÀI|"
    r"BÁO|CHI BỘ|HĐND|XÃ|PHƯỜNG|HIỆP HỘI|THƯỜNG TRỰC|THÀNH ĐOÀN|HUYỆN ĐOÀN|BCH|BCĐ)\b"
)
_LOCALITY = re.compile(
    r"\b(?P<kind>tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|TP\.?)\s+(?P<name>\S.*)$", re.IGNORECASE
)
_NAMED_ISSUER = re.compile(
    r"(?:^|[,;.:]\s+)(?P<issuer>(?:Ban Thường vụ |Thường trực )?(?:UBND|Ủy ban|Uỷ ban|Sở|Ban|Cục|Chi cục|"
    r"Trường|Trung tâm|Viện|Đảng ủy|Đảng uỷ|Phòng|Hội|Liên|Đoàn|Bệnh viện|Công an|Công ty|Văn phòng|"
    r"Bộ)\b[^,;:]{2,80}?)\s+(?:xây dựng|ban hành|triển khai|lập|tổ chức)\s+[Kk]ế hoạch"
)
_ORGAN = re.compile(
    r"^(?P<organ>Ban Thường vụ|"
    r"Ban Chấp hành|Ban Thường trực|Thường trực|BCH|BTV)(?:\s+(?P<place>(?:tỉnh|thành phố|huyện|"
    r"quận|thị xã|xã|phường)\s.*))?$",
    re.IGNORECASE,
)
_SMALL = {"NHÂN", "CHẤP", "THƯỜNG", "CHỈ", "QUẢN", "TỈNH", "HUYỆN", "XÃ", "THÀNH", "CÁC"}
_SHORT = frozenset(("UBND|HĐND|BCH|BCĐ|BTV|MTTQ|THPT|THCS|TNCS|CP|TNHH|MTV|PTNT|LĐLĐ|GDTX|GDNN|II|III|IV").split("|"))
_JOINERS = {"VÀ", "-", "–", ","}
_PLACE_LINE = re.compile(r"^(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\b")
_PROVINCIAL = re.compile(
    r"^(?:Sở|Ban|Chi cục|Trung tâm|Phòng|Văn phòng|Thanh tra|Cục|Hội|Liên|Đoàn|Bệnh viện|Công an|Kho bạc|Bảo hiểm)",
    re.IGNORECASE,
)


def printed_agencies(texts: Sequence[str]) -> list[str]:
    """The agencies of the header, parent first; a name broken over two lines is joined."""
    names: list[str] = []
    for text in texts:
        if not text.isupper() or len(text) <= 3:
            continue
        if names and _PLACE_LINE.match(text) and not _LOCALITY.search(names[-1]):
            names[-1] = f"{names[-1]} {text}"
        elif _AGENCY.match(text):
            names.append(text)
        elif names:
            names[-1] = f"{names[-1]} {text}"
    return names


def agencies(
    names: Sequence[str], paragraphs: Sequence[Paragraph], dateline: str | None
) -> tuple[str | None, str | None]:
    """Parent and issuer, the lower of the two agencies named."""
    body = " ".join(paragraph.text for paragraph in paragraphs)
    cased = [_cased(name, body, dateline) for name in names[:3]]
    if not cased:
        return None, _from_body(paragraphs, body, dateline)
    if len(cased) > 1 and (organ := _ORGAN.match(cased[-1])):  # "Ban Thường vụ" below its association
        above, place = cased[-2], organ.group("place")
        if place:
            return None, f"{re.sub(r' Việt Nam$', '', above, flags=re.IGNORECASE)} {place}"
        return None, f"{organ.group('organ')} {above}"
    parent = cased[-2] if len(cased) > 1 else None
    return parent, _located(cased[-1], parent, body, dateline)


def _cased(name: str, body: str, dateline: str | None) -> str:
    """The name in the letter case the body uses for it, else capitals where names of bodies usually have them."""
    for match in re.finditer(re.escape(name), body, re.IGNORECASE):
        if not match.group().isupper():
            return match.group()[:1].upper() + match.group()[1:]
    words = name.split()
    head = HEADS.at(words_of(name), 0)
    kept = {0, head[1] if head else 1}
    cased = [
        word
        if word.upper() in _SHORT
        else word.capitalize()
        if (index in kept and (not index or word not in _SMALL)) or (index and words[index - 1] in _JOINERS)
        else word.lower()
        for index, word in enumerate(words)
    ]
    low = " ".join(cased)
    if located := _LOCALITY.search(low):
        low = f"{low[: located.start('kind')]}{located.group('kind').lower()} {located.group('name').title()}"
    if dateline and search_key(low).endswith(search_key(dateline)):
        low = low[: len(low) - len(dateline)] + dateline
    return low


def _located(issuer: str, parent: str | None, body: str, dateline: str | None) -> str:
    """With its place: "Sở Y tế" under "UBND tỉnh X" is "Sở Y tế tỉnh X"."""
    if _LOCALITY.search(issuer) or not _PROVINCIAL.match(issuer):
        return issuer
    place = _LOCALITY.search(parent or "")
    if place and issuer.lower().endswith(f" {place.group('kind').lower()}"):
        return f"{issuer} {place.group('name')}"
    if place:
        return f"{issuer} {place.group('kind').lower()} {place.group('name')}"
    if dateline and re.match(r"sở\b", issuer, re.IGNORECASE):  # departments called Sở are a province's
        return f"{issuer} {'thành phố' if search_key(dateline) in CENTRAL_CITIES else 'tỉnh'} {dateline}"
    if dateline:
        for kind in ("tỉnh", "thành phố", "huyện"):
            if re.search(rf"\b{kind} {re.escape(dateline)}\b", body, re.IGNORECASE):
                return f"{issuer} {kind} {dateline}"
    return issuer


def _from_body(paragraphs: Sequence[Paragraph], body: str, dateline: str | None) -> str | None:
    """Without a header the issuer is who "xây dựng kế hoạch" in the opening."""
    for paragraph in paragraphs[:30]:
        found = _NAMED_ISSUER.search(re.sub(r"\s*\([^()]*\)", "", paragraph.text))
        if found:
            return _located(collapse(found.group("issuer")), None, body, dateline)
    return None
