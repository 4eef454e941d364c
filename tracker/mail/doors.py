"""Ways in for readers without an account. What is stored of a mail holds no token: where one belongs stands a mark,
``/viec/~12.34/56`` (conference 12, unit 34, task 56) or ``/ban-tin/7/~``, and the token comes in when it is sent.

No token has a "~" in it. What people have written cannot pass for a mark: see :func:`settled`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from tracker.mail.message import Envelope

Place = tuple[int, int]  # whose door: conference, unit
Link = Callable[..., str]  # endpoint and values → address

THROUGH = frozenset({"tasks.show", "worklist.mine", "board.show", "conferences.show"})
"""Pages for which a reader without an account has one behind the action link."""

SIGN = "~"
_DOOR = re.compile(r"/viec/~(\d{1,9})\.(\d{1,9})(?:/(\d{1,9}))?")
_OPT_OUT = re.compile(r"/ban-tin/(\d{1,9})/~")
_LOOKALIKE = re.compile(r"(/viec/|/ban-tin/\d+/)~")
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = 75  # octets (RFC 5545, 3.1)


class Doors(Protocol):
    """The action links of a reader without an account: task or conference id → whose."""

    @property
    def tasks(self) -> Mapping[int, Place]: ...
    @property
    def conferences(self) -> Mapping[int, Place]: ...


def through(doors: Doors | None, link: Link, sign: str = SIGN) -> Link:
    """``link``, but pages that need an account become the reader's own page of the conference, if there are ``doors``.

    A page that names no conference ("my unit's tasks") becomes that of the first, most urgent task. ``sign`` begins
    what stands for a token.
    """

    def mark(place: Place) -> str:
        return f"{sign}{place[0]}.{place[1]}"

    def lead(endpoint: str, **values: Any) -> str:
        if endpoint == "briefing.choose":
            return link(endpoint, **{**values, "token": sign})
        if doors is None or endpoint not in THROUGH:
            return link(endpoint, **values)
        place = doors.tasks.get(values.get("task_id", 0))
        if endpoint == "tasks.show" and place:
            return link("action_links.task", token=mark(place), task_id=values["task_id"])
        chosen = values.get("conference_id") or values.get("hoi-nghi") or next(iter(doors.conferences), 0)
        place = doors.conferences.get(chosen)
        return link("action_links.show", token=mark(place)) if place else link(endpoint, **values)

    return lead


def settled(text: str, sign: str) -> str:
    """A text that was rendered with a ``sign`` that nobody could know, as it is stored: marks are marks, and what
    people have written to look like one leads nowhere.
    """
    return _LOOKALIKE.sub(r"\1%7E", text).replace(sign, SIGN)


def places(texts: Iterable[str]) -> set[Place]:
    """Whose tokens the texts want."""
    return {(int(found[1]), int(found[2])) for text in texts if "/viec/~" in text for found in _DOOR.finditer(text)}


def opened(
    envelope: Envelope, link: Link, tokens: Mapping[Place, str], opt_out: Callable[[int], str] | None = None
) -> Envelope:
    """The mail as its reader gets it. ``link`` makes paths; ``opt_out``: account → token, None: a mail without one."""

    def fill(text: str) -> str:
        return filled(text, link, tokens, opt_out)

    return replace(
        envelope,
        text=fill(envelope.text),
        html=fill(envelope.html),
        calendar=refolded(envelope.calendar, fill) if envelope.calendar else envelope.calendar,
        unsubscribe=fill(envelope.unsubscribe) if envelope.unsubscribe else envelope.unsubscribe,
    )


def filled(text: str, link: Link, tokens: Mapping[Place, str], opt_out: Callable[[int], str] | None = None) -> str:
    """``text`` with tokens for its marks. Where there is none, the page that people with an account use."""

    def door(found: re.Match[str]) -> str:
        token, task = tokens.get((int(found[1]), int(found[2]))), {"task_id": int(found[3])} if found[3] else {}
        if token is None:
            return link("tasks.show", **task) if task else link("worklist.mine")
        return link("action_links.task" if task else "action_links.show", token=token, **task)

    def out(found: re.Match[str]) -> str:
        user_id = int(found[1])
        return link("briefing.choose", user_id=user_id, token=opt_out(user_id) if opt_out else SIGN)

    if SIGN not in text:
        return text
    text = _DOOR.sub(door, text)
    return _OPT_OUT.sub(out, text) if opt_out else text


def refolded(calendar: str, change: Callable[[str], str]) -> str:
    """An iCalendar text changed in what its folded lines say; where nothing changes, the same bytes."""
    plain = _FOLD.sub("", calendar)
    changed = change(plain)
    if changed == plain:
        return calendar
    return "\r\n".join(_folded(line) for line in changed.replace("\r\n", "\n").split("\n"))


def _folded(line: str) -> str:
    """Parts of at most 75 octets that break no character in two; all but the first begin with a space."""
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LINE:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += octets
    return "\r\n".join(parts)
