"""The words by which tasks are taken for a kind, for people to read; the patterns of ``kinds`` are what is matched.

Each phrase, alone in a plan, is taken for its kind (a test says so). "A … B": both, in this order.
"""

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "settlement": ("quyết toán", "thanh quyết toán", "thanh toán"),
        "conclusion_notice": ("thông báo kết luận", "biên bản"),
        "event_report": ("báo cáo kết quả tổ chức", "báo cáo kết quả hội nghị", "rút kinh nghiệm"),
        "collect_speeches": ("tổng hợp … tham luận", "biên tập … tham luận", "duyệt … tham luận"),
        "urge_speeches": ("hướng dẫn … tham luận", "đôn đốc … tham luận", "theo dõi … tham luận"),
        "invite_speakers": ("văn bản … mời tham luận", "công văn mời báo cáo viên", "mời diễn giả"),
        "speech": ("tham luận",),
        "unit_data": ("cung cấp … số liệu", "gửi … báo cáo", "tổng hợp số liệu"),
        "budget_outside": ("trình UBND … dự toán", "dự toán … Sở Tài chính thẩm định"),
        "budget": ("dự toán", "kinh phí"),
        "advance": ("tạm ứng",),
        "invitations": ("giấy mời", "thư mời", "mời đại biểu", "mời khách"),
        "delegate_list": ("danh sách đại biểu", "danh sách mời", "danh sách … thành phần"),
        "registration": ("đăng ký … đại biểu", "đăng ký … tham dự", "xác nhận tham dự"),
        "send_papers": ("gửi … tài liệu", "tài liệu gửi"),
        "printing": ("in ấn", "nhân bản", "đóng quyển", "in tài liệu", "photo"),
        "run_of_show": ("kịch bản", "dẫn chương trình", "MC"),
        "programme": ("xây dựng … chương trình", "dự thảo … chương trình", "phê duyệt chương trình hội nghị"),
        "leader_speeches": ("phát biểu", "diễn văn", "dự thảo kết luận", "bài khai mạc"),
        "main_report": ("báo cáo tổng kết", "báo cáo sơ kết", "báo cáo trung tâm", "báo cáo kết quả"),
        "thematic_content": ("chuẩn bị nội dung", "nội dung phổ biến", "chuyên đề", "slide", "bài giảng"),
        "awards": ("khen thưởng", "thi đua"),
        "field_visit": ("tham quan", "khảo sát"),
        "venue": ("hội trường", "phòng họp", "địa điểm"),
        "technical": ("âm thanh", "ánh sáng", "maket", "khánh tiết", "máy chiếu", "trực tuyến"),
        "reception": ("đón tiếp", "lễ tân", "xe", "điều kiện phục vụ", "hậu cần", "nước uống"),
        "security": ("an ninh", "y tế", "cấp điện"),
        "press": ("tuyên truyền", "báo chí", "đưa tin", "truyền thông"),
        "rehearsal": ("tổng duyệt", "kiểm tra … điều kiện"),
        "general": ("các phòng … phối hợp … thực hiện", "phối hợp … thực hiện tốt"),
        "records": ("lưu trữ", "lập hồ sơ"),
        "other_after": ("sau hội nghị", "sau khi kết thúc"),
        "other": (),
    }
)
