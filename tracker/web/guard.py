"""Deny by default: a view without ``@requires`` is refused, and a test walks the URL map to find it before users do."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.domain.permissions import Action, can

View = TypeVar("View", bound=Callable[..., Any])


def requires(action: Action) -> Callable[[View], View]:
    """Let a view run only for someone who may do ``action`` somewhere; services check the subject itself."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if action is not Action.PUBLIC:
                refusal = _refusal(action)
                if refusal is not None:
                    return refusal
            return view(*args, **kwargs)

        guarded.required_action = action  # type: ignore[attr-defined]  # read by `register` and the tests
        return guarded  # type: ignore[return-value]  # same signature as the view

    return guard


def _refusal(action: Action) -> Response | None:
    if not current_user.is_authenticated:
        if request.method == "GET":
            return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))
        return redirect(url_for("auth.login"))
    if current_user.user.must_change_password and request.endpoint not in {"auth.password", "auth.logout"}:
        return redirect(url_for("auth.password"))
    if not can(current_user.actor, action):
        abort(403)
    return None


def register(app: Flask) -> None:
    @app.before_request
    def refuse_unguarded() -> None:
        if request.endpoint is None:
            return
        view = current_app.view_functions[request.endpoint]
        if not hasattr(view, "required_action"):
            abort(403)
