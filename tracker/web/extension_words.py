"""Requests for more time in words: their states, their history, what they would do to the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from tracker.domain.extension_impact import Crowded, Impact
from tracker.domain.glossary import ExtensionState
from tracker.models import ExtensionRequest, TaskEvent
from tracker.services import extensions, task_history
from tracker.services.extension_queue import Asked
from tracker.web.formats import format_day, format_short_day

_STATES: Mapping[ExtensionState, Any] = {
    ExtensionState.OPEN: _l("Waiting for a decision"),
    ExtensionState.ACCEPTED: _l("Granted"),
    ExtensionState.ADJUSTED: _l("Granted with another date"),
    ExtensionState.REFUSED: _l("Not granted"),
    ExtensionState.WITHDRAWN: _l("Withdrawn by the unit"),
    ExtensionState.LAPSED: _l("Overtaken by later steps"),
}

_HISTORY: Mapping[str, Any] = {
    task_history.EXTENSION_WITHDRAWN: _l("withdrew the request for more time"),
    task_history.EXTENSION_REFUSED: _l("did not grant more time; the due date stays"),
    task_history.EXTENSION_REOPENED: _l("took the decision on more time back"),
}


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One sentence about what a later date means; ``colour`` is "red", "amber" or "" where nothing is at stake."""

    words: str
    colour: str = ""


def request_state(state: ExtensionState) -> str:
    return str(_STATES[state])


def decider_words(number: int) -> str:
    """Who decides: the first extension is the coordinator's to give, the second the leadership's."""
    return gettext("the leadership") if number > 1 else gettext("the coordinator")


def done_words(request: ExtensionRequest, title: str) -> str:
    """What is said after a decision."""
    if request.state is ExtensionState.REFUSED:
        return gettext("Not granted: “%(title)s” stays due on %(day)s. The unit is told by mail.", title=title,
                       day=format_day(request.due))  # fmt: skip
    day = format_day(request.granted) if request.granted else "–"
    return gettext("Granted: “%(title)s” is due on %(day)s. The unit is told by mail.", title=title, day=day)


def answer_words(request: ExtensionRequest) -> str:
    """What a past request came to, in one sentence."""
    if request.state is ExtensionState.LAPSED and request.answer == extensions.CALLED_OFF:
        return gettext("Closed: the conference was cancelled")
    state = request_state(request.state)
    if request.granted:
        return gettext("%(state)s: %(day)s", state=state, day=format_day(request.granted))
    return state


def answer_reason(request: ExtensionRequest) -> str:
    """What the person who decided wrote."""
    return "" if request.state is ExtensionState.LAPSED else request.answer


def effects(asked: Asked) -> list[Effect]:
    """What the wanted date means for the rest, the most serious first."""
    found = [*(_crowded(one) for one in asked.impact.crowded), *_blocking(asked.impact), *_along(asked)]
    if not asked.impact.crowded:
        found.append(Effect(words=gettext("No task that follows it is short of time.")))
    return [*sorted(found, key=lambda one: ("red", "amber", "").index(one.colour)), *_room(asked.impact)]


def _crowded(one: Crowded) -> Effect:
    day = format_short_day(one.due)
    if one.overtaken:
        words = gettext("“%(title)s” follows it and is due before that, on %(day)s.", title=one.title, day=day)
        return Effect(words=words, colour="red")
    if one.gap == 0:
        words = gettext("“%(title)s” follows it and would be due on the same day, %(day)s.", title=one.title, day=day)
        return Effect(words=words, colour="red")
    words = ngettext(
        "“%(title)s” (due %(day)s) follows it and would have %(num)d working day left.",
        "“%(title)s” (due %(day)s) follows it and would have %(num)d working days left.",
        one.gap,
        title=one.title,
        day=day,
    )
    return Effect(words=words, colour="amber")


def _blocking(impact: Impact) -> Iterator[Effect]:
    if impact.blocking:
        yield Effect(words=gettext("A blocking task: without it the conference cannot be held."), colour="amber")


def _along(asked: Asked) -> Iterator[Effect]:
    if asked.along:
        count = len(asked.along)
        words = ngettext(
            "%(num)d task that co-operates on it moves with it.",
            "%(num)d tasks that co-operate on it move with it.",
            count,
        )
        yield Effect(words=words)


def _room(impact: Impact) -> Iterator[Effect]:
    if impact.ceiling is None:
        yield Effect(words=gettext("It has no latest date."))
    elif not impact.ceiling_left:
        yield Effect(words=gettext("That is the latest date: nothing more can be given after it."), colour="amber")
    else:
        words = ngettext(
            "%(num)d working day remains until the latest date, %(day)s.",
            "%(num)d working days remain until the latest date, %(day)s.",
            impact.ceiling_left,
            day=format_short_day(impact.ceiling),
        )
        yield Effect(words=words)
    if impact.event_left is not None:
        yield Effect(words=_event(impact.event_left, after=impact.after_event))


def _event(left: int, *, after: bool) -> str:
    if after:
        return ngettext("%(num)d working day after the event.", "%(num)d working days after the event.", left)
    if left <= 0:
        return gettext("That is a day of the event itself.")
    return ngettext("%(num)d working day before the event.", "%(num)d working days before the event.", left)


def extension_history(event: TaskEvent) -> str:
    """What a line of the history tells, after the person's name."""
    wanted = _day(event.details.get("wanted"))
    if event.step == task_history.EXTENSION_ASKED:
        return gettext("asked for more time, until %(day)s", day=wanted)
    if event.step == task_history.EXTENSION_LAPSED and event.details.get("cause") == extensions.CALLED_OFF:
        return gettext("closed the request for more time until %(day)s: the conference is cancelled", day=wanted)
    if event.step == task_history.EXTENSION_LAPSED:
        return gettext("closed the request for more time until %(day)s: overtaken by later steps", day=wanted)
    if event.step == task_history.EXTENSION_GRANTED:
        old, new = _day(event.details.get("old")), _day(event.details.get("new"))
        if new != wanted:
            return gettext("gave more time: due %(new)s instead of %(old)s (asked for: %(wanted)s)", new=new, old=old,
                           wanted=wanted)  # fmt: skip
        return gettext("gave more time: due %(new)s instead of %(old)s", new=new, old=old)
    return str(_HISTORY.get(event.step, event.step))


def granted_words(event: TaskEvent) -> str:
    """Why a due date is what it is, where more time was given."""
    who, old = event.actor.full_name if event.actor else "–", _day(event.details.get("old"))
    if event.note:
        return gettext("Extended by %(who)s; before: %(old)s. Reason: %(reason)s", who=who, old=old, reason=event.note)
    return gettext("Extended by %(who)s at the unit's request; before: %(old)s.", who=who, old=old)


def _day(stored: str | None) -> str:
    return format_day(date.fromisoformat(stored)) if stored else "–"


def undone_words(title: str) -> str:
    return gettext("The decision on “%(title)s” is taken back: the request waits again, the former date counts.",
                   title=title)  # fmt: skip
