"""Typed tables, no Flask. Facts are stored; states such as "overdue" are derived from them."""

from tracker.models.account import Membership, User, UserSession
from tracker.models.base import Base
from tracker.models.conference import AgendaItem, Conference, Finding, Plan, Suggestion
from tracker.models.mail import JobRun, MailState, OutboxMail, Reminder
from tracker.models.task import Task, TaskEvent, TaskFile, TaskPartner
from tracker.models.unit import Unit, UnitAlias

__all__ = [
    "AgendaItem",
    "Base",
    "Conference",
    "Finding",
    "JobRun",
    "MailState",
    "Membership",
    "OutboxMail",
    "Plan",
    "Reminder",
    "Suggestion",
    "Task",
    "TaskEvent",
    "TaskFile",
    "TaskPartner",
    "Unit",
    "UnitAlias",
    "User",
    "UserSession",
]
