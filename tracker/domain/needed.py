"""What a conference needs, by its kind, mode and scale: offered where no task does it, never created silently.

The bases: QĐ 45/2018/QĐ-TTg (how agencies of the State hold meetings), NĐ 30/2020/NĐ-CP (records), TT 40/2017/TT-BTC
(what conferences may cost), TT 17/2024/TT-BTC (settling accounts); the rest is observed in published plans, or ours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tracker.domain.glossary import AssignmentRole, ConferenceKind, ConferenceScale, MeetingMode, Review, TaskState
from tracker.domain.kinds import DEFAULT, KINDS, PRACTICE, QD_45, TT_17
from tracker.domain.normalise import search_key
from tracker.domain.task import TaskView

ND_30 = "NĐ 30/2020/NĐ-CP"  # chapter IV: the record of a piece of work is made up when it is finished
TT_40 = "TT 40/2017/TT-BTC"  # what may be spent on conferences, with the estimate it is spent from

_K, _M = ConferenceKind, MeetingMode
_REVIEWS = frozenset({_K.MIDTERM, _K.SUMMARY})
_TEACHING = frozenset({_K.TRAINING, _K.ROLLOUT, _K.WORKSHOP})
_WITHOUT_CONCLUSIONS = frozenset({_K.TRAINING, _K.CEREMONY, _K.CONTEST})
_EVERY_KIND = frozenset(ConferenceKind)
_IN_A_HALL = frozenset({_M.IN_PERSON, _M.HYBRID})
_CONNECTED = frozenset({_M.ONLINE, _M.HYBRID})


class Because(StrEnum):
    """Why it is needed; the words are the screen's."""

    MONEY = "money"
    ROOM = "room"
    AGENDA = "agenda"
    GUESTS = "guests"
    HEADCOUNT = "headcount"
    INVITED_IN_TIME = "invited_in_time"
    REPORT_HEARD = "report_heard"
    LESSONS = "lessons"
    SPEAKERS_ASKED = "speakers_asked"
    SPEECHES_READ = "speeches_read"
    OPENING_WORDS = "opening_words"
    READ_BEFORE = "read_before"
    COPIES = "copies"
    SOUND = "sound"
    CONNECTION = "connection"
    WELCOME = "welcome"
    DRY_RUN = "dry_run"
    CONCLUSIONS = "conclusions"
    REPORTED = "reported"
    ACCOUNTS = "accounts"
    KEPT = "kept"


@dataclass(frozen=True, kw_only=True)
class Need:
    """A kind of task that conferences need. ``near``: kinds that do it too.

    ``small``: also needed by a meeting within one agency; ``speeches``: only where somebody gives one.
    """

    kind: str
    because: Because
    basis: str = DEFAULT
    near: frozenset[str] = frozenset()
    kinds: frozenset[ConferenceKind] = _EVERY_KIND
    modes: frozenset[MeetingMode] = frozenset(MeetingMode)
    small: bool = True
    speeches: bool = False

    def fits(self, kind: ConferenceKind, mode: MeetingMode | None, scale: ConferenceScale, speeches: bool) -> bool:
        """Where nobody says how it is held, people meet in a hall."""
        large = scale is not ConferenceScale.SMALL and kind is not ConferenceKind.BRIEFING
        held = (mode or MeetingMode.IN_PERSON) in self.modes
        return kind in self.kinds and held and (self.small or large) and (speeches or not self.speeches)


NEEDS: Sequence[Need] = (
    Need(kind="budget", because=Because.MONEY, basis=TT_40, near=frozenset({"budget_outside"}), small=False),
    Need(kind="venue", because=Because.ROOM, basis=PRACTICE, modes=_IN_A_HALL),
    Need(kind="programme", because=Because.AGENDA, basis=PRACTICE),
    Need(kind="delegate_list", because=Because.GUESTS, small=False),
    Need(kind="invitations", because=Because.INVITED_IN_TIME, basis=QD_45),
    Need(kind="registration", because=Because.HEADCOUNT, small=False),
    Need(kind="main_report", because=Because.REPORT_HEARD, basis=PRACTICE, kinds=_REVIEWS),
    Need(kind="thematic_content", because=Because.LESSONS, kinds=_TEACHING, near=frozenset({"main_report"})),
    Need(kind="invite_speakers", because=Because.SPEAKERS_ASKED, speeches=True),
    Need(
        kind="collect_speeches",
        because=Because.SPEECHES_READ,
        speeches=True,
        near=frozenset({"urge_speeches"}),
    ),
    Need(kind="leader_speeches", because=Because.OPENING_WORDS, small=False),
    Need(kind="send_papers", because=Because.READ_BEFORE, basis=QD_45),
    Need(kind="printing", because=Because.COPIES, modes=_IN_A_HALL),
    Need(kind="technical", because=Because.SOUND, modes=frozenset({_M.IN_PERSON})),
    Need(kind="technical", because=Because.CONNECTION, modes=_CONNECTED),
    Need(kind="reception", because=Because.WELCOME, modes=_IN_A_HALL, small=False),
    Need(kind="rehearsal", because=Because.DRY_RUN, basis=PRACTICE, small=False),
    Need(kind="conclusion_notice", because=Because.CONCLUSIONS, basis=QD_45, kinds=_EVERY_KIND - _WITHOUT_CONCLUSIONS),
    Need(kind="event_report", because=Because.REPORTED, small=False),
    Need(kind="settlement", because=Because.ACCOUNTS, basis=TT_17, small=False),
    Need(kind="records", because=Because.KEPT, basis=ND_30),
)
"""In the order of the preparation. A briefing is a small meeting whatever its scale is said to be."""


class Planned(TaskView, Protocol):
    """A task of the plan, with its place in the review."""

    @property
    def review(self) -> Review: ...


def needed(
    kind: ConferenceKind, mode: MeetingMode | None, scale: ConferenceScale, *, speeches: bool
) -> tuple[Need, ...]:
    """What a conference of that kind needs, whether or not anybody does it."""
    return tuple(need for need in NEEDS if need.fits(kind, mode, scale, speeches))


def missing(needs: Iterable[Need], tasks: Sequence[Planned]) -> tuple[Need, ...]:
    """The needs that no task answers."""
    live = [task for task in tasks if _counts(task)]
    return tuple(need for need in needs if not any(_answers(task, need) for task in live))


def gives_speeches(tasks: Iterable[Planned]) -> bool:
    """Whether somebody is to give a speech."""
    live = [task for task in tasks if _counts(task)]
    return any(task.role is AssignmentRole.CONTRIBUTE or task.kind in {"speech", "urge_speeches"} for task in live)


def _counts(task: Planned) -> bool:
    """A skipped draft, a cancelled task (a refusal agreed to is one) and a duty of everybody are nobody's work."""
    gone = task.state is TaskState.CANCELLED or (task.state is TaskState.DRAFT and task.review is Review.SKIPPED)
    return not gone and task.role is not AssignmentRole.GENERAL


def _answers(task: Planned, need: Need) -> bool:
    """By its kind, a near one, or its words: "hội trường, âm thanh, đón tiếp" is one task and answers three needs."""
    if task.kind == need.kind or task.kind in need.near:
        return True
    pattern = KINDS[need.kind].pattern
    return task.role is AssignmentRole.LEAD and bool(pattern and pattern.search(search_key(task.title)))
