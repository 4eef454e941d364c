"""An uploaded plan on its way through the reader."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference
from tracker.documents import read_text
from tracker.domain.errors import DocumentRefused, NotFound, Refused, StepRefused
from tracker.domain.glossary import ConferenceState
from tracker.domain.plan import read_plan
from tracker.models import Amendment, Finding, PlanReading, ReadingPurpose, ReadingState
from tracker.services import readings
from tracker.services.readings import Claimed, Upload

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PLAN = """KẾ HOẠCH
Tổ chức Hội nghị sơ kết hoạt động sáng kiến năm 2026
I. THỜI GIAN: ngày 15/12/2026.
II. TỔ CHỨC THỰC HIỆN
1. Phòng Quản lý Khoa học
- Chủ trì xây dựng chương trình Hội nghị.
"""


def sent(cast: Cast, **values: object) -> Upload:
    plain = {"host_id": cast.host.id, "filename": "ke-hoach.txt", "data": PLAN.encode()}
    return Upload(**(plain | values))


def taken(session: Session, cast: Cast, **values: object) -> PlanReading:
    return readings.take_in(session, cast.actor("coordinator"), sent(cast, **values), now=NOW)


def claimed(session: Session, reading: PlanReading) -> Claimed:
    found = readings.claim(session, reading.id, now=NOW)
    assert found is not None
    return found


def finish(session: Session, cast: Cast, claim: Claimed, *notes: str) -> PlanReading | None:
    document = read_text(claim.data.decode())
    parsed = read_plan(document.lines)
    actor = cast.actor("coordinator")
    return readings.finish(session, actor, claim, document=document, notes=notes, parsed=parsed, now=NOW)


def test_what_was_sent_becomes_a_draft_and_its_bytes_go(session: Session, cast: Cast) -> None:
    reading = taken(session, cast)
    finish(session, cast, claimed(session, reading))
    assert (reading.state, reading.content) == (ReadingState.DONE, None)
    assert reading.conference is not None
    assert reading.conference.state is ConferenceState.DRAFT


def test_only_one_reader_gets_a_reading(session: Session, cast: Cast) -> None:
    reading = taken(session, cast)
    assert claimed(session, reading).data == PLAN.encode()
    assert readings.claim(session, reading.id, now=NOW) is None


def test_its_progress_is_noted_while_it_is_wanted(session: Session, cast: Cast) -> None:
    reading = taken(session, cast)
    claim = claimed(session, reading)
    later = NOW + timedelta(seconds=9)
    assert readings.beat(session, claim, stage="reading", done=41, total=200, now=later)
    session.refresh(reading)
    assert (reading.stage, reading.done, reading.total, reading.heartbeat_at) == ("reading", 41, 200, later)
    readings.cancel(session, cast.actor("coordinator"), reading.id, now=later)
    assert not readings.beat(session, claim, stage="reading", done=42, total=200, now=later)


def test_a_reading_that_was_called_off_makes_nothing(session: Session, cast: Cast) -> None:
    reading = taken(session, cast)
    claim = claimed(session, reading)
    readings.cancel(session, cast.actor("coordinator"), reading.id, now=NOW)
    assert finish(session, cast, claim) is None
    assert (reading.state, reading.content, reading.conference_id) == (ReadingState.CANCELLED, None, None)


def test_a_reading_whose_reader_is_gone_is_taken_up_by_another(session: Session, cast: Cast) -> None:
    reading = taken(session, cast)
    gone = claimed(session, reading)
    later = NOW + readings.LOST_AFTER + timedelta(seconds=1)
    assert not readings.is_lost(reading, NOW)
    assert readings.is_lost(reading, later)
    readings.take_up(session, cast.actor("coordinator"), reading.id, again=False, now=later)
    fresh = readings.claim(session, reading.id, now=later)
    assert fresh is not None
    assert finish(session, cast, gone) is None
    assert finish(session, cast, fresh) is reading


def test_a_reading_that_goes_on_is_not_taken_from_its_reader(session: Session, cast: Cast) -> None:
    reading = taken(session, cast)
    claimed(session, reading)
    readings.take_up(session, cast.actor("coordinator"), reading.id, again=False, now=NOW)
    assert reading.state is ReadingState.READING


def test_a_refusal_is_kept_with_its_facts_and_the_bytes_go(session: Session, cast: Cast) -> None:
    reading = taken(session, cast)
    readings.refuse(session, claimed(session, reading), DocumentRefused("too_large", pages=900), now=NOW)
    assert (reading.state, reading.refusal, reading.params) == (ReadingState.REFUSED, "too_large", {"pages": 900})
    assert reading.content is None


def test_a_twin_keeps_its_bytes_so_that_it_can_be_insisted_on(session: Session, cast: Cast) -> None:
    finish(session, cast, claimed(session, taken(session, cast)))
    second = taken(session, cast)
    claim = claimed(session, second)
    with pytest.raises(Refused) as refused:
        finish(session, cast, claim)
    readings.refuse(session, claim, refused.value, now=NOW)
    readings.take_up(session, cast.actor("coordinator"), second.id, again=True, now=NOW)
    assert finish(session, cast, claimed(session, second)) is second


def test_the_draft_that_is_replaced_is_called_off(session: Session, cast: Cast) -> None:
    draft = make_conference(
        session, cast.host, cast.people["coordinator"], state=ConferenceState.DRAFT, activated_at=None
    )
    reading = taken(session, cast, purpose=ReadingPurpose.REPLACES, target_id=draft.id)
    finish(session, cast, claimed(session, reading))
    assert draft.state is ConferenceState.CANCELLED
    assert reading.conference_id not in {None, draft.id}


def test_an_amended_plan_becomes_an_amendment(session: Session, cast: Cast) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    reading = taken(session, cast, purpose=ReadingPurpose.AMENDS, target_id=conference.id)
    finish(session, cast, claimed(session, reading))
    amendment = session.scalars(select(Amendment)).one()
    assert (reading.amendment_id, reading.conference_id) == (amendment.id, conference.id)


def test_a_draft_is_not_amended(session: Session, cast: Cast) -> None:
    draft = make_conference(
        session, cast.host, cast.people["coordinator"], state=ConferenceState.DRAFT, activated_at=None
    )
    with pytest.raises(StepRefused):
        taken(session, cast, purpose=ReadingPurpose.AMENDS, target_id=draft.id)


def test_how_it_was_read_is_a_finding(session: Session, cast: Cast) -> None:
    finish(session, cast, claimed(session, taken(session, cast)), "ocr", "tcvn3")
    assert {"read_ocr", "read_tcvn3"} <= set(session.scalars(select(Finding.code)))


@pytest.mark.parametrize("who", ["member", "leader", "outsider"])
def test_a_reading_is_its_agencys_importers_business(session: Session, cast: Cast, who: str) -> None:
    reading = taken(session, cast)
    with pytest.raises(NotFound):
        readings.get(session, cast.actor(who), reading.id)


def test_old_readings_are_forgotten_when_the_next_comes(session: Session, cast: Cast) -> None:
    taken(session, cast, filename="cũ.txt")
    readings.take_in(session, cast.actor("coordinator"), sent(cast), now=NOW + timedelta(days=3))
    assert session.scalars(select(PlanReading.filename)).all() == ["ke-hoach.txt"]
