"""The review page and its forms."""

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event as hooks
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_unit
from tests.services.plan_values import DOCUMENT, DUTIES, ReadLines, duty, parsed
from tests.web.review_desk import Desk, facts
from tracker.domain.glossary import AssignmentRole, ConferenceState, Review, UnitKind
from tracker.domain.plan.lines import Line
from tracker.models import Unit, UnitAlias


@pytest.fixture
def desk(client: FlaskClient, cast: Cast, session: Session) -> Desk:
    return Desk(client, cast, session)


def test_sentences_and_items_are_linked_both_ways(desk: Desk) -> None:
    page = desk.page()
    marks = set(re.findall(r'id="c(\d+)"', page))
    assert marks == {"1", "2", "3", "4"}
    assert marks <= set(re.findall(r'href="#c(\d+)"', page))
    assert set(re.findall(r'href="#n(\d+)"', page)) >= marks


def test_every_id_on_the_page_is_unique(desk: Desk) -> None:
    for query in ("", "?sua=them", "?sua=thong-tin", f"?sua={desk.task(1).id}"):
        found = re.findall(r'\sid="([^"]+)"', desk.page(query))
        assert sorted(found) == sorted(set(found))


def test_every_field_of_the_page_has_a_label(desk: Desk) -> None:
    for query in ("", "?sua=them", "?sua=thong-tin", f"?sua={desk.task(1).id}"):
        page = desk.page(query)
        named = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
        fields = re.findall(r'<(?:input|select|textarea)\b(?![^>]*type="hidden")[^>]*\sid="([^"]+)"', page)
        assert set(fields) <= named


def test_a_sentence_for_several_units_is_one_item(desk: Desk) -> None:
    page = desk.page()
    assert ('id="n4"' in page, 'id="n5"' in page, ">4–5<" in page) == (True, True, True)


def test_accepting_leads_on_to_what_is_next_to_check(desk: Desk) -> None:
    answer = desk.client.post(f"{desk.url}/chap-nhan", data={"tasks": desk.refs(2)})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{desk.url}?o=5#n5")
    assert desk.task(2).review is Review.ACCEPTED


def test_what_was_done_can_be_taken_back_from_the_message(desk: Desk) -> None:
    desk.post("bo-qua", tasks=desk.refs(3))
    page = desk.page()
    fields = re.search(r'action="([^"]+hoan-tac)">.*?name="step" value="([^"]+)"', page, re.DOTALL)
    assert fields is not None
    assert desk.client.post(fields[1], data={"step": fields[2]}).status_code == 302
    assert desk.task(3).review is Review.CERTAIN


def test_all_certain_tasks_are_accepted_with_one_button(desk: Desk) -> None:
    assert desk.post("chac-chan") == 302
    assert [desk.task(one).review for one in (1, 2, 3)] == [Review.ACCEPTED, Review.CHECK, Review.ACCEPTED]


def test_an_edit_is_saved(desk: Desk) -> None:
    data = desk.edit(3, title="Bố trí hội trường 200 chỗ", unit="Phòng Quản lý Khoa học", due="20/11/2026")
    assert desk.post("sua", **data, partners="Văn phòng Sở\nĐiện lực tỉnh") == 302
    task = desk.task(3)
    assert (task.title, task.unit_id, task.due) == (
        "Bố trí hội trường 200 chỗ",
        desk.cast.department.id,
        date(2026, 11, 20),
    )
    assert [(one.unit_id, one.words) for one in task.partners] == [
        (desk.cast.office.id, "Văn phòng Sở"),
        (None, "Điện lực tỉnh"),
    ]


@pytest.mark.parametrize(
    ("field", "typed"), [("due", "31/02/2026"), ("due", "thứ Hai"), ("unit", "Phòng Không Có"), ("title", " ")]
)
def test_what_cannot_be_taken_comes_back_as_typed(desk: Desk, field: str, typed: str) -> None:
    answer = desk.client.post(f"{desk.url}/sua", data=desk.edit(3, **{field: typed, "reason": "lý do đã gõ"}))
    assert (answer.status_code, "error-summary" in answer.text) == (422, True)
    assert 'value="lý do đã gõ"' in unescape(answer.text)
    assert (desk.task(3).review, desk.task(3).title) == (Review.CERTAIN, "Bố trí hội trường.")


def test_a_stale_form_overwrites_nothing_and_shows_both(desk: Desk) -> None:
    stale = desk.edit(3, title="Bản của tôi")
    desk.post("sua", **desk.edit(3, title="Bản của người khác"))
    answer = desk.client.post(f"{desk.url}/sua", data=stale)
    assert (answer.status_code, "Bản của tôi" in answer.text, "Bản của người khác" in answer.text) == (409, True, True)
    assert desk.task(3).title == "Bản của người khác"


def test_a_stale_button_does_nothing(desk: Desk) -> None:
    stale = desk.refs(3)
    desk.post("chap-nhan", tasks=stale)
    assert desk.post("bo-qua", tasks=stale) == 409
    assert desk.task(3).review is Review.ACCEPTED


def test_a_near_unit_can_be_chosen_with_one_button(desk: Desk) -> None:
    unit = make_unit(desk.session, "UBND đặc khu Vân Khê", UnitKind.COMMUNE_COMMITTEE)
    desk.session.commit()
    assert f'name="unit_id" value="{unit.id}"' in desk.page()
    desk.post("don-vi", words="UBND xã Vân Khê", unit_id=str(unit.id))
    assert (desk.task(5).unit_id, desk.task(5).review) == (unit.id, Review.CERTAIN)


def test_unknown_units_are_taken_in_with_one_button(desk: Desk) -> None:
    page = desk.page()
    assert 'name="words-1" value="UBND xã Vân Khê"' in page
    data = {"row": "1", "words-1": "UBND xã Vân Khê", "kind-1": "commune_committee"}
    assert desk.client.post(f"{desk.url}/don-vi-moi", data=data).status_code == 302
    (made,) = desk.rows(select(Unit).where(Unit.name == "UBND xã Vân Khê"))
    assert (made.kind, made.parent_id, desk.task(5).unit_id) == (UnitKind.COMMUNE_COMMITTEE, None, made.id)
    assert 'id="don-vi-moi"' not in desk.page()


def guessing(client: FlaskClient, cast: Cast, session: Session) -> Desk:
    """The directory has a unit that is spelled like the last one of the plan but for a mark."""
    make_unit(session, "UBND xã Vân Khe", UnitKind.COMMUNE_COMMITTEE)
    session.commit()
    return Desk(client, cast, session)


def test_a_guessed_unit_is_not_accepted_with_its_group(client: FlaskClient, cast: Cast, session: Session) -> None:
    desk = guessing(client, cast, session)
    found = re.search(r'id="n4".*?name="tasks" value="([^"]+)".*?name="ready" value="([^"]+)"',
                      desk.page(), re.DOTALL)  # fmt: skip
    assert found is not None
    desk.post("chap-nhan", tasks=found[1], ready=found[2])
    assert (desk.task(4).review, desk.task(5).review) == (Review.ACCEPTED, Review.CHECK)


def test_a_guessed_unit_is_confirmed_by_itself_and_remembered(
    client: FlaskClient, cast: Cast, session: Session
) -> None:
    desk = guessing(client, cast, session)
    assert desk.post("chap-nhan", tasks=desk.refs(5)) == 302
    assert desk.task(5).review is Review.ACCEPTED
    assert desk.rows(select(UnitAlias.name)) == ["UBND xã Vân Khê"]


def test_a_wrong_guess_is_answered_with_a_new_unit(client: FlaskClient, cast: Cast, session: Session) -> None:
    desk = guessing(client, cast, session)
    data = {"row": "0", "words-0": "UBND xã Vân Khê"}
    assert desk.client.post(f"{desk.url}/don-vi-moi", data=data).status_code == 302
    made = desk.task(5).unit
    assert made is not None
    assert (made.name, made.kind) == ("UBND xã Vân Khê", UnitKind.COMMUNE_COMMITTEE)


def test_suggestions_become_tasks_when_ticked(desk: Desk) -> None:
    assert desk.post("goi-y", suggestion="printing", unit="Văn phòng Sở") == 302
    task = desk.task(6)
    assert (task.kind, task.unit_id, task.review) == ("printing", desk.cast.office.id, Review.ACCEPTED)
    assert 'id="gprinting"' not in desk.page()


def test_a_task_is_added_by_hand_from_a_line_of_the_text(desk: Desk) -> None:
    assert ">\nBố trí hội trường.</textarea>" in desk.page("?sua=them&dong=7")
    data = {"title": "In biển tên", "role": "lead", "kind": "", "unit": "Văn phòng Sở", "line": "7"}
    assert desk.client.post(f"{desk.url}/them", data=data).status_code == 302
    assert (desk.task(6).title, desk.task(6).quote, desk.task(6).first_line) == (
        "In biển tên",
        "- Bố trí hội trường.",
        7,
    )


def test_a_new_date_of_the_event_moves_the_due_dates(desk: Desk) -> None:
    assert desk.post("thong-tin", **facts(desk, event_start="22/12/2026")) == 302
    assert desk.task(1).due == date(2026, 12, 8)


def test_a_date_that_is_none_is_refused_and_kept_as_typed(desk: Desk) -> None:
    answer = desk.client.post(f"{desk.url}/thong-tin", data=facts(desk, event_start="32/12/2026"))
    assert (answer.status_code, 'value="32/12/2026"' in answer.text) == (422, True)


def test_a_removed_draft_is_gone_and_can_be_brought_back(desk: Desk) -> None:
    assert desk.client.post(f"/ke-hoach/{desk.id}/huy-ban-thao").status_code == 302
    assert desk.client.get(desk.url).status_code == 404
    assert desk.client.post(f"/ke-hoach/{desk.id}/khoi-phuc-ban-thao").status_code == 302
    assert desk.client.get(desk.url).status_code == 200


ACTIONS = ("chap-nhan", "bo-qua", "khoi-phuc", "hoan-tac", "chac-chan", "sua", "them", "goi-y", "don-vi", "don-vi-moi")


@pytest.mark.parametrize("who", ["leader", "member", "outsider", "administrator"])
def test_the_review_is_not_for_others(app: Flask, desk: Desk, who: str) -> None:
    other = app.test_client()
    desk.cast.sign_in(other, who)
    statuses = {other.get(desk.url).status_code, other.get(f"/ke-hoach/{desk.id}/xem-truoc").status_code}
    statuses |= {other.post(f"{desk.url}/{verb}", data={"tasks": desk.refs(1)}).status_code for verb in ACTIONS}
    statuses |= {other.post(f"/ke-hoach/{desk.id}/kich-hoat").status_code}
    assert statuses <= {403, 404}
    assert desk.task(1).review is Review.CERTAIN


def test_the_plan_of_another_agency_is_not_found(desk: Desk) -> None:
    host = make_unit(desk.session, "Sở Y tế", UnitKind.AGENCY, is_host=True)
    other = make_conference(desk.session, host, desk.cast.people["leader"], state=ConferenceState.DRAFT)
    desk.session.commit()
    assert desk.client.get(f"/ke-hoach/{other.id}/ra-soat").status_code == 404
    assert desk.client.post(f"/ke-hoach/{other.id}/ra-soat/chac-chan").status_code == 404
    assert desk.client.post(f"/ke-hoach/{other.id}/kich-hoat").status_code == 404


def test_an_unknown_action_is_not_found(desk: Desk) -> None:
    assert desk.post("xoa-het", tasks=desk.refs(1)) == 404


def test_a_page_with_a_hundred_tasks_takes_no_more_queries_than_one_with_five(
    client: FlaskClient, cast: Cast, session: Session
) -> None:
    def queries(desk: Desk) -> int:
        asked: list[str] = []
        engine = client.application.extensions["database"].engine
        listener = lambda *args: asked.append(args[2])  # noqa: E731 -- removed again by identity
        hooks.listen(engine, "before_cursor_execute", listener)
        desk.page()
        hooks.remove(engine, "before_cursor_execute", listener)
        return len(asked)

    small = Desk(client, cast, session)
    duties = tuple(duty(no, "Văn phòng Sở", f"Bố trí phòng họp số {no}.", no, "venue") for no in range(1, 101))
    lines = tuple(Line(number=no, text=f"- Bố trí phòng họp số {no}.") for no in range(101))
    large = Desk(client, cast, session, data=b"100", document=ReadLines(lines=lines), parsed=parsed(assignments=duties))
    assert queries(large) <= queries(small)


def test_an_umbrella_duty_can_be_accepted_without_a_unit(client: FlaskClient, cast: Cast, session: Session) -> None:
    everyone = duty(6, "Các phòng, đơn vị", "phối hợp thực hiện.", 8, "general", AssignmentRole.GENERAL)
    desk = Desk(client, cast, session, parsed=parsed(assignments=(*DUTIES, everyone)), document=DOCUMENT)
    assert "Phối hợp thực hiện." in desk.page()
    assert desk.post("chap-nhan", tasks=desk.refs(6)) == 302
