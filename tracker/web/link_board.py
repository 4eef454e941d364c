"""Đường dẫn của đơn vị: a conference's action links: made, expiring, used, revoked, replaced."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput, Refused, StepRefused
from tracker.domain.permissions import Action
from tracker.mail.compose import linker
from tracker.services import action_links, link_admin
from tracker.web import link_words
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.requests import commit, db, mailer, now, today
from tracker.web.sessions import actor

bp = Blueprint("link_board", __name__, url_prefix="/hoi-nghi/<int:conference_id>/duong-dan")


@bp.get("")
@requires(Action.CONFIRM_TASK)
def show(conference_id: int) -> str:
    return _page(conference_id)


@bp.post("")
@requires(Action.CONFIRM_TASK)
def renew(conference_id: int) -> Response | tuple[str, int]:
    """A new link; the page that follows shows its address, to be sent by hand where a mail does not arrive."""
    unit_id, recipient = request.form.get("unit", 0, type=int), request.form.get("recipient", "")
    try:
        made, _token = link_admin.renew(db(), actor(), mailer(), conference_id, unit_id, recipient, now=now())
    except (InvalidInput, StepRefused) as refused:
        db().rollback()
        return _page(conference_id, refused), 422
    number = made.id
    commit()
    return redirect(url_for("link_board.show", conference_id=conference_id, moi=number))


@bp.post("/<int:link_id>/thu-hoi")
@requires(Action.CONFIRM_TASK)
def revoke(conference_id: int, link_id: int) -> Response:
    link = link_admin.revoke(db(), actor(), conference_id, link_id, now=now())
    name = link.unit.name
    commit()
    flash_done(gettext("The link of %(unit)s leads nowhere any more. The next mail brings a new one.", unit=name))
    return redirect(url_for("link_board.show", conference_id=conference_id))


def _page(conference_id: int, refused: Refused | None = None) -> str:
    board = link_admin.load(db(), actor(), conference_id, now=now(), today=today())
    chosen = request.args.get("moi", type=int)
    new = next((one.link for one in board.entries if one.alive and one.link.id == chosen), None)
    token = action_links.address_token(mailer(), new) if new else None
    site = linker(mailer().app, mailer().settings.site_url)
    return render_template(
        "links/board.html",
        board=board,
        conference=board.conference,
        new=new if token else None,
        address=site("action_links.show", token=token) if token else "",
        words=link_words,
        shown=link_admin.USES_SHOWN,
        errors={"": message(refused)} if refused else {},
    )
