"""Loading the demo: the ordinary services are called as people would have called them on the days before today."""

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.clock import VIETNAM, vietnam_date
from tracker.demo import redate, story
from tracker.demo.accounts import DEMO_ACCOUNTS, DemoAccount
from tracker.demo.story import Deed
from tracker.demo.units import HOST, UNITS, DemoUnit
from tracker.documents import read_document
from tracker.domain.glossary import MemberRole, Review
from tracker.domain.permissions import Actor
from tracker.domain.plan import read_plan
from tracker.models import Conference, MailState, OutboxMail, Task, Unit, User
from tracker.services import accounts, activation, directory, extensions, plans, reminders, review, tasks
from tracker.services.outbox import Composer
from tracker.services.working_calendar import calendar_of

MORNING, WORK = time(8, 0), time(9, 30)
Play = Callable[[Session, Actor, Task, datetime, str, Composer], object]


def load(session: Session, compose: Composer, *, now: datetime) -> bool:
    """Load units, people and two conferences with their history up to ``now``; False when they are there already."""
    if session.scalar(select(User.id).where(User.email == DEMO_ACCOUNTS[0].email)) is not None:
        return False
    units = _units(session)
    people = _people(session, units)
    stage = _Stage(session, compose, units, people, now)
    midyear = stage.open(
        redate.midyear(stage.day(-13), stage.day(story.MIDYEAR_HELD)), "ke-hoach-so-ket.docx", story.MIDYEAR_ACTIVATED
    )
    held = stage.day(story.YEAREND_HELD)
    text = redate.yearend(stage.day(-7), held, held - timedelta(days=20))
    yearend = stage.open(text, "ke-hoach-tong-ket.txt", story.YEAREND_ACTIVATED)
    for days in range(story.MIDYEAR_ACTIVATED + 1, 1):
        stage.morning(days)
        stage.play(midyear, story.MIDYEAR, days)
        stage.play(yearend, story.YEAREND, days)
    return True


def _units(session: Session) -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for one in UNITS:
        made[one.name] = directory.add_unit(
            session,
            name=one.name,
            kind=one.kind,
            parent_id=made[one.parent].id if one.parent else None,
            is_host=one.is_host,
            aliases=one.aliases,
            email=one.email,
            contact_name=one.contact,
            head_name=one.head[0] if one.head else None,
            head_email=one.head[1] if one.head else None,
        )
    return made


def _people(session: Session, units: dict[str, Unit]) -> dict[int, User]:
    """The demo's accounts, and a contact person (whom nobody can sign in as) for units that act in the story."""
    reporters = {}
    for account in DEMO_ACCOUNTS:
        user = _account(session, account)
        accounts.grant(session, user, units[account.unit], account.role)
        if account.role is MemberRole.MEMBER:
            reporters[units[account.unit].id] = user
    for one in UNITS:
        if one.contact:
            user = _contact(session, one)
            accounts.grant(session, user, units[one.name], MemberRole.MEMBER)
            reporters[units[one.name].id] = user
    return reporters


def _account(session: Session, one: DemoAccount) -> User:
    return accounts.create_user(
        session, email=one.email, full_name=one.name, password=one.password, phone=one.phone, must_change=False
    )


def _contact(session: Session, one: DemoUnit) -> User:
    local, _, domain = (one.email or "").partition("@")
    password = f"{secrets.token_urlsafe(16)}-Aa1"
    return accounts.create_user(
        session, email=f"dau-moi.{local}@{domain}", full_name=one.contact or "", password=password
    )


class _Stage:
    """Where the story plays: the session, who acts, which day it is."""

    def __init__(
        self, session: Session, compose: Composer, units: dict[str, Unit], people: dict[int, User], now: datetime
    ) -> None:
        self.session, self.compose, self.people, self.now = session, compose, people, now
        self.host = units[HOST]
        coordinator = accounts.user_by_email(session, DEMO_ACCOUNTS[0].email)
        self.coordinator = accounts.load_actor(session, coordinator)

    def day(self, working_days: int) -> date:
        calendar = calendar_of(self.session)
        today = calendar.previous_or_same(vietnam_date(self.now))
        return calendar.shift(today, working_days) if working_days else today

    def moment(self, working_days: int, at: time) -> datetime:
        """That time of that working day, never later than now."""
        return min(datetime.combine(self.day(working_days), at, VIETNAM), self.now)

    def open(self, data: bytes, filename: str, activated: int) -> Conference:
        """Import, accept what was read, activate."""
        document = read_document(filename, data)
        moment = self.moment(activated, WORK)
        conference = plans.import_plan(
            self.session,
            self.coordinator,
            host_id=self.host.id,
            filename=filename,
            data=data,
            document=document,
            parsed=read_plan(document.lines),
            now=moment,
        )
        doubtful = [
            task
            for task in review.tasks_of(self.session, conference.id)
            if task.review is Review.CHECK and review.is_ready(task)
        ]
        refs = [(task.id, task.version) for task in doubtful]
        if refs:
            review.accept(self.session, self.coordinator, conference.id, refs, now=moment)
        review.accept_certain(self.session, self.coordinator, conference.id, now=moment)
        self.session.flush()
        seen = activation.preview(self.session, self.coordinator, conference.id, today=vietnam_date(moment)).seen
        activation.activate(
            self.session,
            self.coordinator,
            conference.id,
            seen=seen,
            compose=self.compose,
            now=moment,
            past_confirmed=True,
        )
        self._deliver(moment)
        return conference

    def morning(self, working_days: int) -> None:
        """The reminders of that day, as the scheduler would have sent them; today's are left to it."""
        if working_days < 0:
            moment = self.moment(working_days, MORNING)
            reminders.plan(self.session, self.compose, now=moment)
            self._deliver(moment)

    def _deliver(self, moment: datetime) -> None:
        self.session.flush()
        for mail in self.session.scalars(select(OutboxMail).where(OutboxMail.state == MailState.PENDING)):
            mail.state, mail.sent_at, mail.attempts = MailState.SENT, max(moment, mail.not_before), 1

    def play(self, conference: Conference, deeds: Sequence[Deed], working_days: int) -> None:
        mine = [deed for deed in deeds if deed.day == working_days]
        for minute, deed in enumerate(mine):
            moment = min(self.moment(working_days, WORK) + timedelta(minutes=7 * minute), self.now)
            task = self.session.scalars(
                select(Task).where(Task.conference_id == conference.id, Task.position == deed.task)
            ).one()
            PLAYS[deed.step](self.session, self._actor(task, deed.step), task, moment, deed.words, self.compose)
            self.session.flush()
            if working_days < 0:
                self._deliver(moment)

    def _actor(self, task: Task, step: str) -> Actor:
        if step in {"accept", "return_"}:
            return self.coordinator
        return accounts.load_actor(self.session, self.people[task.unit_id or 0])


PLAYS: dict[str, Play] = {
    "acknowledge": lambda s, a, t, at, words, c: tasks.acknowledge(s, a, t.id, version=t.version, now=at),
    "start": lambda s, a, t, at, words, c: tasks.start(s, a, t.id, version=t.version, now=at, note=words),
    "submit": lambda s, a, t, at, words, c: tasks.submit(s, a, t.id, version=t.version, now=at, note=words),
    "accept": lambda s, a, t, at, words, c: tasks.accept(s, a, t.id, version=t.version, now=at),
    "return_": lambda s, a, t, at, words, c: tasks.return_(
        s, a, t.id, version=t.version, now=at, reason=words, compose=c
    ),
    "ask": lambda s, a, t, at, words, c: extensions.ask(
        s, a, t.id, version=t.version, now=at, day=t.latest, reason=words
    ),
    "decline": lambda s, a, t, at, words, c: tasks.decline(s, a, t.id, version=t.version, now=at, reason=words),
}
