"""Plans in the formats that the demo does not bring: older alphabets, other programs' files, scans, long ones."""

import io
import subprocess
import tempfile
from pathlib import Path

import pypdfium2 as pdfium

from config import ROOT
from tests.documents.making import Sheet, printed, ruled
from tests.documents.old_alphabets import in_tcvn3, in_vni
from tracker.documents import office

TEXT = ROOT / "tracker" / "demo" / "plans" / "hoi-nghi-so-ket-2026.txt"
WIDE, HIGH = 75, 42  # letters of a line, lines of a page
COLUMNS = (40.0, 200.0, 120.0)


def tcvn3(text: bytes) -> bytes:
    return in_tcvn3(text.decode()).encode("cp1252", "replace")


def vni(text: bytes) -> bytes:
    return in_vni(text.decode()).encode("cp1252", "replace")


def converted(docx: bytes, kind: str) -> bytes:
    """The .docx as LibreOffice saves it in another format."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.docx").write_bytes(docx)
        subprocess.run(
            [
                *(str(office.program()), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
                *("--convert-to", kind, "--outdir", name, str(folder / "a.docx")),
            ],
            check=True,
            capture_output=True,
        )
        return (folder / f"a.{kind}").read_bytes()


def scanned(data: bytes) -> bytes:
    """Every page as a grey picture of 200 dots per inch."""
    with pdfium.PdfDocument(data) as plan, pdfium.PdfDocument.new() as made:
        for page in plan:
            picture = pdfium.PdfImage.new(made)
            picture.set_bitmap(page.render(scale=200 / 72, grayscale=True))
            picture.set_matrix(pdfium.PdfMatrix().scale(*page.get_size()))
            copy = made.new_page(*page.get_size())
            copy.insert_obj(picture)
            copy.gen_content()
        buffer = io.BytesIO()
        made.save(buffer)
        return buffer.getvalue()


def long_pdf(pages: int) -> bytes:
    """The demo's plan, its text again and again."""
    lines = [line for paragraph in TEXT.read_text("utf-8").split("\n") for line in _wrapped(paragraph)]
    lines *= pages * HIGH // len(lines) + 1
    return printed(
        *(
            Sheet([(60, 60 + 16 * row, line) for row, line in enumerate(lines[page * HIGH : (page + 1) * HIGH])])
            for page in range(pages)
        )
    )


def long_tables(pages: int) -> bytes:
    """One table over all pages, its head repeated on each."""
    heights = [20.0] + [36.0] * 15
    sheets = []
    for page in range(pages):
        texts = [(64.0, 114.0, "TT"), (104.0, 114.0, "Nội dung"), (304.0, 114.0, "Đơn vị")]
        for row in range(15):
            y = 134.0 + 36 * row
            texts += [(64, y, str(15 * page + row + 1)), (104, y, "Chuẩn bị hội trường và thiết bị")]
            texts += [(104, y + 16, "phục vụ hội nghị"), (304, y, "Văn phòng Sở")]
        sheets.append(Sheet(texts, ruled(60, 100, COLUMNS, heights)))
    return printed(*sheets)


def _wrapped(paragraph: str) -> list[str]:
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + len(word) + 1 > WIDE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if paragraph.strip() else []
