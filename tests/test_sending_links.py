"""No token is kept: a mail gets the links that live when it goes out (real database, real SMTP server)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from config import Settings
from tests.cast import Cast
from tests.factories import make_conference, make_task, make_user
from tests.mail.relay import Relay, running_relay
from tracker import clock, jobs
from tracker.app import create_app
from tracker.db import Database
from tracker.domain.glossary import ConferenceState, MemberRole
from tracker.mail import Mailer
from tracker.models import ActionLink, Base, ExtensionRequest, MailState, OutboxMail, Task
from tracker.services import action_links, extension_notice, extensions, notices, nudges
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS

MONDAY_8 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BOX = "donghai@haibinh.example"  # of the ward, which has no account
SITE = "https://sansang.example"
TOKEN = re.compile(r"[\w-]{16,}\.[\w-]{16,}")


@dataclass
class Post:
    """The ward's task, the application with a relay, and what has arrived there."""

    app: Flask
    database: Database
    session: Session
    cast: Cast
    relay: Relay
    task: Task

    @property
    def mailer(self) -> Mailer:
        mailer: Mailer = self.app.extensions["mailer"]
        return mailer

    def run(self, job: str, at: datetime) -> dict[str, int]:
        self.session.commit()
        figures = jobs.run(job, self.database, self.mailer, at=at)
        self.session.expire_all()
        return figures

    def arrived(self) -> list[EmailMessage]:
        return [mail for mail in self.relay.mails if mail["To"].addresses[0].addr_spec == BOX]

    def link(self) -> ActionLink:
        """The one that lives."""
        return self.session.scalars(select(ActionLink).where(ActionLink.revoked_at.is_(None))).one()

    def visit(self, address: str) -> int:
        """The answer's status. Nothing is held meanwhile: SQLite has one writer."""
        self.session.rollback()
        return self.app.test_client().get(address).status_code

    def revoke(self) -> None:
        self.session.execute(update(ActionLink).values(revoked_at=MONDAY_8))
        self.session.commit()

    def kept_tokens(self) -> list[str]:
        """Whatever in any column of any table would open something."""
        self.session.rollback()
        cells = [
            str(cell)
            for table in Base.metadata.sorted_tables
            for row in self.session.execute(select(table))
            for cell in row
        ]
        return [found for cell in cells for found in TOKEN.findall(cell) if self.mailer.links.genuine(found)]


@pytest.fixture
def relay() -> Iterator[Relay]:
    with running_relay() as relay:
        yield relay


@pytest.fixture
def smtp_app(settings: Settings, relay: Relay, database: Database) -> Iterator[Flask]:
    mail = replace(settings.mail, backend="smtp", server="127.0.0.1", port=relay.port, timeout=5.0)
    app = create_app(replace(settings, mail=mail))
    yield app
    app.extensions["database"].engine.dispose()


@pytest.fixture
def post(
    smtp_app: Flask, database: Database, session: Session, cast: Cast, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> Post:
    monkeypatch.setattr(clock, "now", lambda: MONDAY_8 + 5 * MINUTE)
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    task = make_task(session, conference, cast.ward, due=date(2026, 11, 27))
    session.commit()
    return Post(smtp_app, database, session, cast, relay, task)


def text(mail: EmailMessage, kind: str = "plain") -> str:
    return str(mail.get_body((kind,)).get_content())  # type: ignore[union-attr]  # each has both parts


def led_to(mail: EmailMessage) -> set[str]:
    """The tokens in all parts of a mail."""
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return {found for part in parts for found in re.findall(r"/viec/([^/\s\"\\]+)", part.replace("\r\n ", ""))}


def test_a_link_revoked_while_its_mail_waits_is_followed_by_a_new_one_in_the_mail(post: Post) -> None:
    post.run(PLAN_REMINDERS, MONDAY_8)
    before = action_links.address_token(post.mailer, post.link())
    post.revoke()
    post.run(DELIVER_MAIL, MONDAY_8 + MINUTE)
    (mail,) = post.arrived()
    (token,) = led_to(mail)
    assert token != before
    assert f"{SITE}/viec/{token}/{post.task.id}" in text(mail)
    assert post.visit(f"/viec/{token}/{post.task.id}") == 200
    assert post.visit(f"/viec/{before}/{post.task.id}") == 404


@pytest.mark.parametrize("ended", ["expired", "another secret"])
def test_so_is_one_that_has_ended_otherwise(post: Post, ended: str) -> None:
    post.run(PLAN_REMINDERS, MONDAY_8)
    values = {"expires_at": MONDAY_8} if ended == "expired" else {"token_hash": "x" * 64}
    post.session.execute(update(ActionLink).values(values))
    post.run(DELIVER_MAIL, MONDAY_8 + MINUTE)
    (token,) = led_to(post.arrived()[0])
    assert token == action_links.address_token(post.mailer, post.link())
    assert post.visit(f"/viec/{token}") == 200


def tell_of_more_time(post: Post) -> None:
    """The news that the ward's request for more time was heard."""
    session, task = post.session, post.task
    link, _token = action_links.door(session, post.mailer, task.conference, post.cast.ward.id, BOX, now=MONDAY_8)
    actor = action_links.actor_of(link, "Bùi Thị Xuân")
    extensions.ask(
        session, actor, task.id, version=task.version, day=date(2026, 12, 4), reason="Cần thêm", now=MONDAY_8
    )
    request = session.scalars(select(ExtensionRequest)).one()
    extension_notice.decided(session, post.mailer, request, task, event_id=1, now=MONDAY_8)
    session.commit()


def test_mails_of_every_kind_hold_no_token_until_they_go_out(post: Post) -> None:
    session, task, compose = post.session, post.task, post.mailer
    post.run(PLAN_REMINDERS, MONDAY_8)
    notices.assigned(session, compose, [task], now=MONDAY_8)
    notices.returned(session, compose, task, "Thiếu số liệu", now=MONDAY_8)
    nudges.about_task(session, post.cast.actor("coordinator"), task.id, confirmed=True, compose=compose, now=MONDAY_8)
    tell_of_more_time(post)
    kinds = set(session.scalars(select(OutboxMail.kind).where(OutboxMail.recipient == BOX)))
    assert kinds == {"digest", "assigned", "returned", "nudge", "extension"}
    assert post.kept_tokens() == []
    post.run(DELIVER_MAIL, MONDAY_8 + MINUTE)
    assert len(post.arrived()) == len(kinds)
    token = action_links.address_token(post.mailer, post.link())
    for mail in post.arrived():
        assert led_to(mail) == {token}
        assert f"{SITE}/viec/{token}/{task.id}" in text(mail)
        assert f'href="{SITE}/viec/{token}/{task.id}"' in text(mail, "html")
    assert any(part.get_content_type() == "text/calendar" for mail in post.arrived() for part in mail.walk())
    assert post.kept_tokens() == []


def test_the_briefing_holds_its_way_out_only_when_it_goes_out(post: Post) -> None:
    post.run(PLAN_REMINDERS, MONDAY_8)
    assert "briefing" in post.session.scalars(select(OutboxMail.kind)).all()
    assert post.kept_tokens() == []
    post.run(DELIVER_MAIL, MONDAY_8 + MINUTE)
    (mail,) = [mail for mail in post.relay.mails if mail["List-Unsubscribe"]]
    leads = str(mail["List-Unsubscribe"]).strip("<>").removeprefix(SITE)
    assert post.visit(leads) == 200
    assert f"{SITE}{leads}" in text(mail)
    assert post.kept_tokens() == []


def test_a_repeat_has_the_same_bytes(post: Post) -> None:
    post.run(PLAN_REMINDERS, MONDAY_8)
    post.relay.answers["DATA"] = "drop"
    post.run(DELIVER_MAIL, MONDAY_8 + MINUTE)
    del post.relay.answers["DATA"]
    post.run(DELIVER_MAIL, MONDAY_8 + 30 * MINUTE)
    post.session.execute(update(OutboxMail).values(state=MailState.PENDING, not_before=MONDAY_8))
    post.run(DELIVER_MAIL, MONDAY_8 + 31 * MINUTE)
    first, again = post.arrived()
    assert first["Message-ID"] == again["Message-ID"]
    assert [part.get_content() for part in first.walk() if not part.is_multipart()] == [
        part.get_content() for part in again.walk() if not part.is_multipart()
    ]


def test_a_remark_that_looks_like_a_mark_gets_no_token(post: Post) -> None:
    place = f"{post.task.conference_id}.{post.task.unit_id}"
    notices.returned(post.session, post.mailer, post.task, f"Xem {SITE}/viec/~{place}/99", now=MONDAY_8)
    post.run(DELIVER_MAIL, MONDAY_8 + MINUTE)
    (mail,) = post.arrived()
    token = action_links.address_token(post.mailer, post.link())
    assert f"{SITE}/viec/%7E{place}/99" in text(mail)
    assert f"{token}/{post.task.id}" in text(mail)
    assert f"{token}/99" not in text(mail) + text(mail, "html")


def test_who_has_an_account_by_now_is_led_to_the_page_for_those_who_have_one(post: Post) -> None:
    notices.assigned(post.session, post.mailer, [post.task], now=MONDAY_8)
    make_user(post.session, BOX, "Bùi Thị Xuân", MemberRole.MEMBER, post.cast.ward)
    post.run(DELIVER_MAIL, MONDAY_8 + MINUTE)
    (mail,) = post.arrived()
    assert f"{SITE}/nhiem-vu/{post.task.id}" in text(mail)
    assert led_to(mail) == set()


@pytest.mark.parametrize("lives", [True, False])
def test_news_of_a_conference_that_was_called_off_brings_no_new_link_and_no_broken_one(post: Post, lives: bool) -> None:
    tell_of_more_time(post)
    token = action_links.address_token(post.mailer, post.link())
    post.task.conference.state = ConferenceState.CANCELLED
    post.session.commit()
    if not lives:
        post.revoke()
    post.run(DELIVER_MAIL, MONDAY_8 + MINUTE)
    (mail,) = post.arrived()
    assert led_to(mail) == ({token} if lives else set())
    assert lives or f"{SITE}/nhiem-vu/{post.task.id}" in text(mail)
    assert "~" not in text(mail)
