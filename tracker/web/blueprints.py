"""The screens, one module each."""

from flask import Flask

from tracker.web import auth, board, conferences, directory, health, mailbox, plans, queue, review, tasks, worklist


def register(app: Flask) -> None:
    for module in (auth, board, conferences, directory, health, mailbox, plans, queue, review, tasks, worklist):
        app.register_blueprint(module.bp)
