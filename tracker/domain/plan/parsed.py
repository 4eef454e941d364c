"""What reading a plan gives: facts, assignments, findings, each with its place in the text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.dates import DuePhrase, EventWindow
from tracker.domain.glossary import AssignmentRole, Severity


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
    kind: str = "other"  # code of a TaskKind
    due: DuePhrase | None = None
    lead_no: int | None = None  # the assignment (of the lead unit) this one co-operates on
    first_line: int
    last_line: int
    quote: str
    doubts: tuple[Doubt, ...] = ()  # none: the reader is certain


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
class Coverage:
    """How much of the assigning text was understood."""

    sentences: int  # sentences of the organisation section(s) that give orders
    assigned: int  # of these, turned into assignments
    tasks: int  # assignments made from them
    skipped: int  # recognised as something else, e.g. the closing contact
    unread: tuple[int, ...] = ()  # lines of the organisation section not accounted for


@dataclass(frozen=True, kw_only=True)
class ParsedPlan:
    conference: ConferenceFacts
    assignments: tuple[Assignment, ...] = ()
    findings: tuple[Finding, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    contact: str | None = None  # unit to turn to "nếu có vướng mắc"
    coverage: Coverage
    outline: tuple[Heading, ...] = ()
    organisation: tuple[int, ...] = ()  # numbers of the lines inside the organisation section(s)
