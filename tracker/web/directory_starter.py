"""Khởi tạo danh bạ: a province is chosen, what would be added is shown, then it is added.

``directory`` names the addresses.
"""

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput
from tracker.domain.permissions import Action
from tracker.services import starter
from tracker.services.starter import Options, Preview
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.requests import commit, db, now


@requires(Action.MANAGE_DIRECTORY)
def show() -> tuple[str, int] | str:
    """The choice; with a province in the address also what would be added."""
    province = request.args.get("tinh", "")
    if not province:
        return _page()
    try:
        return _page(starter.preview(db(), province, _options(request.args)))
    except InvalidInput as refused:
        return _page(refused=refused), 422


@requires(Action.MANAGE_DIRECTORY)
def fill() -> Response | tuple[str, int]:
    try:
        done = starter.fill(db(), request.form.get("tinh", ""), _options(request.form), now=now())
    except InvalidInput as refused:
        db().rollback()
        return _page(refused=refused), 422
    commit()
    flash_done(ngettext("%(num)d unit added.", "%(num)d units added.", done.new))
    return redirect(url_for("directory.index"))


def _options(values: Mapping[str, str]) -> Options:
    return Options(former=values.get("cu") == "1", divisions=values.get("phong") == "1")


def _page(seen: Preview | None = None, refused: InvalidInput | None = None) -> str:
    chosen = request.values.get("tinh", "")
    options = _options(request.values) if chosen else Options()
    return render_template(
        "directory/starter.html",
        seen=seen,
        options=options,
        chosen=chosen,
        provinces=[(name, name) for name in starter.province_names()],
        errors={str(refused.params.get("field", "")): message(refused)} if refused else {},
    )
