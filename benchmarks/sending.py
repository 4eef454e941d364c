"""Planning the reminders of 1,000 tasks of 50 units and sending the digests to a local SMTP server.

Beside it: smtplib alone, building and sending the same letters over one connection.
"""

import smtplib
from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks._ground import MORNING, application, figure, headline, ms, timed, times
from benchmarks._sink import running_sink
from config import MailSettings
from tests.factories import make_conference, make_task, make_unit, make_user
from tracker import jobs
from tracker.domain.glossary import MemberRole, UnitKind
from tracker.models import OutboxMail
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS

UNITS, TASKS_EACH, CONFERENCES = 50, 20, 10
DUE = date(2026, 11, 26)  # three working days after the morning of the measurement


def fill(session: Session) -> None:
    host = make_unit(session, "Sở Khoa học và Công nghệ", UnitKind.AGENCY, is_host=True, email="skhcn@haibinh.example")
    coordinator = make_user(session, "ha@haibinh.example", "Trần Thu Hà", MemberRole.COORDINATOR, host)
    conferences = [make_conference(session, host, coordinator) for _ in range(CONFERENCES)]
    for number in range(UNITS):
        unit = make_unit(session, f"Phòng số {number}", parent=host, email=f"phong{number}@haibinh.example")
        for task in range(TASKS_EACH):
            make_task(
                session, conferences[task % CONFERENCES], unit, due=DUE, title=f"Xây dựng báo cáo chuyên đề số {task}"
            )


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


def main() -> None:
    headline(f"Reminding {UNITS} units of {UNITS * TASKS_EACH} tasks")
    with (
        running_sink() as port,
        application(MailSettings(backend="smtp", server="127.0.0.1", port=port, grace=0)) as app,
    ):
        database, mailer = app.extensions["database"], app.extensions["mailer"]
        database.transact(fill)
        figures: dict[str, dict[str, int]] = {}

        def run(job: str) -> None:
            figures[job] = jobs.run(job, database, mailer, at=MORNING)

        planning = timed(lambda: run(PLAN_REMINDERS))
        again = timed(lambda: run(PLAN_REMINDERS))
        assert not any(figures[PLAN_REMINDERS].values()), "a second run plans nothing"
        sending = timed(lambda: run(DELIVER_MAIL))
        with database.readers() as session:
            letters = session.scalars(select(OutboxMail)).all()
        assert figures[DELIVER_MAIL] == {"sent": len(letters)}
        plainly = timed(lambda: send_plainly(port, letters))
        figure("planning: tasks → digests in the outbox", f"{planning:.2f} s")
        figure("planning again: nothing to do", f"{again:.2f} s")
        figure(f"sending {len(letters)} digests through the outbox", f"{sending:.2f} s")
        figure("each", ms(sending / len(letters)))
        figure("smtplib alone, the same letters", f"{plainly:.2f} s")
        figure("each", ms(plainly / len(letters)))
        figure("the outbox, with its commits, beside smtplib", times(sending, plainly))


if __name__ == "__main__":
    main()
