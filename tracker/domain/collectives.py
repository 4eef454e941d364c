"""Whom a collective of a plan means: "các phòng còn lại", "UBND các xã", "các đơn vị thuộc Sở"."""

import re
from collections.abc import Collection

from tracker.domain.glossary import UnitKind
from tracker.domain.normalise import fold_tone

# With their marks: "mỗi" is not "đổi mới", "sở" not "chuyển đổi số".
_MANY = re.compile(r"\b(?:các|mỗi|từng|những|toàn thể|tất cả)\b")
_REST = re.compile(r"\b(?:còn lại|khác)\b")
_INNER = frozenset({UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.AFFILIATED})
# The first word that fits says which kinds are meant; a name may hold several ("các phòng, UBND các xã").
_MEANT: tuple[tuple[re.Pattern[str], frozenset[UnitKind]], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b"), frozenset(kinds))
    for words, kinds in (
        ("xã(?! hội)|phường|thị trấn|đặc khu", {UnitKind.COMMUNE_COMMITTEE}),
        ("huyện|quận|thị xã", {UnitKind.DISTRICT_COMMITTEE}),
        ("trường", {UnitKind.SCHOOL}),
        ("(?<!thuộc )(?<!của )sở|ngành", {UnitKind.AGENCY}),
        ("đoàn thể|(?<!xã )hội|công đoàn|tổ chức chính trị", {UnitKind.MASS_ORGANISATION}),
        ("doanh nghiệp|công ty", {UnitKind.ENTERPRISE}),
        ("cấp ủy|đảng ủy|chi bộ|đảng bộ", {UnitKind.PARTY}),
        ("phòng|khoa|đơn vị|bộ phận|chi cục|trung tâm", _INNER),
    )
)


def is_collective(words: str) -> bool:
    """The words stand for several units that they do not list."""
    return _MANY.search(fold_tone(words)) is not None


def means_the_rest(words: str) -> bool:
    """Only those are meant that have no work of their own in the plan: "các khoa còn lại"."""
    return _REST.search(fold_tone(words)) is not None


def kinds_meant(words: str) -> frozenset[UnitKind]:
    """The kinds of unit that the words can mean; empty where they do not say ("các thành viên")."""
    key = fold_tone(words)
    return frozenset(kind for pattern, kinds in _MEANT if pattern.search(key) for kind in kinds)


def are_excluded(name: str, excluded: Collection[str]) -> bool:
    """The plan leaves the unit out: "(trừ khoa A)"."""
    return fold_tone(name) in {fold_tone(one) for one in excluded}
