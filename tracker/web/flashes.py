"""Messages after an action, shown once; what can be undone offers it as a button."""

from collections.abc import Mapping
from typing import Any

from flask import flash


def flash_done(text: str, *, undo: str | None = None, fields: Mapping[str, str] | None = None) -> None:
    """Say what was done. ``undo``: the address that takes it back, posted to with ``fields``."""
    message: Any = {"text": text, "undo": undo, "fields": dict(fields or {})}  # Flask types only text
    flash(message, "done")
