"""The words rules are made of: heads of unit names, verbs of duty, words that look like heads and are not.

All entries are ``fold_tone`` forms (lower case, marks kept). They come from the standard names of Vietnamese state,
party and school bodies and from the verbs of administrative style; none belongs to one plan.
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

# Verbs that names of bodies are made of: "Trung tâm kiểm soát bệnh tật", "Phòng hành chính tổng hợp".
NAMES_OF_WORK = frozenset(
    (
        "phát thanh|truyền|phát|kiểm tra|quản lý|tổng hợp|tổ chức|đào tạo|bồi dưỡng|xây dựng|thanh tra|bảo vệ|phục vụ|"
        "hỗ trợ|tư vấn|xúc tiến|giám sát|điều hành|nghiên cứu|ứng dụng|khai thác|vận hành|tuyên truyền|thiết kế|"
        "khảo sát|thẩm định|phân phối|vận chuyển|chăm sóc|phòng chống|lưu trữ|thống kê|hướng dẫn|kiểm kê|điều phối|"
        "thông tin|in|cấp|thu|chi|công bố|đối thoại|tập huấn|khám|bảo đảm|phát huy|vận động|vệ sinh|giao|mở|tạo|số hóa"
    ).split("|")
)

# Heads that stand for many when nothing more precise follows.
COLLECTIVE_HEADS = frozenset(
    {
        "cơ quan",
        "đơn vị",
        "tổ chức",
        "ngành",
        "địa phương",
        "cá nhân",
        "đoàn thể",
        "phòng",
        "ban",
        "sở",
        "thành viên",
        "bộ phận",
        "đồng chí",
        "doanh nghiệp",
    }
)

# What a duty starts with. Where one of these follows a unit in lower case, the unit's name has ended.
VERBS: tuple[str, ...] = tuple(
    """

    chủ trì|chủ động|phối hợp|phối kết hợp|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|thực hiện|xây dựng|tổ chức
    chuẩn bị|tham mưu|báo cáo|tổng hợp|đưa|bố trí|thông báo|thông tin|căn cứ|hướng dẫn|đôn đốc|theo dõi|lập
    triển khai|cử|gửi|là|làm|đảm bảo|bảo đảm|tiếp nhận|tiếp tục|tăng cường|rà soát|kiểm tra|giám sát|đề xuất|trình
    soạn|soạn thảo|dự thảo|biên tập|biên soạn|in|in ấn|viết|mời|phát hành|ban hành|tuyên truyền|đăng|đăng tải
    đăng ký|đưa tin|phổ biến|quán triệt|cung cấp|hỗ trợ|giúp|phụ trách|phân công|chỉ đạo|điều hành|dự trù
    lập dự toán|thanh toán|quyết toán|thanh quyết toán|thẩm định|phê duyệt|duyệt|cấp|cấp phát|trang trí|kê|lắp đặt
    vận hành|quản lý|đón|đón tiếp|tiếp đón|phục vụ|hậu cần|huy động|vận động|tham gia|tham dự|dự|trao đổi|trả lời
    giải đáp|xử lý|giải quyết|khẩn trương|nghiêm túc|kịp thời|thường xuyên|định kỳ|hằng năm|hàng năm|hằng tháng
    hàng tháng|hằng quý|hàng quý|tích cực|đẩy mạnh|cập nhật|đánh giá|khảo sát|lựa chọn|chọn|xác nhận|xác định
    thống nhất|liên hệ|sắp xếp|thu|thu thập|thống kê|lưu trữ|công bố|công khai|trao|tặng|khen thưởng|biểu dương
    đề nghị|yêu cầu|kiến nghị|góp ý|cho ý kiến|hoàn thiện|hoàn thành|hoàn chỉnh|nộp|chi trả|chi|mua|mua sắm|thuê|ký
    ký kết|dẫn chương trình|điểm danh|ghi biên bản|ghi hình|quay phim|chụp ảnh|giữ gìn|bảo vệ|phòng chống|xúc tiến
    tư vấn|thành lập|kiện toàn|nghiên cứu|đề ra|cụ thể hóa|tập hợp|tập trung|trực tiếp|trực|cân đối|phân bổ
    tạo điều kiện|tạo|mở|mở lớp|đào tạo|bồi dưỡng|tập huấn|nâng cao|nâng cấp|duy trì|sử dụng|khai thác|ứng dụng
    áp dụng|số hóa|kết nối|chia sẻ|cài đặt|sao lưu|xem xét|quyết định|phát động|ra quân|treo|căng|dọn|vệ sinh
    chăm sóc|khám|phân luồng|điều tiết|hợp đồng|đặt|nhận|bàn giao|giao|chuyển|truyền|phát|phát sóng|phát thanh
    tường thuật|trực tuyến|thiết kế|dựng|làm việc|giới thiệu|trình bày|phát biểu|khai mạc|bế mạc|điều phối|phản ánh
    đối chiếu|tháo gỡ|đề cử|bình chọn|chấm|xét|xét chọn|thẩm tra|thanh tra|tiến hành|tạm ứng|đối thoại|ưu tiên
    lồng ghép|nắm|nắm bắt|quan tâm|động viên|khuyến khích|thăm hỏi|đóng góp|rút kinh nghiệm|sơ kết|tổng kết
    niêm yết|phân phối|vận chuyển|gắn|củng cố|ghi|nhập|lấy|lấy ý kiến|xin|xin ý kiến|phát huy|ổn định|thay mặt
    ủy quyền|tự|cùng|cùng với|đồng thời|thay|tổng duyệt|chạy|chịu|lo|nhắc|đọc|quay|kê khai|soát xét|công nhận
    cắt cử|tham luận|khánh tiết|bốc thăm|tiến cử|tiếp sóng|trích|tính toán|đăng cai|hưởng ứng|tích hợp|ban giao|cắm
    bày|dán|chúc mừng|đề đạt
    tuyển|tuyển chọn|điều chỉnh|điều động|bổ sung|sửa đổi|sửa chữa|sửa sang|tu sửa|chỉnh trang|chỉnh sửa|cải tạo
    dàn dựng|biểu diễn|tập kết|xếp|xếp lịch|xếp chỗ|đảm nhận|đảm nhiệm|dẫn dắt|hoàn tất|ấn định|bảo quản|bắt đầu
    biên dịch|phiên dịch|bình xét|bốc dỡ|cam kết|cân nhắc|chấn chỉnh|chế tác|chốt|chứng thực|cộng tác|dâng hoa
    dâng hương|diễn tập|đàm phán|đánh máy|đấu mối|đấu nối|đệ trình|điền|đính chính|đo đạc|đóng gói|đóng dấu|đưa đón
    gia hạn|giải trình|góp|hiệu chỉnh|hiệu đính|họp|huấn luyện|in sao|kết hợp|kết luận|khắc phục|kiểm đếm|kiểm phiếu
    kiểm soát|kiểm thử|lan tỏa|lắp|lên danh sách|lên kế hoạch|lên phương án|lên lịch|liên lạc|lưu ý|mượn|nêu
    nghiệm thu|nhân bản|nhắc nhở|nhân rộng|nhận xét|phân bố|phân loại|phân phát|phân tích|phân vai|phát hiện
    phát phiếu|photo|phun|quảng bá|quyên góp|rút|so sánh|soát|sưu tầm|tái hiện|tham vấn|thay đổi|thăm|thí điểm
    thiết lập|thông qua|thu âm|thu gom|thu hoạch|thu hồi|thử|tìm|tìm hiểu|tiếp cận|tiếp thu|tóm tắt|trả|trang bị
    tranh thủ|triệu tập|trình chiếu|trình duyệt|trưng bày|trưng cầu|tuần tra|túc trực|tường trình|ủng hộ|vẽ|vinh danh
    xác lập|xác minh|xuất bản|xuất trình|đổi mới|chào đón|chào mừng|tri ân|gặp gỡ|gặp mặt|giao lưu|ghi nhận|ghi chép
    ghi âm|gia cố|gửi trả|kê dọn|khử khuẩn|khơi thông|lau dọn|livestream|làm rõ|làm đầu mối|loại bỏ|mở rộng|nhập liệu
    nối|phê bình|phản biện|phóng tác|phục dựng|quét dọn|quét|rà phá|sẵn sàng|sao chụp|sắp đặt|săn sóc|tháo dỡ
    thay thế|thông suốt|thúc đẩy|tích lũy|tiêu hủy|tôn vinh|trả kết quả|trồng|truy cập|tu bổ|ứng trực|ứng phó
    ước tính|xếp dọn|xóa|xông|chấp hành|chứng minh|cứu hộ|dự báo|dự phòng|đăng nhập|giảng|giảng dạy|hội ý|khai báo
    khen|khởi động|khởi công|lĩnh hội|mang|mặc|nghe|ngồi|sử lý|tải|thoả thuận|thương thảo|trang trải|treo biển
    trực ban|tự chủ|xin phép|đưa ra|phấn đấu|cổ vũ|giáo dục|học tập|ký hợp đồng|bấm|canh|canh gác|chắn|che|chèn
    chỉ dẫn|cho mượn|cho thuê|chở|chuyển giao|dắt|dựng rạp|đun|gác|ghép|giăng|hát|hỏi|kéo|khiêng|khoan|múa|nấu|pha
    phát quà|soi|tắt|tập dượt|tập duyệt|trải|xây|xịt
    lãnh đạo công tác|lãnh đạo thực hiện|lãnh đạo tổ chức|lãnh đạo triển khai|lãnh đạo việc
    truyền đạt|luyện tập|tập luyện|kẻ|tổ
    """.replace("\n", "|")
    .replace("|tổ|", "|")
    .split("|")
)

# Words after which a unit's name never goes on, though they are no verbs.
STOPS: tuple[str, ...] = tuple(
    (
        "để|nhằm|trong|khi|sau khi|sau|trước|từ|vào|bằng|theo chức năng|theo nhiệm vụ|theo lĩnh vực|"
        "theo thẩm quyền|theo phân công|theo quy định|theo kế hoạch|theo nội dung|cho|về việc|nếu|phải|cần|sẽ|ngoài|"
        "được giao|các nội dung|những nội dung|nội dung|đến|tại|một cách|trên cơ sở|như sau|nhưng|để thực hiện|"
        "cụ thể"
    ).split("|")
)

# Nouns that open a duty written without a verb ("Công tác khen thưởng …", "Kinh phí …").
TASK_NOUNS: tuple[str, ...] = tuple(
    (
        "công tác|nội dung|kinh phí|danh sách|việc|nhiệm vụ|các nội dung|dự toán|tài liệu|giấy mời|maket|"
        "âm thanh|hội trường|khánh tiết|lễ tân|an ninh|chương trình|kịch bản|mỗi|hậu cần|y tế|nước uống|xe|"
        "các điều kiện|trước|sau|trong|ngoài|trên cơ sở|ngay|hằng|hàng|định|đối với|từng|các báo cáo|bài"
    ).split("|")
)

ORDER_VERBS: tuple[str, ...] = (
    "giao nhiệm vụ cho",
    "giao trách nhiệm cho",
    "giao nhiệm vụ",
    "giao cho",
    "giao",
    "đề nghị",
    "yêu cầu",
    "phân công",
    "kính đề nghị",
    "trân trọng đề nghị",
    "kính mời",
    "mời",
    "ủy quyền cho",
    "ủy quyền",
    "trực tiếp giao",
    "thống nhất giao",
    "riêng",
    "nhờ",
)

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

# A verb followed by one of these words is a noun: "dự án", "cấp uỷ", "trực thuộc", "giúp việc".
NOT_A_VERB: dict[str, frozenset[str]] = {
    "dự": frozenset({"án", "phòng", "bị"}),
    "trực": frozenset({"thuộc", "ban"}),
    "trực tiếp": frozenset({"cơ"}),
    "cấp": frozenset(
        {
            "ủy",
            "xã",
            "huyện",
            "tỉnh",
            "cơ",
            "cứu",
            "trung",
            "dưới",
            "trên",
            "học",
            "thôn",
            "sở",
            "phòng",
            "thành",
            "phường",
            "i",
            "ii",
        }
    ),
    "tự": frozenset({"quản", "vệ", "do", "nguyện", "nhiên"}),
    "chi": frozenset({"bộ", "hội", "đoàn", "cục", "nhánh", "ủy", "phí", "đội"}),
    "thu": frozenset({"nhập"}),
    "giao": frozenset({"thông", "dịch", "ban", "lưu"}),
    "trình": frozenset({"độ"}),
    "truyền": frozenset({"thông", "hình", "thống"}),
    "xét": frozenset({"nghiệm", "xử"}),
    "nhập": frozenset({"khẩu"}),
    "giúp": frozenset({"việc"}),
    "phát": frozenset({"triển"}),
    "tham mưu": frozenset({"giúp"}),
    "tại": frozenset({"chỗ"}),
    "tham gia": frozenset({"bảo", "giao"}),
    "quản lý": frozenset({"dự", "các"}),
    "mở": frozenset({"rộng"}),
    "đặt": frozenset({"hàng"}),
    "khám": frozenset({"bệnh", "chữa"}),
    "sau": frozenset({"đại"}),
    "từ": frozenset({"thiện"}),
    "chuyển": frozenset({"đổi"}),
    "lưu trữ": frozenset({"lịch"}),
    "trong": frozenset({"toàn"}),
    "bảo vệ": frozenset({"thực", "rừng", "môi", "sức", "trẻ"}),
    "chăm sóc": frozenset({"sức"}),
    "đào tạo": frozenset({"nghề"}),
    "cùng": frozenset({"cấp", "ngành"}),
    "giáo dục": frozenset({"và", "thường", "nghề", "mầm", "tiểu", "trung", "đào", "chính", "quốc", "thể", "đại"}),
    "kiểm soát": frozenset({"bệnh", "thủ", "an", "không"}),
    "học tập": frozenset({"cộng"}),
    "trực ban": frozenset({"tác"}),
    "canh": frozenset({"tác", "nông"}),
    "họp": frozenset({"báo"}),
    "trả": frozenset({"lương"}),
    "vệ sinh": frozenset({"an", "môi", "phòng", "thực"}),
    "xây": frozenset({"lắp"}),
    "pha": frozenset({"chế"}),
    "dự phòng": frozenset({"tỉnh"}),
    "mang": frozenset({"tên"}),
}

# A verb preceded by one of these words belongs to the name: "công nghệ thông tin", "giáo dục thường xuyên", "dịch
# vụ việc làm".
NAME_BEFORE_VERB: dict[str, frozenset[str]] = {
    "thông tin": frozenset({"nghệ", "cổng"}),
    "thường xuyên": frozenset({"dục"}),
    "tổng hợp": frozenset({"hoạch", "cứu", "chính", "phòng", "khoa", "thư", "nội", "ngoại"}),
    "làm": frozenset({"việc"}),
    "đào tạo": frozenset({"dục", "và", "quản"}),
    "tạo": frozenset({"sáng", "chế", "cải", "tái", "cấu"}),
    "quản lý": frozenset({"cán", "đơn", "chính", "nước", "quan"}),
    "kiểm tra": frozenset({"ủy", "đoàn", "tổ"}),
    "chủ trì": frozenset({"quan", "vị"}),
    "phối hợp": frozenset({"quan", "vị"}),
    "tổ chức": frozenset({"cán", "tác"}),
    "điều hành": frozenset({"ban", "trung"}),
    "bảo vệ": frozenset({"tổ", "đội", "phận", "lực", "trào"}),
    "phục vụ": frozenset({"phận", "ban", "tổ"}),
    "tuyên truyền": frozenset({"ban", "phận", "tổ", "tin"}),
    "thanh tra": frozenset({"đoàn"}),
    "giáo dục": frozenset({"khoa", "ban", "quỹ", "sở", "phòng", "ngành"}),
    "học tập": frozenset({"hội", "trung"}),
    "vệ sinh": frozenset({"phận", "tổ", "đội"}),
    "tải": frozenset({"vận", "cơ", "quá"}),
    "tự": frozenset({"trật", "trình", "thứ"}),
    "xây dựng": frozenset({"tư"}),
    "cấp": frozenset({"trung", "cao", "sơ"}),
}

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
