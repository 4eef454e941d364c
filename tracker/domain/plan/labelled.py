"""Duties given by labelled lines: a task, then "Đơn vị chủ trì: …", "Phối hợp: …", "Thời gian hoàn thành: …"."""

import re
from collections.abc import Iterator, Sequence

from tracker.domain.plan.duty import Duty
from tracker.domain.plan.outline import Node, is_other_section, title_of
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.phrases import opens_task
from tracker.domain.plan.units import expand

_WHO = (
    r"(?:các )?(?:cơ quan|đơn vị|bộ phận|phòng|cá nhân|người|tổ chức|đồng chí|đ/c)?(?:,? (?:cơ quan|đơn vị|cá nhân))?"
)
_LINES = (
    (
        "lead",
        re.compile(
            rf"^{_WHO}\s*(?:chủ trì|đầu mối|phụ trách|chịu trách nhiệm)(?:[,\s]*(?:và )?(?:thực hiện|"
            rf"tham mưu|tổ chức|chính))*\s*:\s*(?P<value>.+)$",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    (
        "partner",
        re.compile(rf"^{_WHO}\s*phối hợp(?:[,\s]*(?:và )?thực hiện)?\s*:\s*(?P<value>.+)$", re.IGNORECASE | re.DOTALL),
    ),
    (
        "doer",
        re.compile(
            r"^(?:cơ quan|đơn vị|bộ phận|người|phân công|tổ chức|các đơn vị)\s*thực hiện\s*:\s*(?P<value>.+)$",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    (
        "due",
        re.compile(
            r"^(?:thời gian|thời hạn|hạn|tiến độ)(?:\s+(?:hoàn thành|thực hiện|triển khai|kết thúc|nộp|"
            r"báo cáo|chót))*\s*:\s*(?P<value>.+)$",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
)
_NESTED = re.compile(
    r"[;.]\s*(?=(?:(?:đơn vị|cơ quan|bộ phận)\s+)?(?:phối hợp|thực hiện|chủ trì)(?: thực hiện)?\s*:|"
    r"thời gian[^:;]{0,20}:|thời hạn[^:;]{0,20}:)",
    re.IGNORECASE,
)


def labelled(paragraph: Paragraph) -> dict[str, str]:
    """The labels of one line with their values: "Đơn vị chủ trì: A; Đơn vị phối hợp: B" has two."""
    found: dict[str, str] = {}
    if paragraph.is_row:
        return found
    for piece in _NESTED.split(paragraph.text):
        for name, pattern in _LINES:
            match = pattern.match(piece.strip())
            if match:
                found.setdefault(name, match.group("value").strip(" .;"))
                break
    return found


def labelled_duty(node: Node) -> Duty | None:
    """The duty of a node whose lines below say who leads (or does) it; None for any other node."""
    values: dict[str, str] = {}
    for child in node.children:
        for name, value in labelled(child.paragraph).items():
            values.setdefault(name, value)
    leads = expand(values.get("lead") or values.get("doer") or "")
    if not leads:
        return None
    helpers = [values.get("partner", ""), values.get("doer", "") if "lead" in values else ""]
    return Duty(
        units=leads,
        task=node.paragraph.text,
        paragraph=node.paragraph,
        partners=tuple(dict.fromkeys(name for value in helpers for name in expand(value))),
        due_words=values.get("due", ""),
        led=True,
    )


def _chaired(text: str) -> bool:
    """A section of the plan with "Chủ trì: đồng chí …" in it says who chairs the meeting."""
    return text.isupper() or (is_other_section(title_of(text)[0]) and not opens_task(text))


def labelled_duties(nodes: Sequence[Node]) -> Iterator[Duty]:
    """Duties outside the organisation section whose lines name who leads them."""
    for node in nodes:
        duty = labelled_duty(node)
        if duty and not _chaired(node.paragraph.text):
            yield duty
        else:
            yield from labelled_duties(node.children)
