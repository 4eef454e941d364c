"""The screens, one module each."""

from flask import Flask

from tracker.web import (
    amendments,
    auth,
    board,
    conferences,
    directory,
    health,
    mailbox,
    plans,
    queue,
    review,
    review_coverage,
    tasks,
    worklist,
)


def register(app: Flask) -> None:
    for module in (
        amendments,
        auth,
        board,
        conferences,
        directory,
        health,
        mailbox,
        plans,
        queue,
        review,
        review_coverage,
        tasks,
        worklist,
    ):
        app.register_blueprint(module.bp)
