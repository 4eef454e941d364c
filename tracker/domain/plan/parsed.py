"""What reading a plan gives: facts, assignments, findings, each with its place in the text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.dates import DuePhrase, EventWindow
from tracker.domain.glossary import (
    AssignmentRole,
    ConferenceKind,
    DayPart,
    MeetingMode,
    SentenceClass,
    Severity,
)


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Why an assignment needs a person's look. ``code`` selects the words, ``params`` are its facts."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One duty of one unit. A sentence addressed to nine units gives nine of them with the same ``quote``."""

    no: int  # from 1, in the order of the text
    unit: str  # as named in the text, distributed head nouns written out
    role: AssignmentRole
    task: str  # the text itself, white space collapsed, without "Unit:" in front
    partners: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()  # of a collective unit: "các khoa còn lại (trừ khoa A)"
    kind: str = "other"  # code of a TaskKind
    due: DuePhrase | None = None
    lead_no: int | None = None  # the assignment (of the lead unit) this one co-operates on
    first_line: int
    last_line: int
    quote: str
    doubts: tuple[Doubt, ...] = ()  # none: the reader is certain


@dataclass(frozen=True, kw_only=True)
class Signer:
    """``capacity`` is what stands above the post: "KT. GIÁM ĐỐC" (for the head), "TM. BAN THƯỜNG VỤ" (on behalf)."""

    name: str | None = None
    post: str | None = None
    capacity: str | None = None


@dataclass(frozen=True, kw_only=True)
class Session:
    """A part of the event. Times as HH:MM, empty where the plan gives none."""

    part: DayPart
    start: str = ""
    end: str = ""
    words: str = ""
    line: int | None = None  # None: entered by a person


@dataclass(frozen=True, kw_only=True)
class Invited:
    """A guest of the list of participants. ``collective``: "các sở, ban, ngành" stands for many."""

    name: str
    collective: bool = False
    line: int | None = None  # None: entered by a person


@dataclass(frozen=True, kw_only=True)
class LegalBasis:
    """A document that the plan is based on. ``issued``: ISO, partial where the text is."""

    kind: str  # "Nghị định", "Kế hoạch"
    number: str | None = None
    issued: str | None = None
    words: str
    line: int | None = None  # None: entered by a person


@dataclass(frozen=True, kw_only=True)
class ConferenceFacts:
    """The header and the facts of the event, None where the plan does not say."""

    title: str | None = None
    short_title: str | None = None
    issuer: str | None = None
    parent_issuer: str | None = None
    number: str | None = None  # as printed; "/KH-KHCN" where it was left blank
    issued: str | None = None  # YYYY-MM-DD, YYYY-MM or YYYY
    issued_on: date | None = None  # only for a full date
    event: EventWindow | None = None
    event_time_text: str | None = None
    place: str | None = None
    duration: str | None = None
    delegates: str | None = None
    budget: str | None = None
    kind: ConferenceKind = ConferenceKind.OTHER
    mode: MeetingMode | None = None
    points: str | None = None  # places connected to an online meeting, as the plan words them
    sessions: tuple[Session, ...] = ()
    delegate_number: int | None = None
    invited: tuple[Invited, ...] = ()
    budget_sum: int | None = None  # đồng
    bases: tuple[LegalBasis, ...] = ()
    signer: Signer | None = None
    lines: Mapping[str, int] = field(default_factory=dict)  # name of a fact → the line it was read from


@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """One row of the programme (Phụ lục chương trình); never an assignment."""

    line: int
    time: str = ""
    content: str
    doer: str = ""
    note: str = ""
    session: str = ""  # "Buổi sáng: Hội nghị"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something a person should know or confirm before the plan is used."""

    code: str
    severity: Severity
    line: int | None = None
    words: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A task the text implies without naming a doer; created only when a person chooses it."""

    code: str
    words: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A numbered or lettered heading, for navigation through the text."""

    line: int
    level: int
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence (or table row) of the text that hands out duties, and what it was taken for."""

    line: int
    words: str
    kind: SentenceClass
    nos: tuple[int, ...] = ()  # the assignments made from it


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How much of the assigning text was understood. ``sentences`` = ``assigned`` + ``skipped`` + unread ones."""

    sentences: int  # sentences that give orders
    assigned: int  # of these, turned into assignments
    tasks: int  # assignments made from them
    skipped: int  # recognised as something else, e.g. the closing contact
    unread: tuple[int, ...] = ()  # lines of sentences not accounted for, one entry a sentence
    all: tuple[Sentence, ...] = ()  # every sentence of that text, headings too


@dataclass(frozen=True, kw_only=True)
class ParsedPlan:
    conference: ConferenceFacts
    assignments: tuple[Assignment, ...] = ()
    findings: tuple[Finding, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    contact: str | None = None  # unit to turn to "nếu có vướng mắc"
    classified: str | None = None  # "MẬT", "TỐI MẬT", "TUYỆT MẬT": such a document must not be kept
    coverage: Coverage
    outline: tuple[Heading, ...] = ()
    organisation: tuple[int, ...] = ()  # numbers of the lines inside the organisation section(s)
