"""Tasks on offer: counted from the conference as it is, taken or set aside by a person, never created silently."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO, make_conference, make_task, make_unit
from tests.services.plan_values import imported, parsed
from tests.services.review_desk import NOW, Desk
from tracker.clock import vietnam_date
from tracker.domain.errors import InvalidInput, NotFound
from tracker.domain.glossary import MeetingMode, Review, TaskState, UnitKind
from tracker.domain.plan import Suggestion
from tracker.models import Conference
from tracker.services import review, review_undo, suggestions
from tracker.services.amendment_places import _offered_again
from tracker.services.suggestions import Offer

TODAY = vietnam_date(NOW)


@pytest.fixture
def desk(session: Session, cast: Cast) -> Desk:
    return Desk(session, cast)


def offers(session: Session, conference: Conference, today: date = TODAY) -> suggestions.Offers:
    return suggestions.of_conference(session, conference, review.tasks_of(session, conference.id), today=today)


def keys(desk: Desk) -> list[str]:
    return [offer.key for offer in offers(desk.session, desk.conference).open]


def take(desk: Desk, *chosen: str, **values: Any) -> Any:
    plain: dict[str, Any] = {"unit_id": desk.cast.office.id, "now": NOW}
    titles = {key: f"Việc {key}" for key in chosen}
    return suggestions.take(desk.session, desk.actor, desk.conference.id, titles, **(plain | values))


def test_what_the_plan_does_not_name_is_offered_with_the_rules_date(desk: Desk) -> None:
    assert keys(desk) == [
        "budget", "delegate_list", "invitations", "registration", "invite_speakers",
        "collect_speeches", "leader_speeches", "send_papers", "printing", "technical", "reception", "rehearsal",
        "conclusion_notice", "event_report", "settlement", "records",
    ]  # fmt: skip
    found = {offer.key: offer for offer in offers(desk.session, desk.conference).open}
    assert (found["invitations"].due.day, found["invitations"].blocking) == (date(2026, 12, 8), True)
    assert len(desk.tasks()) == 5


def test_the_text_goes_before_the_table(session: Session, cast: Cast) -> None:
    implied = Suggestion(code="invite_speakers", words="sẽ có văn bản mời tham luận", line=8)
    made = imported(session, cast, parsed=parsed(suggestions=(implied,)))
    found = offers(session, made).open
    assert (found[0].kind, found[0].words, found[0].line) == ("invite_speakers", implied.words, 8)
    assert [offer.kind for offer in found].count("invite_speakers") == 1


def test_an_offer_taken_is_a_draft_once(desk: Desk) -> None:
    (task,) = take(desk, "invitations")
    assert (task.title, task.kind, task.state, task.review) == (
        "Việc invitations", "invitations", TaskState.DRAFT, Review.ACCEPTED,
    )  # fmt: skip
    assert (task.due, task.unit_id) == (date(2026, 12, 8), desk.cast.office.id)
    with pytest.raises(InvalidInput, match="nothing_chosen"):
        take(desk, "invitations")
    assert "invitations" not in keys(desk)


def test_several_are_one_step_that_can_be_taken_back(desk: Desk) -> None:
    take(desk, "invitations", "printing")
    step = review_undo.next_step(desk.session, desk.actor, desk.conference.id, now=NOW)
    assert step is not None
    review_undo.undo(desk.session, desk.actor, desk.conference.id, step.id, now=NOW)
    assert {"invitations", "printing"} <= set(keys(desk))
    assert len(desk.tasks()) == 5
    take(desk, "printing")
    assert len(desk.tasks()) == 6


def test_without_a_unit_the_draft_waits_to_be_checked(desk: Desk) -> None:
    (task,) = take(desk, "printing", unit_id=None)
    assert (task.review, [doubt["code"] for doubt in task.doubts]) == (Review.CHECK, ["unit_missing"])


def test_a_taken_offer_whose_task_was_cancelled_is_not_offered_again(desk: Desk) -> None:
    (task,) = take(desk, "printing")
    task.state = TaskState.CANCELLED
    assert "printing" not in keys(desk)


def test_what_is_set_aside_is_not_offered_until_it_is_taken_up_again(desk: Desk) -> None:
    suggestions.dismiss(desk.session, desk.actor, desk.conference.id, "reception", now=NOW)
    assert "reception" not in keys(desk)
    (aside,) = offers(desk.session, desk.conference).dismissed
    assert (aside.key, aside.row and aside.row.dismissed_by_id) == ("reception", desk.actor.user_id)
    with pytest.raises(NotFound):
        suggestions.dismiss(desk.session, desk.actor, desk.conference.id, "reception", now=NOW)
    suggestions.take_up(desk.session, desk.actor, desk.conference.id, "reception")
    assert "reception" in keys(desk)
    take(desk, "reception")
    assert offers(desk.session, desk.conference).dismissed == ()


def test_what_the_text_implies_can_be_set_aside_too(session: Session, cast: Cast) -> None:
    implied = Suggestion(code="invite_speakers", words="sẽ có văn bản mời tham luận", line=8)
    made = imported(session, cast, parsed=parsed(suggestions=(implied,)))
    actor = cast.actor("coordinator")
    key = offers(session, made).open[0].key
    suggestions.dismiss(session, actor, made.id, key, now=NOW)
    assert "invite_speakers" not in [offer.kind for offer in offers(session, made).open]
    suggestions.take_up(session, actor, made.id, key)
    assert offers(session, made).open[0].key == key


def test_an_online_meeting_is_offered_the_line_instead_of_the_hall(session: Session, cast: Cast) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"], mode=MeetingMode.ONLINE)
    found = {offer.kind: offer for offer in offers(session, conference).open}
    assert "venue" not in found
    assert found["technical"].need is not None


def test_after_the_event_only_what_follows_it_is_offered(session: Session, cast: Cast) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(session, conference, cast.office, kind="settlement", title="Quyết toán")
    after = offers(session, conference, today=date(2026, 12, 16)).open
    assert [offer.kind for offer in after] == ["conclusion_notice", "event_report", "records"]


def test_the_hosts_only_office_is_named_and_two_are_not(session: Session, cast: Cast) -> None:
    assert suggestions.usual_unit(session, cast.host.id, TODAY) == cast.office
    make_unit(session, "Văn phòng Đảng ủy Sở", UnitKind.OFFICE, parent=cast.host)
    assert suggestions.usual_unit(session, cast.host.id, TODAY) is None


def test_an_office_that_has_ended_is_not_named(session: Session, cast: Cast) -> None:
    cast.office.valid_until = date(2026, 10, 31)
    assert suggestions.usual_unit(session, cast.host.id, TODAY) is None


def test_nobody_else_answers(desk: Desk) -> None:
    for who in ("leader", "member", "administrator", "outsider"):
        actor = desk.cast.actor(who)
        with pytest.raises(NotFound):
            suggestions.take(desk.session, actor, desk.conference.id, {"printing": "In"}, unit_id=None, now=LONG_AGO)
        with pytest.raises(NotFound):
            suggestions.dismiss(desk.session, actor, desk.conference.id, "printing", now=LONG_AGO)
        with pytest.raises(NotFound):
            suggestions.take_up(desk.session, actor, desk.conference.id, "printing")


def test_an_amended_plan_keeps_the_answers(desk: Desk) -> None:
    take(desk, "printing")
    suggestions.dismiss(desk.session, desk.actor, desk.conference.id, "reception", now=NOW)
    desk.session.expire(desk.conference)
    kept = _offered_again([], desk.conference.suggestions)
    assert {(one.kind, one.taken) for one in kept} == {("printing", True), ("reception", False)}


def test_an_offer_knows_why(desk: Desk) -> None:
    found: dict[str, Offer] = {offer.key: offer for offer in offers(desk.session, desk.conference).open}
    need = found["invitations"].need
    assert need is not None
    assert (need.because, need.basis) == ("invited_in_time", "QĐ 45/2018/QĐ-TTg")
