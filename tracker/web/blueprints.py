"""The screens, one module each."""

from flask import Flask

from tracker.web import (
    amendments,
    auth,
    board,
    calendar,
    conferences,
    directory,
    extensions,
    health,
    mailbox,
    plans,
    queue,
    review,
    review_coverage,
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
        conferences,
        directory,
        extensions,
        health,
        mailbox,
        plans,
        queue,
        review,
        review_coverage,
        suggestions,
        tasks,
        working_calendar,
        worklist,
    ):
        app.register_blueprint(module.bp)
