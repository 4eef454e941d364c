"""Answers to sentences without a task and to findings; the facts in the form; the programme with its tasks."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.services.plan_values import imported, parsed
from tests.services.test_review_coverage import COVERAGE, WORDS
from tracker.domain.glossary import ConferenceKind, Severity
from tracker.domain.plan import AgendaItem, Finding
from tracker.models import Conference

FINDING = Finding(code="outing", severity=Severity.INFO, line=8, words="Tham quan mô hình")
AGENDA = (
    AgendaItem(line=8, time="8h00", content="Tham luận", doer="", session="Buổi sáng"),
    AgendaItem(line=8, time="9h00", content="Giải lao", doer=""),
)


@pytest.fixture
def url(client: FlaskClient, cast: Cast, session: Session) -> str:
    made = imported(session, cast, parsed=parsed(coverage=COVERAGE, findings=(FINDING,), agenda=AGENDA))
    session.commit()
    cast.sign_in(client, "coordinator")
    return f"/ke-hoach/{made.id}"


def page(client: FlaskClient, url: str, query: str = "") -> str:
    answer = client.get(f"{url}/ra-soat{query}")
    assert answer.status_code == 200
    return answer.text


def action(text: str, ending: str) -> str:
    found = re.search(rf'action="([^"]+{ending})"', text)
    assert found is not None
    return found[1]


def test_the_page_says_how_the_sentences_were_used_and_lists_the_rest(client: FlaskClient, url: str) -> None:
    text = page(client, url)
    assert "7 câu giao việc:" in text
    assert "4 câu thành 5 nhiệm vụ (có câu giao cho 2 đơn vị), 1 câu bỏ qua, 2 câu chưa xử lý." in text
    assert WORDS in text


def test_a_sentence_leads_to_the_form_for_a_task_with_its_words(client: FlaskClient, url: str) -> None:
    found = re.search(r'href="([^"]+sua=them[^"]*dong=9[^"]*)#them"', page(client, url))
    assert found is not None
    form = client.get(found[1].replace("&amp;", "&")).text
    assert WORDS.removesuffix(".") in form[form.index('id="them"') :]


def test_a_dismissed_sentence_folds_away_with_its_reason_and_comes_back(client: FlaskClient, url: str) -> None:
    answer = client.post(action(page(client, url), "bo-qua"), data={"reason": "Giám đốc tự làm"})
    assert answer.status_code == 302
    text = page(client, url)
    assert "2 câu bỏ qua, 1 câu chưa xử lý." in text
    assert "Giám đốc tự làm" in text
    client.post(action(text[text.index("câu đã bỏ qua") :], "khoi-phuc"))
    assert "1 câu bỏ qua, 2 câu chưa xử lý." in page(client, url)


def test_an_answer_that_came_too_late_is_explained_on_the_page(client: FlaskClient, url: str) -> None:
    address = action(page(client, url), "bo-qua")
    client.post(address)
    assert client.post(address).status_code == 409


def test_a_finding_taken_note_of_folds_away(client: FlaskClient, url: str) -> None:
    client.post(action(page(client, url), "da-xem"))
    text = page(client, url)
    assert "1 phát hiện đã xem" in text
    assert "Trần Thu Hà" in text
    client.post(action(text, "chua-xem"))
    assert "phát hiện đã xem" not in page(client, url)


@pytest.mark.parametrize("who", ["leader", "member", "outsider"])
def test_others_may_not_answer(client: FlaskClient, url: str, cast: Cast, who: str) -> None:
    address = action(page(client, url), "bo-qua")
    client.post("/dang-xuat")
    cast.sign_in(client, who)
    assert client.post(address).status_code in {403, 404}


def test_the_preview_warns_of_open_sentences_and_does_not_hinder(client: FlaskClient, url: str) -> None:
    text = client.get(f"{url}/xem-truoc").text
    assert "Còn 2 câu giao việc chưa xử lý" in text
    assert "kich-hoat" in text


def test_every_id_and_label_holds_with_all_of_it_on_the_page(client: FlaskClient, url: str) -> None:
    client.post(action(page(client, url), "bo-qua"))
    client.post(action(page(client, url), "da-xem"))
    for query in ("", "?sua=thong-tin", "?sua=them"):
        text = page(client, url, query)
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert sorted(ids) == sorted(set(ids))
        fields = re.findall(r'<(?:input|select|textarea)\b(?![^>]*type="hidden")[^>]*\sid="([^"]+)"', text)
        assert set(fields) <= set(re.findall(r'<label[^>]* for="([^"]+)"', text))


def test_the_form_saves_the_smaller_facts_and_shows_what_was_refused(
    client: FlaskClient, url: str, session: Session
) -> None:
    made = session.get_one(Conference, int(url.rsplit("/", 1)[1]))
    form = {
        "version": str(made.version), "title": made.title, "short_title": made.short_title, "event_start": "15/12/2026",
        "tentative": "1", "kind": "workshop", "mode": "", "sessions": "sau bữa trưa", "budget_sum": "25.000.000",
        "invited": "Sở Y tế\nSở Nội vụ",
    }  # fmt: skip
    session.rollback()
    refused = client.post(f"{url}/ra-soat/thong-tin", data=form)
    assert refused.status_code == 422
    assert "sau bữa trưa" in refused.text
    assert client.post(f"{url}/ra-soat/thong-tin", data=form | {"sessions": "Sáng 7h30"}).status_code == 302
    session.refresh(made)
    assert (made.kind, made.facts["budget_sum"], [one["name"] for one in made.facts["invited"]]) == (
        ConferenceKind.WORKSHOP,
        25_000_000,
        ["Sở Y tế", "Sở Nội vụ"],
    )
    session.rollback()
    assert "25.000.000 đồng" in page(client, url)


@pytest.mark.parametrize("field", ["kind", "mode", "budget_sum", "delegate_number"])
def test_nonsense_in_a_field_is_refused(client: FlaskClient, url: str, session: Session, field: str) -> None:
    made = session.get_one(Conference, int(url.rsplit("/", 1)[1]))
    form = {"version": str(made.version), "title": made.title, "kind": "other"}
    session.rollback()
    assert client.post(f"{url}/ra-soat/thong-tin", data=form | {field: "mấy"}).status_code == 422


def test_the_programme_shows_the_tasks_that_prepare_each_item(client: FlaskClient, url: str) -> None:
    text = client.get(f"/hoi-nghi/{url.rsplit('/', 1)[1]}/chuong-trinh").text
    rows = re.findall(r"<tr>.*?</tr>", text[text.index("<tbody>") :], re.DOTALL)
    assert ["8h00" in row and row.count("/nhiem-vu/") == 2 for row in rows if "Tham luận</span>" in row] == [True]
    assert all("/nhiem-vu/" not in row for row in rows if "Giải lao" in row)


def test_a_classified_text_is_refused_with_the_reason(client: FlaskClient, url: str, cast: Cast) -> None:
    text = "TỐI MẬT\nKẾ HOẠCH\nTổ chức Hội nghị\nI. TỔ CHỨC THỰC HIỆN\n1. Văn phòng Sở: Thuê xe.\n"
    answer = client.post("/ke-hoach/tai-len", data={"text": text, "host": str(cast.host.id)}, follow_redirects=True)
    assert "“TỐI MẬT”" in answer.text
