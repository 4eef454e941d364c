"""The conferences' list and pages: who sees what, the tabs."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO, make_conference, make_task, make_unit
from tracker.domain.glossary import AssignmentRole, ConferenceState, TaskState, UnitKind
from tracker.models import AgendaItem, Conference, Plan, Reminder, TaskEvent

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
    assert ("/ngay-to-chuc" in page, "/ra-soat" in page, "/doi-han" in page) == (False, False, False)
    assert [client.get(address(conference, tab)).status_code for tab in TABS] == [200] * len(TABS)
    refused = (
        client.get(address(conference, "ngay-to-chuc")),
        client.post(address(conference, "ngay-to-chuc"), data={"viec": "huy"}),
        client.get(address(conference, "doi-han")),
    )
    assert [answer.status_code for answer in refused] == [403, 403, 403]


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


# -- another agency


def test_another_agencys_coordinator_finds_nothing(client: FlaskClient, session: Session, cast: Cast) -> None:
    other = make_unit(session, "Sở Tư pháp tỉnh Hải Bình", UnitKind.AGENCY, is_host=True)
    theirs = make_conference(session, other, cast.people["coordinator"], created_at=datetime(2026, 11, 2, tzinfo=UTC))
    session.commit()
    cast.sign_in(client, "coordinator")
    assert [client.get(address(theirs, tab)).status_code for tab in ("", *TABS, "ngay-to-chuc")] == [404] * 7
    assert client.post(address(theirs, "ngay-to-chuc"), data={"viec": "huy"}).status_code == 404
