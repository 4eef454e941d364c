"""A phrase that names units → the full name of each.

"Phòng Kinh tế và Hạ tầng các huyện: A, B" names two; "các sở, ban, ngành" names one collective.
"""

import re
from dataclasses import dataclass

from tracker.domain.normalise import CAPITALS, collapse, fold_tone, search_key
from tracker.domain.plan.phrases import HEADS, head_at, is_plural, masked
from tracker.domain.plan.vocabulary import CENTRAL_CITIES, WHOLE_NAMES
from tracker.domain.plan.words import words_of

_PLACES = "huyện|thị xã|thành phố|quận|xã|phường|thị trấn|tỉnh|thôn|bản|khu phố|tổ dân phố|đặc khu|ấp|buôn|làng|xóm"
_KINDS = (
    "phòng|sở|khoa|ban|bộ|vụ|cục|trường|chi cục|trung tâm|hội|trạm|chi bộ|bệnh viện|cụm|khối|công ty|phân xưởng|"
    "chi hội|chi đoàn|điện lực|phòng giao dịch|chi nhánh|hạt|đồn|liên đội|tiểu ban|tổ|nhóm|đội|viện|xí nghiệp|"
    "nhà máy|ngân hàng|hợp tác xã|đảng bộ|đảng ủy|đảng uỷ|"
    "đồng chí|đ/c|ông|bà|cán bộ|chuyên viên"
)
_DISTRIBUTED = re.compile(
    rf"^(?P<base>.*?)\b(?i:các|những)\s+(?P<kind>(?i:(?:{_PLACES})(?:/(?:{_PLACES}))*|{_KINDS}))(?:\s+sau)?(?:\s+(?P<first>[{CAPITALS}].*))?$"
)
# "các tỉnh, thành phố: A, B": which of them each name is, has to be known.
_MIXED = re.compile(
    rf"(?<=\bcác )(?P<kinds>(?:{_PLACES})(?:(?:\s*,\s*|\s+và\s+)(?:{_PLACES}))+)(?=\s*:|\s+[{CAPITALS}])", re.IGNORECASE
)
# "các sở, ban, ngành: Tài chính, Nội vụ": what has a name without a head is a department.
_BRANCHES = re.compile(r"\bcác sở(?:\s*,\s*(?:ban|ngành|đơn vị|cơ quan|đoàn thể))+(?=\s*:)", re.IGNORECASE)
_BARE_KIND = re.compile(rf"^(?P<kind>{_KINDS})$", re.IGNORECASE)
_INLINE = frozenset(
    {*_PLACES.split("|"), "phòng", "sở", "khoa", "chi cục", "đồng chí", "đ/c", "ông", "bà"}
)  # kinds that list names without a colon: "các phòng A, B"
_SEPARATOR = re.compile(r"\s*([;,:\n]|\s/\s|\s+và(?=\s))\s*")
_PARENT = re.compile(r"\s*[-–—]\s*(?:Sở|UBND|Bộ|Cục|Tổng cục|Trường Đại học)\b[^-–—]*$")
_PARENTED = re.compile(r"^(?:Chi cục|Trung tâm|Trạm|Ban Quản lý|Trường|Bệnh viện|Đội)\b", re.IGNORECASE)
_TITLE = re.compile(
    r"\s*[-–—,]\s*(?:Phó |Quyền )?(?:Giám đốc|Trưởng|Phó|Chủ tịch|Bí thư|Chánh|Tổ trưởng|Hiệu trưởng|Chuyên viên|"
    r"Uỷ viên|Ủy viên|UVTV|UVBTV|TUV|PGĐ|GĐ|CV|Công chức|Cán bộ|Viên chức|Thư ký|Kế toán|Văn thư|Nhân viên|Bác sĩ|"
    r"Giáo viên|Giảng viên)\b.*$",
    re.IGNORECASE,
)
_POST = re.compile(
    r"^(?:Phó|Quyền|Giám đốc|Trưởng|Chủ tịch|Bí thư|Chánh|Tổ trưởng|Hiệu trưởng|Ủy viên|Uỷ viên|Thành viên|"
    r"Công chức|Cán bộ|Chuyên viên|Viên chức|UVTV|UVBTV)\b"
)
_EXCEPT = re.compile(r"\b(?:trừ|ngoại trừ|không bao gồm)\s+(?P<names>[^();:.]{3,160}?)(?=\s*[();:.]|$)", re.IGNORECASE)
_PERSON_HEADS = "đồng chí|đ/c|ông|bà|thầy|cô|chú|anh|chị|em|bs|bsckii|bscki|ths|ts|pgs|gs|ks|ds"
_PERSONS = re.compile(rf"^(?:các )?(?:{_PERSON_HEADS})\b", re.IGNORECASE)
_NAME = re.compile(r"^(?:[^\W\d_]\w*\s+){1,4}[^\W\d_]\w*$")
_DOUBLE_BODY = re.compile(r"(?:HĐND|ĐBQH|Hội đồng nhân dân|Quốc hội)$")
# Names of departments that themselves contain "và"; in "các sở: A, B và C" any other "và" ends the list.
_COMPOUNDS = frozenset(
    fold_tone(name)
    for name in (
        "Kế hoạch và Đầu tư|Giáo dục và Đào tạo|Khoa học và Công nghệ|Thông tin và Truyền thông|"
        "Nông nghiệp và Môi trường|Tài nguyên và Môi trường|"
        "Văn hóa và Thông tin|Kinh tế và Hạ tầng|Nông nghiệp và Phát triển nông thôn|Nông nghiệp và PTNT|"
        "Dân tộc và Tôn giáo|Tài chính và Kế hoạch|"
        "Thể thao và Du lịch|Thương binh và Xã hội|Kế hoạch và Tài chính|Tổ chức và Hành chính|Giáo dục và Thanh niên"
    ).split("|")
)


@dataclass(frozen=True)
class _Part:
    text: str
    separator: str  # what stood before it
    introduces: bool  # a colon follows: "các huyện:"


def expand(phrase: str) -> tuple[str, ...]:
    """Full names of the units a phrase enumerates, in the order of the text."""
    names: list[str] = []
    frame: tuple[str, str] | None = None  # base and kind written out before each item of a distributed list
    parts = _parts(phrase)
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        opened = _frame(part)
        if part.introduces:
            names, frame = _without_lead_in(names, opened), opened or frame or ("", "")
        elif opened and (first := _first_item(part, following)):
            frame = opened
            names.extend(_distributed(frame, first, part.separator))
        elif frame and frame[1] and names and part.separator == "," and part.text[:1].islower():
            names[-1] = _glue(names[-1], part)
        elif frame and not _starts_unit(part.text, listed=frame != ("", "")):
            names.extend(_distributed(frame, part.text, part.separator))
        elif names and (numbered := _numbered(names[-1], part.text)):
            names.append(numbered)
        elif names and not _starts_new(part, names[-1]):
            names[-1] = _glue(names[-1], part)
        else:
            names.append(part.text)
            frame = frame if frame == ("", "") else None
    return tuple(dict.fromkeys(name for name in map(_tidy, names) if name))


def excluded_of(text: str) -> tuple[str, ...]:
    """Units a collective does not mean: "(trừ khoa A và khoa B)"."""
    found = _EXCEPT.search(text)
    return expand(found.group("names")) if found else ()


def capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


def _parts(phrase: str) -> list[_Part]:
    text = masked(phrase) if "\n" in phrase else collapse(masked(phrase))
    text = _BRANCHES.sub("các sở", text)
    text = _MIXED.sub(lambda found: re.sub(r"\s*,\s*|\s+và\s+", "/", found.group("kinds")), text)
    pieces = _SEPARATOR.split(text)
    parts: list[_Part] = []
    separator = ""
    for index in range(0, len(pieces), 2):
        following = pieces[index + 1].strip() if index + 1 < len(pieces) else ""
        if piece := collapse(pieces[index]).strip(" .-–*"):
            rest = any(item.strip(" .") for item in pieces[index + 2 :: 2])
            part = _Part(piece, separator, following == ":" and rest)
            if separator == "và" and parts and not _starts_unit(piece) and not parts[-1].introduces:
                part = _Part(f"{parts[-1].text} và {piece}", parts[-1].separator, part.introduces)
                parts.pop()
            parts.append(part)
            separator = following
        else:
            separator = following or separator
    return parts


def _without_lead_in(names: list[str], opened: tuple[str, str] | None) -> list[str]:
    """Drop "một số cơ quan, đơn vị" before the colon that introduces the real names."""
    last = words_of(names[-1]) if names else ()
    generic = bool(last) and opened is None and is_plural(last, 0)
    return names[:-1] if generic else names


def _first_item(part: _Part, following: _Part | None) -> str | None:
    """The first name of a list without a colon; one name alone ("các trường THPT") stays a collective."""
    found = _DISTRIBUTED.match(part.text)
    if not found or not found.group("first") or fold_tone(found.group("kind")) not in _INLINE:
        return None
    goes_on = (
        following is not None and not following.text[:1].islower() and not _starts_unit(following.text, listed=True)
    )
    return found.group("first") if goes_on else None


def _frame(part: _Part) -> tuple[str, str] | None:
    found = _DISTRIBUTED.match(part.text)
    if found:
        kind = found.group("kind")
        base = found.group("base").strip()
        return base, (kind.lower() if base else capitalised(kind.lower()))
    bare = _BARE_KIND.match(part.text)
    return ("", capitalised(bare.group("kind").lower())) if bare and part.introduces else None


def _distributed(frame: tuple[str, str], item: str, separator: str) -> list[str]:
    base, kind = frame
    names = []
    for name in _items(item, kind=kind, separator=separator):
        placed = re.match(rf"(?:{_PLACES})\s+\S", name, re.IGNORECASE)
        names.append(" ".join(piece for piece in (base, "" if placed else _kind_of_place(name, kind), name) if piece))
    return names


def _numbered(previous: str, text: str) -> str | None:
    """The second of "Tổ số 3, số 5" is "Tổ số 5"."""
    if re.fullmatch(r"số \d{1,2}", text) and re.search(r"\bsố \d{1,2}$", previous):
        return re.sub(r"số \d{1,2}$", text, previous)
    return None


def _kind_of_place(name: str, kind: str) -> str:
    """Of "tỉnh/thành phố" the centrally-run cities are cities; of other pairs the text does not say."""
    if "/" not in kind:
        return kind
    if kind == "tỉnh/thành phố":
        return "thành phố" if search_key(name) in CENTRAL_CITIES else "tỉnh"
    return ""


def _items(item: str, *, kind: str, separator: str) -> list[str]:
    """As in "B và C" at the end of a list is two places; of departments it is two only after a comma and if no one
    department is called so.
    """
    place = fold_tone(kind).split("/")[0] in _PLACES.split("|")
    if place or (separator == "," and fold_tone(item) not in _COMPOUNDS):
        return re.split(r"\s+và\s+", item)
    return [item]


def _starts_unit(text: str, *, listed: bool = False) -> bool:
    """The text starts like a unit's name: a head with a name of its own, or a plural."""
    words = words_of(text)
    head = head_at(words, 0)
    if head is None or (len(words) == head[1] and not is_plural(words, 0)):
        return (
            head is not None
            and not listed
            and ((head[0] in WHOLE_NAMES and not words[0].lower) or (text.isupper() and len(text) > 3))
        )
    if listed and fold_tone(head[0]) in {*_PLACES.split("|"), "thpt", "thcs"}:
        return False
    if listed and len(words) == 2 and text.istitle():
        return False  # a place that sounds like a body: "Hội Phú", "Đoàn Kết"
    if is_plural(words, 0):
        return HEADS.at(words, 0) is None or words[0].key != "đại"
    own = words[head[1]] if len(words) > head[1] else None
    return not words[0].lower or (own is not None and not own.lower)


def _starts_new(part: _Part, previous: str) -> bool:
    if part.separator.strip() == "và" and _DOUBLE_BODY.search(previous):
        return False
    if (
        is_plural(words_of(previous), 0)
        and part.text[:1].islower()
        and part.separator != ";"
        and not is_plural(words_of(part.text), 0)
    ):
        return False
    posted = _POST.match(part.text) or part.text[:1].islower()
    if posted and part.separator == "," and _PERSONS.match(previous) and not _PERSONS.match(part.text):
        return False  # a person's post: "Đồng chí A, Phó Giám đốc", "Ông B - Giám đốc HTX C, huyện D"
    if _starts_unit(part.text):
        return True
    if part.separator in {";", "\n", "/"} and not part.text[:1].islower():
        return True
    return _is_person(previous) and _is_person_name(part.text)


def _is_person(name: str) -> bool:
    words = words_of(name)
    return bool(words) and ((words[0].key in {"đồng", *_PERSON_HEADS.split("|")}) or _is_person_name(name))


def _is_person_name(text: str) -> bool:
    return bool(_NAME.match(text)) and text.istitle() and head_at(words_of(text), 0) is None


def _glue(name: str, part: _Part) -> str:
    separator = part.separator.strip()
    return (
        f"{name}{separator} {part.text}"
        if separator in {",", ";"}
        else f"{name} {separator} {part.text}".replace("  ", " ")
    )


def _tidy(name: str) -> str:
    name = collapse(name).strip(" .,;:-–—*")
    name = re.sub(r"\s+(?:và|cùng|với)$", "", name)
    name = re.sub(r"(?<=[a-zà-ỹ])\d$", "", name)  # the sign of a footnote
    if _PARENTED.match(name):
        name = _PARENT.sub("", name)
    if _is_person(name):
        name = _TITLE.sub("", name)
    return capitalised(name)
