"""What a person reads in one mail: everything that is theirs, by conference, most urgent first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import Compliance
from tracker.domain.reminders import ListReason
from tracker.domain.task import compliance, days_left, overdue_days
from tracker.models import Task
from tracker.services.digest_excerpt import DigestItem, Shown, shown
from tracker.services.outbox import Address

__all__ = ["Digest", "DigestItem", "fill_own", "item"]


@dataclass(kw_only=True)
class Digest:
    """A mail in the making for one address: the unit's own groups, the coordinator's list, the leadership's.

    The lists are complete: the ledger and all counts are made of them. What the mail names of them is ``shown``.
    """

    to: Address
    host_id: int
    unit_name: str | None = None
    overdue: list[DigestItem] = field(default_factory=list)
    soon: list[DigestItem] = field(default_factory=list)
    ahead: list[DigestItem] = field(default_factory=list)  # reminded of early, not due soon yet
    later: int = 0
    waiting: int = 0
    watch: list[DigestItem] = field(default_factory=list)  # the coordinator's daily list
    escalated: list[DigestItem] = field(default_factory=list)  # told to heads and leaders

    @property
    def own(self) -> list[DigestItem]:
        return self.overdue + self.soon + self.ahead

    @property
    def conferences(self) -> int:
        """In how many conferences the reader has something to do."""
        return len({one.conference.id for one in self.own})

    @property
    def shown(self) -> Shown:
        """What the mail names; the counts above are of everything."""
        return shown(self.own, self.pressing, self.watch, soon={one.task.id for one in self.soon})

    @property
    def pressing(self) -> list[DigestItem]:
        """What is told to heads and leaders, the longest delay first."""
        return sorted(self.escalated, key=lambda one: (-one.days, not one.task.blocking, one.task.id))

    @property
    def watch_counts(self) -> list[tuple[ListReason, int]]:
        """How many tasks of the coordinator's list each reason has, without those that have none."""
        counts = [(reason, sum(reason in one.reasons for one in self.watch)) for reason in ListReason]
        return [(reason, count) for reason, count in counts if count]

    @property
    def first(self) -> DigestItem:
        """The most urgent of all: there is always one, an empty digest is not written."""
        return (self.own or self.watch or self.pressing)[0]

    @property
    def coordinators(self) -> list[tuple[str, str, str | None]]:
        """(name, address, phone) of those who follow the conferences that this is about, each once."""
        seen = {}
        for item in self.own + self.watch + self.escalated:
            person = item.conference.coordinator
            seen[person.id] = (person.full_name, person.email, person.phone)
        return list(seen.values())


def item(task: Task, *, today: date, calendar: WorkingCalendar, reasons: Iterable[ListReason] = ()) -> DigestItem:
    overdue = compliance(task, today=today, calendar=calendar) is Compliance.OPEN_OVERDUE
    days = (
        overdue_days(task, today=today, calendar=calendar)
        if overdue
        else days_left(task, today=today, calendar=calendar)
    )
    return DigestItem(
        task=task,
        conference=task.conference,
        unit_name=task.unit.name if task.unit else task.unit_words,
        days=days or 0,
        overdue=overdue,
        reasons=tuple(reasons),
    )


def fill_own(
    digest: Digest, tasks: Sequence[Task], reminded: Collection[int], *, today: date, calendar: WorkingCalendar
) -> None:
    """Sort a unit's open tasks into the digest's groups; ``reminded``: ids of those the digest is written for."""
    for task in sorted(tasks, key=lambda task: (task.due or date.max, not task.blocking, task.id)):
        status = compliance(task, today=today, calendar=calendar)
        if task.state == "submitted":
            digest.waiting += 1
        elif status is Compliance.OPEN_OVERDUE:
            digest.overdue.append(item(task, today=today, calendar=calendar))
        elif status is Compliance.OPEN_DUE_SOON:
            digest.soon.append(item(task, today=today, calendar=calendar))
        elif task.id in reminded:
            digest.ahead.append(item(task, today=today, calendar=calendar))
        elif status in {Compliance.OPEN_IN_TIME, Compliance.OPEN_NO_DUE}:
            digest.later += 1
