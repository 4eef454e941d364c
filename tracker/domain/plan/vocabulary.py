"""The words unit names are made of: their heads, words that look like heads and are not, plurals, places.

All entries are ``fold_tone`` forms (lower case, marks kept). They come from the standard names of Vietnamese state,
party and school bodies; none belongs to one plan. The verbs of duty stand in ``verbs``.
"""

# First words of the name of a body or post. Longest first wins, so "văn phòng" is tried before "văn".
UNIT_HEADS: tuple[str, ...] = tuple(
    """

    sở|ban|ngành|phòng|văn phòng|trung tâm|chi cục|tổng cục|cục|vụ|bộ|kho bạc|công an|bộ chỉ huy|bộ tư lệnh
    ban chỉ huy|biên phòng|đồn|ủy ban|ubnd|hđnd|ubmttq|ubmttqvn|mttq|mttqvn|ubkt|bqt|bql|btc|bcđ|hội đồng|mặt trận
    đoàn|liên đoàn|công đoàn|tỉnh đoàn|thành đoàn|huyện đoàn|thị đoàn|quận đoàn|xã đoàn|đoàn thanh niên|hội
    hiệp hội|liên hiệp|liên minh|câu lạc bộ|đội|tổ|tiểu ban|bộ phận|nhóm|chi bộ|đảng bộ|đảng ủy|tỉnh ủy|thành ủy
    huyện ủy|thị ủy|quận ủy|cấp ủy|thường trực|ban thường vụ|chi đoàn|chi hội|chi nhánh|ngân hàng|công ty
    tổng công ty|tập đoàn|doanh nghiệp|hợp tác xã|trường|khoa|viện|học viện|bệnh viện|trạm|nhà|thư viện|bảo tàng
    báo|đài|tạp chí|tòa án|viện kiểm sát|thanh tra|kiểm lâm|hạt|điện lực|bưu điện|bảo hiểm xã hội|bhxh|bhtn|cơ quan
    đơn vị|tổ chức|địa phương|cơ sở|đoàn thể|xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|thôn|bản|khu phố
    tổ dân phố|buôn|ấp|đồng chí|đ/c|đc|ông|bà|cá nhân|thành viên|lãnh đạo|giám đốc|phó giám đốc|chủ tịch
    phó chủ tịch|trưởng ban|phó trưởng ban|trưởng phòng|phó trưởng phòng|chánh văn phòng|phó chánh văn phòng
    thủ trưởng|người đứng đầu|hiệu trưởng|phó hiệu trưởng|bí thư|phó bí thư|tổ trưởng|tổ phó|trưởng|phó|chánh
    kế toán|kế toán trưởng|thủ quỹ|văn thư|giáo viên|giảng viên|viên chức|công chức|cán bộ|chuyên viên
    người lao động|đoàn viên|hội viên|ủy viên|thư ký|ban tổ chức|ban giám hiệu|ban giám đốc|bgh|bgđ|bch|btv|gvcn
    cụm|khối|chủ nhiệm|chủ đầu tư|ban quản lý|vườn quốc gia|quỹ|hộ|đại diện|đầu mối|cổng|vp|vpđu|tt|ttyt|thầy|cô
    tổng phụ trách|y tế|vnpt|viettel|thpt|thcs|bệnh xá|phân viện|phân hiệu|tòa soạn|đảng đoàn|ban cán sự|cảng vụ
    hải quan|thuế|thi hành án|quân sự|dân quân|nhà trường|nhà văn hóa|giáo xứ|họ|viễn thông|htx|xí nghiệp|nhà máy
    hiệp đoàn|liên đội|chi đội|p|tòa thị chính|hđqt|hđtv|lđlđ|cđcs|kbnn|nhnn|nhcsxh|vksnd|tand|bidv|agribank|vietinbank
    vietcombank|mobifone|vinaphone|fpt|vtv|vov|ttxvn|bqlda|ccb|lhpn|tnxp|đtn|hnd|pc|đảng ủy viên|ủy viên ban chấp hành
    thông tấn xã|quản đốc|phó quản đốc|phân xưởng|đội trưởng|đội phó|trưởng khoa|phó trưởng khoa
    tổng giám đốc|phó tổng giám đốc
    trạm trưởng|viện trưởng|cục trưởng|vụ trưởng|chi cục trưởng|chánh thanh tra|trưởng đoàn|tổng biên tập
    phó tổng biên tập|ban chủ nhiệm|ban thư ký|ban biên tập|xóm|chi đảng bộ|trưởng thôn|trưởng xóm|trưởng bản
    tổ trưởng chuyên môn|liên chi đoàn|liên chi hội|trường quay|tòa soạn|nhóm trưởng|trưởng nhóm
    bs|bsckii|bscki|ths|ts|pgs|gs|ks|ds|chú|anh|chị|em
    """.replace("\n", "|").split("|")
)

# A head followed by one of these words is not a unit: "sở hữu", "hội nghị", "ban hành", "phòng, chống".
NOT_A_UNIT: dict[str, frozenset[str]] = {
    "sở": frozenset({"hữu", "thích", "dĩ", "trường"}),
    "ban": frozenset({"hành", "đầu", "ngày", "bố"}),
    "bộ": frozenset({"máy", "môn", "tiêu", "đề", "câu", "luật", "chỉ", "thủ", "sách", "dữ", "hồ"}),
    "tổ": frozenset({"chức"}),
    "hội": frozenset({"nghị", "thảo", "trường", "họp", "nhập", "thi", "diễn", "đàm", "chợ", "trại"}),
    "trường": frozenset({"hợp"}),
    "khoa": frozenset({"học"}),
    "phòng": frozenset({"chống", "họp", "ngừa", "ngủ", "nghỉ", "học", "trào", "cháy", "bệnh", "dịch"}),
    "viện": frozenset({"phí", "trợ", "dẫn"}),
    "báo": frozenset({"cáo", "chí", "hiệu", "giá"}),
    "đoàn": frozenset({"kết"}),
    "đảng ủy": frozenset({"viên"}),
    "chi ủy": frozenset({"viên"}),
    "cấp ủy": frozenset({"viên"}),
    "nhà": frozenset({"nước", "ở", "đầu", "thầu", "khoa"}),
    "bản": frozenset({"thân", "chất", "tin", "đồ", "sắc", "ghi", "sao", "vẽ", "quyền"}),
    "nhóm": frozenset({"hàng", "chỉ", "giải", "nhiệm", "vấn"}),
    "cơ sở": frozenset({"vật", "dữ", "hạ", "pháp", "lý", "để", "tham", "đó", "kết", "báo"}),
    "khối": frozenset({"lượng"}),
    "thuế": frozenset({"suất", "thu"}),
    "trưởng": frozenset({"thành"}),
    "đội": frozenset({"ngũ"}),
    "đài": frozenset({"thọ"}),
    "vụ": frozenset({"việc", "án", "mùa"}),
    "đơn vị": frozenset({"tính"}),
    "hộ": frozenset({"chiếu", "khẩu", "tịch"}),
    "quỹ": frozenset({"đất", "thời"}),
    "hạt": frozenset({"nhân"}),
    "đồn": frozenset({"điền"}),
    "cụm": frozenset({"từ"}),
    "xã": frozenset({"hội"}),
    "cô": frozenset({"đọng"}),
    "bà": frozenset({"con"}),
}

# Heads whose own name may go on with a verb: "Ban Tổ chức", "Tổ giúp việc", "Uỷ ban kiểm tra", "phòng tổ chức cán bộ".
ABSORBING_HEADS = frozenset(
    {
        "ban",
        "tổ",
        "đoàn",
        "hội đồng",
        "ủy ban",
        "bộ phận",
        "đội",
        "tiểu ban",
        "phòng",
        "nhóm",
        "cán bộ",
        "công chức",
        "sở",
        "khoa",
        "cục",
        "chi cục",
    }
)

# Heads of groups that are named after what they do: "Tiểu ban Đón tiếp đại biểu", "Tổ in ấn tài liệu".
TASK_GROUPS = frozenset({"ban", "tổ", "bộ phận", "đội", "tiểu ban", "nhóm"})

PLURALS: tuple[str, ...] = (
    "các",
    "một số",
    "những",
    "toàn thể",
    "toàn bộ",
    "tất cả các",
    "tất cả",
    "mỗi",
    "từng",
    "02",
    "03",
    "2",
    "3",
    "hai",
    "ba",
    "bốn",
    "đại diện",
)

CENTRAL_CITIES = frozenset(
    "ha noi|ho chi minh|da nang|hai phong|can tho|hue|tp. ho chi minh|thanh pho ho chi minh".split("|")
)

# Heads that are a name without anything after them: "Công an tỉnh, Tỉnh đoàn".
WHOLE_NAMES = frozenset(
    name.strip()
    for name in """
    tỉnh đoàn|thành đoàn|huyện đoàn|thị đoàn|quận đoàn|công an|công đoàn|thanh tra|kho bạc|điện lực|bưu điện
    ban giám hiệu|ban giám đốc|đoàn thanh niên|biên phòng|kiểm lâm|thuế|hải quan|ban tổ chức|kế toán|văn thư|thủ quỹ
    y tế|tổng phụ trách|mặt trận|hđnd|ubnd|đảng ủy|viettel|vnpt|bảo hiểm xã hội
    """.replace("\n", "|").split("|")
)
