"""Deny by default, walked over every address there is."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast

PUBLIC = {
    "auth.login", "auth.language", "calendar.feed", "health.live", "health.report",
    "health.ready",
    "action_links.show", "action_links.task", "action_links.file", "action_links.take", "action_links.acknowledge_all",
    "briefing.choose", "briefing.take",
}  # fmt: skip


def addresses(app: Flask) -> list[tuple[str, str, str]]:
    """(endpoint, method, address with 1 for every number)."""
    found = []
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) & {"GET", "POST"}
        values = dict.fromkeys(rule.arguments, "1")
        adapter = app.url_map.bind("localhost")
        found += [
            (rule.endpoint, method, adapter.build(rule.endpoint, values, method=method)) for method in sorted(methods)
        ]
    return found


def test_every_view_says_what_it_requires(app: Flask) -> None:
    assert [name for name, view in app.view_functions.items() if not hasattr(view, "required_action")] == []


def test_only_the_login_the_language_feeds_action_links_and_the_health_address_are_public(app: Flask) -> None:
    open_to_all = {name for name, view in app.view_functions.items() if view.required_action == "public"}  # type: ignore[attr-defined]  # set by @requires
    assert open_to_all == PUBLIC


def test_a_stranger_is_sent_to_the_login_everywhere(app: Flask, client: FlaskClient, cast: Cast) -> None:
    for endpoint, method, address in addresses(app):
        if endpoint not in PUBLIC:
            answer = client.open(address, method=method)
            assert (address, answer.status_code) == (address, 302)
            assert answer.location.startswith("/dang-nhap"), address


@pytest.mark.parametrize("who", ["outsider", "leader", "administrator", "coordinator", "member"])
def test_no_address_answers_anybody_with_a_failure_of_ours(
    app: Flask, client: FlaskClient, cast: Cast, who: str
) -> None:
    cast.sign_in(client, who)
    for endpoint, method, address in addresses(app):
        if endpoint != "auth.logout":
            assert client.open(address, method=method).status_code < 500, f"{method} {address}"


def test_a_person_who_must_change_the_password_gets_nowhere_else(client: FlaskClient, cast: Cast) -> None:
    cast.people["member"].must_change_password = True
    assert cast.session is not None
    cast.session.commit()
    cast.sign_in(client, "member")
    assert client.get("/viec-cua-toi").location == "/mat-khau"
