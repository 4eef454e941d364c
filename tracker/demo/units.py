"""The demo's directory: one province with its agencies, communes, wards and schools."""

from dataclasses import dataclass

from tracker.domain.glossary import UnitKind

K = UnitKind


@dataclass(frozen=True, kw_only=True)
class DemoUnit:
    """``parent``: name of the unit above; units without ``email`` show what happens when nobody can be reached."""

    name: str
    kind: UnitKind
    parent: str | None = None
    email: str | None = None
    head: tuple[str, str] | None = None  # name, mail address
    contact: str | None = None  # a person who reports for the unit in the demo's story
    aliases: tuple[str, ...] = ()
    is_host: bool = False


PROVINCE = "UBND tỉnh Hải Bình"
HOST = "Sở Khoa học và Công nghệ tỉnh Hải Bình"
MAIL = "haibinh.example"

UNITS = (
    DemoUnit(name=PROVINCE, kind=K.AGENCY, email=f"ubnd@{MAIL}", aliases=("UBND tỉnh",)),
    DemoUnit(name="Văn phòng UBND tỉnh", kind=K.OFFICE, parent=PROVINCE, email=f"vpubnd@{MAIL}"),
    DemoUnit(
        name=HOST,
        kind=K.AGENCY,
        parent=PROVINCE,
        email=f"skhcn@{MAIL}",
        is_host=True,
        aliases=("Sở Khoa học và Công nghệ", "Sở KH&CN", "Sở KHCN", "SKHCN"),
    ),
    DemoUnit(
        name="Văn phòng Sở",
        kind=K.OFFICE,
        parent=HOST,
        email=f"vanphong@skhcn.{MAIL}",
        head=("Ngô Thanh Tùng", f"chanhvanphong@skhcn.{MAIL}"),
        aliases=("VP Sở",),
    ),
    DemoUnit(
        name="Phòng Quản lý Công nghệ và Đổi mới sáng tạo",
        kind=K.DEPARTMENT,
        parent=HOST,
        email=f"qlcn@skhcn.{MAIL}",
        head=("Vũ Đình Khoa", f"truongphong.qlcn@skhcn.{MAIL}"),
        aliases=("QLCN&ĐMST", "Phòng QLCN và ĐMST"),
    ),
    DemoUnit(
        name="Phòng Kế hoạch - Tài chính",
        kind=K.DEPARTMENT,
        parent=HOST,
        contact="Nguyễn Thị Bích",
        email=f"khtc@skhcn.{MAIL}",
        aliases=("Phòng KH-TC",),
    ),
    DemoUnit(
        name="Phòng Chuyển đổi số",
        kind=K.DEPARTMENT,
        parent=HOST,
        contact="Cao Minh Trí",
        email=f"cds@skhcn.{MAIL}",
        aliases=("Phòng CĐS",),
    ),
    DemoUnit(
        name="Chi cục Tiêu chuẩn Đo lường Chất lượng",
        kind=K.AFFILIATED,
        parent=HOST,
        contact="Trịnh Công Thành",
        email=f"tdc@skhcn.{MAIL}",
        aliases=("Chi cục TĐC", "Chi cục TCĐLCL"),
    ),
    DemoUnit(
        name="Trung tâm Đổi mới sáng tạo và Thông tin khoa học",
        kind=K.AFFILIATED,
        parent=HOST,
        contact="Hồ Quang Vinh",
        email=f"trungtam@skhcn.{MAIL}",
        aliases=("Trung tâm ĐMST và Thông tin khoa học",),
    ),
    DemoUnit(
        name="Đoàn Thanh niên Sở",
        kind=K.MASS_ORGANISATION,
        parent=HOST,
        email=f"doantn@skhcn.{MAIL}",
        aliases=("Đoàn TN Sở",),
    ),
    DemoUnit(
        name="Sở Nông nghiệp và Môi trường",
        kind=K.AGENCY,
        parent=PROVINCE,
        contact="Bùi Thị Hạnh",
        email=f"snnmt@{MAIL}",
        aliases=("Sở NN&MT",),
    ),
    DemoUnit(
        name="Sở Giáo dục và Đào tạo", kind=K.AGENCY, parent=PROVINCE, email=f"sgddt@{MAIL}", aliases=("Sở GD&ĐT",)
    ),
    DemoUnit(name="Sở Công Thương", kind=K.AGENCY, parent=PROVINCE, email=f"sct@{MAIL}"),
    DemoUnit(name="Sở Nội vụ", kind=K.AGENCY, parent=PROVINCE, email=f"snv@{MAIL}"),
    DemoUnit(name="Sở Tài chính", kind=K.AGENCY, parent=PROVINCE, email=f"stc@{MAIL}"),
    DemoUnit(
        name="Trường Đại học Hải Bình",
        kind=K.SCHOOL,
        parent=PROVINCE,
        contact="Phan Anh Tuấn",
        email=f"dhhb@{MAIL}",
        aliases=("ĐH Hải Bình",),
    ),
    DemoUnit(
        name="Trường Cao đẳng Kỹ thuật Công nghệ Hải Bình",
        kind=K.SCHOOL,
        parent=PROVINCE,
        contact="Đặng Thị Mai",
        email=f"cdktcn@{MAIL}",
    ),
    DemoUnit(name="UBND xã Vân Khê", kind=K.COMMUNE_COMMITTEE, parent=PROVINCE, email=f"ubnd.vankhe@{MAIL}"),
    DemoUnit(
        name="Phòng Kinh tế xã Vân Khê",
        kind=K.DIVISION,
        parent="UBND xã Vân Khê",
        contact="Lò Văn Thắng",
        email=f"kinhte.vankhe@{MAIL}",
    ),
    DemoUnit(name="UBND xã Thạch Lâm", kind=K.COMMUNE_COMMITTEE, parent=PROVINCE, email=f"ubnd.thachlam@{MAIL}"),
    DemoUnit(
        name="Phòng Kinh tế xã Thạch Lâm", kind=K.DIVISION, parent="UBND xã Thạch Lâm", email=f"kinhte.thachlam@{MAIL}"
    ),
    DemoUnit(name="UBND xã Yên Hòa", kind=K.COMMUNE_COMMITTEE, parent=PROVINCE, email=f"ubnd.yenhoa@{MAIL}"),
    DemoUnit(name="Phòng Kinh tế xã Yên Hòa", kind=K.DIVISION, parent="UBND xã Yên Hòa"),
    DemoUnit(name="UBND xã Đồng Tiến", kind=K.COMMUNE_COMMITTEE, parent=PROVINCE, email=f"ubnd.dongtien@{MAIL}"),
    DemoUnit(name="UBND phường Sông Bình", kind=K.COMMUNE_COMMITTEE, parent=PROVINCE, email=f"ubnd.songbinh@{MAIL}"),
    DemoUnit(
        name="Phòng Kinh tế, Hạ tầng và Đô thị phường Sông Bình",
        kind=K.DIVISION,
        parent="UBND phường Sông Bình",
        contact="Mai Thu Trang",
        email=f"kinhte.songbinh@{MAIL}",
    ),
    DemoUnit(name="UBND phường Nam Hải", kind=K.COMMUNE_COMMITTEE, parent=PROVINCE, email=f"ubnd.namhai@{MAIL}"),
)
