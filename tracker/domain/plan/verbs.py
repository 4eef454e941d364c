"""The verbs of administrative style, what a duty starts with, and when the same syllables are part of a name.

All entries are ``fold_tone`` forms (lower case, marks kept).
"""

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

# Verbs and small words that no name of a body has in it; others may: "Trung tâm kiểm soát bệnh tật".
NEVER_IN_NAMES = frozenset(
    (
        "chủ trì|chủ động|phối hợp|phối kết hợp|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|thực hiện|chuẩn bị|"
        "tham mưu|"
        "báo cáo|đưa|bố trí|thông báo|căn cứ|đôn đốc|lập|triển khai|cử|gửi|làm|đảm bảo|tiếp tục|tăng cường|rà soát|"
        "đề xuất|soạn|soạn thảo|dự thảo|viết|mời|ban hành|đăng|đăng tải|đưa tin|quán triệt|cung cấp|phụ trách|"
        "phân công|chỉ đạo|dự trù|lập dự toán|thanh quyết toán|phê duyệt|trang trí|kê|lắp đặt|huy động|vận động|"
        "tham gia|tham dự|dự|trả lời|giải đáp|khẩn trương|nghiêm túc|kịp thời|tích cực|hoàn thiện|hoàn thành|"
        "hoàn chỉnh|nộp|mua|mua sắm|thuê|ký|liên hệ|sắp xếp|thống nhất|xem xét|tạo điều kiện|đề nghị|yêu cầu|"
        "để|nhằm|khi|sau khi|sẽ|phải|cần|nếu|được giao|như sau|về việc|xin ý kiến|góp ý|kiểm tra lại|trình bày"
    ).split("|")
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
    "giúp": frozenset({"trợ"}),
    "tham mưu": frozenset({"phòng", "quan", "ban"}),
    "tại": frozenset({"viện", "nhánh", "diện", "hiệu"}),
    "trình": frozenset({"công", "chương", "giáo", "quy", "tiến", "quá", "lộ"}),
    "tự": frozenset({"trật", "trình", "thứ"}),
    "xây dựng": frozenset({"tư"}),
    "cấp": frozenset({"trung", "cao", "sơ"}),
}
