"""The screens, one module each."""

from flask import Flask

from tracker.web import (
    amendments,
    auth,
    board,
    calendar,
    conference_templates,
    conferences,
    directory,
    extensions,
    health,
    mailbox,
    new_conference,
    plans,
    queue,
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
        amendments,
        auth,
        board,
        calendar,
        conference_templates,
        conferences,
        directory,
        extensions,
        health,
        mailbox,
        new_conference,
        plans,
        queue,
        review,
        review_coverage,
        rules,
        suggestions,
        tasks,
        working_calendar,
        worklist,
    ):
        app.register_blueprint(module.bp)
