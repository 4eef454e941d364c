"""Pictures of pages, recognised by tesseract where it is installed."""

import pypdfium2 as pdfium
import pytest

from config import ROOT
from tracker.documents import ocr, read_document
from tracker.domain.errors import DocumentRefused

PLAN = ROOT / "tracker" / "demo" / "plans" / "hoi-nghi-so-ket-2026.pdf"
needs_tesseract = pytest.mark.skipif(
    not ocr.is_installed(), reason="NOT TESTED: tesseract with Vietnamese (tools/setup readers, or install them)"
)


@pytest.fixture(scope="module")
def scan() -> bytes:
    """The first page of the demo's plan as a picture."""
    with pdfium.PdfDocument(PLAN) as plan, pdfium.PdfDocument.new() as made:
        bitmap = plan[0].render(scale=150 / 72, grayscale=True)
        picture = pdfium.PdfImage.new(made)
        picture.set_bitmap(bitmap)
        picture.set_matrix(pdfium.PdfMatrix().scale(595, 842))
        page = made.new_page(595, 842)
        page.insert_obj(picture)
        page.gen_content()
        return saved(made)


def saved(document: pdfium.PdfDocument) -> bytes:
    import io

    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@needs_tesseract
def test_a_scan_is_recognised_line_by_line_and_says_so(scan: bytes) -> None:
    heard: list[tuple[str, int, int]] = []
    read = read_document("scan.pdf", scan, progress=lambda *said: heard.append(said))
    text = " ".join(line.text for line in read.lines)
    assert (read.notes, "KẾ HOẠCH" in text, "Hội nghị" in text) == (("ocr",), True, True)
    assert "recognising" in {stage for stage, _, _ in heard}


@needs_tesseract
def test_a_picture_without_text_is_empty() -> None:
    with pdfium.PdfDocument.new() as made:
        page = made.new_page(595, 842)
        box = pdfium.raw.FPDFPageObj_CreateNewRect(100, 100, 300, 300)
        pdfium.raw.FPDFPath_SetDrawMode(box, 1, False)
        pdfium.raw.FPDFPage_InsertObject(page.raw, box)
        page.gen_content()
        data = saved(made)
    with pytest.raises(DocumentRefused) as refused:
        read_document("a.pdf", data)
    assert refused.value.code == "empty"


def test_without_tesseract_a_scan_is_refused(scan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DocumentRefused) as refused:
        read_document("scan.pdf", scan)
    assert refused.value.code == "scanned"
