"""Out of the leadership's briefing and in again, by the address in its mails."""

from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast
from tracker.services.briefing import opt_out_name


def address(app: Flask, cast: Cast, who: str = "leader") -> str:
    assert cast.session is not None
    user_id = cast.people[who].id
    cast.session.commit()
    return f"/ban-tin/{user_id}/{app.extensions['mailer'].token(opt_out_name(user_id))}"


def wants(cast: Cast) -> bool:
    assert cast.session is not None
    cast.session.refresh(cast.people["leader"])
    kept = cast.people["leader"].briefing
    cast.session.commit()  # SQLite has one writer
    return kept


def test_looking_changes_nothing_and_the_button_does_both_ways(app: Flask, client: FlaskClient, cast: Cast) -> None:
    page = client.get(address(app, cast))
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert "Ngừng nhận bản tin này" in page.text
    assert wants(cast)
    assert "Nhận lại bản tin" in client.post(address(app, cast), data={"wanted": ""}, follow_redirects=True).text
    assert not wants(cast)
    client.post(address(app, cast), data={"wanted": "1"})
    assert wants(cast)


def test_the_mail_programme_s_own_button_needs_no_form_of_ours(app: Flask, client: FlaskClient, cast: Cast) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client.post(address(app, cast), data={"List-Unsubscribe": "One-Click"})
    assert not wants(cast)


def test_an_address_that_was_not_made_here_leads_nowhere(app: Flask, client: FlaskClient, cast: Cast) -> None:
    other = address(app, cast, "coordinator").rsplit("/", 1)[1]
    mine = address(app, cast).rsplit("/", 1)[0]
    for token in ("x", other, "ế"):
        for method in ("GET", "POST"):
            assert client.open(f"{mine}/{token}", method=method).status_code == 404
    assert client.get("/ban-tin/99999999999999999999/x").status_code == 404
    assert wants(cast)


def test_a_leader_finds_the_choice_beside_the_own_name_and_others_have_none(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "leader")
    assert 'href="/ban-tin"' in client.get("/bang-dieu-hanh").text
    page = client.get("/ban-tin", follow_redirects=True)
    assert "Ngừng nhận bản tin này" in page.text
    client.post(page.request.path, data={"wanted": ""})
    assert not wants(cast)
    client.post("/dang-xuat")
    cast.sign_in(client, "coordinator")
    assert 'href="/ban-tin"' not in client.get("/bang-dieu-hanh").text
    assert client.get("/ban-tin").status_code == 404


def test_an_address_copied_in_part_says_where_else_the_mails_are_stopped(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    page = client.get(address(app, cast)[:-4])
    assert page.status_code == 404
    assert "Hãy mở đường dẫn ở cuối bản tin mới nhất" in page.text
