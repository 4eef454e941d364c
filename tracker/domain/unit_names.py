"""Names of Vietnamese bodies: abbreviations written out, suffixes that say nothing, and what kind of body a name tells.

The text of a plan is never changed by this: the forms are for comparing with the directory only.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from tracker.domain.abbreviations import ABBREVIATIONS
from tracker.domain.glossary import UnitKind
from tracker.domain.normalise import collapse, fold_tone

_TOKEN = re.compile(r"[^\s,;:/()]+")
_BRACKETS = re.compile(r"\([^)]*\)")
_INNER = re.compile(r"[&.\-–]")
_CONNECTORS = frozenset({"và", "cùng", "-", "–", "&", ""})
_READINGS = 6  # of one name with ambiguous abbreviations
# A full stop marks these single letters as abbreviations: "P. Tổng hợp", "UBND H. Vân Khê", "X. Thạch Lâm".
_DOTTED: Mapping[str, tuple[str, ...]] = {
    "P": ("phòng", "phường"), "H": ("huyện",), "X": ("xã",), "Q": ("quận",), "T": ("tỉnh",), "S": ("sở",),
    "TP": ("thành phố",), "TX": ("thị xã",), "TT": ("thị trấn", "trung tâm"), "UB": ("ủy ban nhân dân",),
}  # fmt: skip
_LISTED = re.compile(r"(?<=[A-ZĐ]),(?=[A-ZĐ])")  # "VH,TT&DL": one abbreviation
_DOT = re.compile(r"(?<![\w.])(P|H|X|Q|T|S|TP|TX|TT|UB)\.\s*(?=[^\W\d_])")


# What stands before an ambiguous abbreviation decides it: "Trường CĐ", "UBND TP", "Sở TP". ^: the name begins so.
_CONTEXT: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    short: tuple((re.compile(f"(?:{before})$"), meaning) for before, meaning in rules)
    for short, rules in {
        "TP": ((r"\b(?:sở|phòng)", "tư pháp"), (r"\w", "thành phố"), (r"^", "thành phố")),
        "TT": ((r"\b(?:ủy ban nhân dân|đảng ủy|hội đồng nhân dân|công an)", "thị trấn"), (r"^", "trung tâm"),
               (r"\b(?:sở|văn hóa|khoa học)", "thông tin")),
        "TT.": ((r"\b(?:ủy ban nhân dân|đảng ủy|hội đồng nhân dân|công an)", "thị trấn"), (r"^", "trung tâm")),
        "P.": ((r"\b(?:ủy ban nhân dân|đảng ủy|hội đồng nhân dân|công an|kinh tế|đô thị|xã hội)", "phường"),),
        "CT": ((r"\b(?:trường|học viện)", "chính trị"), (r"\b(?:sở|phòng|ngành)", "công thương")),
        "CĐ": ((r"\btrường", "cao đẳng"), (r"^|\bban chấp hành|\bchủ tịch", "công đoàn")),
        "LĐ": ((r"\b(?:phòng|sở|ban)", "lao động"), (r"^", "lãnh đạo")),
        "TH": ((r"\btrường", "tiểu học"), (r"\b(?:phòng|ban)", "tổng hợp")),
        "TN": ((r"\bđoàn", "thanh niên"), (r"\b(?:sở|phòng)", "tài nguyên")),
        "ND": ((r"\bhội", "nông dân"),),
        "CP": ((r"\bcông ty", "cổ phần"),),
        "TC": ((r"\b(?:sở|phòng)", "tài chính"), (r"\bban", "tổ chức")),
        "KT": ((r"\b(?:phòng|sở|ban)", "kinh tế"),),
        "BCH": ((r"^", "ban chấp hành"),),
    }.items()
}  # fmt: skip


@lru_cache(maxsize=32768)
def readings(name: str, definitions: frozenset[tuple[str, str]] = frozenset()) -> tuple[str, ...]:
    """Every reading of ``name``: abbreviations written out, lower case, tone placement unified, "và" left out.

    Usually one; several where an abbreviation has two and what stands before it does not decide. ``definitions``:
    abbreviations that the plan itself explains.
    """
    own = {_bare(short): (fold_tone(meaning),) for short, meaning in definitions}
    found = [""]
    for token in _tokens(name):
        meanings = _written_out(token, own)
        longer = (_joined(before, one) for before in found for one in _fitting(token, meanings, before))
        found = list(dict.fromkeys(longer))[:_READINGS] if meanings else found
    return tuple(found)


def _tokens(name: str) -> list[str]:
    plain = _LISTED.sub("&", _BRACKETS.sub(" ", collapse(name)))
    return _TOKEN.findall(_DOT.sub(r"\1. ", plain))


def _fitting(token: str, meanings: tuple[str, ...], before: str) -> tuple[str, ...]:
    """Of several meanings the one that fits what stands before."""
    if len(meanings) > 1:
        for pattern, meaning in _CONTEXT.get(token if token.endswith(".") else _bare(token), ()):
            if meaning in meanings and pattern.search(before):
                return (meaning,)
    return meanings


def _joined(before: str, meaning: str) -> str:
    words = " ".join(word for word in meaning.split() if word not in _CONNECTORS)
    return f"{before} {words}".strip()


def _bare(token: str) -> str:
    return _INNER.sub("", token).upper()


def _written_out(token: str, own: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if token.endswith(".") and token[:-1] in _DOTTED:
        return _DOTTED[token[:-1]]
    token = token.strip(".-–'\"“”‘’")
    if not token:
        return ()
    capitals = token.upper() == token and any(char.isalpha() for char in token) and len(_bare(token)) > 1
    if not capitals:
        parts = [part for part in _INNER.split(token) if part]
        return (" ".join(fold_tone(part) for part in parts),)
    known = own.get(_bare(token)) or ABBREVIATIONS.get(_bare(token))
    if known:
        return known
    parts = [_segmented(part, own) or fold_tone(part) for part in _INNER.split(token) if part]
    return (" ".join(parts),)


def _segmented(token: str, own: Mapping[str, tuple[str, ...]]) -> str:
    """Capitals run together, such as QL|KHCN or VP|UBND; empty where they do not fall into known pieces."""
    if not token:
        return ""
    for length in range(len(token), 1, -1):
        known = own.get(token[:length]) or ABBREVIATIONS.get(token[:length])
        if not known:
            continue
        if length == len(token):
            return known[0]
        rest = _segmented(token[length:], own)
        if rest:
            return f"{known[0]} {rest}"
    return ""


_MASS = r"(?:công đoàn|đoàn|tỉnh đoàn|hội|liên hiệp|liên đoàn|liên minh|hiệp hội|mặt trận|ủy ban mặt trận|câu lạc bộ)\b"
_PARTY = r"(?:tỉnh ủy|thành ủy|huyện ủy|thị ủy|đảng ủy|chi bộ|đảng bộ|ủy ban kiểm tra|ban tuyên giáo)\b"
_ENTERPRISE = r"(?:công ty|tổng công ty|doanh nghiệp|tập đoàn|hợp tác xã|điện lực|viễn thông|bưu điện)\b"
_AFFILIATED = r"(?:chi cục|trung tâm|viện(?! kiểm sát)|bệnh viện|trạm|thư viện|bảo tàng|đài|báo|tạp chí|quỹ)\b"
_AGENCY = (
    r"(?:sở|ban|bộ|cục|công an|kho bạc|thanh tra|tòa án|viện kiểm sát|ủy ban|ngân hàng|bảo hiểm xã hội|thuế|hải quan)\b"
)
_POST = r"(?:phó )?(?:giám đốc|chủ tịch|bí thư|trưởng|chánh|hiệu trưởng|chủ nhiệm|thủ trưởng)\b"

# Head noun → kind, in order: the first that matches the beginning of the written-out name.
_KINDS: tuple[tuple[re.Pattern[str], UnitKind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"(?:các|một số|những|tất cả|toàn thể|mỗi|từng)\b|ủy ban nhân dân các\b", UnitKind.COLLECTIVE),
        (r"(?:ông|bà|đồng chí|đ/c|thầy|cô|lãnh đạo|chuyên viên|kế toán|văn thư|thư ký)\b", UnitKind.PERSON),
        (_POST, UnitKind.PERSON),
        (r"văn phòng (?:ủy ban nhân dân|hội đồng nhân dân|đoàn đại biểu|tỉnh ủy)\b", UnitKind.AGENCY),
        (r"văn phòng\b", UnitKind.OFFICE),
        (r"(?:phòng|ban)\b.* (?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu)\b", UnitKind.DIVISION),
        (r"phòng\b", UnitKind.DEPARTMENT),
        (r"ủy ban nhân dân (?:xã|phường|thị trấn|đặc khu)\b", UnitKind.COMMUNE_COMMITTEE),
        (r"ủy ban nhân dân (?:huyện|quận|thị xã|thành phố)\b", UnitKind.DISTRICT_COMMITTEE),
        (_PARTY, UnitKind.PARTY),
        (r"ban\b.* (?:tỉnh ủy|thành ủy|huyện ủy|đảng ủy)$", UnitKind.PARTY),
        (_MASS, UnitKind.MASS_ORGANISATION),
        (r"(?:trường|học viện|đại học|phân hiệu)\b", UnitKind.SCHOOL),
        (_ENTERPRISE, UnitKind.ENTERPRISE),
        (r"ngân hàng (?!nhà nước)", UnitKind.ENTERPRISE),
        (_AFFILIATED, UnitKind.AFFILIATED),
        (r"(?:xã|phường|thị trấn|đặc khu)\b", UnitKind.COMMUNE_COMMITTEE),
        (r"(?:huyện|quận|thị xã|thành phố)\b", UnitKind.DISTRICT_COMMITTEE),
        (_AGENCY, UnitKind.AGENCY),
    )
)


def guess_kind(name: str) -> UnitKind:
    """What the head noun says a unit is; OTHER where it says nothing."""
    reading = next(iter(readings(name)), "")
    return next((kind for pattern, kind in _KINDS if pattern.match(reading)), UnitKind.OTHER)


# "Văn phòng Sở", "Công đoàn cơ quan": the host itself is meant.
_OF_THE_HOST = re.compile(r" (?:sở|ban|cơ quan|trường|viện|cục)$| thuộc (?:sở|ban)\b")


def guess_inside(name: str) -> bool:
    """Whether an unknown unit of a plan is probably part of the agency that issued it."""
    reading = next(iter(readings(name)), "")
    kind = guess_kind(name)
    if kind in (UnitKind.OFFICE, UnitKind.DEPARTMENT):
        return True
    return kind is not UnitKind.AGENCY and bool(_OF_THE_HOST.search(reading))
