"""The page on which the event is moved, several due dates are shifted, and both are taken back."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO, make_conference, make_task
from tracker.domain.glossary import Anchor, ConferenceState, DueSource, TaskState
from tracker.models import Conference, MailState, OutboxMail, Reminder, Replan, Task, TaskEvent

WHEN = {"viec": "doi", "start": "2026-12-22", "end": "", "tentative": "", "reason": "Trùng lịch họp", "past_known": "1"}
"""Whenever the tests are run: also after that day."""


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    """On Tuesday 15/12/2026, still to come for a long while."""
    found = make_conference(session, cast.host, cast.people["coordinator"])
    session.commit()
    return found


def address(conference: Conference, tab: str = "ngay-to-chuc") -> str:
    return f"/hoi-nghi/{conference.id}/{tab}"


def ruled(session: Session, conference: Conference, cast: Cast, **values: object) -> Task:
    """A main report, seven working days before the event."""
    rule = {"anchor": Anchor.START, "offset_days": -7, "due_source": DueSource.RULE, "due": date(2026, 12, 4)}
    return make_task(session, conference, cast.department, **(rule | values))


def shown(client: FlaskClient, url: str, typed: dict[str, str]) -> dict[str, str]:
    """What the previewed page sends back when its button is pressed."""
    page = client.get(url, query_string=typed)
    assert page.status_code == 200, page.text
    seen = re.search(r'name="seen" value="([^"]+)"', page.text)
    assert seen is not None
    return typed | {"seen": seen[1]}


def pending_mail(session: Session, cast: Cast, task: Task) -> OutboxMail:
    mail = OutboxMail(
        key="digest:1", kind="digest", recipient="a@haibinh.example", recipient_name="A", subject="Nhắc việc",
        text="", html="", message_id="<1@example>", host_id=cast.host.id, not_before=LONG_AGO, created_at=LONG_AGO,
    )  # fmt: skip
    session.add(mail)
    session.flush()
    session.add(
        Reminder(
            task_id=task.id, stage="before_3", audience="unit", recipient="a@haibinh.example", due_version=1,
            at=LONG_AGO, mail_id=mail.id,
        )
    )  # fmt: skip
    session.commit()
    return mail


def test_what_would_move_is_shown_and_nothing_is_changed(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    task = ruled(session, conference, cast)
    session.commit()
    cast.sign_in(client, "coordinator")
    page = client.get(address(conference), query_string=WHEN).text
    session.expire_all()
    assert ("11/12/2026" in page, task.due, conference.event_start) == (True, date(2026, 12, 4), date(2026, 12, 15))


def test_setting_the_date_moves_what_is_counted_from_it(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    counted = ruled(session, conference, cast)
    pinned = ruled(session, conference, cast, due_source=DueSource.PERSON, pinned=True)
    done = ruled(session, conference, cast, state=TaskState.COMPLETED, submitted_on=date(2026, 11, 3))
    session.commit()
    cast.sign_in(client, "coordinator")
    answer = client.post(address(conference), data=shown(client, address(conference), WHEN))
    session.expire_all()
    assert answer.headers["Location"] == f"/hoi-nghi/{conference.id}"
    assert (conference.event_start, conference.event_end, conference.event_tentative) == (
        date(2026, 12, 22),
        date(2026, 12, 22),
        False,
    )
    assert [task.due for task in (counted, pinned, done)] == [date(2026, 12, 11), date(2026, 12, 4), date(2026, 12, 4)]
    assert [task.due_version for task in (counted, pinned, done)] == [2, 1, 1]
    [entry] = session.scalars(select(TaskEvent).where(TaskEvent.task_id == counted.id)).all()
    assert (entry.note, entry.details["old"], entry.details["new"]) == ("Trùng lịch họp", "2026-12-04", "2026-12-11")


def test_unsent_reminders_of_the_old_date_are_withdrawn(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    mail = pending_mail(session, cast, ruled(session, conference, cast))
    cast.sign_in(client, "coordinator")
    client.post(address(conference), data=shown(client, address(conference), WHEN))
    session.expire_all()
    assert mail.state is MailState.CANCELLED


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"start": ""}, "start"),
        ({"start": "hôm nào"}, "start"),
        ({"end": "2026-12-01"}, "end"),
        ({"end": "2027-12-01"}, "end"),
        ({"start": "22/12/2206"}, "start"),
    ],
)
def test_a_date_that_cannot_be_is_refused_and_kept_in_the_form(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, typed: dict[str, str], field: str
) -> None:
    cast.sign_in(client, "coordinator")
    for answer in (
        client.get(address(conference), query_string=WHEN | typed),
        client.post(address(conference), data=WHEN | typed),
    ):
        assert (answer.status_code, f'href="#f-{field}"' in answer.text, "Trùng lịch họp" in answer.text) == (
            422,
            True,
            True,
        )
    session.expire_all()
    assert conference.event_start == date(2026, 12, 15)


def test_without_a_reason_it_is_shown_again_with_what_was_typed(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    ruled(session, conference, cast)
    session.commit()
    cast.sign_in(client, "coordinator")
    answer = client.post(address(conference), data=shown(client, address(conference), WHEN | {"reason": ""}))
    assert (answer.status_code, 'href="#f-reason"' in answer.text, "11/12/2026" in answer.text) == (422, True, True)


def test_a_date_set_on_a_page_that_is_out_of_date_is_refused(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    pages = [shown(client, address(conference), WHEN | {"start": f"2026-12-2{day}"}) for day in (2, 3)]
    answers = [client.post(address(conference), data=page).status_code for page in pages]
    session.expire_all()
    assert (answers, conference.event_start) == ([302, 409], date(2026, 12, 22))


def test_calling_off_silences_the_reminders_and_can_be_taken_back(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    mail = pending_mail(session, cast, make_task(session, conference, cast.department))
    cast.sign_in(client, "coordinator")
    data = shown(client, address(conference), {"viec": "huy", "reason": "Lũ lụt"})
    answer = client.post(address(conference), data=data, follow_redirects=True)
    session.expire_all()
    assert (conference.state, mail.state) == (ConferenceState.CANCELLED, MailState.CANCELLED)
    undo = f"/hoi-nghi/{conference.id}/lap-lai/{session.scalars(select(Replan.id)).one()}/hoan-tac"
    assert f'action="{undo}"' in answer.text
    session.rollback()  # SQLite lets one write at a time
    client.post(undo)
    session.expire_all()
    assert conference.state is ConferenceState.ACTIVE


def test_the_date_of_a_conference_that_is_called_off_stands(client: FlaskClient, session: Session, cast: Cast) -> None:
    off = make_conference(session, cast.host, cast.people["coordinator"], state=ConferenceState.CANCELLED)
    session.commit()
    cast.sign_in(client, "coordinator")
    answer = client.post(address(off), data=WHEN)
    session.expire_all()
    assert (answer.status_code, off.event_start) == (422, date(2026, 12, 15))


def test_an_event_on_a_day_off_is_said_before_it_is_set(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    page = client.get(address(conference), query_string=WHEN | {"start": "01/01/2027"}).text
    assert "Thứ Sáu 01/01/2027 là ngày nghỉ (Tết Dương lịch)." in page
    assert "Chưa có thông báo nghỉ lễ, Tết năm 2027" in page


def test_several_due_dates_are_shifted_by_working_days_and_taken_back(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    task = ruled(session, conference, cast)
    session.commit()
    cast.sign_in(client, "coordinator")
    typed = {"task": str(task.id), "days": "1", "way": "", "reason": "Chờ số liệu"}
    client.post(address(conference, "doi-han"), data=shown(client, address(conference, "doi-han"), typed))
    session.expire_all()
    assert task.due == date(2026, 12, 7)
    undo = f"/hoi-nghi/{conference.id}/lap-lai/{session.scalars(select(Replan.id)).one()}/hoan-tac"
    session.rollback()
    client.post(undo)
    session.expire_all()
    assert (task.due, task.due_source) == (date(2026, 12, 4), DueSource.RULE)


@pytest.mark.parametrize("typed", [{"task": ""}, {"task": "999"}, {"days": "0"}, {"days": "x"}, {"days": "900"}])
def test_a_shift_that_cannot_be_is_refused(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, typed: dict[str, str]
) -> None:
    task = ruled(session, conference, cast)
    session.commit()
    cast.sign_in(client, "coordinator")
    asked = {"task": str(task.id), "days": "1", "reason": "Chờ số liệu"} | typed
    url = address(conference, "doi-han")
    assert [client.get(url, query_string=asked).status_code, client.post(url, data=asked).status_code] == [422, 422]


def test_a_move_that_is_gone_or_another_conferences_cannot_be_taken_back(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    assert client.post(f"/hoi-nghi/{conference.id}/lap-lai/999/hoan-tac").status_code == 404


def test_everything_wrong_with_the_days_is_told_at_once(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    page = client.get(address(conference), query_string=WHEN | {"start": "hôm nào", "end": "mai"}).text
    assert [f'href="#f-{name}"' in page for name in ("start", "end")] == [True, True]
    page = client.get(address(conference), query_string=WHEN | {"start": "22/12/2206", "end": "1/12/2026"}).text
    assert [f'href="#f-{name}"' in page for name in ("start", "end")] == [True, True]


def test_days_that_have_passed_need_a_tick(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    url = address(conference)
    typed = WHEN | {"start": "2026-11-02", "past_known": ""}
    data = shown(client, url, typed)
    assert "Tôi biết ngày này đã qua" in client.get(url, query_string=typed).text
    refused = client.post(url, data=data)
    session.expire_all()
    assert (refused.status_code, 'id="f-past_known-error"' in refused.text) == (422, True)
    assert conference.event_start == date(2026, 12, 15)
    session.rollback()  # SQLite lets one write at a time
    assert client.post(url, data=data | {"past_known": "1"}).status_code == 302
    session.expire_all()
    assert conference.event_start == date(2026, 11, 2)


def test_a_pinned_date_has_the_way_back_to_the_rule(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    pinned = ruled(session, conference, cast, due_source=DueSource.PERSON, pinned=True, due=date(2099, 12, 4))
    session.commit()
    cast.sign_in(client, "coordinator")
    page = client.get(address(conference), query_string=WHEN).text
    way = f"/nhiem-vu/{pinned.id}?thoi-han=theo-hoi-nghi"
    assert f'href="{way}#f-due_hold"' in page
    assert '<option value="rule" selected>' in client.get(way).text


def test_a_task_of_a_cancelled_conference_says_so_and_counts_no_days(
    client: FlaskClient, session: Session, cast: Cast
) -> None:
    off = make_conference(session, cast.host, cast.people["coordinator"], state=ConferenceState.CANCELLED)
    task = make_task(session, off, cast.department, due=date(2026, 11, 3), latest=date(2099, 12, 8))
    session.commit()
    cast.sign_in(client, "coordinator")
    for url in (f"/nhiem-vu/{task.id}", f"/hoi-nghi/{off.id}"):
        page = client.get(url).text
        main = page[page.index("<main") : page.index("</main>")]
        assert "Hội nghị đã hủy" in main
        assert not any(words in main for words in ("Quá hạn", "Trong hạn", "Còn ", "tag--red", "verdict--red"))


def test_an_open_due_date_is_told_in_plain_words(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    task = ruled(session, conference, cast)
    session.commit()
    cast.sign_in(client, "coordinator")
    client.post(address(conference), data=shown(client, address(conference), {"viec": "hoan", "reason": "Bão"}))
    page = client.get(f"/nhiem-vu/{task.id}").text
    assert "để ngỏ thời hạn cho đến khi hội nghị có ngày mới; trước đó: 04/12/2026" in page
    client.post(address(conference), data=shown(client, address(conference), WHEN))
    assert "đặt thời hạn 11/12/2026" in client.get(f"/nhiem-vu/{task.id}").text
