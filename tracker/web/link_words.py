"""The log of an action link in words."""

import re
from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from tracker.domain.task import Step
from tracker.mail import places
from tracker.models import ActionLinkUse, OutboxMail
from tracker.services import action_links, briefing, living_links
from tracker.services.link_admin import LinkEntry
from tracker.web.requests import db, mailer, now
from tracker.web.task_words import COMMENT, EXTENSION, RECALL

_USES: Mapping[str, Any] = {
    action_links.OPENED: _l("opened the link"),
    action_links.REFUSED: _l("tried a step that was not possible"),
    action_links.FILE: _l("fetched a file that was handed in"),
    Step.ACKNOWLEDGE: _l("took a task on"),
    Step.START: _l("noted progress"),
    Step.SUBMIT: _l("reported the work as done"),
    Step.WITHDRAW: _l("withdrew the report"),
    Step.DECLINE: _l("declined a task"),
    EXTENSION: _l("asked for more time"),
    RECALL: _l("withdrew the request for more time"),
    COMMENT: _l("wrote a remark"),
}


_ADDRESS = re.compile(r"/(viec|ban-tin/\d+)/(?:~[\d.]*|[\w-]{16,}\.[\w-]{16,})")  # mails of before hold tokens


def mail_html(mail: OutboxMail) -> str:
    """A mail as it is read by its recipient, but action links lead to the page that the reader of this may open: who
    looks over other people's mail must not act by their links. In a trial they are the recipient's own.
    """
    return _tried(mail, mail.html) if _is_trial() else _hidden(mailer().shown(mail.html, {}))


def mail_text(mail: OutboxMail) -> str:
    """The plain part; of an action link it only shows that there is one."""
    return _tried(mail, mail.text) if _is_trial() else _hidden(mail.text)


def _is_trial() -> bool:
    return bool(current_app.extensions["settings"].demo)


def _hidden(text: str) -> str:
    return _ADDRESS.sub(r"/\1/…", text)


def _tried(mail: OutboxMail, text: str) -> str:
    reader = mail.recipient.lower()
    tokens = living_links.tokens(db(), mailer(), {reader: places([text])}, now=now(), anew=False)
    opt_out = _opt_out if mail.kind == briefing.KIND else None
    return mailer().shown(text, tokens.get(reader, {}), opt_out)


def _opt_out(user_id: int) -> str:
    return mailer().token(briefing.opt_out_name(user_id))


def use_words(use: ActionLinkUse) -> str:
    return str(_USES.get(use.what, use.what))


def ended_words(entry: LinkEntry) -> str:
    """Why a link cannot be used any more."""
    return str(_l("Revoked") if entry.link.revoked_at is not None else _l("Expired"))
