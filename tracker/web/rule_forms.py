"""What the forms about rules carry: a row, both factors, or taking back what was changed; read into a proposal."""

import re
from collections.abc import Mapping

from tracker.domain import own_rule
from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import Anchor
from tracker.domain.kinds import TaskKind
from tracker.domain.rules import Factors, OwnRule, Proposal
from tracker.services.agency_rules import Row, Table
from tracker.web.labels import kind_label
from tracker.web.rule_words import basis_typed, basis_words

ROW, RESET, RESET_ALL, FACTORS = "sua", "khoi-phuc", "khoi-phuc-het", "quy-mo"
DAYS, MONTH, NONE = "ngay", "thang", "khong"

FIELDS = (
    "viec", "loai", "anchor", "offset", "latest_kind", "latest", "blocking", "basis", "words", "small", "provincial",
)  # fmt: skip
"""Everything that says what is proposed, handed on from the form to the preview and from there to be applied."""

_NUMBER = re.compile(r"[+\-−]?\d{1,4}")


def proposal(form: Mapping[str, str], table: Table) -> Proposal:
    """Raises:
    InvalidInput: see ``domain.own_rule``; also ``rule_number`` and ``rule_offset_sign``. NotFound: no such kind.
    """
    what = form.get("viec")
    if what == RESET_ALL:
        return Proposal(rows={row.code: None for row in table.rows if row.own}, factors=Factors())
    if what == FACTORS:
        return Proposal(factors=own_rule.factors(_number(form, "small"), _number(form, "provincial")))
    row = table.row(form.get("loai", ""))
    if what == RESET:
        return Proposal(rows={row.code: None})
    try:
        return Proposal(rows={row.code: _row(form, row, table)})
    except InvalidInput as refused:
        if "kind" in refused.params:
            refused.params["kind"] = kind_label(str(refused.params["kind"]))
        raise


def _row(form: Mapping[str, str], row: Row, table: Table) -> OwnRule:
    if form.get("anchor") not in set(Anchor):
        raise InvalidInput("choice_unknown", field="anchor")
    if form.get("latest_kind") not in (DAYS, MONTH, NONE):
        raise InvalidInput("choice_unknown", field="latest_kind")
    anchor = Anchor(form["anchor"])
    return own_rule.own_rule(
        row.code,
        anchor=anchor,
        offset=_days(form, "offset", anchor),
        latest=_days(form, "latest", anchor) if form["latest_kind"] == DAYS else None,
        next_month=form["latest_kind"] == MONTH,
        blocking=form.get("blocking") == "1",
        basis=basis_typed(form.get("basis", "")),
        words=form.get("words", "").splitlines(),
        table=table.rules,
    )


def _days(form: Mapping[str, str], field: str, anchor: Anchor) -> int:
    """Working days from the anchor: typed without a sign, or with the one that fits it."""
    typed = form.get(field, "").strip()
    days = _number(form, field)
    wrong = "+" if anchor is Anchor.START else "-−"
    if days and typed[0] in wrong:
        raise InvalidInput("rule_offset_sign", field=field)
    return -abs(days) if anchor is Anchor.START else abs(days)


def _number(form: Mapping[str, str], field: str) -> int:
    typed = form.get(field, "").strip().removesuffix("%").strip()
    if not _NUMBER.fullmatch(typed):
        raise InvalidInput("rule_number", field=field, text=typed[:40])
    return int(typed.replace("−", "-"))


def present(row: Row) -> dict[str, str]:
    """What stands in the fields of a row's form."""
    kind = row.kind
    return {
        "anchor": kind.anchor,
        "offset": str(abs(kind.offset)),
        "latest_kind": _latest_kind(kind),
        "latest": "" if kind.latest_offset is None else str(abs(kind.latest_offset)),
        "blocking": "1" if kind.blocking else "",
        "basis": basis_words(kind.basis),
        "words": "\n".join(row.words),
    }


def _latest_kind(kind: TaskKind) -> str:
    if kind.latest_end_of_next_month:
        return MONTH
    return NONE if kind.latest_offset is None else DAYS


def handed_on(form: Mapping[str, str]) -> dict[str, str]:
    """The fields of a proposal as they were typed."""
    return {name: form[name] for name in FIELDS if name in form}
