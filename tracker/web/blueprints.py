"""The screens, one module each."""

from flask import Flask

from tracker.web import (
    absences,
    action_links,
    amendments,
    auth,
    board,
    briefing,
    calendar,
    conference_templates,
    conferences,
    directory,
    extensions,
    health,
    link_board,
    mailbox,
    new_conference,
    plans,
    queue,
    reminder_policies,
    review,
    review_coverage,
    rules,
    suggestions,
    tasks,
    working_calendar,
    worklist,
)


def register(app: Flask) -> None:
    for module in (
        absences,
        action_links,
        amendments,
        auth,
        board,
        briefing,
        calendar,
        conference_templates,
        conferences,
        directory,
        extensions,
        health,
        link_board,
        mailbox,
        new_conference,
        plans,
        queue,
        reminder_policies,
        review,
        review_coverage,
        rules,
        suggestions,
        tasks,
        working_calendar,
        worklist,
    ):
        app.register_blueprint(module.bp)
