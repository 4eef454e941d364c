"""Typed tables, no Flask. Facts are stored; states such as "overdue" are derived from them."""

from tracker.models.account import Membership, User, UserSession
from tracker.models.amendment import Amendment, AmendmentState
from tracker.models.base import Base
from tracker.models.calendar import AnnouncedYear, CalendarChange, CalendarDay, FeedToken
from tracker.models.conference import AgendaItem, Conference, Finding, Plan, Suggestion, UnreadSentence
from tracker.models.extension import ExtensionRequest
from tracker.models.mail import JobRun, MailState, OutboxMail, Reminder
from tracker.models.planning import AgencyFactors, AgencyRule, ConferenceTemplate, Replan
from tracker.models.reading import PlanReading, ReadingPurpose, ReadingState
from tracker.models.review import ReviewPresence, ReviewStep, Withdrawal
from tracker.models.task import Task, TaskEvent, TaskFile, TaskPartner
from tracker.models.unit import Unit, UnitAlias, UnitSuccessor

__all__ = [
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
    "OutboxMail",
    "Plan",
    "PlanReading",
    "ReadingPurpose",
    "ReadingState",
    "Reminder",
    "Replan",
    "ReviewPresence",
    "ReviewStep",
    "Suggestion",
    "Task",
    "TaskEvent",
    "TaskFile",
    "TaskPartner",
    "Unit",
    "UnitAlias",
    "UnitSuccessor",
    "UnreadSentence",
    "User",
    "UserSession",
    "Withdrawal",
]
