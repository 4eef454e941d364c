"""The starter directory's data as values: what a province consists of, since July 2025 and before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from tracker.domain.glossary import UnitKind
from tracker.domain.succession import UnitChange

DATA = Path(__file__).resolve().parent.parent / "data"
DISTRICTS_END = date(2025, 6, 30)  # Luật 72/2025/QH15; on the same day 63 provinces became 34
COMMUNES_BEGIN = DISTRICTS_END + timedelta(days=1)
_PROVINCES, _DISTRICTS = "Nghị quyết 202/2025/QH15", "Luật 72/2025/QH15"
# basis → first day, last day, the decision that ended it
_BASES: Mapping[str, tuple[date | None, date | None, str]] = {
    "-": (None, None, ""),
    "24": (None, date(2025, 2, 28), "Nghị định 45/2025/NĐ-CP"),
    "45": (date(2025, 3, 1), None, ""),
    "37": (None, DISTRICTS_END, _DISTRICTS),
    "150": (COMMUNES_BEGIN, None, ""),
}


@dataclass(frozen=True, kw_only=True)
class Body:
    """A unit as it should stand in the directory. ``parent`` and ``heirs`` are keys of other bodies.

    ``province``: its short name in lower case; ``former``: the province is one of those that went into another.
    """

    key: str
    name: str
    kind: UnitKind
    province: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    heirs: tuple[str, ...] = ()
    change: UnitChange = UnitChange.ABOLISH
    decision: str = ""
    former: bool = False


@dataclass(kw_only=True)
class District:
    """A former district; ``until``: its last day, ``heirs`` its communes, or districts where it ended earlier."""

    code: str
    name: str
    heirs: tuple[str, ...]
    until: date = DISTRICTS_END
    earlier: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Former:
    code: str
    name: str
    districts: list[District] = field(default_factory=list)


@dataclass(kw_only=True)
class Province:
    """A province of today; ``name`` with its level: "Tỉnh Bắc Ninh"."""

    code: str
    name: str
    communes: list[tuple[str, str]] = field(default_factory=list)
    formers: list[Former] = field(default_factory=list)


@lru_cache(maxsize=1)
def provinces() -> Mapping[str, Province]:
    """All 34, under their names without level."""
    found: dict[str, Province] = {}
    province, former = Province(code="", name=""), Former(code="", name="")
    for line in (DATA / "provinces.txt").read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        first, _, name = rest.partition(" ")
        if mark == "p":
            province = found[short_name(name)] = Province(code=first, name=name)
        elif mark == "c":
            province.communes.append((first, name))
        elif mark == "f":
            former = Former(code=first, name=name)
            province.formers.append(former)
        elif mark in "dg":
            name, _, heirs = name.rpartition(" ")
            former.districts.append(_district(mark, first, name, tuple(heirs.split(","))))
        elif mark == "e":
            next(one for one in former.districts if one.code == first).earlier.append(name)
    return found


def _district(mark: str, first: str, name: str, heirs: tuple[str, ...]) -> District:
    if mark == "d":
        return District(code=first, name=name, heirs=heirs)
    ended = date.fromisoformat(first) - timedelta(days=1)
    return District(code=f"{name} {first}", name=name, heirs=heirs, until=ended)


def short_name(name: str) -> str:
    """E.g. "Tỉnh Bắc Ninh" → "Bắc Ninh"."""
    return name.removeprefix("Tỉnh ").removeprefix("Thành phố ")


def bodies(province: Province, *, former: bool = True, divisions: bool = False) -> Iterator[Body]:
    """What the province consists of, parents before their parts.

    ``former``: also the provinces and districts of before July 2025; ``divisions``: also the divisions of communes
    and, with ``former``, of districts.
    """
    yield from _province(province.name, None)
    for one in province.formers if former else ():
        if short_name(one.name) != short_name(province.name):
            yield from _province(one.name, province)
    own = short_name(province.name).lower()
    committee = f"{own}/UBND"
    for code, name in province.communes:
        yield Body(
            key=code, name=_committee(name), kind=UnitKind.COMMUNE_COMMITTEE, parent=committee, province=own,
            valid_from=COMMUNES_BEGIN,
        )  # fmt: skip
        if divisions:
            yield from _divisions("xã" if name.startswith("Xã") else "phường", name, code, own)
    for one in province.formers if former else ():
        for district in one.districts:
            yield from _of_district(district, one, province, divisions=divisions)


def _of_district(district: District, former: Former, province: Province, *, divisions: bool) -> Iterator[Body]:
    own = short_name(former.name).lower()
    at_the_end = district.until == DISTRICTS_END
    yield Body(
        key=district.code,
        name=_committee(district.name),
        kind=UnitKind.DISTRICT_COMMITTEE,
        parent=f"{own}/UBND",
        province=own,
        aliases=tuple(_committee(name) for name in district.earlier),
        valid_until=district.until,
        heirs=district.heirs,
        change=_change(district, at_the_end=at_the_end),
        decision=_DISTRICTS if at_the_end else "",
        former=own != short_name(province.name).lower(),
    )
    if divisions and at_the_end:
        level = "huyện" if district.name.startswith("Huyện") else "thành"
        yield from _divisions(level, district.name, district.code, own)


def _change(district: District, *, at_the_end: bool) -> UnitChange:
    if at_the_end:
        return UnitChange.ABOLISH
    return UnitChange.ABSORB if len(district.heirs) == 1 else UnitChange.SPLIT


def _committee(name: str) -> str:
    return f"UBND {_lower(name)}"


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _province(name: str, into: Province | None) -> Iterator[Body]:
    """The committee and the bodies beside it; of a province that went ``into`` another with its heirs."""
    own, heir = short_name(name), short_name(into.name) if into else ""
    for row in _rows("province"):
        begin, end, decision = _BASES[row.basis]
        heirs = (f"{own.lower()}/{row.heir}",) if row.heir else ()
        change = UnitChange.ABSORB if row.heir and row.heir in _KEPT else UnitChange.MERGE
        if into and not row.heir:
            end, decision, heirs = DISTRICTS_END, _PROVINCES, (f"{heir.lower()}/{row.key}",)
            change = UnitChange.MERGE
        yield Body(
            key=f"{own.lower()}/{row.key}",
            name=_filled(row.name, name),
            kind=row.kind,
            parent=None if row.key == "UBND" else f"{own.lower()}/UBND",
            province=own.lower(),
            aliases=tuple(_filled(one, name) for one in row.aliases),
            valid_from=begin,
            valid_until=end,
            heirs=heirs,
            change=change,
            decision=decision,
            former=into is not None,
        )


def _divisions(level: str, name: str, parent: str, province: str) -> Iterator[Body]:
    for row in _rows(level):
        begin, end, _ = _BASES[row.basis]
        yield Body(
            key=f"{parent}/{row.key}",
            name=_filled(row.name, name),
            kind=row.kind,
            parent=parent,
            province=province,
            aliases=tuple(_filled(one, name) for one in row.aliases),
            valid_from=begin,
            valid_until=end,
        )


@dataclass(frozen=True, kw_only=True)
class _Row:
    levels: tuple[str, ...]
    basis: str
    kind: UnitKind
    name: str
    aliases: tuple[str, ...]
    heir: str

    @property
    def key(self) -> str:
        return _bare(self.name)


_KEPT = {"Sở Tài chính", "Sở Xây dựng", "Sở Khoa học và Công nghệ", "Sở Nội vụ"}  # these stayed, others went into them


def _bare(name: str) -> str:
    return name.partition(" {")[0] if not name.startswith("{") else name


@lru_cache(maxsize=8)
def _rows(level: str) -> tuple[_Row, ...]:
    found = []
    for line in (DATA / "bodies.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        levels, basis, kind, name, aliases, heir = (part.strip() for part in f"{line} ".split("|"))
        spelt = tuple(one.strip() for one in aliases.split(";") if one.strip())
        row = _Row(
            levels=tuple(levels.split()), basis=basis, kind=UnitKind(kind), name=name, aliases=spelt, heir=_bare(heir)
        )
        if level in row.levels:
            found.append(row)
    return tuple(found)


def _filled(pattern: str, name: str) -> str:
    city = name.startswith("Thành phố")
    own = _lower(name)
    return (
        pattern.replace("{tỉnh}", own)
        .replace("{Tỉnh}", "Thành" if city else "Tỉnh")
        .replace("{Bắc Ninh}", short_name(name))
        .replace("{xã}", own)
        .replace("{huyện}", own)
    )
