"""Rendering a letter: ``templates/email/<kind>.subject.txt``, ``.body.txt``, ``.body.html`` and, for
some kinds, ``.calendar.txt`` and ``.unsubscribe.txt``.

Subjects say the action and the date first: mail programmes on telephones show some forty characters of them.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import force_locale
from jinja2 import Environment, TemplateNotFound

from tracker.mail.doors import Doors, refolded, settled, through

# Controls that are no white space, marks of direction, and the invisible byte order mark
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
BESIDE = ("calendar", "unsubscribe")
_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A rendered mail without its address. ``calendar``: its dates as an iCalendar text, where it has any;
    ``unsubscribe``: where its reader may opt out.
    """

    subject: str
    text: str
    html: str
    calendar: str | None = None
    unsubscribe: str | None = None


def compose(
    app: Flask, kind: str, *, site_url: str, locale: str, doors: Doors | None = None, **context: object
) -> Letter:
    """Render the letter ``kind`` in ``locale``; links start at ``site_url``, never at the host of some request.

    ``doors``: of a reader without an account; their tokens are put in when the letter is sent (``mail.doors``).
    """
    environment = app.jinja_env
    sign = secrets.token_hex(16)  # no name or remark can have it
    with app.app_context(), force_locale(locale):
        names = {"link": through(doors, linker(app, site_url), sign), "site_url": site_url, **context}
        subject = environment.get_template(f"email/{kind}.subject.txt").render(names)
        text = environment.get_template(f"email/{kind}.body.txt").render(names)
        html = environment.get_template(f"email/{kind}.body.html").render(names)
        calendar, unsubscribe = (_beside(environment, f"email/{kind}.{part}.txt", names) for part in BESIDE)
    return Letter(
        subject=one_line(subject),
        text=settled(tidy(text), sign),
        html=settled(html, sign),
        calendar=refolded(calendar, partial(settled, sign=sign)) if calendar else None,
        unsubscribe=settled(unsubscribe, sign) if unsubscribe else None,
    )


def _beside(environment: Environment, name: str, names: Mapping[str, Any]) -> str | None:
    """What only some kinds have; nothing written is nothing there."""
    if not _exists(environment, name):
        return None
    return environment.get_template(name).render(names).strip() or None


@cache
def _exists(environment: Environment, name: str) -> bool:
    """Kept, since Jinja looks on the disk each time for what is not there."""
    try:
        environment.get_template(name)
    except TemplateNotFound:
        return False
    return True


def one_line(text: str) -> str:
    """White space of any kind is one space, and what is neither letter nor sign is left out: nothing in a name or a
    title can end a header, or turn the direction of what follows it.
    """
    return " ".join(_UNSEEN.sub("", text).split())


def tidy(text: str) -> str:
    """The plain part without the gaps that the template's own lines leave: one empty line at most, none at the ends."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return _GAPS.sub("\n\n", lines) + "\n"


def linker(app: Flask, site_url: str) -> Callable[..., str]:
    """A function from endpoint and values to a full address on the configured site."""
    site = urlsplit(site_url)
    urls = app.url_map.bind(site.netloc, script_name=site.path or "/", url_scheme=site.scheme)

    def link(endpoint: str, **values: object) -> str:
        return urls.build(endpoint, values, force_external=True)

    return link
