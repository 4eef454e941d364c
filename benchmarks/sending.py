"""Planning the day's reminders in a registry and sending the digests to a local SMTP server: 1,000 tasks of 50 units,
50,000 of 500, 1,000,000 of 5,000; each unit has something to be told of.

    .venv/bin/python -m benchmarks.sending [--sizes 1000/50 50000/500 1000000/5000]

Beside it, before and after, on the same machine in the same minute: smtplib alone, building each message and sending it
over one kept connection. The process is warm, as a scheduler is: it has loaded the templates and this year's calendar.
"""

import argparse
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

from flask import Flask
from sqlalchemy import Row, select

from benchmarks._ground import MORNING, application, figure, headline, ms, peak, timed
from benchmarks._registry import fill
from benchmarks._sink import running_sink
from config import MailSettings
from tracker import jobs
from tracker.db import Database
from tracker.models import OutboxMail
from tracker.scheduler import keep_what_is_loaded
from tracker.services import reminders
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS


def letters(database: Database) -> Iterator[Row[tuple[str, str, str, str]]]:
    """A hundred at a time: what is measured is sending, and memory stays what it is."""
    columns = select(OutboxMail.subject, OutboxMail.recipient, OutboxMail.text, OutboxMail.html)
    with database.readers() as session:
        yield from session.execute(columns, execution_options={"yield_per": 100})


def send_plainly(port: int, database: Database) -> None:
    with smtplib.SMTP("127.0.0.1", port) as relay:
        for subject, recipient, words, html in letters(database):
            message = EmailMessage()
            message["Subject"], message["From"], message["To"] = subject, "sansang@haibinh.example", recipient
            message.set_content(words)
            message.add_alternative(html, subtype="html")
            relay.send_message(message)


def warm(app: Flask, database: Database) -> None:
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith("email/")):
        app.jinja_env.get_template(name)
    with database.readers() as session:
        reminders.find(session, now=MORNING)
    keep_what_is_loaded()


def measure(tasks: int, units: int) -> None:
    headline(f"Reminding {units:,} units: a registry of {tasks:,} tasks")
    with (
        running_sink() as port,
        application(MailSettings(backend="smtp", server="127.0.0.1", port=port, grace=0)) as app,
    ):
        database, mailer = app.extensions["database"], app.extensions["mailer"]
        database.transact(lambda session: fill(session, tasks, units, everybody=True))
        figures: dict[str, dict[str, int]] = {}

        def run(job: str) -> None:
            figures[job] = jobs.run(job, database, mailer, at=MORNING)

        warm(app, database)
        empty = peak()
        planning = timed(lambda: run(PLAN_REMINDERS))
        planned = peak()
        before = timed(lambda: send_plainly(port, database))
        sending = timed(lambda: run(DELIVER_MAIL))
        sent = peak()
        after = timed(lambda: send_plainly(port, database))
        count, plainly = figures[PLAN_REMINDERS]["digests"], (before + after) / 2
        if figures[DELIVER_MAIL] != {"sent": count}:
            raise SystemExit(f"not all was sent: {figures[DELIVER_MAIL]}")
        figure("planning: tasks to tell of, digests", f"{figures[PLAN_REMINDERS]['reminders']:,}, {count:,}")
        figure("planning, each digest", f"{planning:.2f} s, {ms(planning / count)}")
        figure("sending through the outbox, with its commits", f"{sending:.2f} s")
        figure("each, mails per second", f"{ms(sending / count)}, {count / sending:.0f}")
        figure("smtplib alone, the same letters, before and after", f"{before:.2f} s, {after:.2f} s")
        figure("each, mails per second", f"{ms(plainly / count)}, {count / plainly:.0f}")
        figure("rate of the outbox, of smtplib's", f"{100 * plainly / sending:.0f} %")
        figure("planning and sending together, mails per second", f"{count / (planning + sending):.0f}")
        figure("memory: before, after planning, after sending", f"{empty}, {planned}, {sent} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=["1000/50", "50000/500"])
    for size in parser.parse_args().sizes:
        tasks, units = size.split("/")
        measure(int(tasks), int(units))


if __name__ == "__main__":
    main()
