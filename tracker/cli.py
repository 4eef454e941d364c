"""``flask …``: thin commands, one module a group, over the same services as the pages."""

from flask import Flask

from tracker.commands import calendar, conferences, database, demo, event, jobs, local, plans, reminders, units, users


def register(app: Flask) -> None:
    for module in (calendar, conferences, database, demo, event, jobs, local, plans, reminders, units, users):
        app.cli.add_command(module.command)
    app.cli.add_command(jobs.scheduler_group)
