"""`flask calendar …`: the same preview and the same change as on the page."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker import clock
from tracker.domain.glossary import Anchor
from tracker.models import CalendarDay, Task

Run = Callable[..., Result]
AS = ("--as", "administrator@haibinh.example")
# a Tuesday of the coming October: far enough ahead of any day on which the tests are run
TUESDAY = next(day for n in range(8, 15) if (day := date(clock.now().year + 1, 10, n)).weekday() == 1)
FRIDAY, MONDAY, SATURDAY = (TUESDAY + timedelta(days=n) for n in (-4, -1, 4))
STORM = ("set", "--off", f"{MONDAY}", "--worked", f"{SATURDAY}", "--name", "Nghỉ bão", "--decision", "99/QĐ-UBND", *AS)


@pytest.fixture
def run(app: Flask, cast: Cast, session: Session) -> Run:
    conference = make_conference(session, cast.host, cast.people["coordinator"], event_start=TUESDAY, event_end=TUESDAY)
    make_task(
        session, conference, cast.department, kind="rehearsal", due=MONDAY, latest=MONDAY,
        anchor=Anchor.START, offset_days=-1,
    )  # fmt: skip
    session.commit()
    return lambda *args: app.test_cli_runner().invoke(args=["calendar", *args])


def stored(session: Session) -> tuple[list[date], date | None]:
    session.expire_all()
    found = list(session.scalars(select(CalendarDay.day).order_by(CalendarDay.day))), session.scalar(select(Task.due))
    session.rollback()
    return found


def test_a_year_is_listed_with_its_months_and_special_days(run: Run) -> None:
    output = run("list", "2026").output
    assert output.startswith("2026: 249 working days\n")
    assert "  11/2026  20" in output
    assert "Thứ Bảy 22/08/2026" in output
    assert "[published]" in output
    assert run("list", "2027").output.startswith("2027: 249 working days, provisional\n")
    assert run("list", "1999").exit_code == 1


def test_without_yes_a_change_is_only_shown(run: Run, session: Session) -> None:
    result = run(*STORM)
    assert result.exit_code == 0, result.output
    assert f"{MONDAY:%d/%m/%Y}: nghỉ – Nghỉ bão" in result.output
    assert "1 due dates move, 1 mails." in result.output
    assert "Nothing is changed. Add --yes" in result.output
    assert stored(session) == ([], MONDAY)


def test_with_yes_it_is_done_and_taken_back_again(run: Run, session: Session) -> None:
    assert run(*STORM, "--yes").output.endswith("Done.\n")
    assert stored(session) == ([MONDAY, SATURDAY], FRIDAY)
    assert "[99/QĐ-UBND]" in run("list", f"{MONDAY.year}").output
    back = run("take-back", f"{MONDAY}..{SATURDAY}", "--decision", "Bão đổi hướng", *AS, "--yes")
    assert back.exit_code == 0, back.output
    assert stored(session) == ([], MONDAY)


def test_a_year_is_marked_as_announced(run: Run) -> None:
    assert run("set", "--announced", "2027", "--decision", "1/TB-BNV", *AS, "--yes").exit_code == 0
    assert "provisional" not in run("list", "2027").output


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("set", "--off", f"{SATURDAY}", "--decision", "1/TB", *AS), "là cuối tuần, vốn đã nghỉ"),
        (("set", "--decision", "1/TB", *AS), "Hãy nhập ít nhất một ngày"),
        (("set", "--off", f"{MONDAY}", "--decision", " ", *AS), "Hãy nhập số, ký hiệu"),
        (("take-back", f"{MONDAY}", "--decision", "1/TB", *AS), "đang theo lịch công bố"),
        (("set", "--off", f"{MONDAY}", "--decision", "1/TB", "--as", "coordinator@haibinh.example"), "Vai trò"),
    ],
)
def test_what_cannot_be_is_one_clear_line(run: Run, session: Session, args: tuple[str, ...], words: str) -> None:
    result = run(*args, "--yes")
    assert result.exit_code == 1
    assert words in result.output
    assert stored(session)[0] == []


def test_a_day_that_cannot_be_read_is_a_usage_error(run: Run) -> None:
    result = run("set", "--off", "mai", "--decision", "1/TB", *AS)
    assert result.exit_code == 2
    assert "write 2027-02-11, or 2027-02-04..2027-02-10" in result.output
