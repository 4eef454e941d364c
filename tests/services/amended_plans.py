"""A short plan read, activated and then amended: what the tests of amendments begin with."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tracker.documents import read_text
from tracker.domain.glossary import Review
from tracker.domain.plan import read_plan
from tracker.models import Amendment, Conference, OutboxMail, Task, TaskEvent, UnreadSentence
from tracker.services import activation, amendments, plans, review
from tracker.services.amendment_changes import Change
from tracker.services.amendment_sheet import Sheet

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)  # Monday 2/11/2026, 9:00 in Viet Nam
LATER = NOW + timedelta(days=7)
TODAY = date(2026, 11, 2)

HEAD = """SỞ KHOA HỌC VÀ CÔNG NGHỆ TỈNH HẢI BÌNH

Số: {number}/KH-SKHCN
Hải Bình, ngày {day} tháng {month} năm 2026

KẾ HOẠCH
Tổ chức Hội nghị sơ kết hoạt động khoa học năm 2026

I. THỜI GIAN, ĐỊA ĐIỂM
1. Thời gian: 01 ngày, ngày {event}/12/2026.
2. Địa điểm: {place}.
II. TỔ CHỨC THỰC HIỆN
"""
DEPARTMENT = """{no}. Phòng Quản lý Khoa học
- Chủ trì xây dựng chương trình Hội nghị.
- Xây dựng báo cáo sơ kết hoạt động khoa học, hoàn thành trước ngày {report}/12/2026.
"""
OFFICE = """{no}. Văn phòng Sở
- Bố trí hội trường, âm thanh phục vụ Hội nghị.
- In ấn tài liệu và gửi giấy mời đại biểu.
"""
WARD = """{no}. Đề nghị UBND phường Đông Hải chuẩn bị nội dung tham luận tại Hội nghị.
"""


def text(*sections: str, number: str = "12", day: str = "30", month: str = "10", **values: str) -> str:
    """The plan with ``sections`` in this order; by default as it was first issued."""
    plain = {"event": "15", "place": "Hội trường Sở", "report": "03"} | values
    head = HEAD.format(number=number, day=day, month=month, **plain)
    return head + "".join(section.format(no=no, **plain) for no, section in enumerate(sections, start=1))


FIRST = text(DEPARTMENT, OFFICE, WARD)


@dataclass
class Case:
    """A conference in preparation, and what its coordinator does with new versions of its plan."""

    app: Flask
    session: Session
    cast: Cast
    conference: Conference

    @property
    def actor(self) -> Any:
        return self.cast.actor("coordinator")

    def task(self, words: str) -> Task:
        """The one task whose title holds the words."""
        return next(task for task in self.tasks() if words in task.title)

    def tasks(self) -> list[Task]:
        return list(review.tasks_of(self.session, self.conference.id))

    def propose(self, words: str, **values: Any) -> Amendment:
        document = read_text(words)
        plain = {
            "filename": "sua-doi.txt", "data": words.encode(), "document": document,
            "parsed": read_plan(document.lines), "now": LATER,
        }  # fmt: skip
        return amendments.propose(self.session, self.actor, self.conference.id, **(plain | values))

    def sheet(self, amendment: Amendment) -> Sheet:
        return amendments.sheet(self.session, self.actor, amendment, today=TODAY)

    def changes(self, words: str) -> list[Change]:
        return list(self.sheet(self.propose(words)).changes)

    def decide(self, amendment: Amendment, **decisions: dict[str, Any]) -> None:
        amendments.decide(self.session, self.actor, amendment.id, decisions, version=amendment.version)

    def apply(self, amendment: Amendment) -> Sheet:
        return amendments.apply(
            self.session, self.actor, amendment.id, seen=self.sheet(amendment).seen, reason="Bản sửa đổi số 15",
            compose=self.app.extensions["mailer"], now=LATER,
        )  # fmt: skip

    def amend(self, words: str) -> Sheet:
        return self.apply(self.propose(words))

    def mails(self) -> list[OutboxMail]:
        """The notices about amendments, by address."""
        wanted = select(OutboxMail).where(OutboxMail.kind == "amended").order_by(OutboxMail.recipient)
        return list(self.session.scalars(wanted))

    def unread(self) -> list[UnreadSentence]:
        """The sentences of the plan in force that the reader could not place."""
        return self.conference.plan.unread if self.conference.plan else []

    def steps(self, task: Task) -> list[str]:
        wanted = select(TaskEvent.step).where(TaskEvent.task_id == task.id).order_by(TaskEvent.id)
        return list(self.session.scalars(wanted))


def read_in(session: Session, cast: Cast, words: str = FIRST) -> Conference:
    document = read_text(words)
    return plans.import_plan(
        session, cast.actor("coordinator"), host_id=cast.host.id, filename="ke-hoach.txt", data=words.encode(),
        document=document, parsed=read_plan(document.lines), now=NOW,
    )  # fmt: skip


def activated(app: Flask, session: Session, cast: Cast, words: str = FIRST) -> Case:
    """The plan read, every task accepted and with its unit."""
    conference = read_in(session, cast, words)
    actor = cast.actor("coordinator")
    for task in review.tasks_of(session, conference.id):
        task.review = Review.ACCEPTED
    session.flush()
    shown = activation.preview(session, actor, conference.id, today=TODAY)
    activation.activate(session, actor, conference.id, seen=shown.seen, compose=app.extensions["mailer"], now=NOW)
    session.commit()
    return Case(app, session, cast, conference)
