"""How plans write units: 130 spellings over one province's directory. What is matched silently is never wrong."""

import pytest

from tests.domain.unit_directory import IDS, KEYS, units
from tracker.domain.matching import Match, resolve

UNITS = units()

CERTAIN = """
vps: Văn phòng Sở; VP Sở; văn phòng Sở KH&CN; Văn phòng; VĂN PHÒNG SỞ; Văn phòng Sở Khoa học và Công nghệ
khtc: Phòng Kế hoạch - Tài chính; Phòng KH-TC; Phòng KHTC; Phòng Kế hoạch, Tài chính; Phòng Kế hoạch – Tài chính Sở
qlcs: Phòng QLKHCN cơ sở và SHTT; Phòng Quản lý KHCN cơ sở và Sở hữu trí tuệ
qlcs: PHÒNG QUẢN LÝ KH&CN CƠ SỞ VÀ SỞ HỮU TRÍ TUỆ
qlkh: Phòng Quản lý Khoa học; Phòng QLKH; phòng quản lý khoa học thuộc Sở
qlcn: Phòng QLCN và ĐMST; Phòng Quản lý công nghệ và đổi mới sáng tạo
cds: Phòng Chuyển đổi số; Phòng CĐS
ttra: Thanh tra Sở; Thanh tra
tdc: Chi cục TĐC; Chi cục Tiêu chuẩn Đo lường Chất lượng
tdc: Chi cục Tiêu chuẩn - Đo lường - Chất lượng; Chi cục TCĐLCL; Chi cục Tiêu chuẩn Đo lường Chất lượng - Sở KH&CN
tdc_hc: Phòng Hành chính - Tổng hợp
ttud: Trung tâm Ứng dụng tiến bộ KH&CN; Trung tâm Ứng dụng tiến bộ khoa học, công nghệ
ttkt: Trung tâm Kỹ thuật TCĐLCL
cdoan: Công đoàn Sở; Công đoàn cơ quan; Công đoàn
dtn: Đoàn Thanh niên Sở; Đoàn TN Sở; Đoàn thanh niên
quy: Quỹ Phát triển KH&CN
skhcn: Sở; Sở KHCN; Sở Khoa học & Công nghệ; Sở KH&CN tỉnh Hải Bình; Sở Khoa học và Công nghệ tỉnh
tinh: UBND tỉnh; Uỷ ban nhân dân tỉnh Hải Bình; Ủy ban Nhân dân tỉnh
vpub: Văn phòng UBND tỉnh; VP UBND tỉnh Hải Bình
vphd: Văn phòng Đoàn ĐBQH và HĐND tỉnh
snv: Sở Nội vụ; Sở NV; Sở Nội vụ tỉnh
stc: Sở Tài chính; Sở TC tỉnh Hải Bình
stp: Sở Tư pháp; Sở TP
sct: Sở Công thương; Sở CT
sxd: Sở Xây dựng; Sở XD
sgd: Sở GD&ĐT; Sở GDĐT; Sở Giáo dục - Đào tạo
snnmt: Sở NN&MT; Sở Nông nghiệp & Môi trường
svh: Sở VHTT&DL; Sở Văn hoá, Thể thao và Du lịch; Sở VH,TT&DL
ttinh: Thanh tra tỉnh
kcn: BQL các KCN; Ban Quản lý các Khu công nghiệp tỉnh
ca: Công an tỉnh; CA tỉnh; Công an tỉnh Hải Bình
qs: Bộ CHQS tỉnh
bhxh: BHXH tỉnh; Bảo hiểm xã hội tỉnh Hải Bình
mttq: Uỷ ban MTTQ Việt Nam tỉnh; UBMTTQ Việt Nam tỉnh Hải Bình
hnd: Hội Nông dân tỉnh; Hội ND tỉnh
hpn: Hội LHPN tỉnh
hccb: Hội CCB tỉnh
ldld: Liên đoàn Lao động tỉnh; LĐLĐ tỉnh
lhh: Liên hiệp các Hội KHKT tỉnh
tdoan: Tỉnh Đoàn; Tỉnh đoàn Hải Bình
vptu: Văn phòng Tỉnh ủy; VP Tỉnh uỷ; Văn phòng Tỉnh ủy Hải Bình
btctu: Ban Tổ chức Tỉnh uỷ
ubkt: UBKT Tỉnh ủy
dhhb: Trường ĐH Hải Bình
cdyt: Trường CĐ Y tế Hải Bình
cdkt: Trường Cao đẳng Kỹ thuật Công nghiệp
ctri: Trường Chính trị tỉnh; Trường Chính trị; Trường CT tỉnh
thpt1: Trường THPT Vân Khê số 1
thpt2: Trường Trung học phổ thông Vân Khê số 2
ptth: Đài PT&TH tỉnh; Đài PTTH tỉnh
vnpt: Viễn thông Hải Bình
hvankhe: UBND huyện Vân Khê; Uỷ ban nhân dân huyện Vân Khê, tỉnh Hải Bình; UBND H. Vân Khê
tphb: UBND TP Sông Bình; UBND TP. Sông Bình; UBND thành phố Sông Bình
tx: UBND TX Đông Triền
kthtvk: Phòng KT&HT huyện Vân Khê; Phòng Kinh tế - Hạ tầng huyện Vân Khê
kttp: Phòng Kinh tế thành phố Sông Bình; Phòng Kinh tế TP Sông Bình
nvvk: Phòng Nội vụ huyện Vân Khê
nvvh: Phòng Nội vụ huyện Vân Hưng
xson1: UBND xã Sơn Đông
xson2: UBND xã Sơn Động; UBND X. Sơn Động
xdong: UBND xã Đồng Tiến
pdong: UBND phường Đồng Tiến; UBND P. Đồng Tiến
dk: UBND đặc khu Hòn Mây
ktnam: Phòng Kinh tế, Hạ tầng và Đô thị phường Nam Hải
vhxa: Phòng VH-XH xã Thạch Lâm; Phòng Văn hóa - Xã hội UBND xã Thạch Lâm
snv2: Sở Nội vụ tỉnh Hà Trung
stc2: Sở Tài chính tỉnh Hà Trung
"""

# A name that no unit of the directory bears, however near one is: never silently another's.
NOBODY = """
Phòng Quản lý A; Phòng Nội vụ; Phòng Kinh tế; UBND xã Nam Hải; UBND phường Thạch Lâm; UBND huyện Tân Lập
UBND huyện Vân Lâm
UBND xã Sơn Dông; UBND xa Son Dong; UBND tỉnh Bắc Trung; Sở Nội vụ tỉnh Bắc Trung; Sở Tài nguyên và Môi trường
Phòng KH; Ban Tổ chức; Văn phòng HĐND; Trường THPT Vân Khê số 3; Trường THPT Vân Khê; Sở Du lịch; Sở Văn hóa
Phòng Kinh tế và Hạ tầng huyện Tân Lâm; Các phòng, đơn vị thuộc Sở; Giám đốc Sở; Hội Nông dân huyện Vân Khê
Công an xã Thạch Lâm; Công an huyện Vân Khê; Văn phòng UBND huyện Vân Khê; Chi cục Thuế; Trung tâm Y tế; Đảng ủy Sở
Công đoàn Sở Y tế; Văn phòng Sở Nội vụ; Thanh tra huyện Vân Khê; Phòng Quản lý Khoa học Sở Y tế; Phòng Nghiệp vụ Y
Sở Kế hoạch và Đầu tư; UBND huyện Sơn Lộc; Công đoàn tỉnh; Đoàn Thanh niên tỉnh; Phòng Kế hoạch; Phòng Tài chính
Văn phòng Thành ủy; Ban Tổ chức Huyện ủy Vân Khê; Trường Đại học Hà Trung; Trường CĐ Y tế Hà Trung; Chi cục Kiểm lâm
Phòng Văn hóa - Xã hội; Bảo hiểm xã hội huyện Vân Khê; Sở; huyện Vân Khê; xã Thạch Lâm; TT Y tế; Phòng Chuyển đổi
"""


def _pairs() -> list[tuple[str, str]]:
    return [
        (spelling.strip(), key)
        for key, _, spellings in (line.partition(": ") for line in CERTAIN.strip().splitlines())
        for spelling in spellings.split("; ")
    ]


def _strangers() -> list[str]:
    names = [name.strip() for line in NOBODY.strip().splitlines() for name in line.split("; ")]
    return [name for name in names if name != "Sở"]


def found(name: str) -> Match:
    return resolve([name], UNITS)[name]


@pytest.mark.parametrize(("spelling", "key"), _pairs(), ids=str)
def test_a_spelling_finds_its_unit(spelling: str, key: str) -> None:
    match = found(spelling)
    assert (KEYS.get(match.unit_id or 0), match.certain) == (key, True)


@pytest.mark.parametrize("name", _strangers())
def test_what_is_not_there_is_asked_for(name: str) -> None:
    assert not found(name).certain


def test_every_unit_is_found_by_its_own_name_or_asked_for_where_another_body_has_the_same() -> None:
    present = [unit for unit in UNITS if not unit.former and unit.id != IDS["vps2"]]  # another agency's own office
    matches = {unit.id: found(unit.names[0]) for unit in present}
    wrong = {unit.names[0] for unit in present if matches[unit.id].certain and matches[unit.id].unit_id != unit.id}
    asked = {unit.names[0] for unit in present if not matches[unit.id].certain}
    assert (wrong, asked) == (set(), {"Phòng Nội vụ", "Phòng Kinh tế", "Phòng Nghiệp vụ Y", "Phòng Văn hóa - Xã hội"})


@pytest.mark.parametrize(
    ("name", "key"),
    [("Sở Kế hoạch và Đầu tư", "stc"), ("huyện Vân Khê", "hvankhe"), ("xã Thạch Lâm", "xthach")],
)
def test_what_is_probably_meant_is_proposed(name: str, key: str) -> None:
    assert found(name).unit_id == IDS[key]


def test_each_agency_has_its_own_office() -> None:
    theirs = resolve(["Văn phòng Sở", "Sở Nội vụ"], units("skhcn2"))
    assert {name: KEYS.get(match.unit_id or 0) for name, match in theirs.items()} == {
        "Văn phòng Sở": "vps2",
        "Sở Nội vụ": "snv2",
    }
