"""The scale of a conference: a draft is counted again with its facts, one being prepared after a preview."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast, make_cast
from tests.factories import make_conference, make_task
from tests.services.plan_values import FACTS, imported, parsed
from tracker.domain.errors import InvalidInput, NotAllowed, StaleVersion, StepRefused
from tracker.domain.glossary import Anchor, ConferenceScale, ConferenceState, DueSource
from tracker.models import Conference, Finding, OutboxMail, Replan, Task
from tracker.services import conference_facts, conference_scale, replan_undo
from tracker.services.conference_facts import Facts, More
from tracker.web.fact_forms import more as typed

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # Monday 16/11/2026 09:00 in Vietnam
TODAY = date(2026, 11, 16)
SMALL, ORDINARY, PROVINCIAL = ConferenceScale.SMALL, ConferenceScale.ORDINARY, ConferenceScale.PROVINCIAL


@dataclass
class Story:
    """A conference on 15/12/2026 with a task by rule (S−7), one that the plan dates, and one for after the event."""

    session: Session
    cast: Cast
    conference: Conference
    app: Flask

    def preview(self, scale: ConferenceScale) -> str:
        self.session.flush()
        found = conference_scale.preview(
            self.session, self.cast.actor("coordinator"), self.conference.id, scale, today=TODAY
        )
        return conference_scale.seen_of(found, scale)

    def apply(self, scale: ConferenceScale, seen: str | None = None, reason: str = "Mời toàn tỉnh") -> None:
        conference_scale.apply(
            self.session, self.cast.actor("coordinator"), self.conference.id, scale, now=NOW, reason=reason,
            seen=self.preview(scale) if seen is None else seen, compose=self.app.extensions["mailer"],
        )  # fmt: skip
        self.session.flush()

    def dues(self) -> list[date | None]:
        return list(self.session.scalars(select(Task.due).order_by(Task.position)))


@pytest.fixture
def story(session: Session, app: Flask) -> Story:
    cast = make_cast(session)
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(session, conference, cast.department, anchor=Anchor.START, offset_days=-7)
    make_task(session, conference, cast.office, position=2, due_source=DueSource.PLAN, pinned=True)
    make_task(session, conference, cast.office, position=3, kind="conclusion_notice", due=date(2026, 12, 22),
              latest=date(2026, 12, 22), anchor=Anchor.END, offset_days=5)  # fmt: skip
    return Story(session=session, cast=cast, conference=conference, app=app)


def test_a_larger_meeting_is_prepared_earlier_and_its_end_stays(story: Story) -> None:
    story.apply(PROVINCIAL)
    assert story.conference.scale is PROVINCIAL
    assert story.dues() == [date(2026, 11, 30), date(2026, 12, 4), date(2026, 12, 22)]  # S−11: 150 % of 7


def test_there_and_back_again_is_as_it_was(story: Story) -> None:
    before = story.dues()
    story.apply(SMALL)
    assert story.dues()[0] == date(2026, 12, 9)
    story.apply(ORDINARY)
    assert story.dues() == before


def test_each_recipient_is_told_once_and_why(story: Story) -> None:
    with pytest.raises(InvalidInput, match="reason_missing"):
        story.apply(PROVINCIAL, reason="")
    story.apply(PROVINCIAL)
    mails = story.session.scalars(select(OutboxMail).where(OutboxMail.kind == "replanned")).all()
    assert len({mail.recipient for mail in mails}) == len(mails) > 0


def test_taking_back_the_dates_alone_is_not_offered(story: Story) -> None:
    story.apply(PROVINCIAL)
    row = story.session.scalars(select(Replan)).one()
    with pytest.raises(StepRefused):
        replan_undo.undo(story.session, story.cast.actor("coordinator"), story.conference.id, row.id,
                         compose=story.app.extensions["mailer"], now=NOW)  # fmt: skip


def test_another_scale_than_the_one_looked_at_is_refused(story: Story) -> None:
    with pytest.raises(StaleVersion):
        story.apply(PROVINCIAL, seen=story.preview(SMALL))


def test_the_scale_that_it_has_is_refused(story: Story) -> None:
    with pytest.raises(InvalidInput, match="scale_same"):
        story.preview(ORDINARY)


def test_a_conference_called_off_is_taken_up_first(story: Story) -> None:
    story.conference.state = ConferenceState.CANCELLED
    with pytest.raises(StepRefused, match="conference_called_off"):
        story.preview(SMALL)


def test_the_leadership_looks_on(story: Story) -> None:
    with pytest.raises(NotAllowed):
        conference_scale.preview(story.session, story.cast.actor("leader"), story.conference.id, SMALL, today=TODAY)


def change(session: Session, cast: Cast, conference: Conference, scale: ConferenceScale, day: date) -> None:
    more = typed({"kind": "other", "scale": scale})
    assert isinstance(more, More)
    facts = Facts(
        title=conference.title, short_title=conference.short_title, number="", issued="2026-11", event_start=day,
        event_end=None, tentative=True, place="", more=more,
    )  # fmt: skip
    conference_facts.change(
        session, cast.actor("coordinator"), conference.id, facts, version=conference.version, now=NOW
    )


def test_a_draft_s_scale_is_one_of_its_facts(session: Session, cast: Cast) -> None:
    draft = imported(session, cast)
    change(session, cast, draft, SMALL, date(2026, 12, 15))
    rows = session.execute(select(Task.kind, Task.due).where(Task.conference_id == draft.id).order_by(Task.position))
    assert [(kind, due) for kind, due in rows] == [
        ("programme", date(2026, 12, 8)),  # S−5
        ("programme", date(2026, 12, 8)),  # follows it
        ("venue", date(2026, 12, 9)),  # S−4
        ("speech", date(2026, 12, 9)),
        ("speech", date(2026, 12, 9)),
    ]


def test_scale_and_date_can_change_together(session: Session, cast: Cast) -> None:
    draft = imported(session, cast)
    change(session, cast, draft, PROVINCIAL, date(2026, 12, 22))
    programme = session.scalars(select(Task.due).where(Task.conference_id == draft.id, Task.kind == "programme"))
    assert set(programme) == {date(2026, 12, 1)}  # S−15 of 22/12


def test_with_tasks_out_the_facts_do_not_change_the_scale(session: Session, story: Story) -> None:
    story.conference.event_tentative = True
    with pytest.raises(InvalidInput, match="scale_moves_with_preview"):
        change(session, story.cast, story.conference, SMALL, date(2026, 12, 15))


def test_an_unknown_scale_is_refused() -> None:
    with pytest.raises(InvalidInput, match="choice_unknown"):
        typed({"kind": "other", "scale": "galactic"})


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Hội nghị giao ban quý IV", ["scale_small"]),
        ("Hội nghị toàn tỉnh về thủy lợi", ["scale_provincial"]),
        ("Hội nghị tổng kết", []),
    ],
)
def test_words_of_the_title_hint_and_decide_nothing(session: Session, cast: Cast, title: str, codes: list[str]) -> None:
    draft = imported(session, cast, parsed=parsed(conference=replace(FACTS, title=title)))
    hints = session.scalars(
        select(Finding.code).where(Finding.conference_id == draft.id, Finding.code.startswith("scale_"))
    )
    assert (list(hints), draft.scale) == (codes, ORDINARY)
