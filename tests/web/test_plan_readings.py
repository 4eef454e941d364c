"""The page of a reading: its progress, its end, calling it off, taking it up again."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from tests.cast import Cast
from tests.documents.old_alphabets import in_tcvn3
from tests.factories import make_conference
from tests.web.test_plans import PLAN, UPLOAD
from tracker import clock
from tracker.domain.glossary import ConferenceState
from tracker.models import Amendment, Conference, PlanReading, ReadingPurpose, ReadingState
from tracker.web import plan_reader


@pytest.fixture
def coordinator(client: FlaskClient, cast: Cast) -> FlaskClient:
    cast.sign_in(client, "coordinator")
    return client


@pytest.fixture
def reading(session: Session, cast: Cast) -> PlanReading:
    """One of 200 pages that another process is busy with."""
    row = PlanReading(
        host_id=cast.host.id,
        user_id=cast.people["coordinator"].id,
        purpose=ReadingPurpose.NEW,
        filename="Kế hoạch.txt",
        content=PLAN.encode(),
        state=ReadingState.READING,
        attempt=1,
        stage="reading",
        done=41,
        total=200,
        created_at=clock.now(),
        heartbeat_at=clock.now(),
    )
    session.add(row)
    session.commit()
    return row


def page(reading: PlanReading) -> str:
    return f"/ke-hoach/dang-doc/{reading.id}"


def stored(session: Session, reading: PlanReading) -> PlanReading:
    session.rollback()
    with Session(session.get_bind().execution_options(readonly=True)) as reader:
        return reader.scalars(select(PlanReading).options(undefer(PlanReading.content)).filter_by(id=reading.id)).one()


def lose(session: Session, reading: PlanReading) -> None:
    reading.heartbeat_at = clock.now() - timedelta(minutes=5)
    session.commit()


def test_the_progress_is_shown_with_and_without_scripts(coordinator: FlaskClient, reading: PlanReading) -> None:
    text = coordinator.get(page(reading)).text
    assert "41/200" in text
    assert '<progress aria-labelledby="reading-stage" max="200" value="41">' in text
    assert 'http-equiv="refresh"' in text
    assert f'hx-get="{page(reading)}"' in text


def test_a_reading_can_be_stopped(coordinator: FlaskClient, session: Session, reading: PlanReading) -> None:
    answer = coordinator.post(f"{page(reading)}/huy")
    assert (answer.status_code, answer.headers["Location"]) == (302, page(reading))
    row = stored(session, reading)
    assert (row.state, row.content) == (ReadingState.CANCELLED, None)
    assert "hx-get" not in coordinator.get(page(reading)).text


def test_an_interrupted_reading_is_read_again_from_what_was_sent(
    coordinator: FlaskClient, session: Session, reading: PlanReading
) -> None:
    lose(session, reading)
    assert f'action="{page(reading)}/doc-lai"' in coordinator.get(page(reading)).text
    answer = coordinator.post(f"{page(reading)}/doc-lai")
    made = stored(session, reading).conference_id
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/ke-hoach/{made}/ra-soat")


def test_one_that_goes_on_is_left_to_its_reader(
    coordinator: FlaskClient, session: Session, reading: PlanReading
) -> None:
    assert coordinator.post(f"{page(reading)}/doc-lai").headers["Location"] == page(reading)
    assert stored(session, reading).attempt == 1


def test_a_finished_reading_leads_on(
    coordinator: FlaskClient, session: Session, cast: Cast, reading: PlanReading
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    reading.state, reading.conference_id = ReadingState.DONE, conference.id
    session.commit()
    there = f"/ke-hoach/{conference.id}/ra-soat"
    assert coordinator.get(page(reading)).headers["Location"] == there
    behind = coordinator.get(page(reading), headers={"HX-Request": "true"})
    assert (behind.status_code, behind.headers["HX-Redirect"]) == (200, there)


def test_a_refused_reading_says_why_and_offers_another_file(
    coordinator: FlaskClient, session: Session, reading: PlanReading
) -> None:
    reading.state, reading.refusal = ReadingState.REFUSED, "no_plan"
    session.commit()
    text = coordinator.get(page(reading)).text
    assert ("error-summary" in text, f'href="{UPLOAD}"' in text) == (True, True)


def test_whoever_waits_too_long_is_shown_the_progress(
    app: Flask, coordinator: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        reader = plan_reader.plan_reader()
    monkeypatch.setattr(reader, "start", lambda reading_id, user_id: None)  # a reader that has just begun
    answer = coordinator.post(UPLOAD, data={"text": PLAN})
    assert answer.headers["Location"].startswith("/ke-hoach/dang-doc/")


def test_a_conversion_is_said_at_once_and_among_the_findings(coordinator: FlaskClient) -> None:
    answer = coordinator.post(UPLOAD, data={"text": in_tcvn3(PLAN)}, follow_redirects=True)
    flash, _, findings = answer.text.partition("</h1>")
    assert ("TCVN3 (ABC)" in flash, "TCVN3 (ABC)" in findings) == (True, True)


def test_a_new_version_of_a_plan_in_force_leads_to_its_differences(
    coordinator: FlaskClient, session: Session, cast: Cast
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    session.commit()
    assert conference.short_title in coordinator.get(f"{UPLOAD}?sua-doi={conference.id}").text
    answer = coordinator.post(UPLOAD, data={"text": PLAN, "amends": str(conference.id)})
    with Session(session.get_bind().execution_options(readonly=True)) as reader:
        amendment = reader.scalars(select(Amendment)).one()
        assert reader.scalars(select(Conference)).one().state is ConferenceState.ACTIVE
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/ke-hoach/sua-doi/{amendment.id}")


@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("member", 403), ("outsider", 403)])
def test_others_do_not_see_it(client: FlaskClient, cast: Cast, reading: PlanReading, who: str, status: int) -> None:
    cast.sign_in(client, who)
    assert client.get(page(reading)).status_code == status
    assert client.post(f"{page(reading)}/huy").status_code == status
