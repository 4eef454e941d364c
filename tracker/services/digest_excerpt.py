"""What a digest names of all that it is about: the most urgent tasks, so that the longest list is still a mail."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.reminders import ListReason
from tracker.models import Conference, Task

IN_ALL = 100
"""Tasks named in one mail; of longer ones mail programmes cut off the end, and relays refuse the longest."""

OF_CONFERENCE = 20
"""Tasks of one conference that a section names."""


@dataclass(frozen=True, kw_only=True)
class DigestItem:
    """One task in a mail. ``days``: working days left, or of delay where it is ``overdue``."""

    task: Task
    conference: Conference
    unit_name: str
    days: int
    overdue: bool = False
    reasons: tuple[ListReason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """What a section names of one conference; ``more``: how many tasks of it there are beside these."""

    conference: Conference
    items: tuple[DigestItem, ...]
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class Group:
    """The reader's own tasks of one conference that are named, in each state of urgency; ``more`` as in Part."""

    conference: Conference
    overdue: tuple[DigestItem, ...] = ()
    soon: tuple[DigestItem, ...] = ()
    ahead: tuple[DigestItem, ...] = ()
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class Section:
    """The conferences in the order of their most urgent task.

    ``rest``: tasks of conferences of which none is named; ``elsewhere``: how many such conferences there are.
    """

    parts: tuple[Part, ...] = ()
    rest: int = 0
    elsewhere: int = 0

    @property
    def items(self) -> Iterator[DigestItem]:
        return (item for part in self.parts for item in part.items)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a digest names. ``groups``: the parts of ``own``, by urgency."""

    own: Section
    escalated: Section
    watch: Section
    groups: tuple[Group, ...] = ()

    @property
    def doors(self) -> list[Task]:
        """The tasks that a reader without an account is led to."""
        return [item.task for section in (self.own, self.escalated) for item in section.items]

    @property
    def coordinators(self) -> list[tuple[str, str, str | None]]:
        """(name, address, phone) of those who follow the conferences that are named, each once."""
        named = (part.conference.coordinator for one in (self.own, self.watch, self.escalated) for part in one.parts)
        return list({one.id: (one.full_name, one.email, one.phone) for one in named}.values())


def shown(
    own: Sequence[DigestItem], escalated: Sequence[DigestItem], watch: Sequence[DigestItem], *, soon: Collection[int]
) -> Shown:
    """The excerpt of three lists that have the most urgent first; ``soon``: ids of own tasks that are due soon."""
    shares = _shares([len(own), len(escalated), len(watch)])
    sections = [_section(items, share) for items, share in zip((own, escalated, watch), shares, strict=True)]
    return Shown(
        own=sections[0],
        escalated=sections[1],
        watch=sections[2],
        groups=tuple(_group(part, soon) for part in sections[0].parts),
    )


def _shares(lengths: Sequence[int]) -> list[int]:
    """How many of each list are named: alike, where a short one does not leave room to the longer ones."""
    shares, left = [0] * len(lengths), IN_ALL
    for done, index in enumerate(sorted(range(len(lengths)), key=lambda index: lengths[index])):
        shares[index] = min(lengths[index], left // (len(lengths) - done))
        left -= shares[index]
    return shares


def _section(items: Sequence[DigestItem], most: int) -> Section:
    named: dict[int, list[DigestItem]] = {}
    beside: dict[int, int] = defaultdict(int)
    for item in items:
        mine = named.get(item.conference.id, [])
        if most and len(mine) < OF_CONFERENCE:
            named.setdefault(item.conference.id, mine).append(item)
            most -= 1
        else:
            beside[item.conference.id] += 1
    unnamed = [count for conference_id, count in beside.items() if conference_id not in named]
    return Section(
        parts=tuple(
            Part(conference=mine[0].conference, items=tuple(mine), more=beside[conference_id])
            for conference_id, mine in named.items()
        ),
        rest=sum(unnamed),
        elsewhere=len(unnamed),
    )


def _group(part: Part, soon: Collection[int]) -> Group:
    return Group(
        conference=part.conference,
        overdue=tuple(one for one in part.items if one.overdue),
        soon=tuple(one for one in part.items if one.task.id in soon),
        ahead=tuple(one for one in part.items if not one.overdue and one.task.id not in soon),
        more=part.more,
    )
