"""The field's terms under their fixed English names, one enum each; the Vietnamese screen words are in the catalogue.

Stored values are the lower-case members and never change; labels may.
"""

from enum import StrEnum


class AssignmentRole(StrEnum):
    """What a unit is to an assignment. One task, one lead ("một việc chỉ giao một cơ quan chủ trì")."""

    LEAD = "lead"  # chủ trì
    COORDINATE = "coordinate"  # phối hợp
    CONTRIBUTE = "contribute"  # chuẩn bị tham luận
    GENERAL = "general"  # các phòng, đơn vị phối hợp …: an umbrella, not counted


class UnitKind(StrEnum):
    """Kinds of unit. District committees existed up to 30 June 2025 (Luật 72/2025/QH15)."""

    AGENCY = "agency"  # sở, ban, ngành: a host or a peer
    OFFICE = "office"  # văn phòng
    DEPARTMENT = "department"  # phòng, ban thuộc cơ quan
    AFFILIATED = "affiliated"  # chi cục, trung tâm, đơn vị sự nghiệp
    MASS_ORGANISATION = "mass_organisation"  # công đoàn, đoàn thanh niên, mặt trận, hội
    DISTRICT_COMMITTEE = "district_committee"  # UBND huyện, thị xã, thành phố thuộc tỉnh
    COMMUNE_COMMITTEE = "commune_committee"  # UBND xã, phường, đặc khu
    DIVISION = "division"  # phòng thuộc UBND huyện, xã
    SCHOOL = "school"
    ENTERPRISE = "enterprise"
    PARTY = "party"  # cấp uỷ, ban đảng
    PERSON = "person"
    COLLECTIVE = "collective"  # "các phòng, đơn vị thuộc Sở": stands for many
    OTHER = "other"


class MemberRole(StrEnum):
    """What a person may be in a unit; the first three belong to a host agency."""

    ADMINISTRATOR = "administrator"  # quản trị
    COORDINATOR = "coordinator"  # chuyên viên theo dõi, đôn đốc
    LEADER = "leader"  # lãnh đạo chỉ đạo
    MEMBER = "member"  # đầu mối của đơn vị


class ConferenceState(StrEnum):
    DRAFT = "draft"  # dự thảo: read, under review
    ACTIVE = "active"  # đang chuẩn bị
    CANCELLED = "cancelled"


class ConferenceKind(StrEnum):
    """What the meeting is for, by the words of its title."""

    MIDTERM = "midterm"  # sơ kết
    SUMMARY = "summary"  # tổng kết
    ROLLOUT = "rollout"  # triển khai, quán triệt, phổ biến
    TRAINING = "training"  # tập huấn, bồi dưỡng, huấn luyện
    WORKSHOP = "workshop"  # hội thảo
    DISCUSSION = "discussion"  # tọa đàm, diễn đàn
    DIALOGUE = "dialogue"  # đối thoại, tiếp xúc
    CONGRESS = "congress"  # đại hội
    CEREMONY = "ceremony"  # lễ
    CONTEST = "contest"  # hội thi, cuộc thi
    INSPECTION = "inspection"  # kiểm tra, giám sát
    BRIEFING = "briefing"  # giao ban, làm việc, họp
    OTHER = "other"


class MeetingMode(StrEnum):
    """How people take part; unknown where the plan does not say."""

    IN_PERSON = "in_person"  # trực tiếp
    ONLINE = "online"  # trực tuyến
    HYBRID = "hybrid"  # trực tiếp kết hợp trực tuyến


class ConferenceScale(StrEnum):
    """How far ahead a meeting is prepared; the rules' offsets are multiplied by the agency's factor for it."""

    SMALL = "small"  # họp nội bộ, giao ban: within one agency
    ORDINARY = "ordinary"
    PROVINCIAL = "provincial"  # quy mô toàn tỉnh


class DayPart(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    WHOLE_DAY = "whole_day"


class SentenceClass(StrEnum):
    """What a sentence of the text that hands out duties was taken for."""

    TASK = "task"  # its words are those of assignments
    PART = "part"  # belongs to the assignment above it: deadline, explanation, labelled line
    CONTACT = "contact"  # whom to turn to with difficulties
    CLOSING = "closing"  # closing formula, a note to all
    HEADING = "heading"  # names units or a topic, introduces what stands below
    PROGRAMME = "programme"  # a row of the programme
    UNREAD = "unread"


class TaskState(StrEnum):
    """Workflow, stored. Compliance is another axis and always derived."""

    DRAFT = "draft"  # dự thảo
    ASSIGNED = "assigned"  # chưa tiếp nhận
    ACKNOWLEDGED = "acknowledged"  # chưa thực hiện
    IN_PROGRESS = "in_progress"  # đang thực hiện
    SUBMITTED = "submitted"  # chờ xác nhận
    RETURNED = "returned"  # trả lại – thực hiện lại
    COMPLETED = "completed"  # đã hoàn thành
    DECLINED = "declined"  # từ chối nhiệm vụ
    SUSPENDED = "suspended"  # tạm hoãn
    CANCELLED = "cancelled"  # huỷ


class Review(StrEnum):
    """Where a task read from a plan stands in the coordinator's review."""

    CERTAIN = "certain"  # the reader is sure
    CHECK = "check"  # the reader asks
    ACCEPTED = "accepted"  # a person has looked
    SKIPPED = "skipped"  # a person has dismissed it


class Compliance(StrEnum):
    OPEN_NO_DUE = "open_no_due"
    OPEN_IN_TIME = "open_in_time"
    OPEN_DUE_SOON = "open_due_soon"
    OPEN_OVERDUE = "open_overdue"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_NO_DUE = "done_no_due"
    NOT_COUNTED = "not_counted"


class Light(StrEnum):
    """Readiness of a conference."""

    RED = "red"  # chưa đảm bảo
    AMBER = "amber"  # có nguy cơ chậm
    GREEN = "green"  # đảm bảo tiến độ
    DRAFT = "draft"  # dự thảo
    PAST = "past"  # đã tổ chức


class Anchor(StrEnum):
    """What an offset is counted from: the first or the last working day of the event."""

    START = "S"
    END = "E"


class DueSource(StrEnum):
    """Where a due date came from, in the order of resolution."""

    PLAN = "plan"  # a date in the sentence
    PLAN_RELATIVE = "plan_relative"  # the sentence counts from the event
    PLAN_INHERITED = "plan_inherited"  # a date in the heading above
    LEAD_TASK = "lead_task"  # follows the task it co-operates on
    RULE = "rule"  # back-planning rule of the kind
    DEFAULT = "default"  # no kind recognised
    PERSON = "person"  # set by a coordinator, also by granting an extension
    NONE = "none"  # no event date yet


class DueFlag(StrEnum):
    SHORTENED = "shortened"  # rút gọn: clamped to plan date + 2 working days
    INFEASIBLE = "infeasible"  # không khả thi: even the clamp is past "latest"


class ReplanKind(StrEnum):
    """Why due dates were counted again; a re-planning is no extension."""

    SET = "set"  # chốt ngày: the event had none, or keeps its days
    CONFIRM = "confirm"  # xác nhận ngày dự kiến
    POSTPONE = "postpone"  # hoãn; also without a new date
    ADVANCE = "advance"  # họp sớm hơn
    CANCEL = "cancel"  # huỷ
    REINSTATE = "reinstate"  # tổ chức lại
    SHIFT = "shift"  # several due dates moved by a person
    CALENDAR = "calendar"  # a day off or worked was announced
    RULES = "rules"  # the agency's back-planning table was changed


class ExtensionState(StrEnum):
    OPEN = "open"  # the old due date counts
    ACCEPTED = "accepted"
    ADJUSTED = "adjusted"  # accepted with another date
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the unit
    LAPSED = "lapsed"  # overtaken: handed in, cancelled, or re-planned to a later date


class FeedScope(StrEnum):
    """Whose deadlines a calendar feed carries."""

    PERSON = "person"
    UNIT = "unit"
    CONFERENCE = "conference"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
