"""Changing one due date, and several at once: what was shown is done, told once, and can be taken back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast, make_cast
from tests.factories import make_conference, make_task
from tracker.domain.errors import InvalidInput, StaleVersion
from tracker.domain.glossary import Anchor, DueSource, TaskState
from tracker.domain.schedule import Event
from tracker.models import Conference, MailState, OutboxMail, Task
from tracker.services import due_shift, event_move, replan_undo, tasks
from tracker.services.event_move import Wanted
from tracker.services.task_due import Hold

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # Monday 16/11/2026 09:00 in Vietnam
REASON = "Chờ số liệu của Sở Tài chính"


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    return make_conference(session, cast.host, cast.people["coordinator"])


@pytest.fixture
def report(session: Session, cast: Cast, conference: Conference) -> Task:
    """Counted from the event: S−7."""
    return make_task(session, conference, cast.department, anchor=Anchor.START, offset_days=-7)


def redate(app: Flask, session: Session, cast: Cast, task: Task, day: date | None, **how: Any) -> Task:
    return tasks.change_due(
        session, cast.actor("coordinator"), task.id, version=task.version, now=NOW, day=day, reason=REASON,
        compose=app.extensions["mailer"], **how,
    )  # fmt: skip


def postpone_a_week(app: Flask, session: Session, cast: Cast, conference: Conference) -> None:
    wanted, actor = Wanted(event=Event(start=date(2026, 12, 22), end=date(2026, 12, 22))), cast.actor("coordinator")
    seen = event_move.preview(session, actor, conference.id, wanted, now=NOW).seen
    event_move.apply(
        session, actor, conference.id, wanted, seen=seen, reason=REASON, compose=app.extensions["mailer"], now=NOW
    )


def unsent(session: Session) -> list[OutboxMail]:
    query = select(OutboxMail).where(OutboxMail.kind == "replanned", OutboxMail.state == MailState.PENDING)
    return list(session.scalars(query.order_by(OutboxMail.id)))


def test_a_changed_date_is_pinned_and_the_unit_is_told_why(
    app: Flask, session: Session, cast: Cast, conference: Conference, report: Task
) -> None:
    redate(app, session, cast, report, date(2026, 12, 7))
    told = [(mail.recipient, REASON in mail.text, "07/12/2026" in mail.text) for mail in unsent(session)]
    postpone_a_week(app, session, cast, conference)

    assert told == [("qlkh@haibinh.example", True, True)]
    assert (report.due, report.pinned, report.due_source) == (date(2026, 12, 7), True, DueSource.PERSON)


def test_a_date_can_keep_its_distance_to_the_event_instead(
    app: Flask, session: Session, cast: Cast, conference: Conference, report: Task
) -> None:
    redate(app, session, cast, report, date(2026, 12, 7), hold=Hold.FOLLOW)
    assert (report.anchor, report.offset_days, report.pinned) == (Anchor.START, -6, False)

    postpone_a_week(app, session, cast, conference)

    assert report.due == date(2026, 12, 14)


def test_a_pinned_date_can_be_handed_back_to_the_rule(app: Flask, session: Session, cast: Cast, report: Task) -> None:
    redate(app, session, cast, report, date(2026, 12, 7))

    redate(app, session, cast, report, None, hold=Hold.RULE)

    assert (report.due, report.due_source, report.pinned) == (date(2026, 12, 4), DueSource.RULE, False)


def test_a_day_off_is_refused_with_the_working_day_before_it(
    app: Flask, session: Session, cast: Cast, report: Task
) -> None:
    with pytest.raises(InvalidInput, match="due_day_off") as refused:
        redate(app, session, cast, report, date(2026, 12, 6))

    assert refused.value.params["nearest"] == date(2026, 12, 4)


def test_taking_the_change_back_withdraws_the_mail(app: Flask, session: Session, cast: Cast, report: Task) -> None:
    redate(app, session, cast, report, date(2026, 12, 7))

    tasks.undo(
        session, cast.actor("coordinator"), report.id, version=report.version, now=NOW, compose=app.extensions["mailer"]
    )

    assert (report.due, report.pinned, unsent(session)) == (date(2026, 12, 4), False, [])


class TestSeveralAtOnce:
    @pytest.fixture
    def venue(self, session: Session, cast: Cast, conference: Conference) -> Task:
        """Named by the plan, so pinned."""
        return make_task(
            session, conference, cast.office, position=2, title="Hội trường", kind="venue", due=date(2026, 12, 4),
            latest=date(2026, 12, 8), due_source=DueSource.PLAN, pinned=True, due_words="trước ngày 05/12",
        )  # fmt: skip

    def test_each_moves_by_working_days_and_each_unit_hears_once(
        self, app: Flask, session: Session, cast: Cast, conference: Conference, report: Task, venue: Task
    ) -> None:
        row = self.shift(app, session, cast, conference, {report.id, venue.id}, 1)

        assert (report.due, venue.due) == (date(2026, 12, 7), date(2026, 12, 7))
        assert sorted(mail.recipient for mail in unsent(session)) == [
            "qlkh@haibinh.example",
            "vanphong@haibinh.example",
        ]
        assert row.told == 2

    def test_what_followed_the_event_still_does_and_what_was_pinned_stays_pinned(
        self, app: Flask, session: Session, cast: Cast, conference: Conference, report: Task, venue: Task
    ) -> None:
        self.shift(app, session, cast, conference, {report.id, venue.id}, 1)

        postpone_a_week(app, session, cast, conference)

        assert (report.due, venue.due) == (date(2026, 12, 14), date(2026, 12, 7))

    def test_it_can_be_taken_back(
        self, app: Flask, session: Session, cast: Cast, conference: Conference, report: Task, venue: Task
    ) -> None:
        row = self.shift(app, session, cast, conference, {report.id, venue.id}, 2)

        replan_undo.undo(
            session, cast.actor("coordinator"), conference.id, row.id, compose=app.extensions["mailer"], now=NOW
        )

        assert (report.due, venue.due, unsent(session)) == (date(2026, 12, 4), date(2026, 12, 4), [])
        assert (venue.due_source, venue.due_words) == (DueSource.PLAN, "trước ngày 05/12")

    def test_no_date_goes_past_its_ceiling_or_into_the_past(
        self, app: Flask, session: Session, cast: Cast, conference: Conference, report: Task
    ) -> None:
        for days, code in ((3, "shift_after_latest"), (-20, "shift_past")):
            with pytest.raises(InvalidInput, match=code):
                self.shift(app, session, cast, conference, {report.id}, days)

    def test_what_was_handed_in_meanwhile_is_not_shifted(
        self, app: Flask, session: Session, cast: Cast, conference: Conference, report: Task
    ) -> None:
        report.state, report.submitted_on = TaskState.SUBMITTED, date(2026, 11, 16)
        session.flush()

        with pytest.raises(InvalidInput, match="shift_gone"):
            self.shift(app, session, cast, conference, {report.id}, 1)

    def test_what_has_changed_since_the_preview_is_not_shifted(
        self, app: Flask, session: Session, cast: Cast, conference: Conference, report: Task
    ) -> None:
        with pytest.raises(StaleVersion):
            self.shift(app, session, cast, conference, {report.id}, 1, seen="something else")

    def shift(
        self,
        app: Flask,
        session: Session,
        cast: Cast,
        conference: Conference,
        chosen: set[int],
        days: int,
        seen: str = "",
    ) -> Any:
        actor, shifting = cast.actor("coordinator"), due_shift.check(chosen, days)
        seen = seen or due_shift.preview(session, actor, conference.id, shifting, now=NOW).seen
        return due_shift.apply(
            session, actor, conference.id, shifting, seen=seen, reason=REASON, compose=app.extensions["mailer"], now=NOW
        )
