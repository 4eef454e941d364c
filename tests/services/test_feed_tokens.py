"""Private addresses of feeds: who may make which, and when they lead nowhere."""

import hashlib
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO, make_conference, make_task
from tracker.domain.errors import InvalidInput, NotFound, Refused
from tracker.domain.glossary import ConferenceState, FeedScope
from tracker.models import FeedToken
from tracker.services import feed_tokens

TODAY = date(2026, 11, 20)


def test_only_the_tokens_hash_is_kept(session: Session, cast: Cast) -> None:
    made, token = feed_tokens.make(session, cast.actor("member"), FeedScope.PERSON, now=LONG_AGO)
    kept = session.scalars(select(FeedToken)).one()
    assert kept.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in [str(value) for value in vars(kept).values()]
    assert len(token) >= 43
    assert feed_tokens.find(session, token).id == made.id


def test_a_revoked_an_unknown_and_a_switched_off_owners_token_lead_nowhere(session: Session, cast: Cast) -> None:
    actor = cast.actor("member")
    made, token = feed_tokens.make(session, actor, FeedScope.PERSON, now=LONG_AGO)
    other, still = feed_tokens.make(session, actor, FeedScope.PERSON, now=LONG_AGO)
    feed_tokens.revoke(session, actor, made.id, now=LONG_AGO)
    for unknown in (token, "x" * 43, ""):
        with pytest.raises(NotFound):
            feed_tokens.find(session, unknown)
    assert [one.id for one in feed_tokens.of_person(session, actor)] == [other.id]
    cast.people["member"].active = False
    with pytest.raises(NotFound):
        feed_tokens.find(session, still)


def test_another_persons_feed_cannot_be_revoked(session: Session, cast: Cast) -> None:
    made, token = feed_tokens.make(session, cast.actor("member"), FeedScope.PERSON, now=LONG_AGO)
    with pytest.raises(NotFound):
        feed_tokens.revoke(session, cast.actor("coordinator"), made.id, now=LONG_AGO)
    assert feed_tokens.find(session, token).revoked_at is None


def test_a_member_follows_only_their_own_unit_and_conferences_that_concern_it(session: Session, cast: Cast) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(session, conference, cast.department)
    draft = make_conference(session, cast.host, cast.people["coordinator"], state=ConferenceState.DRAFT)
    actor = cast.actor("member")
    feed_tokens.make(session, actor, FeedScope.UNIT, target_id=cast.department.id, now=LONG_AGO)
    feed_tokens.make(session, actor, FeedScope.CONFERENCE, target_id=conference.id, now=LONG_AGO)
    for scope, target in (
        (FeedScope.UNIT, cast.office.id),
        (FeedScope.UNIT, None),
        (FeedScope.CONFERENCE, draft.id),
        (FeedScope.CONFERENCE, 999_999),
    ):
        with pytest.raises(NotFound):
            feed_tokens.make(session, actor, scope, target_id=target, now=LONG_AGO)
    with pytest.raises(NotFound):
        feed_tokens.make(session, cast.actor("outsider"), FeedScope.CONFERENCE, target_id=conference.id, now=LONG_AGO)


def test_a_host_follows_any_unit_that_exists(session: Session, cast: Cast) -> None:
    feed_tokens.make(session, cast.actor("leader"), FeedScope.UNIT, target_id=cast.ward.id, now=LONG_AGO)
    with pytest.raises(NotFound):
        feed_tokens.make(session, cast.actor("leader"), FeedScope.UNIT, target_id=999_999, now=LONG_AGO)


def test_what_is_offered_is_what_concerns_the_person_and_is_still_ahead(session: Session, cast: Cast) -> None:
    ahead = make_conference(session, cast.host, cast.people["coordinator"])
    past = make_conference(
        session, cast.host, cast.people["coordinator"], event_start=date(2026, 11, 3), event_end=date(2026, 11, 3)
    )
    off = make_conference(session, cast.host, cast.people["coordinator"], state=ConferenceState.CANCELLED)
    make_task(session, ahead, cast.department)
    make_task(session, past, cast.ward)
    make_task(session, off, cast.ward)
    for who, units in (("coordinator", [cast.department.id]), ("member", [cast.department.id])):
        found = feed_tokens.offers(session, cast.actor(who), today=TODAY)
        assert ([one.id for one in found.conferences], [one.id for one in found.units]) == ([ahead.id], units)
    outsider = feed_tokens.offers(session, cast.actor("outsider"), today=TODAY)
    assert ([one.id for one in outsider.conferences], [one.id for one in outsider.units]) == ([], [cast.school.id])


def test_nobody_hoards_addresses(session: Session, cast: Cast) -> None:
    actor = cast.actor("member")
    made = [feed_tokens.make(session, actor, FeedScope.PERSON, now=LONG_AGO)[0] for _ in range(feed_tokens.MOST)]
    with pytest.raises(Refused, match="feeds_too_many"):
        feed_tokens.make(session, actor, FeedScope.PERSON, now=LONG_AGO)
    feed_tokens.revoke(session, actor, made[0].id, now=LONG_AGO)
    feed_tokens.make(session, actor, FeedScope.PERSON, now=LONG_AGO)


def test_the_last_visit_is_kept_by_the_hour(session: Session, cast: Cast) -> None:
    made, _token = feed_tokens.make(session, cast.actor("member"), FeedScope.PERSON, now=LONG_AGO)
    assert not feed_tokens.is_noted(made, LONG_AGO)
    feed_tokens.note_use(session, made.id, now=LONG_AGO)
    session.refresh(made)
    assert feed_tokens.is_noted(made, LONG_AGO + timedelta(minutes=59))
    assert not feed_tokens.is_noted(made, LONG_AGO + timedelta(minutes=60))


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        ("person", (FeedScope.PERSON, None)),
        ("unit:5", (FeedScope.UNIT, 5)),
        ("conference:7", (FeedScope.CONFERENCE, 7)),
    ],
)
def test_a_forms_choice_is_read(words: str, choice: tuple[FeedScope, int | None]) -> None:
    assert feed_tokens.read_choice(words) == choice


@pytest.mark.parametrize(
    "words", ["", "unit", "unit:", "unit:x", "unit:-1", "person:1", "all", "unit:99999999999999999"]
)
def test_an_odd_choice_is_refused(words: str) -> None:
    with pytest.raises(InvalidInput, match="feed_choice"):
        feed_tokens.read_choice(words)
