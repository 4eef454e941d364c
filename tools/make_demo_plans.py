"""Write the Word and PDF forms of the demo plans from their text: ``python tools/make_demo_plans.py``.

The .txt files in ``tracker/demo/plans`` are the only source of content. From each, this script writes the .docx an
office would keep (form of Nghị định 30/2020/NĐ-CP: header table, automatic numbers, bordered programme) and lets
LibreOffice (``soffice`` must be on the PATH, with a font metric-compatible with Times New Roman) print the .pdf.
Needed only when a text was changed, never at run time.

A text is seven blocks between blank lines: header (6 lines), title, body, Nơi nhận, signature, appendix title,
programme (rows of tab-separated cells). In the body "I. ", "1. " and "- " become automatic numbers and bullets.
"""

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from xml.sax.saxutils import escape

PLANS = Path(__file__).resolve().parent.parent / "tracker" / "demo" / "plans"
PARTS = PLANS / "parts"  # what every Word file has: styles, numbering, page
ZIP_TIME = (2026, 11, 20, 8, 0, 0)  # fixed, so that an unchanged text gives an unchanged file

TEXT_WIDTH = 9071  # twips: A4 less 30 mm left and 20 mm right
HEADER_WIDTHS = (4150, 5490)  # wider than the text, so that no name breaks
CLOSING_WIDTHS = (4800, 4271)
COLUMN_WIDTHS = {"STT": 700, "Nội dung": 3971, "Người thực hiện": 2600, "Ghi chú": 1800, "Thời gian": 1800}
CENTRED_COLUMNS = {"STT", "Thời gian"}

LABELLED = re.compile(r"(?:(?P<roman>[IVX]+)\.|(?P<decimal>\d+)\.|(?P<bullet>-)) (?P<text>.+)")
ASIDE = re.compile(r"(\([^()]{60,}\))")
ROMANS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
OFF = '{"type":"boolean","value":"false"}'
SENTENCE_END = (".", ":", ";")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The blocks of one text, in the order of the file."""

    header: Sequence[str]
    title: Sequence[str]
    body: Sequence[str]
    recipients: Sequence[str]
    signature: Sequence[str]
    appendix: Sequence[str]
    programme: Sequence[str]


def read_plan(text: str) -> Plan:
    """The plan in ``text``; ValueError where it has not the seven blocks."""
    blocks = [block.splitlines() for block in text.rstrip("\n").split("\n\n")]
    return Plan(**dict(zip((field.name for field in fields(Plan)), blocks, strict=True)))


def run(text: str, *, bold: bool | None = None, italic: bool = False, size: int | None = None) -> str:
    """One w:r; ``size`` in points. ``bold`` None leaves it to the style."""
    properties = "" if bold is None else f'<w:b w:val="{int(bold)}"/>'
    properties += "<w:i/>" if italic else ""
    properties += f'<w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>' if size else ""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(runs: str, style: str = "Normal", properties: str = "") -> str:
    """One w:p; ``properties`` are w:pPr children after w:pStyle, in the order the schema wants."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def centred(text: str, *, bold: bool = False, italic: bool = False, size: int = 14, before: int = 0) -> str:
    """One centred paragraph; ``before`` in twips."""
    properties = f'<w:spacing w:before="{before}"/><w:jc w:val="center"/>'
    return paragraph(run(text, bold=bold, italic=italic, size=size), properties=properties)


def rule(inset: int) -> str:
    """The short line the decree wants under names and titles, ``inset`` twips from both sides."""
    border = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    height = '<w:spacing w:after="120" w:line="110" w:lineRule="exact"/>'
    return paragraph("", properties=f'{border}{height}<w:ind w:left="{inset}" w:right="{inset}"/>')


def with_aside(text: str) -> str:
    """The runs of ``text``, a long remark in brackets in italics."""
    return "".join(run(part, italic=bool(ASIDE.fullmatch(part))) for part in ASIDE.split(text) if part)


def lead_bold(text: str) -> str:
    """The runs of "Head: text" with the head in bold."""
    head, _, rest = text.partition(": ")
    return run(head + ":", bold=True) + with_aside(" " + rest)


def section(text: str) -> str:
    """A heading "I. …", perhaps with its text on the same line (then nothing has to stay with it)."""
    head, colon, rest = text.partition(": ")
    if not rest:
        return paragraph(run(text), "Heading1")
    return paragraph(run(head + colon.rstrip()) + run(" " + rest, bold=False), "Heading1", '<w:keepNext w:val="0"/>')


def clause(text: str) -> str:
    """A paragraph "1. …": a heading, "unit: task", or a sentence of its own."""
    if not text.endswith(SENTENCE_END) and ": " not in text:
        return paragraph(run(text), "Heading2")
    number = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    if ": " not in text:
        return paragraph(with_aside(text), "BodyText", number)
    return paragraph(lead_bold(text), "BodyText", number + "<w:rPr><w:b/></w:rPr>")


def body_paragraph(line: str) -> str:
    """One line of the body with its written label made an automatic one."""
    found = LABELLED.fullmatch(line)
    if not found:
        return paragraph(with_aside(line), "BodyText")
    text = found["text"]
    if found["roman"]:
        return section(text)
    return clause(text) if found["decimal"] else paragraph(with_aside(text), "ListBullet")


def check_numbers(body: Iterable[str]) -> None:
    """ValueError where a written number is not the one Word will count."""
    sections = clauses = 0
    for found in filter(None, map(LABELLED.fullmatch, body)):
        if found["roman"]:
            sections, clauses = sections + 1, 0
        elif found["decimal"]:
            clauses += 1
        counted = ROMANS[sections] if found["roman"] else str(clauses)
        if not found["bullet"] and not found[0].startswith(f"{counted}. "):
            raise ValueError(f"out of order: {found[0]}")


def table(rows: Iterable[Iterable[str]], widths: Sequence[int], *, bordered: bool = False) -> str:
    """A table of cells that are already paragraphs; the first row of a bordered one repeats on every page."""
    style = '<w:tblStyle w:val="TableGrid"/>' if bordered else ""
    indent = (TEXT_WIDTH - sum(widths)) // 2
    placed = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="{indent}" w:type="dxa"/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    written = "".join(table_row(row, widths, repeat=bordered and n == 0) for n, row in enumerate(rows))
    return (
        f'<w:tbl><w:tblPr>{style}{placed}<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>"
    )


def table_row(row: Iterable[str], widths: Sequence[int], *, repeat: bool) -> str:
    """One w:tr, never broken between pages; ``widths`` in twips."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
        for content, width in zip(row, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if repeat else ''}</w:trPr>{cells}</w:tr>"


def header_table(header: Sequence[str]) -> str:
    """Agency | quốc hiệu, tiêu ngữ; number | place and date."""
    parent, agency, nation, motto, number, date = header
    left = centred(parent, size=12) + centred(agency, bold=True, size=12) + rule(1450)
    right = centred(nation, bold=True, size=12) + centred(motto, bold=True, size=13) + rule(1620)
    second = (centred(number, size=13), centred(date, italic=True, size=13))
    return table(((left, right), second), HEADER_WIDTHS)


def closing_table(recipients: Sequence[str], signature: Sequence[str]) -> str:
    """Nơi nhận | post and name of who signs, with room for the signature."""
    *posts, name = signature
    head, *names = recipients
    left = paragraph(run(head, bold=True, italic=True, size=12))
    left += "".join(paragraph(run(line, size=11)) for line in names)
    right = "".join(centred(post, bold=True) for post in posts) + centred(name, bold=True, before=1500)
    return table(((left, right),), CLOSING_WIDTHS)


def programme_cell(text: str, column: str, *, heading: bool) -> str:
    """One cell of the programme, size 13."""
    middle = heading or column in CENTRED_COLUMNS
    properties = '<w:spacing w:before="40" w:after="40"/>' + ('<w:jc w:val="center"/>' if middle else "")
    return paragraph(run(text, bold=heading or text.startswith("Buổi "), size=13), properties=properties)


def programme_table(lines: Sequence[str]) -> str:
    """The bordered programme; its first line names the columns."""
    rows = [line.split("\t") for line in lines]
    columns = rows[0]
    cells = (
        [programme_cell(text, column, heading=number == 0) for text, column in zip(row, columns, strict=True)]
        for number, row in enumerate(rows)
    )
    return table(cells, [COLUMN_WIDTHS[column] for column in columns], bordered=True)


def appendix_title(lines: Sequence[str]) -> str:
    """Phụ lục, on a new page, its title and the plan it belongs to."""
    label, *title, reference = lines
    first = paragraph(run(label, bold=True), properties='<w:pageBreakBefore/><w:jc w:val="center"/>')
    return first + "".join(centred(line, bold=True) for line in title) + centred(reference, italic=True) + rule(3300)


def document_body(plan: Plan) -> str:
    """All paragraphs and tables of ``plan``, in reading order."""
    check_numbers(plan.body)
    kind, *titles = plan.title
    title = centred(kind, bold=True, before=240) + "".join(centred(line, bold=True) for line in titles) + rule(3300)
    body = "".join(map(body_paragraph, plan.body))
    gap = paragraph("")
    closing = closing_table(plan.recipients, plan.signature)
    appendix = appendix_title(plan.appendix) + programme_table(plan.programme)
    return header_table(plan.header) + title + body + gap + closing + appendix + gap


def write_docx(plan: Plan, target: Path) -> None:
    """``plan`` as a Word file: the fixed parts plus the document itself."""
    parts = {path.relative_to(PARTS).as_posix(): path.read_text("utf-8") for path in PARTS.rglob("*") if path.is_file()}
    parts["word/document.xml"] = parts["word/document.xml"].replace("<!-- body -->", document_body(plan))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts):
            package.writestr(zipfile.ZipInfo(name, ZIP_TIME), parts[name], zipfile.ZIP_DEFLATED)


def write_pdf(source: Path) -> None:
    """``source`` printed by LibreOffice beside it, in a profile of its own; CalledProcessError where that fails."""
    export = f'pdf:writer_pdf_Export:{{"UseTaggedPDF":{OFF},"ExportBookmarks":{OFF}}}'
    with tempfile.TemporaryDirectory() as profile:
        place = f"-env:UserInstallation={Path(profile).as_uri()}"
        command = ["soffice", place, "--headless", "--convert-to", export, "--outdir", str(source.parent), str(source)]
        subprocess.run(command, check=True, timeout=120, stdout=subprocess.DEVNULL)


def main() -> int:
    """Rewrite the .docx and .pdf of every demo plan."""
    for text in sorted(PLANS.glob("*.txt")):
        target = text.with_suffix(".docx")
        write_docx(read_plan(text.read_text("utf-8")), target)
        write_pdf(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
