"""Vietnamese (or what the installation has set) unless the person has chosen English."""

from flask import has_request_context, session

LANGUAGES = ("vi", "en")


def select() -> str | None:
    """The language of this request; None means the configured default."""
    chosen = session.get("language") if has_request_context() else None
    return chosen if chosen in LANGUAGES else None
