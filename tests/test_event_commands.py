"""`flask event`: what moving the event does is printed first, done only when asked for, and can be taken back."""

from datetime import date

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from tests.cast import Cast, make_cast
from tests.factories import make_conference, make_task
from tracker.domain.glossary import Anchor, ConferenceState
from tracker.models import Conference, Task

LATER = ("--as", "coordinator@haibinh.example", "--start", "22/12/2026")


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    """Its id is read before a command runs: SQLite lets one write at a time."""
    found = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(session, found, cast.department, title="Báo cáo sơ kết", anchor=Anchor.START, offset_days=-7)
    make_task(session, found, cast.office, position=2, title="Hội trường", kind="venue", pinned=True)
    session.commit()
    return found


def flask(app: Flask, *args: str, typed: str = "") -> Result:
    return app.test_cli_runner().invoke(args=["event", *args], input=typed)


def test_the_preview_prints_what_moves_stays_and_who_is_told(
    app: Flask, session: Session, conference: Conference
) -> None:
    said = flask(app, "preview", str(conference.id), *LATER).output
    session.expire_all()
    assert "Moved later: 22/12/2026 instead of 15/12/2026" in said
    assert "04/12/2026 → 11/12/2026  Báo cáo sơ kết (Phòng Quản lý Khoa học)" in said
    assert "3 are told: qlkh@haibinh.example, vanphong@haibinh.example, leader@haibinh.example" in said
    assert conference.event_start == date(2026, 12, 15)


def test_nothing_is_done_before_it_is_said_yes_to(app: Flask, session: Session, conference: Conference) -> None:
    number = str(conference.id)
    no = flask(app, "move", number, *LATER, "--reason", "Bão", typed="n\n")
    session.expire_all()
    assert (no.exit_code, conference.event_start) == (1, date(2026, 12, 15))
    session.rollback()

    yes = flask(app, "move", number, *LATER, "--reason", "Bão", "--yes")
    session.expire_all()
    assert (yes.exit_code, conference.event_start) == (0, date(2026, 12, 22))
    assert "1 due date has moved. 3 recipients are written to." in yes.output


def test_it_is_taken_back_by_its_number(app: Flask, session: Session, conference: Conference) -> None:
    done = flask(app, "move", str(conference.id), *LATER, "--reason", "Bão", "--yes").output
    number = done.rsplit("Re-planning ", 1)[1].split(":")[0]

    undone = flask(app, "undo", str(conference.id), number, *LATER[:2])

    session.expire_all()
    assert (undone.exit_code, conference.event_start) == (0, date(2026, 12, 15))
    assert session.get_one(Task, 1).due == date(2026, 12, 4)


def test_a_conference_is_cancelled_and_reinstated(app: Flask, session: Session, conference: Conference) -> None:
    states, number = [], str(conference.id)
    for how in ("--cancel", "--reinstate"):
        flask(app, "move", number, *LATER[:2], how, "--reason", "Bão", "--yes")
        session.expire_all()
        states.append(conference.state)
        session.rollback()
    assert states == [ConferenceState.CANCELLED, ConferenceState.ACTIVE]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "Say one thing"),
        (("--cancel", "--undated"), "Say one thing"),
        (("--start", "2026-12-20", "--end", "2026-12-01"), "trước ngày bắt đầu"),
        (("--start", "2096-12-20"), "kiểm tra lại năm"),
        (("--reinstate",), "không có gì để khôi phục"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    app: Flask, conference: Conference, options: tuple[str, ...], words: str
) -> None:
    refused = flask(app, "preview", str(conference.id), *LATER[:2], *options)
    assert refused.exit_code != 0
    assert words in refused.output
