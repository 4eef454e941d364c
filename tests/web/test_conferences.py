"""The conferences' list and pages: who sees what, the tabs, setting the date, calling off."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO, make_conference, make_task, make_unit
from tracker.domain.glossary import Anchor, AssignmentRole, ConferenceState, DueSource, TaskState, UnitKind
from tracker.models import AgendaItem, Conference, MailState, OutboxMail, Plan, Reminder, Task, TaskEvent

TABS = ("tham-luan", "chuong-trinh", "van-ban", "nhac-viec", "nhat-ky")


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    """On Tuesday 15/12/2026, still to come for a long while."""
    found = make_conference(session, cast.host, cast.people["coordinator"])
    session.commit()
    return found


def address(conference: Conference, tab: str = "") -> str:
    return f"/hoi-nghi/{conference.id}" + (f"/{tab}" if tab else "")


# -- who sees what


def test_a_unit_sees_its_own_tasks_and_nobody_elses(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department, title="Việc của phòng")
    make_task(session, conference, cast.office, title="Việc của văn phòng")
    session.commit()
    cast.sign_in(client, "member")
    page = client.get(address(conference)).text
    assert ("Việc của phòng" in page, "Việc của văn phòng" in page, 'class="tabs"' in page) == (True, False, False)


@pytest.mark.parametrize("tab", TABS)
def test_the_other_tabs_are_closed_to_units(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, tab: str
) -> None:
    make_task(session, conference, cast.department)
    session.commit()
    cast.sign_in(client, "member")
    assert client.get(address(conference, tab)).status_code == 403


def test_a_unit_without_a_task_does_not_see_that_there_is_a_conference(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department)
    session.commit()
    cast.sign_in(client, "outsider")
    assert (client.get(address(conference)).status_code, conference.title in client.get("/hoi-nghi").text) == (
        404,
        False,
    )


def test_a_draft_is_the_hosts_alone(client: FlaskClient, session: Session, cast: Cast) -> None:
    draft = make_conference(session, cast.host, cast.people["coordinator"], state=ConferenceState.DRAFT)
    make_task(session, draft, cast.department, state=TaskState.DRAFT)
    session.commit()
    cast.sign_in(client, "member")
    assert (client.get(address(draft)).status_code, draft.title in client.get("/hoi-nghi").text) == (404, False)


def test_a_leader_sees_everything_and_changes_nothing(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department)
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get(address(conference)).text
    assert ("/ngay-to-chuc" in page, "/ra-soat" in page, "/huy" in page) == (False, False, False)
    assert [client.get(address(conference, tab)).status_code for tab in TABS] == [200] * len(TABS)
    refused = (
        client.get(address(conference, "ngay-to-chuc")),
        client.post(address(conference, "huy"), data={"version": 1}),
    )
    assert [answer.status_code for answer in refused] == [403, 403]


# -- the list


def test_the_list_is_searched_without_marks(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    other = make_conference(session, cast.host, cast.people["coordinator"], short_title="Hội thảo chuyển đổi số")
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get("/hoi-nghi?tim=chuyen doi so").text
    assert (other.short_title in page, conference.short_title in page) == (True, False)
    assert 'class="empty"' in client.get("/hoi-nghi?tim=khong co").text


def test_what_is_to_come_stands_first_and_what_was_called_off_last(
    client: FlaskClient, session: Session, cast: Cast
) -> None:
    def on(title: str, day: date, **values: object) -> None:
        make_conference(
            session, cast.host, cast.people["coordinator"], short_title=title, event_start=day, event_end=day, **values
        )

    on("Hội nghị B", date(2098, 5, 5))
    on("Hội nghị A", date(2097, 5, 5))
    on("Hội nghị C", date(2020, 5, 5))
    on("Hội nghị D", date(2096, 5, 5), state=ConferenceState.CANCELLED)
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get("/hoi-nghi").text
    assert sorted("ABCD", key=lambda letter: page.index(f"Hội nghị {letter}")) == ["A", "B", "D", "C"]


def test_the_list_has_pages(client: FlaskClient, session: Session, cast: Cast) -> None:
    for number in range(21):
        make_conference(session, cast.host, cast.people["coordinator"], title=f"Hội nghị số {number:02}")
    session.commit()
    cast.sign_in(client, "leader")
    assert [client.get(f"/hoi-nghi?trang={page}").text.count('class="board__title"') for page in (1, 2, 9)] == [
        20,
        1,
        1,
    ]


# -- the tabs


@pytest.mark.parametrize("how", ["don-vi", "thoi-han", "loai", "khac"])
def test_the_tasks_are_grouped_as_asked_and_none_is_lost(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, how: str
) -> None:
    for number, unit in enumerate((cast.department, cast.office, cast.department, cast.school)):
        make_task(session, conference, unit, position=number, due=date(2026, 12, 4) + timedelta(weeks=number % 2))
    make_task(session, conference, None, state=TaskState.DRAFT, due=None, latest=None)
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get(address(conference) + f"?nhom={how}").text
    assert page.split("<table")[1].count('class="task-title"') == 5


def test_speeches_stand_together_under_their_units(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    for unit in (cast.school, cast.ward):
        make_task(session, conference, unit, role=AssignmentRole.CONTRIBUTE, kind="speech", title="Chuẩn bị tham luận")
    session.commit()
    cast.sign_in(client, "leader")
    tab = client.get(address(conference, "tham-luan")).text
    assert [unit.name in tab for unit in (cast.school, cast.ward, cast.office)] == [True, True, False]
    assert client.get(address(conference)).text.count('scope="rowgroup"') == 1


def test_the_timeline_is_drawn_with_its_description(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department, title="Xây dựng báo cáo")
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get(address(conference)).text
    assert ('<svg class="tl"' in page, '<desc id="tl-desc">' in page) == (True, True)


def test_the_programme_keeps_its_sessions(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    for number, part in enumerate(("Buổi sáng", "Buổi sáng", "Buổi chiều")):
        session.add(AgendaItem(conference_id=conference.id, position=number, session=part, content=f"Mục {number}"))
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get(address(conference, "chuong-trinh")).text
    assert (page.count('scope="rowgroup"'), page.count("Mục ")) == (2, 3)


def test_the_text_links_each_assigned_sentence_to_its_tasks(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    quote = "Phòng Quản lý Khoa học xây dựng báo cáo."
    lines = [
        {"label": "", "text": "KẾ HOẠCH", "cells": None},
        {"label": "1.", "text": f"{quote} Câu khác.", "cells": None},
    ]
    session.add(
        Plan(
            conference_id=conference.id, filename="ke-hoach.docx", format="docx", size=3, sha256="0" * 64,
            content=b"abc", lines=lines, coverage={}, uploaded_at=LONG_AGO,
            uploaded_by_id=cast.people["coordinator"].id,
        )
    )  # fmt: skip
    task = make_task(session, conference, cast.department, quote=quote, first_line=1, last_line=1, position=7)
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get(address(conference, "van-ban")).text
    mark = page.split('<mark class="src" id="c7">')[1].split("</mark>")[0]
    assert (quote in mark, f'href="/nhiem-vu/{task.id}"' in mark, "Câu khác." in mark) == (True, True, False)
    assert client.get(address(conference) + "?tab=van-ban").headers["Location"] == address(conference, "van-ban")


def test_the_reminders_tab_says_what_was_sent_and_what_was_not(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department)
    for stage, reason in (("before_7", "superseded"), ("before_3", "no_address")):
        session.add(
            Reminder(
                task_id=task.id,
                stage=stage,
                audience="unit",
                recipient="-unit",
                due_version=1,
                at=LONG_AGO,
                reason=reason,
            )
        )
    session.commit()
    cast.sign_in(client, "coordinator")
    page = client.get(address(conference, "nhac-viec"))
    sent = page.text.split('id="h-sent"')[1]
    assert (page.status_code, sent.count('href="/nhiem-vu/')) == (200, 2)


def test_the_log_has_pages_newest_first(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department)
    for number in range(51):
        session.add(TaskEvent(task_id=task.id, at=LONG_AGO, step="comment", note=f"Lời số {number:02}.", details={}))
    session.commit()
    cast.sign_in(client, "leader")
    first, second = (client.get(address(conference, "nhat-ky") + f"?trang={page}").text for page in (1, 2))
    assert ("Lời số 50." in first, "Lời số 00." in first, "Lời số 00." in second) == (True, False, True)


# -- the date of the event


def ruled(session: Session, conference: Conference, cast: Cast, **values: object) -> Task:
    """A main report, seven working days before the event."""
    rule = {"anchor": Anchor.START, "offset_days": -7, "due_source": DueSource.RULE, "due": date(2026, 12, 4)}
    return make_task(session, conference, cast.department, **(rule | values))


WHEN = {"start": "2026-12-22", "end": "", "tentative": "", "reason": "Trùng lịch họp"}


def test_what_would_move_is_shown_and_nothing_is_changed(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    task = ruled(session, conference, cast)
    session.commit()
    cast.sign_in(client, "coordinator")
    page = client.get(address(conference, "ngay-to-chuc"), query_string=WHEN).text
    session.expire_all()
    assert ("11/12/2026" in page, task.due, conference.event_start) == (True, date(2026, 12, 4), date(2026, 12, 15))


def test_setting_the_date_moves_what_is_counted_from_it(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    counted, pinned = ruled(session, conference, cast), ruled(session, conference, cast, due_source=DueSource.PERSON)
    done = ruled(session, conference, cast, state=TaskState.COMPLETED, submitted_on=date(2026, 11, 3))
    session.commit()
    cast.sign_in(client, "coordinator")
    answer = client.post(address(conference, "ngay-to-chuc"), data=WHEN | {"version": conference.version})
    session.expire_all()
    assert answer.headers["Location"] == address(conference)
    assert (conference.event_start, conference.event_end, conference.event_tentative) == (
        date(2026, 12, 22),
        date(2026, 12, 22),
        False,
    )
    assert [task.due for task in (counted, pinned, done)] == [date(2026, 12, 11), date(2026, 12, 4), date(2026, 12, 4)]
    assert [task.due_version for task in (counted, pinned, done)] == [2, 1, 1]
    [entry] = session.scalars(select(TaskEvent).where(TaskEvent.task_id == counted.id)).all()
    assert (entry.note, entry.details["old"], entry.details["new"]) == ("Trùng lịch họp", "2026-12-04", "2026-12-11")


def test_a_co_operating_task_follows_its_lead(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    lead = ruled(session, conference, cast)
    partner = ruled(session, conference, cast, due_source=DueSource.LEAD_TASK, lead_task_id=lead.id)
    session.commit()
    cast.sign_in(client, "coordinator")
    client.post(address(conference, "ngay-to-chuc"), data=WHEN | {"version": conference.version})
    session.expire_all()
    assert (partner.due, partner.due_source) == (date(2026, 12, 11), DueSource.LEAD_TASK)


def pending_mail(session: Session, cast: Cast, task: Task) -> OutboxMail:
    mail = OutboxMail(
        key="digest:1", kind="digest", recipient="a@haibinh.example", recipient_name="A", subject="Nhắc việc",
        text="", html="", message_id="<1@example>", host_id=cast.host.id, not_before=LONG_AGO, created_at=LONG_AGO,
    )  # fmt: skip
    session.add(mail)
    session.flush()
    session.add(
        Reminder(
            task_id=task.id,
            stage="before_3",
            audience="unit",
            recipient="a@haibinh.example",
            due_version=1,
            at=LONG_AGO,
            mail_id=mail.id,
        )
    )
    session.commit()
    return mail


def test_unsent_reminders_of_the_old_date_are_withdrawn(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    mail = pending_mail(session, cast, ruled(session, conference, cast))
    cast.sign_in(client, "coordinator")
    client.post(address(conference, "ngay-to-chuc"), data=WHEN | {"version": conference.version})
    session.expire_all()
    assert mail.state is MailState.CANCELLED


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"start": ""}, "start"),
        ({"start": "hôm nào"}, "start"),
        ({"end": "2026-12-01"}, "end"),
        ({"end": "2027-12-01"}, "end"),
    ],
)
def test_a_date_that_cannot_be_is_refused_and_kept_in_the_form(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, typed: dict[str, str], field: str
) -> None:
    cast.sign_in(client, "coordinator")
    for answer in (
        client.get(address(conference, "ngay-to-chuc"), query_string=WHEN | typed),
        client.post(address(conference, "ngay-to-chuc"), data=WHEN | typed | {"version": conference.version}),
    ):
        assert (answer.status_code, f'href="#f-{field}"' in answer.text, "Trùng lịch họp" in answer.text) == (
            422,
            True,
            True,
        )
    session.expire_all()
    assert conference.event_start == date(2026, 12, 15)


def test_a_date_set_on_a_page_that_is_out_of_date_is_refused(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    data = WHEN | {"version": conference.version}
    first, again = (
        client.post(address(conference, "ngay-to-chuc"), data=data | {"start": f"2026-12-2{day}"}).status_code
        for day in (2, 3)
    )
    session.expire_all()
    assert (first, again, conference.event_start) == (302, 409, date(2026, 12, 22))


# -- calling off


def test_calling_off_silences_the_reminders_and_can_be_undone(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    mail = pending_mail(session, cast, make_task(session, conference, cast.department))
    cast.sign_in(client, "coordinator")
    answer = client.post(address(conference, "huy"), data={"version": conference.version}, follow_redirects=True)
    session.expire_all()
    assert (conference.state, mail.state) == (ConferenceState.CANCELLED, MailState.CANCELLED)
    assert f'action="{address(conference, "khoi-phuc")}"' in answer.text
    undo, version = address(conference, "khoi-phuc"), conference.version
    session.rollback()  # SQLite lets one write at a time
    client.post(undo, data={"version": version})
    session.expire_all()
    assert conference.state is ConferenceState.ACTIVE


def test_the_date_of_a_conference_that_is_called_off_stands(client: FlaskClient, session: Session, cast: Cast) -> None:
    off = make_conference(session, cast.host, cast.people["coordinator"], state=ConferenceState.CANCELLED)
    session.commit()
    cast.sign_in(client, "coordinator")
    answer = client.post(address(off, "ngay-to-chuc"), data=WHEN | {"version": off.version})
    session.expire_all()
    assert (answer.status_code, off.event_start) == (422, date(2026, 12, 15))


def test_another_agencys_coordinator_finds_nothing(client: FlaskClient, session: Session, cast: Cast) -> None:
    other = make_unit(session, "Sở Tư pháp tỉnh Hải Bình", UnitKind.AGENCY, is_host=True)
    theirs = make_conference(session, other, cast.people["coordinator"], created_at=datetime(2026, 11, 2, tzinfo=UTC))
    session.commit()
    cast.sign_in(client, "coordinator")
    assert [client.get(address(theirs, tab)).status_code for tab in ("", *TABS, "ngay-to-chuc")] == [404] * 7
    assert client.post(address(theirs, "huy"), data={"version": 1}).status_code == 404
