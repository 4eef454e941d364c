"""Action links: one living link for a unit, a conference and an address; what ends one; whose mail carries one."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task, make_user
from tracker.domain.errors import InvalidInput, NotAllowed, NotFound, Refused
from tracker.domain.glossary import MemberRole
from tracker.mail.link_tokens import LinkTokens
from tracker.models import ActionLink, Conference, Task, TaskEvent
from tracker.services import action_links, extensions, link_admin, task_access, tasks
from tracker.services.outbox import Address

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # Tuesday, 10:00 in Vietnam


class Composer:
    """Knows a secret, renders nothing."""

    def __init__(self, secret: str = "s" * 32) -> None:
        self.links = LinkTokens(secret)

    def token(self, name: str) -> str:
        return self.links.make(name)

    def compose(self, kind: str, **context: object) -> None:  # type: ignore[override]  # never asked for here
        raise AssertionError(kind)


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    """On Tuesday 15/12/2026."""
    return make_conference(session, cast.host, cast.people["coordinator"])


@pytest.fixture
def task(session: Session, cast: Cast, conference: Conference) -> Task:
    return make_task(session, conference, cast.ward)


@pytest.fixture
def compose() -> Composer:
    return Composer()


def door(session: Session, compose: Composer, task: Task, now: datetime = NOW) -> tuple[ActionLink, str]:
    return action_links.door(session, compose, task.conference, task.unit_id or 0, "donghai@haibinh.example", now=now)  # type: ignore[arg-type]  # renders nothing


def test_later_mails_carry_the_same_link_and_only_its_hash_is_kept(
    session: Session, compose: Composer, task: Task
) -> None:
    first, token = door(session, compose, task)
    session.expire_all()
    again, same = door(session, compose, task, NOW + timedelta(days=3))
    assert (again.id, same) == (first.id, token)
    kept = session.execute(select(ActionLink.__table__)).one()
    assert token not in [str(value) for value in kept]
    assert token.partition(".")[0] not in " ".join(str(value) for value in kept)
    assert first.expires_at == datetime(2027, 1, 14, 16, 59, tzinfo=UTC)  # 30 days after the event, in Vietnam


def test_a_link_lives_longer_where_the_event_has_moved_away(session: Session, compose: Composer, task: Task) -> None:
    link, token = door(session, compose, task)
    task.conference.event_end = task.conference.event_end + timedelta(days=60)  # type: ignore[operator]  # it has one
    again, same = door(session, compose, task, NOW + timedelta(days=1))
    assert (again.id, same) == (link.id, token)
    assert again.expires_at == datetime(2027, 3, 15, 16, 59, tzinfo=UTC)


def test_without_a_date_it_lives_ninety_days(session: Session, compose: Composer, task: Task) -> None:
    task.conference.event_start = task.conference.event_end = None
    assert door(session, compose, task)[0].expires_at == NOW + timedelta(days=90)


def test_an_ended_link_is_followed_by_another(session: Session, compose: Composer, task: Task) -> None:
    link, token = door(session, compose, task)
    late = link.expires_at + timedelta(minutes=1)
    with pytest.raises(NotFound):
        action_links.find(session, token, now=late)
    fresh, other = door(session, compose, task, late)
    assert fresh.id != link.id
    assert other != token
    assert action_links.find(session, other, now=late).id == fresh.id


def test_a_new_secret_ends_the_old_links(session: Session, compose: Composer, task: Task) -> None:
    link, token = door(session, compose, task)
    other = Composer("t" * 32)
    fresh, _ = door(session, other, task, NOW + timedelta(hours=1))
    assert fresh.id != link.id
    assert link.revoked_at is not None
    assert not other.links.genuine(token)


def test_units_conferences_and_addresses_have_links_of_their_own(
    session: Session, cast: Cast, compose: Composer, task: Task
) -> None:
    elsewhere = make_conference(session, cast.host, cast.people["coordinator"])
    tasks_ = [task, make_task(session, task.conference, cast.school), make_task(session, elsewhere, cast.ward)]
    found = action_links.doors(session, compose, Address(email="Chung@haibinh.example", name="x"), tasks_, now=NOW)  # type: ignore[arg-type]
    assert found is not None
    assert len(set(found.tasks.values())) == 3
    assert found.conferences == {task.conference_id: found.tasks[task.id], elsewhere.id: found.tasks[tasks_[2].id]}


def test_people_with_an_account_get_no_link(session: Session, cast: Cast, compose: Composer, task: Task) -> None:
    member = Address(email=cast.people["outsider"].email.upper(), name="x")
    assert action_links.doors(session, compose, member, [task], now=NOW) is None  # type: ignore[arg-type]
    left = make_user(session, "cu@haibinh.example", "Người Cũ", MemberRole.MEMBER, cast.ward, active=False)
    assert action_links.doors(session, compose, Address(email=left.email, name="x"), [task], now=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("token", ["", "x", "abc.def", "1", "Ł.ó", "a" * 5000])
def test_forged_tokens_are_told_apart_without_the_database(compose: Composer, token: str) -> None:
    assert not compose.links.genuine(token)


def test_a_token_changed_in_one_letter_is_forged(session: Session, compose: Composer, task: Task) -> None:
    _link, token = door(session, compose, task)
    assert compose.links.genuine(token)
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        # the last letter of a base64 text has bits that mean nothing: such a token reads the same, its hash does not
        assert not compose.links.genuine(changed) or place == len(token) - 1
        with pytest.raises(NotFound):
            action_links.find(session, changed, now=NOW)


# ---- the actor behind a link, with the real services ----


@pytest.fixture
def behind(session: Session, compose: Composer, task: Task) -> ActionLink:
    return door(session, compose, task)[0]


def test_a_step_is_written_with_the_link_and_the_name(session: Session, task: Task, behind: ActionLink) -> None:
    actor = action_links.actor_of(behind, "Bùi Thị Xuân")
    tasks.acknowledge(session, actor, task.id, version=task.version, now=NOW)
    event = session.scalars(select(TaskEvent)).one()
    assert event.actor_id is None
    assert {key: event.details[key] for key in ("link", "name", "unit")} == {
        "link": behind.id, "name": "Bùi Thị Xuân", "unit": "UBND phường Đông Hải",
    }  # fmt: skip


def test_the_other_units_tasks_are_not_there(
    session: Session, cast: Cast, task: Task, behind: ActionLink, conference: Conference
) -> None:
    actor = action_links.actor_of(behind, "Bùi Thị Xuân")
    other = make_task(session, conference, cast.school)
    elsewhere = make_task(session, make_conference(session, cast.host, cast.people["coordinator"]), cast.ward)
    for one in (other, elsewhere):
        with pytest.raises(NotFound):
            task_access.get(session, actor, one.id)


def test_it_takes_none_of_the_coordinators_steps_and_undoes_nothing(
    session: Session, cast: Cast, task: Task, behind: ActionLink
) -> None:
    actor = action_links.actor_of(behind, "Bùi Thị Xuân")
    tasks.submit(session, actor, task.id, version=task.version, now=NOW)
    given = {"version": task.version, "now": NOW}
    for step in (tasks.accept, tasks.reopen):
        with pytest.raises(NotAllowed):
            step(session, actor, task.id, **given)
    for aside in (tasks.suspend, tasks.cancel):
        with pytest.raises(NotAllowed):
            aside(session, actor, task.id, reason="x", **given)
    with pytest.raises(Refused):
        tasks.undo(session, actor, task.id, compose=Composer(), **given)  # type: ignore[arg-type]
    with pytest.raises((NotFound, NotAllowed)):
        link_admin.load(session, actor, task.conference_id, now=NOW, today=NOW.date())


def test_a_request_for_more_time_names_the_person(session: Session, task: Task, behind: ActionLink) -> None:
    actor = action_links.actor_of(behind, "Bùi Thị Xuân")
    extensions.ask(
        session, actor, task.id, version=task.version, now=NOW, day=task.latest, reason="Chờ số liệu của các tổ"
    )
    request = extensions.of_task(session, task.id)[0]
    assert (request.asked_by, request.link_id, request.link_name) == (None, behind.id, "Bùi Thị Xuân")


@pytest.mark.parametrize(("words", "code"), [("", "link_name_missing"), (" . ", "link_name_missing"),
                                             ("A" * 121, "link_name_too_long")])  # fmt: skip
def test_a_name_is_needed(words: str, code: str) -> None:
    with pytest.raises(InvalidInput, match=code):
        action_links.signed_name(words)


def test_a_name_is_kept_as_written() -> None:
    assert action_links.signed_name("  Ông  H’Đrơk Niê ") == "Ông H’Đrơk Niê"


def test_steps_are_counted_by_the_hour_and_looks_are_not(session: Session, behind: ActionLink) -> None:
    for _ in range(3):
        action_links.note_use(session, behind.id, action_links.OPENED, now=NOW)
    for number in range(action_links.MOST_AN_HOUR):
        action_links.check_rate(session, behind, now=NOW)
        action_links.note_use(session, behind.id, "comment", now=NOW + timedelta(seconds=number))
    with pytest.raises(Refused, match="link_too_often"):
        action_links.check_rate(session, behind, now=NOW + timedelta(minutes=30))
    action_links.check_rate(session, behind, now=NOW + timedelta(minutes=62))


# ---- what the coordinator does ----


def test_a_revoked_link_ends_at_once_and_the_next_mail_brings_another(
    session: Session, cast: Cast, compose: Composer, task: Task
) -> None:
    link, token = door(session, compose, task)
    link_admin.revoke(session, cast.actor("coordinator"), task.conference_id, link.id, now=NOW)
    with pytest.raises(NotFound):
        action_links.find(session, token, now=NOW)
    assert door(session, compose, task, NOW + timedelta(minutes=1))[1] != token


def test_a_renewed_link_replaces_the_old_one(session: Session, cast: Cast, compose: Composer, task: Task) -> None:
    _link, token = door(session, compose, task)
    later = NOW + timedelta(minutes=5)
    made, fresh = link_admin.renew(
        session, cast.actor("coordinator"), compose, task.conference_id, cast.ward.id, " DongHai@haibinh.example ",  # type: ignore[arg-type]
        now=later,
    )  # fmt: skip
    with pytest.raises(NotFound):
        action_links.find(session, token, now=later)
    assert action_links.find(session, fresh, now=later).id == made.id
    board = link_admin.load(session, cast.actor("coordinator"), task.conference_id, now=later, today=later.date())
    assert [(one.alive, one.link.id) for one in board.entries] == [(True, made.id), (False, made.id - 1)]


@pytest.mark.parametrize("who", ["leader", "administrator", "member", "outsider"])
def test_links_are_the_coordinators_matter(session: Session, cast: Cast, task: Task, who: str) -> None:
    with pytest.raises((NotFound, NotAllowed)):
        link_admin.load(session, cast.actor(who), task.conference_id, now=NOW, today=NOW.date())


def test_units_without_a_link_are_named(session: Session, cast: Cast, compose: Composer, task: Task) -> None:
    make_task(session, task.conference, cast.school)
    door(session, compose, task)
    board = link_admin.load(session, cast.actor("coordinator"), task.conference_id, now=NOW, today=NOW.date())
    assert board.without == ((cast.school, "cdkt@haibinh.example"),)


def test_a_unit_that_leads_nothing_here_gets_none(session: Session, cast: Cast, compose: Composer, task: Task) -> None:
    with pytest.raises(InvalidInput, match="unit_unknown"):
        link_admin.renew(
            session,
            cast.actor("coordinator"),
            compose,
            task.conference_id,
            cast.school.id,
            "a@b.vn",
            now=NOW,  # type: ignore[arg-type]
        )
