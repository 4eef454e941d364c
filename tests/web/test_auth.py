"""Signing in and out."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import PASSWORD, Cast


def test_a_coordinator_starts_at_the_board_and_a_member_at_the_units_tasks(client: FlaskClient, cast: Cast) -> None:
    for who, home in (("coordinator", "/bang-dieu-hanh"), ("leader", "/bang-dieu-hanh"), ("member", "/viec-cua-toi")):
        cast.sign_in(client, who)
        assert client.get("/").location == home
        client.post("/dang-xuat")


def test_a_wrong_password_is_refused_without_saying_what_was_wrong(client: FlaskClient, cast: Cast) -> None:
    known = client.post("/dang-nhap", data={"email": "member@haibinh.example", "password": "sai"})
    unknown = client.post("/dang-nhap", data={"email": "khong-co@haibinh.example", "password": "sai"})
    assert known.status_code == unknown.status_code == 422
    assert re.sub(r'value="[^"]*"', "", known.text) == re.sub(r'value="[^"]*"', "", unknown.text)


def test_five_wrong_passwords_lock_the_account_for_a_while(client: FlaskClient, cast: Cast) -> None:
    for _ in range(5):
        client.post("/dang-nhap", data={"email": "member@haibinh.example", "password": "sai"})
    answer = client.post("/dang-nhap", data={"email": "member@haibinh.example", "password": PASSWORD})
    assert answer.status_code == 422


def test_after_signing_out_a_copied_cookie_is_worth_nothing(app: Flask, client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "member")
    copied = client.get_cookie("sansang")
    assert copied is not None
    client.post("/dang-xuat")
    thief = app.test_client()
    thief.set_cookie("sansang", copied.value)
    assert thief.get("/viec-cua-toi").status_code == 302


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil.example"])
def test_the_login_never_leads_to_another_site(client: FlaskClient, cast: Cast, target: str) -> None:
    answer = client.post(
        "/dang-nhap", query_string={"next": target}, data={"email": "member@haibinh.example", "password": PASSWORD}
    )
    assert answer.location == "/"


def test_the_login_leads_back_to_the_page_that_was_asked_for(client: FlaskClient, cast: Cast) -> None:
    asked = client.get("/nhiem-vu/7")
    answer = client.post(asked.location, data={"email": "member@haibinh.example", "password": PASSWORD})
    assert answer.location == "/nhiem-vu/7"


def test_changing_the_password_signs_other_browsers_out(app: Flask, client: FlaskClient, cast: Cast) -> None:
    other = app.test_client()
    cast.sign_in(other, "member")
    cast.sign_in(client, "member")
    answer = client.post("/mat-khau", data={"old": PASSWORD, "password": "Mới-hơn-2026"})
    assert answer.status_code == 302
    assert client.get("/viec-cua-toi").status_code == 200
    assert other.get("/viec-cua-toi").status_code == 302


@pytest.mark.parametrize(
    "weak", ["ngan", "khongcochuhoa-1", "KHONGCOCHUTHUONG-1", "KhongCoSo-aa", "KhongCoDau11", "Member-2026"]
)
def test_a_weak_password_is_refused(client: FlaskClient, cast: Cast, weak: str) -> None:
    cast.sign_in(client, "member")
    assert client.post("/mat-khau", data={"old": PASSWORD, "password": weak}).status_code == 422


def test_a_form_from_another_site_is_refused(app: Flask, client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "member")
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post("/dang-xuat").status_code == 400


def test_every_page_forbids_foreign_scripts_and_frames(client: FlaskClient, cast: Cast) -> None:
    policy = client.get("/dang-nhap").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
