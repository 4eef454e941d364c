"""Rendering a letter: ``templates/email/<kind>.subject.txt``, ``.body.txt`` and ``.body.html``."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import force_locale


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A rendered mail without its address."""

    subject: str
    text: str
    html: str


def compose(app: Flask, kind: str, *, site_url: str, locale: str, **context: object) -> Letter:
    """Render the letter ``kind`` in ``locale``; links start at ``site_url``, never at the host of some request."""
    environment = app.jinja_env
    with app.app_context(), force_locale(locale):
        names = {"link": linker(app, site_url), "site_url": site_url, **context}
        subject = environment.get_template(f"email/{kind}.subject.txt").render(names)
        text = environment.get_template(f"email/{kind}.body.txt").render(names)
        html = environment.get_template(f"email/{kind}.body.html").render(names)
    return Letter(subject=" ".join(subject.split()), text=text.strip() + "\n", html=html)


def linker(app: Flask, site_url: str) -> Callable[..., str]:
    """A function from endpoint and values to a full address on the configured site."""
    site = urlsplit(site_url)
    urls = app.url_map.bind(site.netloc, script_name=site.path or "/", url_scheme=site.scheme)

    def link(endpoint: str, **values: object) -> str:
        return urls.build(endpoint, values, force_external=True)

    return link
