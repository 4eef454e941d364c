"""The people and units every story is told with: a host agency, its coordinator and leader, units, an outsider."""

from dataclasses import dataclass, field

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import make_unit, make_user
from tracker.domain.glossary import MemberRole, UnitKind
from tracker.domain.permissions import Actor
from tracker.models import Unit, User
from tracker.services.accounts import load_actor

PASSWORD = "Hải-Bình-2026"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass
class Cast:
    """The host (Sở KH&CN), its office and department, the ward and the school outside; people by role name."""

    host: Unit
    office: Unit
    department: Unit
    ward: Unit
    school: Unit
    people: dict[str, User] = field(default_factory=dict)
    session: Session | None = None

    def actor(self, who: str) -> Actor:
        assert self.session is not None
        return load_actor(self.session, self.people[who])

    def sign_in(self, client: FlaskClient, who: str) -> None:
        """Who: coordinator, leader, administrator, member (department), officer (office), outsider (school)."""
        answer = client.post("/dang-nhap", data={"email": self.people[who].email, "password": PASSWORD})
        assert answer.status_code == 302, answer.text


def make_cast(session: Session) -> Cast:
    host = make_unit(
        session, "Sở Khoa học và Công nghệ tỉnh Hải Bình", UnitKind.AGENCY, is_host=True, email="skhcn@haibinh.example"
    )
    cast = Cast(
        host=host,
        office=make_unit(session, "Văn phòng Sở", UnitKind.OFFICE, parent=host, email="vanphong@haibinh.example"),
        department=make_unit(
            session,
            "Phòng Quản lý Khoa học",
            UnitKind.DEPARTMENT,
            parent=host,
            email="qlkh@haibinh.example",
            head_email="truongphong.qlkh@haibinh.example",
        ),
        ward=make_unit(session, "UBND phường Đông Hải", UnitKind.COMMUNE_COMMITTEE, email="donghai@haibinh.example"),
        school=make_unit(session, "Trường Cao đẳng Kỹ thuật Hải Bình", UnitKind.SCHOOL, email="cdkt@haibinh.example"),
        session=session,
    )
    for who, name, role, unit in (
        ("coordinator", "Trần Thu Hà", MemberRole.COORDINATOR, cast.host),
        ("leader", "Nguyễn Văn An", MemberRole.LEADER, cast.host),
        ("administrator", "Đỗ Quang Huy", MemberRole.ADMINISTRATOR, cast.host),
        ("member", "Lê Minh Đức", MemberRole.MEMBER, cast.department),
        ("officer", "Phạm Thị Lan", MemberRole.MEMBER, cast.office),
        ("outsider", "Vũ Hoàng Nam", MemberRole.MEMBER, cast.school),
    ):
        cast.people[who] = make_user(session, f"{who}@haibinh.example", name, role, unit, password_hash=HASH)
    return cast
