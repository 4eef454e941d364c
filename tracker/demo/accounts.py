"""The demo's people. Their passwords are public: the demo is loaded only where DEMO is set or a person asks for it."""

from dataclasses import dataclass

from tracker.domain.glossary import MemberRole

PASSWORD = "Hai-Binh-2026"  # noqa: S105 -- a demo password, printed at every start


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """``unit``: name in :mod:`tracker.demo.units`; ``post``: what the person is, in Vietnamese."""

    email: str
    name: str
    post: str
    role: MemberRole
    unit: str
    phone: str | None = None
    password: str = PASSWORD


HOST = "Sở Khoa học và Công nghệ tỉnh Hải Bình"
DEMO_ACCOUNTS = (
    DemoAccount(
        email="ha@skhcn.haibinh.example",
        name="Trần Thu Hà",
        post="chuyên viên theo dõi, đôn đốc",
        role=MemberRole.COORDINATOR,
        unit=HOST,
        phone="0225 000 0001",
    ),
    DemoAccount(
        email="an@skhcn.haibinh.example", name="Lê Thu An", post="lãnh đạo Sở", role=MemberRole.LEADER, unit=HOST
    ),
    DemoAccount(
        email="duc@skhcn.haibinh.example",
        name="Lê Minh Đức",
        post="đầu mối Phòng Quản lý Công nghệ",
        role=MemberRole.MEMBER,
        unit="Phòng Quản lý Công nghệ và Đổi mới sáng tạo",
        phone="0225 000 0002",
    ),
    DemoAccount(
        email="lan@skhcn.haibinh.example",
        name="Phạm Thị Lan",
        post="đầu mối Văn phòng Sở",
        role=MemberRole.MEMBER,
        unit="Văn phòng Sở",
    ),
    DemoAccount(
        email="vankhe@haibinh.example",
        name="Hoàng Văn Khê",
        post="đầu mối UBND xã Vân Khê",
        role=MemberRole.MEMBER,
        unit="UBND xã Vân Khê",
    ),
    DemoAccount(
        email="quantri@skhcn.haibinh.example",
        name="Đỗ Quang Huy",
        post="quản trị",
        role=MemberRole.ADMINISTRATOR,
        unit=HOST,
    ),
)
