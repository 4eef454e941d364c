"""Names of a plan find the directory's units, and never the wrong one."""

import pytest

from tracker.domain.glossary import UnitKind
from tracker.domain.matching import Known, Why, definitions, resolve
from tracker.domain.unit_names import guess_inside, guess_kind, readings

HOST = Known(id=1, names=("Sở Khoa học và Công nghệ tỉnh Hải Bình", "Sở KH&CN"), inside=True, host=True)
UNITS = (
    HOST,
    Known(id=2, names=("Văn phòng Sở",), inside=True),
    Known(id=3, names=("Phòng Quản lý khoa học và công nghệ cơ sở và Sở hữu trí tuệ",), inside=True),
    Known(id=4, names=("Công đoàn Sở",), inside=True),
    Known(id=5, names=("Sở Nông nghiệp và Phát triển nông thôn",)),
    Known(id=6, names=("Phòng Kinh tế và Hạ tầng huyện Vân Khê",)),
    Known(id=7, names=("Phòng Kinh tế và Hạ tầng huyện Vân Hưng",)),
    Known(id=8, names=("Ủy ban nhân dân tỉnh Hải Bình",)),
    Known(id=9, names=("Trường Chính trị tỉnh Hải Bình",)),
    Known(id=10, names=("Chi cục Tiêu chuẩn Đo lường Chất lượng", "Chi cục TĐC"), inside=True),
    Known(id=11, names=("UBND xã Thạch Lâm",)),
    Known(id=12, names=("Công an tỉnh",)),
    Known(id=13, names=("Văn phòng UBND tỉnh",)),
    Known(id=14, names=("UBND xã Sơn Đông",)),
    Known(id=15, names=("UBND xã Sơn Động",)),
)


def found(name: str) -> tuple[int | None, bool]:
    match = resolve([name], UNITS)[name]
    return match.unit_id, match.certain


@pytest.mark.parametrize(
    ("name", "unit_id"),
    [
        ("Văn phòng Sở", 2),
        ("văn phòng Sở KH&CN", 2),
        ("Văn phòng", 2),
        ("Phòng QLKHCN cơ sở và SHTT", 3),
        ("Phòng Quản lý KHCN cơ sở và Sở hữu trí tuệ", 3),
        ("PHÒNG QUẢN LÝ KH&CN CƠ SỞ VÀ SỞ HỮU TRÍ TUỆ", 3),
        ("Công đoàn cơ quan", 4),
        ("Sở NN&PTNT", 5),
        ("Sở Nông nghiệp và PTNT tỉnh", 5),
        ("Phòng KT&HT huyện Vân Khê", 6),
        ("UBND tỉnh", 8),
        ("Trường Chính trị tỉnh", 9),
        ("Trường Chính trị", 9),
        ("Chi cục Tiêu chuẩn Đo lường Chất lượng- Sở KH&CN", 10),
        ("Uỷ ban nhân dân xã Thạch Lâm", 11),
        ("Công an tỉnh Hải Bình", 12),
        ("VP UBND tỉnh", 13),
        ("Sở", 1),
        ("Sở KHCN tỉnh Hải Bình", 1),
        ("UBND xã Sơn Động", 15),
    ],
)
def test_spellings_of_one_unit_are_certain(name: str, unit_id: int) -> None:
    assert found(name) == (unit_id, True)


@pytest.mark.parametrize(
    ("name", "unit_id"),
    [("Phòng Kinh tế và Hạ tâng huyện Vân Khê", 6), ("Phòng Kinh tế và Hạ tầnng huyện Vân Khê", 6)],
)
def test_a_slip_is_proposed_but_not_certain(name: str, unit_id: int) -> None:
    assert found(name) == (unit_id, False)


@pytest.mark.parametrize(
    "name",
    [
        "Phòng Kinh tế và Hạ tầng huyện Vân Lâm",
        "Các phòng, đơn vị thuộc Sở",
        "Sở Tài chính",
        "Hội Nông dân tỉnh",
        "Giám đốc Sở",
    ],
)
def test_another_unit_is_not_taken_for_a_known_one(name: str) -> None:
    assert found(name) == (None, False)


def test_near_names_are_suggested() -> None:
    name = "Phòng Kinh tế và Hạ tầng huyện Vân Lâm"
    assert set(resolve([name], UNITS)[name].suggestions) >= {6, 7}


def test_without_marks_two_communes_remain_and_a_person_chooses() -> None:
    name = "UBND xa Son Dong"
    match = resolve([name], UNITS)[name]
    assert (match.unit_id, match.suggestions) == (None, (14, 15))
    assert {one.why for one in match.candidates} == {Why.MARKS}


def test_the_hosts_own_unit_goes_before_a_namesake_elsewhere() -> None:
    units = (HOST, Known(id=20, names=("Phòng Tổng hợp",)), Known(id=21, names=("Phòng Tổng hợp",), inside=True))
    assert resolve(["Phòng Tổng hợp"], units)["Phòng Tổng hợp"].unit_id == 21


def test_an_alias_counts_like_the_name() -> None:
    assert found("Chi cục TĐC") == (10, True)


def test_abbreviations_explained_in_the_plan_are_read() -> None:
    explained = definitions("Sở Công nghiệp và Sáng tạo (CN&ST) phối hợp với các xã (theo danh sách) tổ chức")
    assert explained == {("CN&ST", "Công nghiệp và Sáng tạo")}
    units = (Known(id=30, names=("Sở Công nghiệp và Sáng tạo",)),)
    assert resolve(["Sở CN&ST"], units, explained=explained)["Sở CN&ST"].unit_id == 30


def test_readings_of_an_ambiguous_abbreviation_are_all_tried() -> None:
    assert readings("Phòng KH") == ("phòng kế hoạch", "phòng khoa học")


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("Trường CĐ Y tế", "trường cao đẳng y tế"),
        ("CĐ Sở", "công đoàn sở"),
        ("UBND TP. Sông Bình", "ủy ban nhân dân thành phố sông bình"),
        ("Sở TP", "sở tư pháp"),
        ("UBND TT Vân Khê", "ủy ban nhân dân thị trấn vân khê"),
        ("TT Y tế Vân Khê", "trung tâm y tế vân khê"),
        ("Sở VH,TT&DL", "sở văn hóa thể thao du lịch"),
        ("UBND P. Nam Hải", "ủy ban nhân dân phường nam hải"),
    ],
)
def test_what_stands_before_decides_an_ambiguous_abbreviation(name: str, reading: str) -> None:
    assert readings(name) == (reading,)


def test_an_abbreviation_that_can_be_read_in_two_ways_is_proposed_and_not_taken() -> None:
    units = (HOST, Known(id=40, names=("Phòng Khoa học",), inside=True))
    match = resolve(["Phòng KH"], units)["Phòng KH"]
    assert (match.unit_id, match.certain, match.candidates[0].why) == (40, False, Why.WRITTEN_OUT)


def test_one_spelling_of_two_units_is_asked_for() -> None:
    units = (HOST, Known(id=41, names=("Trung tâm A", "TTUD")), Known(id=42, names=("Trung tâm B", "TTUD")))
    match = resolve(["TTUD"], units)["TTUD"]
    assert (match.unit_id, [(one.unit_id, one.why) for one in match.candidates]) == (
        None,
        [(41, Why.ALIAS), (42, Why.ALIAS)],
    )


def test_a_unit_that_had_ended_leads_to_those_that_took_over() -> None:
    one, several = (
        Known(id=43, names=("Sở Kế hoạch và Đầu tư",), former=True, heirs=(5,)),
        Known(id=44, names=("UBND huyện Sơn Lộc",), former=True, heirs=(14, 15)),
    )
    matches = resolve(["Sở KH&ĐT", "UBND huyện Sơn Lộc"], (*UNITS, one, several))
    assert (matches["Sở KH&ĐT"].unit_id, matches["Sở KH&ĐT"].certain) == (5, False)
    assert [(c.unit_id, c.why, c.former_id) for c in matches["UBND huyện Sơn Lộc"].candidates] == [
        (14, Why.SUCCESSOR, 44),
        (15, Why.SUCCESSOR, 44),
    ]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Phòng Kinh tế và Hạ tầng huyện Vân Lâm", Why.OTHER_PLACE),
        ("Sở Nông nghiệp và PTNT tỉnh Hà Trung", Why.ELSEWHERE),
        ("xã Thạch Lâm", Why.COMMITTEE),
        ("Phòng Kinh tế và Hạ tầnng huyện Vân Khê", Why.SAME_PLACE),
        ("Trường Chính chị", Why.SIMILAR),
    ],
)
def test_a_candidate_says_why_it_is_offered(name: str, why: Why) -> None:
    assert resolve([name], UNITS)[name].candidates[0].why is why


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Văn phòng Sở", UnitKind.OFFICE),
        ("Văn phòng UBND tỉnh", UnitKind.AGENCY),
        ("Phòng Tổ chức cán bộ", UnitKind.DEPARTMENT),
        ("Phòng Kinh tế thành phố Hải Bình", UnitKind.DIVISION),
        ("UBND xã Thạch Lâm", UnitKind.COMMUNE_COMMITTEE),
        ("UBND huyện Vân Khê", UnitKind.DISTRICT_COMMITTEE),
        ("UBND các xã, phường", UnitKind.COLLECTIVE),
        ("Các phòng, đơn vị thuộc Sở", UnitKind.COLLECTIVE),
        ("Trường THPT Vân Khê", UnitKind.SCHOOL),
        ("Chi cục TĐC", UnitKind.AFFILIATED),
        ("Trung tâm Ứng dụng", UnitKind.AFFILIATED),
        ("Công đoàn Sở", UnitKind.MASS_ORGANISATION),
        ("Ủy ban MTTQ tỉnh", UnitKind.MASS_ORGANISATION),
        ("Ban Tuyên giáo Tỉnh ủy", UnitKind.PARTY),
        ("Sở Y tế", UnitKind.AGENCY),
        ("Công ty TNHH Ánh Dương", UnitKind.ENTERPRISE),
        ("Đồng chí Nguyễn Văn An", UnitKind.PERSON),
        ("Giám đốc Sở", UnitKind.PERSON),
        ("Nhóm giúp việc", UnitKind.OTHER),
    ],
)
def test_the_head_noun_tells_the_kind(name: str, kind: UnitKind) -> None:
    assert guess_kind(name) == kind


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Phòng Tổng hợp", True), ("Công đoàn Sở", True), ("UBND xã Thạch Lâm", False), ("Văn phòng UBND tỉnh", False)],
)
def test_offices_and_departments_belong_to_the_host(name: str, inside: bool) -> None:
    assert guess_inside(name) == inside
