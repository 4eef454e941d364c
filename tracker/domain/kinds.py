"""The kinds of preparation task and their back-planning rules, as data in the order in which they are tried.

Offsets are working days counted from the event: START is its first working day (S), END its last (E). Rules with a
legal anchor name it in ``basis``; the others are this service's defaults. Patterns run on ``search_key`` text
(lower case, no diacritics), so that "thăm quan"/"tham quan" and OCR slips such as "chuân bị" fall together.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from tracker.domain.glossary import Anchor, AssignmentRole
from tracker.domain.normalise import search_key

DEFAULT = "default"
QD_45 = "QĐ 45/2018/QĐ-TTg"  # invitations and papers 3 working days before, conclusion notice 5 after
TT_17 = "TT 17/2024/TT-BTC"  # advances are settled by the end of the following month
PRACTICE = "practice"  # observed in agencies' published plans

_S, _E = Anchor.START, Anchor.END


@dataclass(frozen=True, kw_only=True)
class TaskKind:
    """A kind of task with its rule.

    ``offset`` and ``latest_offset`` are working days from their anchors (−7 = S−7); a ``latest_offset`` of None is
    no ceiling unless ``latest_end_of_next_month`` (last working day of the month after the event's).
    ``pattern`` None: never chosen by words.
    """

    code: str
    anchor: Anchor
    offset: int
    latest_offset: int | None
    basis: str = DEFAULT
    blocking: bool = False
    counted: bool = True
    latest_end_of_next_month: bool = False
    pattern: re.Pattern[str] | None = None

    @property
    def latest_anchor(self) -> Anchor:
        return self.anchor

    @property
    def after_event(self) -> bool:
        """The work is done after the event, so its due date moves forward from a day off."""
        return self.anchor is Anchor.END


def _kind(
    code: str,
    anchor: Anchor,
    offset: int,
    latest: int | None,
    words: str | None,
    *,
    basis: str = DEFAULT,
    blocking: bool = False,
    counted: bool = True,
    next_month: bool = False,
) -> TaskKind:
    return TaskKind(
        code=code,
        anchor=anchor,
        offset=offset,
        latest_offset=latest,
        basis=basis,
        blocking=blocking,
        counted=counted,
        latest_end_of_next_month=next_month,
        pattern=re.compile(words) if words else None,
    )


# A programme of work, of action, of co-operation … is not the programme of the event.
_OTHER_PROGRAMME = r"(?! (?:cong tac|hanh dong|phoi hop|muc tieu|trong tam|quoc gia|tong the|so \d))"
_OUTSIDE_BODY = r"(?:ubnd|uy ban nhan dan|so tai chinh|phong tai chinh|bo tai chinh|cap co tham quyen)"
_MONEY = r"(?:du toan|kinh phi)"
# "Theo dõi và báo cáo kết quả", "tổng hợp, báo cáo kết quả" tell a superior; they are no report of the event.
_OF = r"(?:(?:ve|tom tat|danh gia|du thao|tinh hinh|cong tac) )*"
_SPEAKER = r"(?:tham luan|bao cao vien|dien gia)"
_MEETING = r"(?:hoi nghi|hoi thao|toa dam|cuoc hop|chuong trinh|su kien|dai hoi)"

AFTER_EVENT = re.compile(
    rf"\bsau (?:khi )?(?:(?:ket thuc|to chuc|be mac) )?(?:xong )?{_MEETING}\b|\bsau khi (?:ket thuc|be mac)\b"
)

_TABLE = (
    _kind("settlement", _E, 10, None, r"\bquyet toan\b|\bthanh toan\b(?! (?:khong dung|dien tu|truc tuyen))",
          basis=TT_17, next_month=True),
    _kind("conclusion_notice", _E, 5, 5, r"\bthong bao (?:\w+ )?ket luan\b|\bbien ban\b(?! (?:ghi nho|hop tac))",
          basis=QD_45),
    _kind("event_report", _E, 5, 7,
          rf"^(?!.*bao cao (?:so|tong) ket).*\b(?:bao cao ket qua (?:to chuc\b(?! thuc hien)|{_MEETING})"
          r"|rut kinh nghiem\b)"),
    _kind("collect_speeches", _S, -5, -4,
          r"\b(?:tong hop|bien tap|duyet|tham dinh)\b(?:(?!chuan bi|don doc)[^.;]){0,90}\btham luan\b"),
    _kind("urge_speeches", _S, -7, -5, r"\b(?:huong dan|don doc|theo doi)\b[^.;]{0,140}\btham luan\b"),
    _kind("invite_speakers", _S, -15, -10,
          rf"\b(?:van ban|cong van|giay|thu)(?: \w+){{0,4}} moi [^.;]{{0,60}}{_SPEAKER}\b|\bmoi (?:cac )?{_SPEAKER}\b"),
    _kind("speech", _S, -7, -5, r"\btham luan\b"),
    _kind("unit_data", _S, -12, -10,
          r"\b(?:cung cap|gui)\b(?:(?!tai lieu|giay moi|dai bieu)[^.;]){0,90}\b(?:so lieu|bao cao\b(?! vien))"
          r"|\btong hop so lieu\b"),
    # Two rows for the one rule "S−10, S−15 if approved outside".
    _kind("budget_outside", _S, -15, -7,
          rf"^(?=.*\b{_MONEY}\b).*(?:\b(?:trinh|tham dinh|phe duyet)\b[^.;]{{0,60}}\b{_OUTSIDE_BODY}\b"
          rf"|\b{_OUTSIDE_BODY}\b[^.;]{{0,60}}\b(?:tham dinh|phe duyet)\b)", basis=PRACTICE),
    _kind("budget", _S, -10, -7, rf"\b{_MONEY}\b", basis=PRACTICE),
    _kind("advance", _S, -5, -3, r"\btam ung\b"),
    _kind("invitations", _S, -5, -3,
          r"\b(?:giay|thu) moi\b|(?<!danh sach )\bmoi (?:cac )?(?:dai bieu|khach)\b|\b(?:van ban|cong van) moi\b",
          basis=QD_45, blocking=True),
    _kind("delegate_list", _S, -7, -5,
          r"(?<!dang ky )\bdanh sach\b[^.;]{0,40}\b(?:dai bieu|moi|tham du|tham gia|du hop|thanh phan)\b"),
    _kind("registration", _S, -2, -1,
          r"\bdang ky\b[^.;]{0,40}\b(?:du|tham du|tham gia|dai bieu|danh sach)\b|\bxac nhan (?:tham du|dai bieu)\b"),
    _kind("send_papers", _S, -3, -3, r"\bgui\b[^.;]{0,40}\btai lieu\b|\btai lieu gui\b", basis=QD_45, blocking=True),
    _kind("printing", _S, -2, -1,
          r"\bin an\b|\bnhan ban\b|\bdong quyen\b|\bin (?:sao )?(?:tai lieu|ky yeu)\b|\bphoto(?:copy)?\b"),
    _kind("run_of_show", _S, -3, -2, r"\bkich ban\b|\bdan chuong trinh\b|\bmc\b"),
    _kind("programme", _S, -10, -5,
          r"\b(?:xay dung|du thao|soan thao|chuan bi|hoan thien|thong nhat)\b"
          r"(?:(?!bao cao|thuc hien|trien khai|danh gia)[^.;]){0,60}\bchuong trinh\b" + _OTHER_PROGRAMME
          + rf"|\bphe duyet chuong trinh (?:chi tiet )?{_MEETING}\b",
          basis=PRACTICE, blocking=True),
    _kind("leader_speeches", _S, -3, -2,
          r"\bphat bieu\b|\bdien van\b|\bdu thao ket luan\b|\b(?:bai|loi) (?:khai mac|be mac|ket luan)\b"),
    _kind("main_report", _S, -7, -5,
          rf"\bbao cao {_OF}(?:tong ket|so ket|trung tam)\b"
          rf"|(?<!\bva )(?<!tong hop )(?<!tong hop, )\bbao cao {_OF}ket qua\b",
          basis=PRACTICE, blocking=True),
    _kind("thematic_content", _S, -7, -5,
          r"\bchuan bi (?:cac )?(?:noi dung|tai lieu)\b|\bnoi dung pho bien\b|\bchuyen de\b|\bslides?\b|\bbai giang\b"),
    _kind("awards", _S, -7, -3, r"\bkhen thuong\b|\bthi dua\b"),
    _kind("field_visit", _S, -5, -2, r"\btham quan\b|\bkhao sat\b(?![^.;]{0,30}(?:dia diem|hoi truong|phong hop))"),
    _kind("venue", _S, -7, -5, r"(?<!tai )(?<!trong )(?<!o )\b(?:hoi truong|phong hop|dia diem)\b", blocking=True),
    _kind("technical", _S, -2, -1,
          r"\bam thanh\b|\banh sang\b|\bma ?r?ket\b|\bkhanh tiet\b|\bmay chieu\b|\bduong truyen\b|\bsan khau\b"
          r"|\btrang tri\b|(?<!dich vu cong )\btruc tuyen\b"),
    _kind("reception", _S, -3, -1,
          r"\bdon tiep\b|\ble tan\b|\bxe\b|\bdieu kien phuc vu\b|\bhau can\b|\bnuoc uong\b|\ban nghi\b"),
    _kind("security", _S, -2, -1,
          r"\ban ninh\b(?! (?:mang|nang luong))|(?<!so )(?<!bo )(?<!nganh )(?<!phong )\by te\b|\bcap dien\b"),
    _kind("press", _S, -2, 0, r"\btuyen truyen\b|\bbao chi\b|\bdua tin\b|\btruyen thong\b"),
    _kind("rehearsal", _S, -1, -1, r"\btong duyet\b|\bkiem tra\b[^.;]{0,30}\bdieu kien\b", basis=PRACTICE),
    _kind("general", _S, -1, None,
          r"^(?:cac|tat ca|toan the)\b[^.;]{0,100}\bphoi hop\b[^.;]{0,200}\bthuc hien\b"
          r"|\bphoi hop\b[^.;]{0,200}\bthuc hien tot\b", counted=False),
    _kind("records", _E, 15, None, r"\bluu tru\b|\blap ho so\b"),
    _kind("other_after", _E, 5, None, AFTER_EVENT.pattern),
    _kind("other", _S, -3, -1, None),
)  # fmt: skip

KINDS: Mapping[str, TaskKind] = MappingProxyType({kind.code: kind for kind in _TABLE})

UNRECOGNISED = frozenset({"other", "other_after"})
"""Kinds that say only "we do not know": their due dates are defaults, not rules."""

_BEFORE_EVENT = tuple(
    kind.code for kind in _TABLE if not kind.after_event and kind.code not in {"rehearsal", "general"}
)

CHAINS: tuple[tuple[str, ...], ...] = (
    ("budget", "venue", "programme", "invitations"),
    ("budget_outside", "venue", "programme", "invitations"),
    ("unit_data", "main_report", "send_papers"),
    ("invite_speakers", "speech", "collect_speeches", "printing"),
    ("conclusion_notice", "settlement"),
    *((code, "rehearsal") for code in _BEFORE_EVENT),
)
"""The natural order: within a chain every kind comes before every later one. After-event kinds follow the event."""


@cache
def predecessors(code: str) -> frozenset[str]:
    """Codes of the kinds that naturally come before ``code``."""
    return frozenset(before for chain in CHAINS if code in chain for before in chain[: chain.index(code)])


def classify(text: str, role: AssignmentRole) -> TaskKind:
    """The kind of a task by its words; the first row of the table that matches wins. Never raises.

    A contributing unit owes a speech and an umbrella duty is general co-operation, whatever else the words say.
    """
    if role is AssignmentRole.CONTRIBUTE:
        return KINDS["speech"]
    if role is AssignmentRole.GENERAL:
        return KINDS["general"]
    words = search_key(text)
    return next((kind for kind in _TABLE if kind.pattern and kind.pattern.search(words)), KINDS["other"])
