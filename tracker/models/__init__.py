"""Typed tables, no Flask. Facts are stored; states such as "overdue" are derived from them."""

from tracker.models.account import Membership, User, UserSession
from tracker.models.action_link import ActionLink, ActionLinkUse
from tracker.models.amendment import Amendment, AmendmentState
from tracker.models.base import Base
from tracker.models.calendar import AnnouncedYear, CalendarChange, CalendarDay, FeedToken
from tracker.models.conference import AgendaItem, Conference, Finding, Plan, Suggestion, UnreadSentence
from tracker.models.extension import ExtensionRequest
from tracker.models.mail import JobRun, MailState, OutboxMail, RelayHealth, Reminder, SuppressedAddress
from tracker.models.planning import AgencyFactors, AgencyRule, ConferenceTemplate, Replan
from tracker.models.reading import PlanReading, ReadingPurpose, ReadingState
from tracker.models.reminding import Absence, Mute, ReminderPolicy, UnitContact
from tracker.models.review import ReviewPresence, ReviewStep, Withdrawal
from tracker.models.task import Task, TaskEvent, TaskFile, TaskPartner
from tracker.models.unit import Unit, UnitAlias, UnitSuccessor

__all__ = [
    "Absence",
    "ActionLink",
    "ActionLinkUse",
    "AgencyFactors",
    "AgencyRule",
    "AgendaItem",
    "Amendment",
    "AmendmentState",
    "AnnouncedYear",
    "Base",
    "CalendarChange",
    "CalendarDay",
    "Conference",
    "ConferenceTemplate",
    "ExtensionRequest",
    "FeedToken",
    "Finding",
    "JobRun",
    "MailState",
    "Membership",
    "Mute",
    "OutboxMail",
    "Plan",
    "PlanReading",
    "ReadingPurpose",
    "ReadingState",
    "RelayHealth",
    "Reminder",
    "ReminderPolicy",
    "Replan",
    "ReviewPresence",
    "ReviewStep",
    "Suggestion",
    "SuppressedAddress",
    "Task",
    "TaskEvent",
    "TaskFile",
    "TaskPartner",
    "Unit",
    "UnitAlias",
    "UnitContact",
    "UnitSuccessor",
    "UnreadSentence",
    "User",
    "UserSession",
    "Withdrawal",
]
