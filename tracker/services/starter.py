"""Filling the directory with a province: its bodies, communes and former districts; nothing twice, nothing renamed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import UnitKind
from tracker.domain.normalise import fold_tone, search_key, sort_key
from tracker.domain.unit_names import readings
from tracker.domain.unit_places import placed
from tracker.models import Unit, UnitAlias, UnitSuccessor
from tracker.services import starter_data
from tracker.services.starter_data import Body


@dataclass(frozen=True, kw_only=True)
class Options:
    """What is wanted. ``former``: provinces and districts of before July 2025; ``divisions``: their inner divisions."""

    former: bool = True
    divisions: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the preview: of one kind, how many would be new, how many are there, of these how many are completed."""

    kind: UnitKind
    new: int
    there: int
    completed: int


@dataclass(frozen=True, kw_only=True)
class Preview:
    province: str
    lines: tuple[Line, ...]
    new_names: tuple[str, ...]  # in the order of the data

    @property
    def new(self) -> int:
        return sum(line.new for line in self.lines)

    @property
    def completed(self) -> int:
        return sum(line.completed for line in self.lines)


def province_names() -> list[str]:
    """The 34 provinces in Vietnamese order."""
    return sorted(starter_data.provinces(), key=sort_key)


def preview(session: Session, province: str, options: Options) -> Preview:
    """What :func:`fill` would do.

    Raises:
        InvalidInput: ``province_unknown``.
    """
    plan = _Plan(session, _bodies(province, options))
    new, there, completed = Counter[UnitKind](), Counter[UnitKind](), Counter[UnitKind]()
    for body in plan.bodies:
        unit = plan.units.get(body.key)
        (there if unit else new)[body.kind] += 1
        completed[body.kind] += bool(unit and plan.lacks(body, unit))
    kinds = dict.fromkeys(body.kind for body in plan.bodies)
    lines = tuple(Line(kind=kind, new=new[kind], there=there[kind], completed=completed[kind]) for kind in kinds)
    names = tuple(body.name for body in plan.bodies if body.key not in plan.units)
    return Preview(province=province, lines=lines, new_names=names)


def fill(session: Session, province: str, options: Options, *, now: datetime) -> Preview:
    """Add what is missing and complete what is there with validity and successors; what was done.

    Raises:
        InvalidInput: ``province_unknown``.
    """
    done = preview(session, province, options)
    plan = _Plan(session, _bodies(province, options))
    for body in plan.bodies:
        unit = plan.units.get(body.key)
        if unit is None:
            plan.units[body.key] = plan.made(body)
        else:
            plan.complete(body, unit)
    session.flush()
    for body in plan.bodies:
        plan.link(body, now)
    session.flush()
    return done


def _bodies(province: str, options: Options) -> list[Body]:
    known = {fold_tone(name): one for name, one in starter_data.provinces().items()}
    found = known.get(fold_tone(starter_data.short_name(province.strip())))
    if found is None:
        raise InvalidInput("province_unknown", field="province", name=province)
    return list(starter_data.bodies(found, former=options.former, divisions=options.divisions))


class _Plan:
    """The wanted bodies beside the units that are there."""

    def __init__(self, session: Session, bodies: Sequence[Body]) -> None:
        self._session, self.bodies = session, bodies
        present = session.scalars(select(Unit).options(selectinload(Unit.aliases)).order_by(Unit.id)).all()
        known = _by_body(present)
        self.units: dict[str, Unit] = {}
        claimed: set[int] = set()
        for body in bodies:
            for unit, province in known.get(_body(body.name)[0], ()):
                if unit.id not in claimed and (province == body.province or (province is None and not body.former)):
                    self.units[body.key] = unit
                    claimed.add(unit.id)
                    break
        self._linked = set(session.scalars(select(UnitSuccessor.unit_id)))

    def made(self, body: Body) -> Unit:
        unit = Unit(
            name=body.name,
            search_key=search_key(body.name),
            sort_key=sort_key(body.name),
            kind=body.kind,
            parent=self.units.get(body.parent or ""),
            is_host=False,
            valid_from=body.valid_from,
            valid_until=body.valid_until,
            aliases=[UnitAlias(name=name, search_key=search_key(name)) for name in body.aliases],
        )
        self._session.add(unit)
        return unit

    def lacks(self, body: Body, unit: Unit) -> bool:
        """Whether the unit is without something that the data knows; an agency that holds conferences is left alone."""
        if unit.is_host:
            return False
        return bool(
            (body.valid_until and unit.valid_until is None)
            or (body.valid_from and unit.valid_from is None and unit.valid_until is None)
            or self._new_aliases(body, unit)
            or (body.heirs and unit.id not in self._linked)
        )

    def complete(self, body: Body, unit: Unit) -> None:
        if unit.is_host:
            return
        if unit.valid_from is None and unit.valid_until is None:
            unit.valid_from = body.valid_from
        if unit.valid_until is None:
            unit.valid_until = body.valid_until
        unit.aliases.extend(UnitAlias(name=name, search_key=search_key(name)) for name in self._new_aliases(body, unit))

    def link(self, body: Body, now: datetime) -> None:
        """Say what became of it, unless somebody has said so already."""
        unit = self.units[body.key]
        if unit.is_host or body.valid_until is None or unit.id in self._linked:
            return
        for heir in dict.fromkeys(self.units[key].id for key in body.heirs if key in self.units):
            if heir != unit.id:
                self._session.add(
                    UnitSuccessor(
                        unit_id=unit.id,
                        successor_id=heir,
                        change=body.change,
                        effective=body.valid_until + timedelta(days=1),
                        decision=body.decision,
                        recorded_at=now,
                    )
                )

    @staticmethod
    def _new_aliases(body: Body, unit: Unit) -> list[str]:
        known = {fold_tone(name) for name in (unit.name, *(alias.name for alias in unit.aliases))}
        return [name for name in body.aliases if fold_tone(name) not in known]


def _body(name: str) -> tuple[str, str | None]:
    place = placed(readings(name)[0]) if readings(name) else placed("")
    return place.body, place.province


def _by_body(units: Iterable[Unit]) -> Mapping[str, list[tuple[Unit, str | None]]]:
    """Units under every name they bear, written out and without province, with the province they stand in."""
    every = {unit.id: unit for unit in units}
    found: dict[str, list[tuple[Unit, str | None]]] = defaultdict(list)
    for unit in every.values():
        province = _province(unit, every)
        for body in dict.fromkeys(_body(name)[0] for name in (unit.name, *(alias.name for alias in unit.aliases))):
            found[body].append((unit, province))
    return found


def _province(unit: Unit, units: Mapping[int, Unit]) -> str | None:
    current: Unit | None = unit
    for _ in range(len(units)):  # a ring in the tree must not hang us
        if current is None:
            return None
        named = _body(current.name)[1]
        if named:
            return named
        current = units.get(current.parent_id or 0)
    return None
