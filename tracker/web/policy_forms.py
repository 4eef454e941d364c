"""What the form of a reminder policy carries, read into a policy; every field once, so that it can be handed on."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from tracker.domain.errors import InvalidInput, noting, raise_all
from tracker.domain.reminder_policy import Period, Policy
from tracker.web.task_forms import read_day

RESET = "khoi-phuc"
LADDERS = ("before", "overdue", "confirm")
COUNTS = ("overdue_every", "head_from", "leadership_from", "leadership_from_blocking", "confirm_every", "silent_after")
TIMES = ("opens", "closes", "digest")
WEEKDAYS = tuple(f"quiet_{number}" for number in range(7))
FIELDS = ("viec", *LADDERS, "on_day", *COUNTS, *TIMES, *WEEKDAYS, "spared", "quiet_days")

_DAY = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"(\d{1,2})(?:[:hg.](\d{2})?)?")


def policy(form: Mapping[str, str], above: Policy) -> Policy:
    """The policy in the form; with ``viec`` = :data:`RESET` the one above.

    Raises:
        InvalidInput: see ``domain.reminder_policy``; ``policy_number``, ``policy_time``, ``policy_period``,
        ``policy_spared``, each with ``field``; all that are wrong at once.
    """
    if form.get("viec") == RESET:
        return above
    wrong: list[InvalidInput] = []
    read: dict[str, Any] = {}
    for names, reader in ((LADDERS, _ladder), (COUNTS, _count), (TIMES, _time)):
        for name in names:
            with noting(wrong):
                read[name] = reader(form, name)
    with noting(wrong):
        read["quiet_when_acknowledged"] = _spared(form, read.get("before"))
    with noting(wrong):
        read["quiet_days"] = _periods(form.get("quiet_days", ""))
    raise_all(wrong)
    return Policy(
        **read,
        on_day=form.get("on_day") == "1",
        quiet_weekdays=frozenset(number for number, name in enumerate(WEEKDAYS) if form.get(name) == "1"),
    )


def _ladder(form: Mapping[str, str], field: str) -> tuple[int, ...]:
    """Its days in the order in which they come."""
    return tuple(sorted(_days(form, field), reverse=field == "before"))


def _spared(form: Mapping[str, str], before: Sequence[int] | None) -> frozenset[str]:
    """Stages of the ladder ``before`` the due date; where that cannot be read (None), its own complaint is enough."""
    spared = _days(form, "spared")
    missing = [day for day in spared if before is not None and day not in before]
    if missing:
        raise InvalidInput("policy_spared", field="spared", day=missing[0])
    return frozenset(f"before_{day}" for day in spared)


def _count(form: Mapping[str, str], field: str) -> int:
    return _number(form.get(field, "").strip(), field)


def _days(form: Mapping[str, str], field: str) -> list[int]:
    return [_number(word, field) for word in re.split(r"[\s,;]+", form.get(field, "").strip()) if word]


def _number(typed: str, field: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", typed):
        raise InvalidInput("policy_number", field=field, text=typed[:40])
    return int(typed)


def _time(form: Mapping[str, str], field: str) -> time:
    typed = form.get(field, "").strip()
    found = _TIME.fullmatch(typed)
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else time.fromisoformat("")
    except ValueError:
        raise InvalidInput("policy_time", field=field, text=typed[:40]) from None


def _periods(typed: str) -> tuple[Period, ...]:
    found = []
    for line in (line.strip() for line in typed.splitlines()):
        if not line:
            continue
        days = _DAY.findall(line)
        if len(days) not in (1, 2) or _DAY.sub("", line).replace("đến", "").strip(" -–—"):
            raise InvalidInput("policy_period", field="quiet_days", text=line[:60])
        found.append((_day(days[0], line), _day(days[-1], line)))
    return tuple(sorted(found))


def _day(typed: str, line: str) -> date:
    try:
        day = read_day(typed)
    except InvalidInput:
        day = None
    if day is None:
        raise InvalidInput("policy_period", field="quiet_days", text=line[:60])
    return day


def present(policy: Policy) -> dict[str, str]:
    """What stands in the fields."""
    spared = sorted((int(stage.removeprefix("before_")) for stage in policy.quiet_when_acknowledged), reverse=True)
    return {
        **{name: ", ".join(map(str, getattr(policy, name))) for name in LADDERS},
        **{name: str(getattr(policy, name)) for name in COUNTS},
        **{name: f"{getattr(policy, name):%H:%M}" for name in TIMES},
        **{name: "1" if number in policy.quiet_weekdays else "" for number, name in enumerate(WEEKDAYS)},
        "on_day": "1" if policy.on_day else "",
        "spared": ", ".join(map(str, spared)),
        "quiet_days": "\n".join(
            f"{first:%d/%m/%Y}" + (f" – {last:%d/%m/%Y}" if last != first else "") for first, last in policy.quiet_days
        ),
    }


def handed_on(form: Mapping[str, str]) -> dict[str, str]:
    """The fields as they were typed."""
    return {name: form[name] for name in FIELDS if name in form}


def again(form: Mapping[str, str]) -> dict[str, str]:
    """What stands in the fields of a form that was refused: what was not typed is empty."""
    return dict.fromkeys(FIELDS, "") | handed_on(form)
