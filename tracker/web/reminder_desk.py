"""The reminders of a conference: what will be and was sent, what is muted, who is not reached, a reminder by hand."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput, Refused
from tracker.domain.permissions import Action, can
from tracker.domain.reminder_policy import Policy
from tracker.domain.reminders import ON_DAY
from tracker.services import (
    address_findings,
    conference_access,
    forecast,
    ledger_page,
    mutes,
    nudges,
    other_mails,
    policies,
)
from tracker.services.address_findings import Finding, Lack
from tracker.services.conferences import ConferencePage
from tracker.services.ledger_page import Fate
from tracker.services.nudges import Nudge
from tracker.web.flashes import flash_done
from tracker.web.formats import format_moment
from tracker.web.guard import requires
from tracker.web.labels import stage_label
from tracker.web.mail_kinds import kind_label
from tracker.web.messages import message
from tracker.web.reminder_letters import coming_letters, sent_letters
from tracker.web.requests import commit, db, mailer, now, today
from tracker.web.sessions import actor

Answer = Response | tuple[str, int] | str
FATES = {"cho-gui": Fate.WAITING, "da-gui": Fate.SENT, "loi": Fate.FAILED, "khong-gui": Fate.HELD}


def values(page: ConferencePage) -> dict[str, Any]:
    """What the tab shows."""
    conference = page.conference
    unit_id = request.args.get("don-vi", type=int)
    chosen = request.args.get("ket-qua", "")
    found = ledger_page.of_conference(
        db(), conference.id, unit_id=unit_id, fate=FATES.get(chosen), page=request.args.get("trang", 1, type=int)
    )
    others = other_mails.of_conference(
        db(), conference, unit_id=unit_id, fate=FATES.get(chosen), page=request.args.get("thu-khac", 1, type=int)
    )
    coming = forecast.coming(db(), conference, today=today())
    units = ledger_page.units_of(db(), conference.id)
    policy = policies.policy_of(db(), conference)
    on = conference_access.subject_of(db(), conference)
    return {
        "coming": coming_letters(one for one in coming if unit_id in (None, one.task.unit_id)),
        "sent": sent_letters(found.rows),
        "ledger": found,
        "ledger_address": lambda page: _narrowed(conference.id, "ledger", trang=page),
        "others": others,
        "others_address": lambda page: _narrowed(conference.id, "others", **{"thu-khac": page}),
        "kind_label": kind_label,
        "unit_names": [(unit.id, unit.name) for unit in units],
        "owing": [(one.id, one.name) for one in ledger_page.units_of(db(), conference.id, owing=True)],
        "unit_id": unit_id,
        "fate": chosen if chosen in FATES else "",
        "findings": address_findings.of_conferences(db(), [conference], today=today()),
        "mutes": mutes.of_conference(db(), conference.id),
        "stages": stages(policy),
        "may_mute": can(actor(), Action.REVIEW_PLAN, on),
        "may_nudge": can(actor(), Action.CONFIRM_TASK, on) and conference.state == "active",
        "own_policy": bool(policies.policies_of(db()).own(conference.host_id, conference.id)),
    }


def _narrowed(conference_id: int, place: str, **page: int) -> str:
    """The address of another page of one of the tab's lists, with its filter."""
    kept = {**request.args.to_dict(), **page}
    return url_for("conferences.reminding", conference_id=conference_id, _anchor=place, **kept)  # type: ignore[arg-type]  # values of any kind


def lack_words(found: Finding) -> str:
    """What is wrong with an address, and what it means."""
    words = {
        Lack.NO_ADDRESS: gettext("no mail address: nobody of the unit is reminded"),
        Lack.STOPPED: gettext(
            "%(address)s is not written to any more: correct it, or lift the stop", address=found.address
        ),
        Lack.INVALID: gettext("“%(address)s” is not a mail address", address=found.address),
        Lack.NO_LEADER: gettext("nobody of the leadership has an account: the escalation ends at the units"),
        Lack.AWAY: gettext("is away without a substitute: mail waits in the own mailbox"),
        Lack.NO_HEAD: gettext("no address of the head: the escalation does not reach them"),
    }
    return words[found.lack]


def lack_address(found: Finding) -> str:
    """The page where it is put right; empty where the person may open none."""
    if found.unit is not None:
        return url_for("directory.show", unit_id=found.unit.id)
    return url_for("mailbox.addresses") if found.lack is Lack.STOPPED and can(actor(), Action.SEE_MAIL) else ""


def stages(policy: Policy) -> list[tuple[str, str]]:
    """What can be muted beside everything."""
    before = [f"before_{day}" for day in policy.before]
    named = [(stage, stage_label(stage)) for stage in [*before, *([ON_DAY] if policy.on_day else [])]]
    return [*named, (mutes.OVERDUE, gettext("Overdue, every day of it"))]


@requires(Action.REVIEW_PLAN)
def mute(conference_id: int) -> Answer:
    from tracker.web.conferences import reminders_page  # the tab is drawn there

    try:
        mutes.mute(
            db(), actor(), conference_id, unit_id=request.form.get("unit", type=int),
            stage=request.form.get("stage") or None, reason=request.form.get("mute_reason", ""), now=now(),
        )  # fmt: skip
    except InvalidInput as refused:
        db().rollback()
        errors = {str(refused.params.get("field", "")): message(refused)}
        return reminders_page(conference_id, errors=errors), 422
    commit()
    flash_done(gettext("Muted. The unit's head, the leadership and your own list hear as before."))
    return redirect(_back(conference_id))


@requires(Action.REVIEW_PLAN)
def lift(conference_id: int, mute_id: int) -> Response:
    mutes.lift(db(), actor(), conference_id, mute_id, now=now())
    commit()
    flash_done(gettext("Reminded again from the next stage on; what was held back is not made up for."))
    return redirect(_back(conference_id))


def _back(conference_id: int) -> str:
    return url_for("conferences.reminding", conference_id=conference_id)


@requires(Action.CONFIRM_TASK)
def nudge_unit(conference_id: int) -> Answer:
    unit_id = request.form.get("unit", 0, type=int)
    return _nudge(
        lambda confirmed: nudges.about_unit(
            db(), actor(), conference_id, unit_id, confirmed=confirmed, compose=mailer(), now=now()
        ),
        _back(conference_id),
    )


@requires(Action.CONFIRM_TASK)
def nudge_task(task_id: int) -> Answer:
    return _nudge(
        lambda confirmed: nudges.about_task(db(), actor(), task_id, confirmed=confirmed, compose=mailer(), now=now()),
        url_for("tasks.show", task_id=task_id),
    )


def _nudge(send: Any, back: str) -> Answer:
    try:
        done: Nudge = send(request.form.get("confirmed") == "1")
    except Refused as refused:
        if not refused.code.startswith("nudge_"):
            raise
        db().rollback()
        return _refused(refused, back), 422
    commit()
    undo = url_for("conferences.take_back_nudge", conference_id=done.conference.id)
    fields = {"unit": str(done.unit_id), "number": str(done.number), "back": back}
    flash_done(_done_words(done), undo=undo, fields=fields)
    return redirect(back)


def _done_words(done: Nudge) -> str:
    names = ", ".join(to.email for to in done.to)
    if done.waits:
        return gettext(
            "A reminder to %(names)s is written; it goes out when working hours begin, at %(time)s.",
            names=names, time=format_moment(done.at),
        )  # fmt: skip
    return gettext("A reminder to %(names)s goes out now.", names=names)


def _refused(refused: Refused, back: str) -> str:
    """What is in the way; a second mail on one day only when it is confirmed."""
    return render_template(
        "reminders/nudge.html", words=message(refused), again=refused.code == "nudge_again", back=back,
        fields={"unit": request.form["unit"]} if "unit" in request.form else {},
    )  # fmt: skip


@requires(Action.CONFIRM_TASK)
def take_back(conference_id: int) -> Answer:
    back = request.form.get("back", "")
    back = back if back.startswith(("/nhiem-vu/", "/hoi-nghi/")) else _back(conference_id)
    try:
        nudges.take_back(
            db(), actor(), conference_id, request.form.get("unit", 0, type=int), request.form.get("number", 0, type=int)
        )
    except Refused as refused:
        if refused.code != "nudge_gone":
            raise
        db().rollback()
        return _refused(refused, back), 409
    commit()
    flash_done(gettext("Taken back: the reminder is not sent."))
    return redirect(back)
