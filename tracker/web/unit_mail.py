"""A unit's further contact persons, and every mail to it: what "we never got it" is answered with."""

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput
from tracker.domain.permissions import Action
from tracker.services import ledger_page, other_mails, unit_contacts, unit_page
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.mail_kinds import kind_label
from tracker.web.messages import message
from tracker.web.reminder_letters import coming_letters, sent_letters
from tracker.web.requests import commit, db, today
from tracker.web.sessions import actor

Answer = Response | tuple[str, int] | str


def values(unit_id: int, errors: Mapping[str, str] | None = None) -> dict[str, object]:
    """What the unit's page shows of its contact persons."""
    return {"contacts": unit_contacts.of_unit(db(), unit_id), "errors": errors or {}, "typed": request.form}


@requires(Action.SEE_TASK)
def show(unit_id: int) -> str:
    found = ledger_page.of_unit(db(), actor(), unit_id, today=today(), page=request.args.get("trang", 1, type=int))
    others = other_mails.of_unit(db(), actor(), found.unit, page=request.args.get("thu-khac", 1, type=int))
    return render_template(
        "directory/mail.html", found=found, coming=coming_letters(found.coming), sent=sent_letters(found.ledger.rows),
        others=others, kind_label=kind_label,
        page_address=lambda page: _page_address(unit_id, trang=page),
        others_address=lambda page: _page_address(unit_id, "others", **{"thu-khac": page}),
    )  # fmt: skip


def _page_address(unit_id: int, place: str | None = None, **page: int) -> str:
    kept = {**request.args.to_dict(), **page}
    return url_for("directory.mail", unit_id=unit_id, _anchor=place, **kept)  # type: ignore[arg-type]  # values of any kind


@requires(Action.MANAGE_DIRECTORY)
def add(unit_id: int) -> Answer:
    from tracker.web.directory import unit_shown  # the page is drawn there

    unit = unit_page.check_edit(db(), actor(), unit_id)
    try:
        contact = unit_contacts.add(
            db(), unit, name=request.form.get("contact_name", ""), email=request.form.get("contact_email", ""),
            phone=request.form.get("contact_phone", ""),
        )  # fmt: skip
    except InvalidInput as refused:
        db().rollback()
        return unit_shown(unit_id, errors={str(refused.params.get("field", "")): message(refused)}), 422
    commit()
    flash_done(gettext("%(name)s gets the reminders of the unit from now on.", name=contact.name))
    return redirect(url_for("directory.show", unit_id=unit_id))


@requires(Action.MANAGE_DIRECTORY)
def remove(unit_id: int, contact_id: int) -> Response:
    gone = unit_contacts.remove(db(), unit_page.check_edit(db(), actor(), unit_id), contact_id)
    fields = {"contact_name": gone.name, "contact_email": gone.email, "contact_phone": gone.phone or ""}
    commit()
    undo = url_for("directory.add_contact", unit_id=unit_id)
    flash_done(gettext("%(name)s gets no more reminders of the unit.", name=fields["contact_name"]), undo=undo,
               fields=fields)  # fmt: skip
    return redirect(url_for("directory.show", unit_id=unit_id))
