"""Where a body belongs by its name: the province, the level, the place. Works on written-out readings."""

import re
from dataclasses import dataclass

# The centrally run cities: their departments are called "… thành phố Hà Nội"; other cities are a district's equal.
CENTRAL_CITIES = ("hà nội", "hồ chí minh", "hải phòng", "đà nẵng", "cần thơ", "huế")
LEVELS = ("tỉnh", "huyện", "quận", "thị xã", "thành phố", "xã", "phường", "thị trấn", "đặc khu")
# "văn hóa xã hội" names no commune; "xã Hội Hoan" does.
_SOCIETY = r"(?! hội(?:$| (?:xã|phường|huyện|quận|thị|thành|đặc|tỉnh|ủy)\b))"
_LEVEL = "|".join(f"xã{_SOCIETY}" if level == "xã" else level for level in LEVELS)

# "tỉnh Bắc Giang", "tỉnh": plans leave the province away or in, as they please. Not "tỉnh uỷ", "tỉnh đoàn".
_PROVINCE = re.compile(r" tỉnh((?! (?:ủy|đoàn|hội)\b)(?: \w+){1,4})?$")
_CITY = re.compile(rf" thành phố ({'|'.join(CENTRAL_CITIES)})$")
# "Ban Tổ chức Tỉnh uỷ Bắc Giang", "Tỉnh Đoàn Bắc Giang": the province follows the body itself.
_OF_PROVINCE = re.compile(r"((?:^| )(?:tỉnh|thành) (?:ủy|đoàn))((?: \w+){2,4})$")
# Without "tỉnh" these name nothing in particular.
_NEEDS_LEVEL = re.compile(
    r"^(?:ủy ban nhân dân|hội đồng nhân dân|văn phòng ủy ban nhân dân|công an|bộ chỉ huy.*|đoàn thanh niên|văn phòng)$"
)
_PLACE = re.compile(rf"\b(?:{_LEVEL}) (?!(?:ủy|đoàn)\b)\w+(?: \w+)*$")
_COMMITTEE = re.compile(rf"^ủy ban nhân dân (?=(?:{_LEVEL})\b)")
_INNER_BODY = re.compile(r"^(?:phòng|văn phòng|đội|tổ|bộ phận|ban(?! quản lý| dân tộc| nội chính))\b")
_NAMES_ITS_BODY = re.compile(
    rf"\b(?:{_LEVEL}|ủy ban|hội đồng|sở(?! hữu)|chi cục|cục|trung tâm|trường|viện|công an|"
    r"đảng ủy|thành ủy|thành đoàn|mặt trận)\b"
)


@dataclass(frozen=True)
class Placed:
    """A reading without its province; ``province`` None: the name does not say which."""

    body: str
    province: str | None = None
    levelled: bool = False  # "tỉnh" or the city was named


def placed(reading: str) -> Placed:
    """E.g. "sở nội vụ tỉnh bắc giang" → ("sở nội vụ", "bắc giang"); "công an tỉnh" keeps its level."""
    of_party = _OF_PROVINCE.search(reading)
    if of_party:
        return Placed(reading[: of_party.end(1)], of_party[2].strip(), True)
    for pattern, level in ((_PROVINCE, "tỉnh"), (_CITY, "thành phố")):
        found = pattern.search(reading)
        if found and not (level == "thành phố" and reading.startswith("phòng ")):  # a district's city then
            body, province = reading[: found.start()], (found[1] or "").strip() or None
            return Placed(f"{body} {level}" if _NEEDS_LEVEL.match(body) else body, province, True)
    return Placed(reading)


def place_of(reading: str) -> str:
    """The place that a name ends with, level and name: "phòng kinh tế huyện vân khê" → "huyện vân khê"; else empty."""
    found = _PLACE.search(reading)
    return found[0] if found else ""


def committee_place(reading: str) -> str:
    """What stands for a People's Committee in everyday plans: "ủy ban nhân dân xã vân khê" → "xã vân khê"."""
    short = _COMMITTEE.sub("", reading)
    return short if short != reading and " " in short and place_of(short) == short else ""


def is_bare(reading: str) -> bool:
    """Whether the name is one that every agency has an own of: "phòng tổng hợp", "văn phòng"."""
    inner = _INNER_BODY.match(reading)
    return bool(inner) and not _NAMES_ITS_BODY.search(reading[inner.end() :] if inner else "")


_HEADS = re.compile(
    rf"^(?:(?P<committee>ủy ban nhân dân) (?P<level>{_LEVEL})|sở|ban|chi cục|cục|trung tâm|trường|viện|bệnh viện|"
    r"công an|công ty|hội|liên đoàn|học viện|báo|đài)\b"
)


def head_words(reading: str) -> tuple[str, ...]:
    """What an agency is called in its own plans: "sở"; "ủy ban nhân dân huyện", "ủy ban nhân dân", "huyện"."""
    found = _HEADS.match(reading)
    if not found:
        return ()
    if found["committee"]:
        return found[0], found["committee"], found["level"], f"{found['level']}{reading[found.end() :]}"
    return (found[0],)
