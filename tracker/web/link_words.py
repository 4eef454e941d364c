"""The log of an action link in words."""

import re
from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from tracker.domain.task import Step
from tracker.models import ActionLinkUse
from tracker.services import action_links
from tracker.services.link_admin import LinkEntry
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


_ADDRESS = re.compile(r"/(viec|ban-tin/\d+)/[\w-]{16,}\.[\w-]{16,}")


def links_hidden(text: str) -> str:
    """A mail's text without the tokens in it: who reads over other people's mail must not act by their links."""
    return text if current_app.extensions["settings"].demo else _ADDRESS.sub(r"/\1/…", text)


def use_words(use: ActionLinkUse) -> str:
    return str(_USES.get(use.what, use.what))


def ended_words(entry: LinkEntry) -> str:
    """Why a link cannot be used any more."""
    return str(_l("Revoked") if entry.link.revoked_at is not None else _l("Expired"))
