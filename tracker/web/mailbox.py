"""Hộp thư gửi: every mail as it was or will be sent; with the file mailbox of a trial, the place to read them."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from tracker.domain.errors import Refused
from tracker.domain.permissions import Action
from tracker.services import bad_addresses, mailbox, relay, sending
from tracker.services.bad_addresses import LONGEST_REASON
from tracker.services.database_time import database_now
from tracker.web import mail_words
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.link_words import mail_html
from tracker.web.messages import message
from tracker.web.requests import commit, db, mailer, now
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
    state = chosen if chosen in mailbox.STATES else None
    found = mailbox.index(db(), actor(), state=state, page=request.args.get("trang", 1, type=int))
    return render_template(
        "mailbox/index.html", found=found, state=state, states=mailbox.STATES, page_address=_page_address,
        words=mail_words, relays=relay.ailing(db()), retriable=len(mailbox.retriable(db(), actor(), now=now())),
        bad=len(bad_addresses.index(db(), actor())), relay=_relay(),
        standing=sending.standing(db(), actor(), relay=_relay(), now=database_now(db())),
    )  # fmt: skip


def _relay() -> str | None:
    """The configured relay; None where mails are written to files."""
    return mailer().transport().relay


def _when() -> str:
    """When what is asked to be sent now goes out, in words: no promise that a standstill breaks."""
    return mail_words.way_words(sending.way(db(), relay=_relay(), now=database_now(db())))


def _page_address(page: int) -> str:
    return url_for("mailbox.index", **{**request.args.to_dict(), "trang": page})  # type: ignore[arg-type]  # values of any kind


@bp.get("/hop-thu-gui/<int:mail_id>")
@requires(Action.SEE_MAIL)
def show(mail_id: int) -> str:
    return render_template("mailbox/show.html", mail=mailbox.get(db(), actor(), mail_id), words=mail_words)


@bp.get("/hop-thu-gui/<int:mail_id>/noi-dung")
@requires(Action.SEE_MAIL)
def body(mail_id: int) -> Response:
    html = mail_html(mailbox.get(db(), actor(), mail_id))
    response = make_response(html.replace("<head>", '<head><base target="_top">', 1))  # links leave the frame
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


@bp.post("/hop-thu-gui/<int:mail_id>/gui-lai")
@requires(Action.SEE_MAIL)
def retry(mail_id: int) -> Response:
    mail = mailbox.retry(db(), actor(), mail_id, now=now())
    commit()
    flash_done(gettext("The mail to %(recipient)s is sent again %(when)s.", recipient=mail.recipient, when=_when()))
    return redirect(url_for("mailbox.show", mail_id=mail_id))


@bp.post("/hop-thu-gui/<int:mail_id>/huy")
@requires(Action.SEE_MAIL)
def cancel(mail_id: int) -> Response:
    mail = mailbox.cancel(db(), actor(), mail_id)
    commit()
    flash_done(gettext("The mail to %(recipient)s is not sent.", recipient=mail.recipient))
    return redirect(url_for("mailbox.show", mail_id=mail_id))


@bp.post("/hop-thu-gui/gui-lai")
@requires(Action.SEE_MAIL)
def retry_all() -> Response:
    count = mailbox.retry_all(db(), actor(), now=now())
    commit()
    flash_done(_sent_again(count))
    return redirect(url_for("mailbox.index"))


def _sent_again(count: int) -> str:
    return ngettext(
        "%(num)d mail is sent again %(when)s.", "%(num)d mails are sent again %(when)s.", count, when=_when()
    )


@bp.post("/hop-thu-gui/may-chu")
@requires(Action.SEE_MAIL)
def try_relay() -> Response:
    relay.try_now(db(), request.form.get("relay", ""), now=now())
    commit()
    when = mail_words.way_words(sending.way(db(), relay=None, now=database_now(db())))  # its pause has just been ended
    flash_done(gettext("One mail is tried %(when)s; if it goes through, the others follow.", when=when))
    return redirect(url_for("mailbox.index"))


@bp.get("/hop-thu-gui/dia-chi-loi")
@requires(Action.SEE_MAIL)
def addresses() -> str:
    return _addresses()


def _addresses(error: Refused | None = None) -> str:
    """``error``: why the form was not taken; what was typed stays in it."""
    return render_template(
        "mailbox/addresses.html", found=bad_addresses.index(db(), actor()), typed=request.form,
        error=message(error) if error else "", error_field=error.code if error else "", longest=LONGEST_REASON,
    )  # fmt: skip


@bp.post("/hop-thu-gui/dia-chi-loi")
@requires(Action.SEE_MAIL)
def add_address() -> Response | tuple[str, int]:
    form = request.form
    try:
        row = bad_addresses.add(db(), actor(), form.get("address", ""), form.get("reason", ""), now=now())
    except Refused as error:
        db().rollback()
        return _addresses(error), 422
    commit()
    flash_done(gettext("No more mail goes to %(address)s.", address=row.address))
    return redirect(url_for("mailbox.addresses"))


@bp.post("/hop-thu-gui/dia-chi-loi/<int:address_id>/gui-lai")
@requires(Action.SEE_MAIL)
def lift_address(address_id: int) -> Response:
    row, count = bad_addresses.lift(db(), actor(), address_id, now=now())
    commit()
    words = gettext("Mail goes to %(address)s again.", address=row.address)
    flash_done(f"{words} {_sent_again(count)}" if count else words)
    return redirect(url_for("mailbox.addresses"))
