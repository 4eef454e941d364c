"""Whom a collective of a plan means: "các phòng còn lại", "UBND các xã", "các đơn vị thuộc Sở"."""

import re
from collections.abc import Collection

from tracker.domain.glossary import UnitKind
from tracker.domain.normalise import search_key

_MANY = re.compile(r"\b(?:cac|moi|tung|nhung|toan the|tat ca)\b")
_REST = re.compile(r"\b(?:con lai|khac)\b")
_INNER = frozenset({UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.AFFILIATED})
# The first word that fits says which kinds are meant; a name may hold several ("các phòng, UBND các xã").
_MEANT: tuple[tuple[re.Pattern[str], frozenset[UnitKind]], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b"), frozenset(kinds))
    for words, kinds in (
        ("xa(?! hoi)|phuong|thi tran|dac khu", {UnitKind.COMMUNE_COMMITTEE}),
        ("huyen|quan|thi xa", {UnitKind.DISTRICT_COMMITTEE}),
        ("truong", {UnitKind.SCHOOL}),
        ("(?<!thuoc )(?<!cua )so|nganh", {UnitKind.AGENCY}),
        ("doan the|hoi|cong doan|to chuc chinh tri", {UnitKind.MASS_ORGANISATION}),
        ("doanh nghiep|cong ty", {UnitKind.ENTERPRISE}),
        ("cap uy|dang uy|chi bo|dang bo", {UnitKind.PARTY}),
        ("phong|khoa|don vi|bo phan|chi cuc|trung tam", _INNER),
    )
)


def is_collective(words: str) -> bool:
    """The words stand for several units that they do not list."""
    return _MANY.search(search_key(words)) is not None


def means_the_rest(words: str) -> bool:
    """Only those are meant that have no work of their own in the plan: "các khoa còn lại"."""
    return _REST.search(search_key(words)) is not None


def kinds_meant(words: str) -> frozenset[UnitKind]:
    """The kinds of unit that the words can mean; empty where they do not say ("các thành viên")."""
    key = search_key(words)
    return frozenset(kind for pattern, kinds in _MEANT if pattern.search(key) for kind in kinds)


def are_excluded(name: str, excluded: Collection[str]) -> bool:
    """The plan leaves the unit out: "(trừ khoa A)"."""
    return search_key(name) in {search_key(one) for one in excluded}
