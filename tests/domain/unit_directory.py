"""A directory as a province has one: departments, districts and communes, mass organisations, Party bodies, schools.

Key → a unit; several names of one unit are separated by "|"; "<" gives the unit above.
"""

from tracker.domain.known_units import Known

HOST = "skhcn"
_TEXT = """
tinh = UBND tỉnh Hải Bình|UBND tỉnh
skhcn = Sở Khoa học và Công nghệ tỉnh Hải Bình|Sở KH&CN < tinh
vps = Văn phòng Sở|VP Sở < skhcn
khtc = Phòng Kế hoạch - Tài chính < skhcn
qlcs = Phòng Quản lý khoa học và công nghệ cơ sở và Sở hữu trí tuệ < skhcn
qlkh = Phòng Quản lý Khoa học < skhcn
qlcn = Phòng Quản lý Công nghệ và Đổi mới sáng tạo < skhcn
cds = Phòng Chuyển đổi số < skhcn
bcvt = Phòng Bưu chính, Viễn thông < skhcn
ttra = Thanh tra Sở < skhcn
tdc = Chi cục Tiêu chuẩn Đo lường Chất lượng|Chi cục TĐC < skhcn
tdc_hc = Phòng Hành chính - Tổng hợp < tdc
ttud = Trung tâm Ứng dụng tiến bộ khoa học và công nghệ < skhcn
ttkt = Trung tâm Kỹ thuật Tiêu chuẩn Đo lường Chất lượng < skhcn
cdoan = Công đoàn Sở < skhcn
dtn = Đoàn Thanh niên Sở < skhcn
quy = Quỹ Phát triển khoa học và công nghệ < skhcn
vpub = Văn phòng UBND tỉnh < tinh
vphd = Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh < tinh
snv = Sở Nội vụ tỉnh Hải Bình < tinh
stc = Sở Tài chính < tinh
stp = Sở Tư pháp < tinh
sct = Sở Công Thương < tinh
sxd = Sở Xây dựng < tinh
syt = Sở Y tế < tinh
syt_nv = Phòng Nghiệp vụ Y < syt
sgd = Sở Giáo dục và Đào tạo < tinh
snnmt = Sở Nông nghiệp và Môi trường < tinh
svh = Sở Văn hóa, Thể thao và Du lịch < tinh
ttinh = Thanh tra tỉnh < tinh
kcn = Ban Quản lý các khu công nghiệp < tinh
ca = Công an tỉnh < tinh
qs = Bộ Chỉ huy Quân sự tỉnh < tinh
bhxh = Bảo hiểm xã hội tỉnh
mttq = Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh
hnd = Hội Nông dân tỉnh
hpn = Hội Liên hiệp Phụ nữ tỉnh
hccb = Hội Cựu chiến binh tỉnh
ldld = Liên đoàn Lao động tỉnh
tdoan = Tỉnh Đoàn Hải Bình
lhh = Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh
vptu = Văn phòng Tỉnh ủy
btctu = Ban Tổ chức Tỉnh ủy
tgdv = Ban Tuyên giáo và Dân vận Tỉnh ủy
ubkt = Ủy ban Kiểm tra Tỉnh ủy
dhhb = Trường Đại học Hải Bình
cdyt = Trường Cao đẳng Y tế Hải Bình
cdkt = Trường Cao đẳng Kỹ thuật Công nghiệp
ctri = Trường Chính trị tỉnh Hải Bình
thpt1 = Trường THPT Vân Khê số 1
thpt2 = Trường THPT Vân Khê số 2
ptth = Đài Phát thanh và Truyền hình tỉnh
bao = Báo Hải Bình
vnpt = VNPT Hải Bình|Viễn thông Hải Bình
dl = Công ty Điện lực Hải Bình
hvankhe = UBND huyện Vân Khê < tinh
hvanhung = UBND huyện Vân Hưng < tinh
htanyen = UBND huyện Tân Lâm < tinh
tphb = UBND thành phố Sông Bình < tinh
tx = UBND thị xã Đông Triền < tinh
kthtvk = Phòng Kinh tế và Hạ tầng huyện Vân Khê < hvankhe
kthtvh = Phòng Kinh tế và Hạ tầng huyện Vân Hưng < hvanhung
kttp = Phòng Kinh tế < tphb
nvvk = Phòng Nội vụ < hvankhe
nvvh = Phòng Nội vụ < hvanhung
xthach = UBND xã Thạch Lâm < tinh
xson1 = UBND xã Sơn Đông < tinh
xson2 = UBND xã Sơn Động < tinh
xdong = UBND xã Đồng Tiến < tinh
pdong = UBND phường Đồng Tiến < tinh
pnam = UBND phường Nam Hải < tinh
dk = UBND đặc khu Hòn Mây < tinh
ktnam = Phòng Kinh tế, Hạ tầng và Đô thị phường Nam Hải < pnam
vhxa = Phòng Văn hóa - Xã hội < xthach
tinh2 = UBND tỉnh Hà Trung
snv2 = Sở Nội vụ tỉnh Hà Trung < tinh2
stc2 = Sở Tài chính tỉnh Hà Trung < tinh2
skhcn2 = Sở Khoa học và Công nghệ tỉnh Hà Trung < tinh2
vps2 = Văn phòng Sở < skhcn2
"""
_FORMER = """
skhdt = Sở Kế hoạch và Đầu tư > stc
stttt = Sở Thông tin và Truyền thông > skhcn
snnptnt = Sở Nông nghiệp và Phát triển nông thôn > snnmt
hson = UBND huyện Sơn Lộc > xson1 xson2
"""


def _rows(text: str, mark: str) -> list[tuple[str, list[str], list[str]]]:
    rows = []
    for line in text.strip().splitlines():
        key, _, rest = line.partition(" = ")
        names, _, related = rest.partition(f" {mark} ")
        rows.append((key, names.split("|"), related.split()))
    return rows


_ROWS, _PAST = _rows(_TEXT, "<"), _rows(_FORMER, ">")
IDS = {key: number for number, (key, *_) in enumerate([*_ROWS, *_PAST], start=1)}
KEYS = {number: key for key, number in IDS.items()}
_ABOVE = {key: above[0] for key, _, above in _ROWS if above}


def _parents(key: str) -> tuple[str, ...]:
    return (_ABOVE[key], *_parents(_ABOVE[key])) if key in _ABOVE else ()


def units(host: str = HOST) -> tuple[Known, ...]:
    """The directory as a plan of ``host`` sees it."""
    present = [
        Known(
            id=IDS[key],
            names=tuple(names),
            inside=key == host or host in _parents(key),
            host=key == host,
            parents=tuple(IDS[one] for one in _parents(key)),
        )
        for key, names, _ in _ROWS
    ]
    past = [
        Known(id=IDS[key], names=tuple(names), former=True, heirs=tuple(IDS[one] for one in heirs))
        for key, names, heirs in _PAST
    ]
    return (*present, *past)
