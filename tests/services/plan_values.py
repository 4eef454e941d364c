"""Plans as the reader would hand them over, made by hand: only what a test names differs from a small plain plan."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO
from tracker.domain.dates import EventWindow
from tracker.domain.glossary import AssignmentRole
from tracker.domain.plan import Assignment, ConferenceFacts, Coverage, Doubt, ParsedPlan
from tracker.domain.plan.lines import Line
from tracker.models import Conference
from tracker.services import plans

LEAD, COORDINATE, CONTRIBUTE = AssignmentRole.LEAD, AssignmentRole.COORDINATE, AssignmentRole.CONTRIBUTE


@dataclass(frozen=True, kw_only=True)
class ReadLines:
    lines: tuple[Line, ...]
    format: str = "txt"
    pages: int | None = None


TEXT = (
    "KẾ HOẠCH",
    "Tổ chức Hội nghị sơ kết hoạt động khoa học",
    "IV. TỔ CHỨC THỰC HIỆN",
    "1. Phòng Quản lý Khoa học",
    "- Chủ trì xây dựng chương trình Hội nghị.",
    "2. Văn phòng Sở",
    "- Phối hợp với Phòng Quản lý Khoa học xây dựng chương trình Hội nghị.",
    "- Bố trí hội trường.",
    "3. Đề nghị UBND phường Đông Hải; UBND xã Vân Khê chuẩn bị tham luận.",
)
DOCUMENT = ReadLines(lines=tuple(Line(number=number, text=text) for number, text in enumerate(TEXT)))
FACTS = ConferenceFacts(
    title="Tổ chức Hội nghị sơ kết hoạt động khoa học",
    short_title="Hội nghị sơ kết hoạt động khoa học",
    issuer="Sở Khoa học và Công nghệ tỉnh Hải Bình",
    number="/KH-SKHCN",
    issued="2026-11",
    event=EventWindow(start=date(2026, 12, 15), end=date(2026, 12, 15), tentative=True, words="dự kiến 15/12", line=1),
    place="Hội trường Sở",
)


def duty(no: int, unit: str, task: str, line: int, kind: str, role: AssignmentRole = LEAD, **values: Any) -> Assignment:
    return Assignment(
        no=no, unit=unit, task=task, role=role, kind=kind, first_line=line, last_line=line, quote=task, **values
    )


DUTIES = (
    duty(1, "Phòng Quản lý Khoa học", "Chủ trì xây dựng chương trình Hội nghị.", 4, "programme"),
    duty(
        2, "Văn phòng Sở", "Phối hợp với Phòng Quản lý Khoa học xây dựng chương trình Hội nghị.", 6, "programme",
        COORDINATE, lead_no=1, partners=("Phòng Quản lý Khoa học",), doubts=(Doubt(code="linked", params={"no": "1"}),),
    ),
    duty(3, "Văn phòng Sở", "Bố trí hội trường.", 7, "venue"),
    duty(4, "UBND phường Đông Hải", "Chuẩn bị tham luận.", 8, "speech", CONTRIBUTE),
    duty(5, "UBND xã Vân Khê", "Chuẩn bị tham luận.", 8, "speech", CONTRIBUTE),
)  # fmt: skip


def parsed(**values: Any) -> ParsedPlan:
    plain: dict[str, Any] = {
        "conference": FACTS,
        "assignments": DUTIES,
        "coverage": Coverage(sentences=4, assigned=4, tasks=5, skipped=0),
        "organisation": tuple(range(2, 9)),
    }
    return ParsedPlan(**(plain | values))


def imported(session: Session, cast: Cast, who: str = "coordinator", **values: Any) -> Conference:
    """The plain plan in the database as a draft; ``values`` go to ``import_plan``."""
    plain: dict[str, Any] = {
        "host_id": cast.host.id, "filename": "ke-hoach.txt", "data": b"ke hoach", "document": DOCUMENT,
        "parsed": parsed(), "now": LONG_AGO,
    }  # fmt: skip
    return plans.import_plan(session, cast.actor(who), **(plain | values))
