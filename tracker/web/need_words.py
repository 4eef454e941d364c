"""Words of what conferences need: the task it becomes, why it is needed, and on what that rests."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.domain.kinds import DEFAULT, PRACTICE
from tracker.domain.needed import Because, Need
from tracker.services.suggestions import Offer
from tracker.web.labels import kind_label

# The task that an offer becomes; these words are stored, in the language of the person who takes it.
_TASKS: Mapping[str, Any] = {
    "budget": _l("Draw up the budget estimate of the conference"),
    "venue": _l("Arrange the hall and the seating"),
    "programme": _l("Draw up the programme of the conference"),
    "delegate_list": _l("Settle the list of delegates"),
    "invitations": _l("Send invitations to the delegates"),
    "registration": _l("Take the registrations of the delegates"),
    "main_report": _l("Draw up the main report"),
    "thematic_content": _l("Prepare the subject matter and slides"),
    "invite_speakers": _l("Send the invitation to speakers"),
    "collect_speeches": _l("Collect and edit the speeches"),
    "leader_speeches": _l("Draft the speeches of the leadership"),
    "send_papers": _l("Send the papers to the delegates"),
    "printing": _l("Print and copy the papers"),
    "technical": _l("Prepare sound, screens and stage"),
    "reception": _l("Prepare reception and logistics"),
    "rehearsal": _l("Rehearse and check that everything is ready"),
    "conclusion_notice": _l("Issue the notice of conclusions"),
    "event_report": _l("Report on how the conference went"),
    "settlement": _l("Settle the accounts of the conference"),
    "records": _l("File the records of the conference"),
}

_REASONS: Mapping[Because, Any] = {
    Because.MONEY: _l("Spending needs an approved estimate before anything is ordered."),
    Because.ROOM: _l("The hall is booked before the invitations name it."),
    Because.AGENDA: _l("Invitations, speeches and the run of the day follow the programme."),
    Because.GUESTS: _l("Invitations go to a list that the leadership has approved."),
    Because.INVITED_IN_TIME: _l("Invitations reach those invited at least 3 working days before."),
    Because.HEADCOUNT: _l("Seats, papers and meals follow the number of those who come."),
    Because.REPORT_HEARD: _l("A review hears a report on the period; the leadership reads it before."),
    Because.LESSONS: _l("What is to be presented must be ready before the papers go out."),
    Because.SPEAKERS_ASKED: _l("Speakers need time to write."),
    Because.SPEECHES_READ: _l("Speeches are read, edited and put in order before they are printed."),
    Because.OPENING_WORDS: _l("The opening, the guidance and the conclusions are drafted for the leadership."),
    Because.READ_BEFORE: _l("Papers reach those invited at least 3 working days before."),
    Because.COPIES: _l("Those present have the papers before them."),
    Because.SOUND: _l("Sound, screens and stage are checked before the day."),
    Because.CONNECTION: _l("The lines between the places are tested before the day."),
    Because.WELCOME: _l("Somebody receives the delegates, with water, parking and name plates."),
    Because.DRY_RUN: _l("The day before, everything is gone through once."),
    Because.CONCLUSIONS: _l("The conclusions are made known within 5 working days."),
    Because.REPORTED: _l("The leadership hears what came of it and what to do better."),
    Because.ACCOUNTS: _l("Advances are settled by the end of the month after the event."),
    Because.KEPT: _l("Plan, papers, speeches and conclusions are filed together."),
}


def suggestion_title(kind: str, need: Need | None = None) -> str:
    """The task that an offer becomes. A meeting over the line needs the line, not the stage."""
    if need is not None and need.because is Because.CONNECTION:
        return gettext("Prepare and test the connection, sound and screens")
    return str(_TASKS.get(kind) or kind_label(kind))


def offer_title(offer: Offer) -> str:
    return suggestion_title(offer.kind, offer.need)


def need_reason(need: Need) -> str:
    return str(_REASONS[need.because])


def need_basis(need: Need) -> str:
    """Law by its number; else what is usual, or our own advice."""
    if need.basis == PRACTICE:
        return gettext("common practice")
    return gettext("advice of this service") if need.basis == DEFAULT else need.basis
