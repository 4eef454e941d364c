"""What a calendar feed says, in its owner's language: first the action, below it all that one needs to know."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from flask_babel import gettext

from tracker.clock import VIETNAM
from tracker.domain.glossary import ConferenceState, FeedScope, TaskState
from tracker.domain.task import ClockOwner, clock_owner
from tracker.feeds import Feed, Item, render_entries
from tracker.models import Conference, FeedToken, Task
from tracker.services.dues import event_of
from tracker.services.feed_entries import Contents, Deadline, Meeting
from tracker.web.due_words import due_source_sentence, event_words
from tracker.web.formats import format_long_day
from tracker.web.labels import conference_state_label, kind_label, state_label

FRESH_FOR = timedelta(hours=1)

Link = Callable[..., str]


def scope_words(feed: FeedToken) -> str:
    """Whose deadlines the feed carries."""
    if feed.scope is FeedScope.UNIT and feed.unit:
        return feed.unit.name
    if feed.scope is FeedScope.CONFERENCE and feed.conference:
        return feed.conference.short_title
    return gettext("My deadlines and events")


def feed(token: FeedToken, contents: Contents, link: Link) -> Feed:
    name = gettext("Sẵn Sàng: %(what)s", what=scope_words(token))
    site = _site(link)
    deadlines = [_deadline(one, contents.own_units, site, link) for one in contents.deadlines]
    return Feed(
        uid=f"feed-{token.id}@{site}",
        name=name,
        description=gettext("Deadlines and events to look at; tasks are reported on %(site)s.", site=site),
        address=link("calendar.show"),
        zone=str(VIETNAM),
        fresh_for=FRESH_FOR,
        changed_at=contents.changed_at,
        items=[*(_meeting(one, site, link) for one in contents.meetings), *deadlines],
    )


def mail_calendar(link: Link, deadlines: Sequence[Deadline], meeting: Meeting | None = None) -> str:
    """The dates of a mail as an iCalendar text, with the ids that the reader's feed gives them; "" without any."""
    site, own = _site(link), frozenset(one.task.unit_id for one in deadlines if one.task.unit_id)
    items = [_meeting(meeting, site, link)] if meeting else []
    items += [_deadline(one, own, site, link) for one in deadlines]
    return render_entries(items).decode() if items else ""


def _site(link: Link) -> str:
    """The site's host makes ids unique among calendars; they must not change while the site keeps its address."""
    return urlsplit(link("calendar.show")).hostname or "localhost"


def _deadline(one: Deadline, own_units: frozenset[int], site: str, link: Link) -> Item:
    task = one.task
    assert task.due is not None  # noqa: S101 -- services.feed_entries asks for nothing else
    address = link("tasks.show", task_id=task.id)
    return Item(
        uid=f"task-{task.id}@{site}",
        first=task.due,
        last=task.due,
        sequence=one.sequence,
        changed_at=one.changed_at,
        summary=_task_summary(task) + ("" if task.unit_id in own_units else f" – {_unit(task)}"),
        description=_paragraph([*_task_lines(task), address]),
        address=address,
        categories=[gettext("Deadline"), kind_label(task.kind)],
        status=_task_status(task),
        busy=False,
        alarms=one.alarms,
    )


def _task_summary(task: Task) -> str:
    """The state decides the first word: what is owed, what waits, what is done with."""
    title = task.title
    if task.conference.state is ConferenceState.CANCELLED:
        return f"{state_label(TaskState.CANCELLED)}: {title}"
    if task.conference.state is ConferenceState.DRAFT:
        return f"{state_label(TaskState.DRAFT)}: {title}"
    if task.state is TaskState.COMPLETED:
        return f"✓ {title}"
    if clock_owner(task.state) is ClockOwner.UNIT:
        return gettext("Due: %(title)s", title=title)
    return f"{state_label(task.state)}: {title}"


def _task_status(task: Task) -> str:
    if TaskState.CANCELLED is task.state or task.conference.state is ConferenceState.CANCELLED:
        return "CANCELLED"  # calendar programmes take it away
    drafted = TaskState.DRAFT is task.state or task.conference.state is ConferenceState.DRAFT
    return "TENTATIVE" if drafted or task.state is TaskState.SUSPENDED else "CONFIRMED"


def _task_lines(task: Task) -> list[str]:
    conference, partners = task.conference, [one.unit.name if one.unit else one.words for one in task.partners]
    assert task.due is not None  # noqa: S101 -- see above
    why = due_source_sentence(task, event_of(conference))
    return [
        gettext("Conference: %(title)s", title=conference.short_title),
        gettext("Takes place: %(days)s", days=_event_days(conference)),
        gettext("Leads: %(unit)s", unit=_unit(task)),
        gettext("Co-operates: %(units)s", units="; ".join(partners)) if partners else "",
        gettext("Due date: %(day)s. %(why)s", day=format_long_day(task.due), why=why),
        gettext("State: %(state)s", state=_task_state(task)),
        _followed_by(conference),
    ]


def _task_state(task: Task) -> str:
    off = task.conference.state is ConferenceState.CANCELLED
    return gettext("Conference cancelled") if off else state_label(task.state)


def _unit(task: Task) -> str:
    return task.unit.name if task.unit else task.unit_words


def _meeting(one: Meeting, site: str, link: Link) -> Item:
    conference = one.conference
    assert conference.event_start is not None and conference.event_end is not None  # noqa: S101, PT018 -- see above
    address = link("conferences.show", conference_id=conference.id)
    return Item(
        uid=f"conference-{conference.id}@{site}",
        first=conference.event_start,
        last=conference.event_end,
        sequence=one.sequence,
        changed_at=one.changed_at,
        summary=_meeting_summary(conference),
        description=_paragraph([*_meeting_lines(conference), address]),
        address=address,
        categories=[gettext("Conference")],
        status=_meeting_status(conference),
        busy=conference.state is not ConferenceState.CANCELLED,
        place=conference.place or "",
        alarms=one.alarms,
    )


def _meeting_summary(conference: Conference) -> str:
    if conference.state is not ConferenceState.ACTIVE:
        return f"{conference_state_label(conference.state)}: {conference.short_title}"
    if conference.event_tentative:
        return gettext("Tentative: %(title)s", title=conference.short_title)
    return conference.short_title


def _meeting_status(conference: Conference) -> str:
    if conference.state is ConferenceState.CANCELLED:
        return "CANCELLED"
    settled = conference.state is ConferenceState.ACTIVE and not conference.event_tentative
    return "CONFIRMED" if settled else "TENTATIVE"


def _meeting_lines(conference: Conference) -> list[str]:
    return [
        conference.title,
        gettext("Takes place: %(days)s", days=_event_days(conference)),
        gettext("Place: %(place)s", place=conference.place or gettext("place not settled")),
        gettext("Host: %(unit)s", unit=conference.host.name),
        _followed_by(conference),
    ]


def _event_days(conference: Conference) -> str:
    days = event_words(conference.event_start, conference.event_end)
    tentative = conference.event_start is not None and conference.event_tentative
    return gettext("%(days)s (tentative)", days=days) if tentative else days


def _followed_by(conference: Conference) -> str:
    person = conference.coordinator
    who = ", ".join(part for part in (person.full_name, person.phone) if part)
    return gettext("Coordinator: %(who)s", who=who)


def _paragraph(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line)
