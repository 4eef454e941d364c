"""Planning the reminders of many tasks and sending the digests to a local SMTP server: 1,000 tasks of 50 units,
5,000 of 500.

    .venv/bin/python -m benchmarks.sending [--sizes 1000/50 50000/500]

Beside it, before and after, on the same machine in the same minute: smtplib alone, building each message and sending it
over one kept connection.
"""

import argparse
import smtplib
from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks._ground import MORNING, application, figure, headline, ms, timed
from benchmarks._sink import running_sink
from config import MailSettings
from tests.factories import make_conference, make_task, make_unit, make_user
from tracker import jobs
from tracker.domain.glossary import MemberRole, UnitKind
from tracker.models import Conference, OutboxMail, Task
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS

CONFERENCES = 10
DUE = date(2026, 11, 26)  # three working days after the morning of the measurement


def fill(session: Session, tasks: int, units: int) -> None:
    host = make_unit(session, "Sở Khoa học và Công nghệ", UnitKind.AGENCY, is_host=True, email="skhcn@haibinh.example")
    coordinator = make_user(session, "ha@haibinh.example", "Trần Thu Hà", MemberRole.COORDINATOR, host)
    conferences = [make_conference(session, host, coordinator).id for _ in range(CONFERENCES)]
    numbers = range(units)
    ids = [make_unit(session, f"Phòng số {n}", parent=host, email=f"phong{n}@haibinh.example").id for n in numbers]
    model = make_task(session, session.get_one(Conference, conferences[0]), host, due=DUE)
    plain = {column.key: getattr(model, column.key) for column in Task.__mapper__.column_attrs if column.key != "id"}
    session.delete(model)
    session.flush()
    session.execute(
        insert(Task),
        [
            plain | {
                "conference_id": conferences[n // units % CONFERENCES], "unit_id": ids[n % units], "position": n,
                "unit_words": f"Phòng số {n % units}", "title": f"Xây dựng báo cáo chuyên đề số {n // units}",
            }
            for n in range(tasks)
        ],
    )  # fmt: skip


def send_plainly(port: int, letters: Sequence[OutboxMail]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as relay:
        for letter in letters:
            message = EmailMessage()
            message["Subject"], message["From"], message["To"] = (
                letter.subject,
                "sansang@haibinh.example",
                letter.recipient,
            )
            message.set_content(letter.text)
            message.add_alternative(letter.html, subtype="html")
            relay.send_message(message)


def measure(tasks: int, units: int) -> None:
    headline(f"Reminding {units:,} units of {tasks:,} tasks")
    with (
        running_sink() as port,
        application(MailSettings(backend="smtp", server="127.0.0.1", port=port, grace=0)) as app,
    ):
        database, mailer = app.extensions["database"], app.extensions["mailer"]
        database.transact(lambda session: fill(session, tasks, units))
        figures: dict[str, dict[str, int]] = {}

        def run(job: str) -> None:
            figures[job] = jobs.run(job, database, mailer, at=MORNING)

        planning = timed(lambda: run(PLAN_REMINDERS))
        with database.readers() as session:
            letters = session.scalars(select(OutboxMail)).all()
        before = timed(lambda: send_plainly(port, letters))
        sending = timed(lambda: run(DELIVER_MAIL))
        after = timed(lambda: send_plainly(port, letters))
        count, plainly = len(letters), (before + after) / 2
        if figures[DELIVER_MAIL] != {"sent": count}:
            raise SystemExit(f"not all was sent: {figures[DELIVER_MAIL]}")
        figure("planning: tasks → digests in the outbox", f"{planning:.2f} s")
        figure(f"sending {count} digests through the outbox, with its commits", f"{sending:.2f} s")
        figure("each, mails per second", f"{ms(sending / count)}, {count / sending:.0f}")
        figure("smtplib alone, the same letters, before and after", f"{before:.2f} s, {after:.2f} s")
        figure("each, mails per second", f"{ms(plainly / count)}, {count / plainly:.0f}")
        figure("rate of the outbox, of smtplib's", f"{100 * plainly / sending:.0f} %")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=["1000/50", "5000/500"])
    for size in parser.parse_args().sizes:
        tasks, units = size.split("/")
        measure(int(tasks), int(units))


if __name__ == "__main__":
    main()
