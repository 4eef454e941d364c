"""The house keeps its shape: imports point one way, the core is pure, the clock is read at the edges."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT

TRACKER = ROOT / "tracker"
# layer → what it may import of tracker; a module may always import its own layer
MAY_IMPORT = {
    "domain": set(),
    "documents": {"domain"},
    "models": {"domain"},
    "services": {"domain", "models", "clock", "documents"},
    "mail": set(),
    "feeds": set(),
    "delivery": {"domain", "models", "services", "mail", "clock", "db"},
    "jobs": {"domain", "models", "services", "mail", "clock", "db", "delivery"},
    "scheduler": {"jobs", "db", "mail", "services"},
    "demo": {"domain", "models", "services", "clock", "documents"},
    "web": {"domain", "models", "services", "mail", "feeds", "clock", "db", "documents", "extensions", "demo"},
}
IMPURE = {"flask", "sqlalchemy", "apscheduler", "os", "time", "socket", "subprocess", "requests", "random"}
ONLY_IN = {"flask_mail": "mail", "apscheduler": "scheduler", "icalendar": "feeds"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(path: Path) -> str:
    return path.relative_to(TRACKER).parts[0].removesuffix(".py")


MODULES = sorted(TRACKER.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    own = layer(path)
    if own not in MAY_IMPORT:
        return
    used = {name.split(".")[1] for name in imports(path) if name.startswith("tracker.")}
    assert used - MAY_IMPORT[own] - {own} == set()


@pytest.mark.parametrize(
    "path", sorted((TRACKER / "domain").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_the_core_is_pure(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert {name.split(".")[0] for name in imports(path)} & IMPURE == set()
    assert "date.today(" not in text
    assert "datetime.now(" not in text


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_libraries_of_one_purpose_are_known_in_one_place_each(path: Path) -> None:
    for library, home in ONLY_IN.items():
        if layer(path) != home:
            assert library not in {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", sorted((TRACKER / "services").rglob("*.py")), ids=lambda path: path.name)
def test_services_neither_commit_nor_know_flask_nor_read_the_clock(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ".commit()" not in text
    assert "clock.now" not in text
    assert "flask" not in {name.split(".")[0] for name in imports(path)}


HOME_OF_THE_CALENDAR = TRACKER / "services" / "working_calendar.py"
OUTSIDE_THE_CORE = [path for path in MODULES if layer(path) != "domain" and path != HOME_OF_THE_CALENDAR]


@pytest.mark.parametrize("path", OUTSIDE_THE_CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_all_count_by_the_one_working_calendar(path: Path) -> None:
    """``calendar_of(session)``: the published calendar alone would overlook the administrator's days."""
    assert "tracker.domain.calendar.VIETNAM" not in set(imports(path))
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            assert call.func.id != "WorkingCalendar"
            if call.func.id == "Planning":  # it would take the published calendar where it is given none
                assert "calendar" in {keyword.arg for keyword in call.keywords}
