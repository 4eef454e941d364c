"""Every refusal that can be raised has words, and the words name only facts that come with it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from config import ROOT
from tracker.domain import errors
from tracker.domain.errors import Refused
from tracker.web.messages import MESSAGES, message

TRACKER = ROOT / "tracker"
REFUSALS = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Refused)}
# Codes that are not written out: the sandbox repeats its child's, the page of a reading what its row says; a missing
# text is called after its field; several refusals told at once repeat theirs.
PUT_TOGETHER = {
    "domain/errors.py: found",
    "documents/sandbox.py: answer['refused']",
    "services/task_steps.py: f'{field}_missing'",
    "web/plans.py: reading.refusal",
}


@dataclass(frozen=True)
class Raised:
    """A code with the names of the facts beside it."""

    code: str
    facts: frozenset[str]
    where: str


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS:
            yield node


def _name(path: Path) -> str:
    return str(path.relative_to(TRACKER))


def raised() -> list[Raised]:
    """Every refusal whose code is written out."""
    found = []
    for path in sorted(TRACKER.rglob("*.py")):
        for call in _calls(path):
            facts = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
            found += [Raised(code, facts, f"{_name(path)}:{call.lineno}") for code in _codes(call.args[0])]
    return found


def _codes(argument: ast.expr) -> list[str]:
    """The text that is there, or the two of a choice."""
    if isinstance(argument, ast.IfExp):
        return _codes(argument.body) + _codes(argument.orelse)
    return [str(argument.value)] if isinstance(argument, ast.Constant) else []


RAISED = raised()


def test_codes_are_written_out_where_they_are_raised() -> None:
    """A code put together at run time could have no words: each such place is known and accounted for."""
    others = {
        f"{_name(path)}: {ast.unparse(call.args[0])}"
        for path in TRACKER.rglob("*.py")
        for call in _calls(path)
        if not _codes(call.args[0])
    }
    assert others == PUT_TOGETHER


def missing_fields() -> set[str]:
    """The fields whose text is required: ``task_steps.required(words, field)``."""
    return {
        str(call.args[1].value)
        for path in (TRACKER / "services").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "required"
        if isinstance(call.args[1], ast.Constant)
    }


MADE = {f"{field}_missing" for field in missing_fields()}


def test_a_missing_text_has_words_whichever_it_is() -> None:
    assert MADE
    assert sorted(MADE - set(MESSAGES)) == []


def test_every_refusal_has_words() -> None:
    assert sorted({one.where + " " + one.code for one in RAISED if one.code not in MESSAGES}) == []


def test_no_words_are_left_over() -> None:
    assert sorted(set(MESSAGES) - {one.code for one in RAISED} - MADE) == []


@pytest.mark.parametrize("locale", ["en", "vi"])
def test_the_words_name_only_facts_that_come_with_the_code(app: Flask, locale: str) -> None:
    with app.test_request_context(), force_locale(locale):
        used = {code: set(re.findall(r"%\((\w+)\)", str(words))) for code, words in MESSAGES.items()}
    unknown = {f"{one.where} {one.code}": sorted(used.get(one.code, set()) - one.facts) for one in RAISED}
    assert {where: facts for where, facts in unknown.items() if facts} == {}


def test_dates_and_times_are_written_as_people_write_them(app: Flask) -> None:
    with app.test_request_context(), force_locale("vi"):
        assert "15/12/2026" in message(Refused("event_over", day=date(2026, 12, 15)))
        assert "08:30" in message(Refused("login_locked", until=datetime(2026, 12, 15, 1, 30, tzinfo=UTC)))


def test_an_unknown_code_is_named_rather_than_hidden(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert message(Refused("quite_new", size=3)) == "This could not be done (quite_new)."


def test_a_percent_sign_in_a_fact_stays_what_it_is(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert "“100%s %(x)s”" in message(Refused("no_such_unit", unit="100%s %(x)s"))
