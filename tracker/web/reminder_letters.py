"""Reminders put together as they travel: one letter a day for each recipient, with all its tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.models import Reminder
from tracker.services.forecast import Coming
from tracker.services.outbox import Address


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What one recipient will get on one day; ``to`` None: what nobody can be told that day."""

    day: date
    to: Address | None
    entries: tuple[Coming, ...]


def coming_letters(entries: Iterable[Coming]) -> list[Letter]:
    """``entries`` as ``forecast.coming`` gives them: by day and recipient."""
    letters: dict[tuple[object, ...], list[Coming]] = {}
    for one in entries:
        letters.setdefault((one.day, one.to.email if one.to else one.audience), []).append(one)
    return [Letter(day=letter[0].day, to=letter[0].to, entries=tuple(letter)) for letter in letters.values()]


def sent_letters(rows: Iterable[Reminder]) -> list[Sequence[Reminder]]:
    """The rows of the ledger by letter, in their order; what was not sent stands together by moment and reason."""
    letters: dict[tuple[object, ...], list[Reminder]] = {}
    for row in rows:
        key = (row.mail_id,) if row.mail_id else (row.at, row.reason, row.recipient)
        letters.setdefault(key, []).append(row)
    return list(letters.values())
