"""Hộp thư gửi: every mail as it was or will be sent; with the file mailbox of a trial, the place to read them."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.domain.permissions import Action
from tracker.models import MailState
from tracker.services import mailbox
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.requests import commit, db, now
from tracker.web.sessions import actor

bp = Blueprint("mailbox", __name__)

# A mail may style itself and do nothing else: it is shown in a sandboxed frame under this policy.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-top-navigation-by-user-activation"
)


@bp.get("/hop-thu-gui")
@requires(Action.SEE_MAIL)
def index() -> str:
    chosen = request.args.get("tinh-trang", "")
    state = MailState(chosen) if chosen in set(MailState) else None
    found = mailbox.index(db(), actor(), state=state, page=request.args.get("trang", 1, type=int))
    return render_template("mailbox/index.html", found=found, state=state, states=MailState, page_address=_page_address)


def _page_address(page: int) -> str:
    return url_for("mailbox.index", **{**request.args.to_dict(), "trang": page})  # type: ignore[arg-type]  # values of any kind


@bp.get("/hop-thu-gui/<int:mail_id>")
@requires(Action.SEE_MAIL)
def show(mail_id: int) -> str:
    return render_template("mailbox/show.html", mail=mailbox.get(db(), actor(), mail_id))


@bp.get("/hop-thu-gui/<int:mail_id>/noi-dung")
@requires(Action.SEE_MAIL)
def body(mail_id: int) -> Response:
    html = mailbox.get(db(), actor(), mail_id).html
    response = make_response(html.replace("<head>", '<head><base target="_top">', 1))  # links leave the frame
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


@bp.post("/hop-thu-gui/<int:mail_id>/gui-lai")
@requires(Action.SEE_MAIL)
def retry(mail_id: int) -> Response:
    mail = mailbox.retry(db(), actor(), mail_id, now=now())
    commit()
    flash_done(gettext("The mail to %(recipient)s is sent again within a minute.", recipient=mail.recipient))
    return redirect(url_for("mailbox.show", mail_id=mail_id))
