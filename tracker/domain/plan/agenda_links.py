"""Items of the programme ↔ the tasks that prepare them: "Phòng A báo cáo chuyên đề X" needs "chuẩn bị chuyên đề X"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from tracker.domain.normalise import search_key

_SAME_CONTENT = 78  # likeness of item and task, their verbs aside
_SAME_CONTENT_AND_UNIT = 58
_SAME_UNIT = 85
_WITH_MORE_WORDS = 8  # an item that has all words of a task and others is that much less alike
_FEWEST_WORDS = 3  # fewer say too little to be compared: "Khai mạc", "Giải lao"
_SESSION = re.compile(r"^buoi (?:sang|chieu|toi)\s*[:,–-]\s*")
_VERBS = re.compile(
    r"^(?:(?:chu tri|phoi hop|chuan bi|xay dung|trinh bay|bao cao|thong qua|pho bien|trien khai|gioi thieu|du thao|"
    r"soan thao|soan|hoan thien|to chuc|huong dan|bo tri|va|noi dung|cac|phoi hop voi|thuc hien|bai|tham gia|"
    r"dieu hanh|dia diem)\b[\s,:]*)+"
)
_NOISE = re.compile(r"\b(?:hoi nghi|hoi thao|tai|cua|so|tinh|trong|cho|ve|dia phuong)\b")
# Items that need every task of a kind, whatever their words.
_OF_KIND: Mapping[str, re.Pattern[str]] = {
    "speech": re.compile(r"\btham luan\b|\bthao luan\b"),
    "leader_speeches": re.compile(r"\bket luan\b|\bphat bieu\b|\bkhai mac\b|\bbe mac\b|\bdien van\b"),
    "awards": re.compile(r"\bkhen thuong\b|\btrao (?:giay|bang|thuong|danh hieu)\b"),
    "field_visit": re.compile(r"\btham quan\b|\bkhao sat\b"),
    "programme": re.compile(r"\bthong qua (?:\S+ )?chuong trinh\b"),
}
# Work around the event that no item is about, alike as its words may be ("xây dựng chương trình Hội nghị sơ kết …").
_BESIDE = frozenset(
    {
        "programme", "settlement", "budget", "budget_outside", "advance", "invitations", "printing", "send_papers",
        "delegate_list", "conclusion_notice", "collect_speeches", "urge_speeches", "invite_speakers", "event_report",
        "venue", "records", "general", "speech",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item of the programme: what, and by whom where the plan says so."""

    content: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A task as far as it matters here; ``kind``: code of a TaskKind."""

    what: str
    unit: str
    kind: str


def linked(items: Sequence[Item], tasks: Sequence[Prepared]) -> Mapping[int, tuple[int, ...]]:
    """Index of an item → indices of the tasks it needs. Items that nothing prepares are left out."""
    found = {index: _tasks_of(item, tasks) for index, item in enumerate(items)}
    return {index: needed for index, needed in found.items() if needed}


def _tasks_of(item: Item, tasks: Sequence[Prepared]) -> tuple[int, ...]:
    content = _SESSION.sub("", search_key(item.content))
    said = f"{content} {search_key(item.by)}"
    kinds = {kind for kind, pattern in _OF_KIND.items() if pattern.search(said if kind == "speech" else content)}
    return tuple(
        index for index, task in enumerate(tasks) if task.kind in kinds or _prepares(_core(content), item, task)
    )


def _prepares(wanted: str, item: Item, task: Prepared) -> bool:
    have = _core(search_key(task.what))
    fewest = min(len(wanted.split()), len(have.split()))
    if fewest < _FEWEST_WORDS or task.kind in _BESIDE:
        return False
    inside = fuzz.token_set_ratio(wanted, have) - _WITH_MORE_WORDS if fewest > _FEWEST_WORDS else 0
    needed = _SAME_CONTENT_AND_UNIT if _same_unit(item, task) else _SAME_CONTENT
    return max(fuzz.token_sort_ratio(wanted, have), inside) >= needed


def _same_unit(item: Item, task: Prepared) -> bool:
    return bool(item.by) and fuzz.token_set_ratio(search_key(item.by), search_key(task.unit)) >= _SAME_UNIT


def _core(key: str) -> str:
    """The object without the verbs before it and the words that every item has."""
    return " ".join(_NOISE.sub(" ", _VERBS.sub("", key)).split())
