"""Changing an agency's table: what the preview shows is what is done, in running conferences or only for new ones."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast, make_cast
from tests.factories import make_conference, make_task, make_unit
from tests.services.plan_values import imported
from tracker.domain.errors import InvalidInput, NotAllowed, NotFound, StaleVersion
from tracker.domain.glossary import (
    Anchor,
    AssignmentRole,
    ConferenceScale,
    ConferenceState,
    DueSource,
    TaskState,
    UnitKind,
)
from tracker.domain.kinds import KINDS
from tracker.domain.rules import Factors, OwnRule, Proposal
from tracker.models import AgencyFactors, AgencyRule, Conference, MailState, OutboxMail, Replan, Task, TaskEvent
from tracker.services import agency_rules, dues, rule_changes
from tracker.services.planning import planning_of
from tracker.services.rule_changes import Preview

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # Monday 16/11/2026 09:00 in Vietnam
TODAY = date(2026, 11, 16)
REASON = "Theo Quy chế làm việc số 12/QC-SKHCN"


def rule(code: str, words: tuple[str, ...] = (), **values: Any) -> Proposal:
    return Proposal(rows={code: OwnRule(kind=replace(KINDS[code], **values), words=words)})


EARLIER = rule("main_report", offset=-9, latest_offset=-6)
LOOSER = rule("invitations", latest_offset=-1)


@dataclass
class Story:
    """A conference on 15/12/2026 whose tasks are counted, named by the plan, pinned, done, following; and a draft."""

    session: Session
    cast: Cast
    conference: Conference
    app: Flask

    def preview(self, proposal: Proposal, who: str = "coordinator") -> Preview:
        self.session.flush()
        return rule_changes.preview(self.session, self.cast.actor(who), self.cast.host.id, proposal, today=TODAY)

    def apply(self, proposal: Proposal, *, running: bool = True, who: str = "coordinator", **values: Any) -> Preview:
        plain = {"confirmed": False, "reason": REASON, "seen": self.preview(proposal).seen}
        return rule_changes.apply(
            self.session, self.cast.actor(who), self.cast.host.id, proposal, running=running, now=NOW,
            compose=self.app.extensions["mailer"], **(plain | values),
        )  # fmt: skip

    def task(self, title: str) -> Task:
        return self.session.scalars(select(Task).where(Task.title == title)).one()

    def dues(self) -> dict[str, date | None]:
        tasks = select(Task).where(Task.conference_id == self.conference.id).order_by(Task.position)
        return {task.title: task.due for task in self.session.scalars(tasks)}

    def moves(self, found: Preview) -> dict[str, tuple[date | None, date | None]]:
        lines = [line for effect in found.effects for line in effect.found.moves]
        return {line.task.title: (line.shift.old, line.shift.due.day) for line in lines}


@pytest.fixture
def story(session: Session, app: Flask) -> Story:
    cast = make_cast(session)
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    by_rule: dict[str, Any] = {"anchor": Anchor.START, "offset_days": -7}
    lead = make_task(session, conference, cast.department, title="Báo cáo", **by_rule)
    make_task(session, conference, cast.office, position=2, title="Theo kế hoạch", due_source=DueSource.PLAN,
              pinned=True, due_words="trước 5/12")  # fmt: skip
    make_task(session, conference, cast.office, position=3, title="Đã ghim", due_source=DueSource.PERSON, pinned=True)
    make_task(session, conference, cast.office, position=4, title="Đã xong", state=TaskState.COMPLETED,
              submitted_on=date(2026, 11, 12), **by_rule)  # fmt: skip
    make_task(session, conference, cast.office, position=5, title="Phối hợp", due_source=DueSource.LEAD_TASK,
              role=AssignmentRole.COORDINATE, lead_task_id=lead.id, blocking=False, **by_rule)  # fmt: skip
    make_task(session, conference, cast.office, position=6, title="Hội trường", kind="venue", **by_rule)
    session.commit()
    return Story(session=session, cast=cast, conference=conference, app=app)


def test_only_dates_that_a_rule_gives_and_what_follows_them_move(story: Story) -> None:
    moved = (date(2026, 12, 4), date(2026, 12, 2))
    assert story.moves(story.preview(EARLIER)) == {"Báo cáo": moved, "Phối hợp": moved}


def test_a_preview_changes_nothing(story: Story) -> None:
    before = story.dues()
    story.preview(EARLIER)
    assert not story.session.dirty
    assert story.dues() == before


def test_what_the_preview_shows_is_what_is_done(story: Story) -> None:
    shown = {title: new for title, (_, new) in story.moves(story.preview(EARLIER)).items()}
    before = story.dues()
    story.apply(EARLIER)
    story.session.commit()
    assert story.dues() == before | shown
    report = story.task("Báo cáo")
    assert (report.offset_days, report.latest, report.due_source) == (-9, date(2026, 12, 7), DueSource.RULE)


def test_ceilings_of_pinned_dates_follow_the_rule(story: Story) -> None:
    effect = story.preview(EARLIER).effects[0]
    assert {line.task.title for line in effect.ceilings} == {"Theo kế hoạch", "Đã ghim"}
    story.apply(EARLIER)
    assert [story.task(title).latest for title in ("Theo kế hoạch", "Đã ghim")] == [date(2026, 12, 7)] * 2


def test_done_work_keeps_everything(story: Story) -> None:
    before = dues.due_of(story.task("Đã xong"))
    story.apply(EARLIER)
    assert dues.due_of(story.task("Đã xong")) == before


def test_a_moved_date_stands_in_the_history_with_who_and_why(story: Story) -> None:
    story.apply(EARLIER)
    event = story.session.scalars(select(TaskEvent).where(TaskEvent.task_id == story.task("Báo cáo").id)).one()
    assert (event.note, event.details["old"], event.details["new"]) == (REASON, "2026-12-04", "2026-12-02")


def test_each_recipient_gets_one_notice_for_the_conference(story: Story) -> None:
    make_task(story.session, story.conference, story.cast.department, position=7, title="Báo cáo hai",
              anchor=Anchor.START, offset_days=-7)  # fmt: skip
    story.apply(EARLIER)
    mails = story.session.scalars(select(OutboxMail).where(OutboxMail.kind == "replanned")).all()
    recipients = [mail.recipient for mail in mails]
    assert len(set(recipients)) == len(recipients) > 0
    assert "qlkh@haibinh.example" in recipients


def test_two_opposite_changes_before_the_notices_went_out_are_told_to_nobody(story: Story) -> None:
    before = story.dues()
    story.apply(EARLIER)
    assert story.dues() != before
    story.apply(Proposal(rows={"main_report": None}))
    assert story.dues() == before
    live = select(OutboxMail).where(OutboxMail.kind == "replanned", OutboxMail.state != MailState.CANCELLED)
    assert story.session.scalars(live).all() == []


def test_only_for_new_ones_leaves_every_task_as_it_is(story: Story) -> None:
    before = story.dues()
    story.apply(EARLIER, running=False, reason="")
    story.session.commit()
    assert story.dues() == before
    assert story.session.scalars(select(Replan)).all() == []
    new = dues.by_rule("main_report", story.conference, planning_of(story.session, story.cast.host.id))
    assert new.day == date(2026, 12, 2)


def test_what_kept_its_old_count_is_not_swept_along_by_the_next_change(story: Story) -> None:
    story.apply(EARLIER, running=False)
    story.apply(rule("venue", offset=-9))
    assert story.task("Báo cáo").due == date(2026, 12, 4)
    assert story.task("Hội trường").due == date(2026, 12, 2)


def test_blocking_changes_for_lead_tasks_with_history(story: Story) -> None:
    found = story.preview(rule("main_report", blocking=False))
    assert [(task.title, to) for task, to in found.effects[0].blocking] == [
        ("Báo cáo", False), ("Theo kế hoạch", False), ("Đã ghim", False),
    ]  # fmt: skip
    story.apply(rule("main_report", blocking=False))
    assert not story.task("Báo cáo").blocking
    assert story.task("Đã xong").blocking
    steps = select(TaskEvent.step).where(TaskEvent.task_id == story.task("Báo cáo").id)
    assert list(story.session.scalars(steps)) == ["made_ordinary"]


def test_a_draft_is_counted_again_and_tells_nobody(story: Story) -> None:
    draft = imported(story.session, story.cast)
    found = story.preview(rule("programme", offset=-12))
    assert [effect.conference.id for effect in found.effects] == [draft.id]
    assert not found.tells
    story.apply(rule("programme", offset=-12), reason="")
    programme = story.session.scalars(select(Task).where(Task.conference_id == draft.id, Task.kind == "programme"))
    assert {task.due for task in programme} == {date(2026, 11, 27)}


@pytest.mark.parametrize(
    "values",
    [
        {"state": ConferenceState.CANCELLED},
        {"event_start": date(2026, 11, 10), "event_end": date(2026, 11, 10)},
    ],
)
def test_conferences_called_off_or_over_stay(story: Story, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(story.conference, name, value)
    assert story.preview(EARLIER).effects == ()


def test_another_agency_is_untouched(story: Story) -> None:
    other = make_unit(story.session, "Sở Xây dựng tỉnh Hải Bình", UnitKind.AGENCY, is_host=True)
    theirs = make_conference(story.session, other, story.cast.people["leader"])
    make_task(story.session, theirs, story.cast.office, title="Việc của sở khác", anchor=Anchor.START, offset_days=-7)
    story.apply(EARLIER)
    assert story.task("Việc của sở khác").due == date(2026, 12, 4)
    assert planning_of(story.session, other.id).rules.kind("main_report") == KINDS["main_report"]
    with pytest.raises(NotFound):
        rule_changes.preview(story.session, story.cast.actor("coordinator"), other.id, EARLIER, today=TODAY)


@pytest.mark.parametrize(("who", "why"), [("leader", NotAllowed), ("member", NotFound), ("outsider", NotFound)])
def test_who_may_not_change_rules_is_refused(story: Story, who: str, why: type[Exception]) -> None:
    with pytest.raises(why):
        story.preview(EARLIER, who)


def test_an_administrator_sees_numbers_only(story: Story) -> None:
    assert not story.preview(EARLIER, "administrator").whole
    assert story.preview(EARLIER).whole


def test_a_proposal_without_a_difference_is_refused(story: Story) -> None:
    with pytest.raises(InvalidInput, match="rule_same"):
        story.preview(rule("main_report"))


def test_news_since_the_preview_is_not_run_over(story: Story) -> None:
    seen = story.preview(EARLIER).seen
    story.task("Báo cáo").due = date(2026, 12, 3)
    story.session.flush()
    with pytest.raises(StaleVersion):
        story.apply(EARLIER, seen=seen)


def test_a_unit_s_report_in_between_does_not_spoil_the_preview(story: Story) -> None:
    seen = story.preview(EARLIER).seen
    story.task("Hội trường").state = TaskState.ACKNOWLEDGED
    story.session.flush()
    story.apply(EARLIER, seen=seen)
    assert story.task("Báo cáo").due == date(2026, 12, 2)


def test_somebody_else_s_change_of_the_table_in_between_is_refused(story: Story) -> None:
    seen = story.preview(EARLIER).seen
    story.apply(rule("venue", offset=-9), running=False)
    with pytest.raises(StaleVersion):
        story.apply(EARLIER, seen=seen)


def test_who_is_told_is_told_why(story: Story) -> None:
    with pytest.raises(InvalidInput, match="reason_missing"):
        story.apply(EARLIER, reason=" ")
    assert story.session.scalars(select(AgencyRule)).all() == []


def test_looser_than_the_law_is_confirmed_first_and_stands_on_the_row(story: Story) -> None:
    with pytest.raises(InvalidInput, match="rule_looser"):
        story.apply(LOOSER)
    story.apply(LOOSER, confirmed=True)
    row = agency_rules.table(story.session, story.cast.actor("leader")).row("invitations")
    assert (row.looser, row.changed, row.by) == (True, True, "Trần Thu Hà")


def test_stricter_than_the_law_needs_no_confirmation(story: Story) -> None:
    story.apply(rule("invitations", offset=-8, latest_offset=-5))
    assert not agency_rules.table(story.session, story.cast.actor("leader")).row("invitations").looser


def test_phrases_act_on_what_is_read_from_now_on(story: Story) -> None:
    before = imported(story.session, story.cast)
    kinds = [task.kind for task in story.session.scalars(select(Task).where(Task.conference_id == before.id))]
    found = story.preview(rule("reception", words=("bố trí hội trường",)))
    assert (found.phrases, found.effects) == (True, ())
    story.apply(rule("reception", words=("bố trí hội trường",)))
    again = imported(story.session, story.cast, again=True)
    tasks = {
        task.title: task.kind for task in story.session.scalars(select(Task).where(Task.conference_id == again.id))
    }
    assert tasks["Bố trí hội trường."] == "reception"
    assert kinds == [task.kind for task in story.session.scalars(select(Task).where(Task.conference_id == before.id))]


def test_a_row_taken_back_leaves_no_row_behind(story: Story) -> None:
    story.apply(rule("main_report", words=("báo cáo đề dẫn",), offset=-9))
    story.apply(Proposal(rows={"main_report": None}))
    assert story.session.scalars(select(AgencyRule)).all() == []
    assert story.task("Báo cáo").due == date(2026, 12, 4)


def test_everything_taken_back_is_the_shipped_table(story: Story) -> None:
    story.apply(rule("venue", offset=-9))
    story.apply(Proposal(factors=Factors(small=40, provincial=200)))
    own = agency_rules.table(story.session, story.cast.actor("coordinator")).rows
    story.apply(Proposal(rows={row.code: None for row in own if row.own}, factors=Factors()))
    assert story.session.scalars(select(AgencyRule)).all() == []
    assert story.session.scalars(select(AgencyFactors)).all() == []
    assert story.task("Hội trường").due == date(2026, 12, 4)


def test_factors_move_only_conferences_of_that_scale(story: Story) -> None:
    story.conference.scale = ConferenceScale.SMALL
    story.session.flush()
    proposal = Proposal(factors=Factors(small=30, provincial=150))
    assert story.moves(story.preview(proposal))["Báo cáo"][1] == date(2026, 12, 10)  # 30 % of 7 is 3
    story.conference.scale = ConferenceScale.PROVINCIAL
    story.session.flush()
    assert story.preview(proposal).effects == ()


def test_a_rule_turned_round_counts_from_the_other_side(story: Story) -> None:
    after = rule("main_report", anchor=Anchor.END, offset=3, latest_offset=4)
    story.apply(after)
    assert story.task("Báo cáo").due == date(2026, 12, 18)
    story.apply(Proposal(rows={"main_report": None}))
    assert story.task("Báo cáo").due == date(2026, 12, 4)


def test_a_conference_without_a_date_is_counted_once_it_has_one(story: Story) -> None:
    story.conference.event_start = story.conference.event_end = None
    for task in story.session.scalars(select(Task).where(Task.title.in_(["Báo cáo", "Phối hợp", "Hội trường"]))):
        task.due = task.latest = None
        task.due_source = DueSource.NONE
    story.apply(EARLIER)
    assert (story.task("Báo cáo").due, story.task("Báo cáo").offset_days) == (None, -9)


class TestTable:
    def test_it_shows_every_kind_with_what_is_shipped(self, story: Story) -> None:
        story.apply(rule("venue", ("phòng khánh tiết",), offset=-9))
        table = agency_rules.table(story.session, story.cast.actor("leader"))
        row = table.row("venue")
        assert [one.code for one in table.rows] == list(KINDS)
        assert (row.kind.offset, row.shipped.offset, row.words, row.own) == (-9, -7, ("phòng khánh tiết",), True)
        assert [one.code for one in table.rows if one.own] == ["venue"]

    @pytest.mark.parametrize(("who", "may_edit"), [("coordinator", True), ("administrator", True), ("leader", False)])
    def test_the_agency_s_people_look_and_some_may_edit(self, story: Story, who: str, may_edit: bool) -> None:
        assert agency_rules.table(story.session, story.cast.actor(who)).may_edit is may_edit

    def test_units_do_not_see_it(self, story: Story) -> None:
        with pytest.raises(NotFound):
            agency_rules.table(story.session, story.cast.actor("member"))

    def test_an_unknown_kind_is_not_found(self, story: Story) -> None:
        with pytest.raises(NotFound):
            agency_rules.table(story.session, story.cast.actor("leader")).row("gone")
