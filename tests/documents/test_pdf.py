"""A .pdf with a text layer."""

import pytest

from tests.documents.making import pdf
from tracker.documents import read_document
from tracker.documents.pdf import read_pdf
from tracker.domain.errors import DocumentRefused

LINES = ["KẾ HOẠCH", "Tổ chức Hội nghị sơ kết công tác khuyến nông", "1. Văn phòng Sở: Chuẩn bị hội trường."]


def test_the_text_of_every_page_is_read_in_order() -> None:
    read = read_pdf(pdf(LINES, ["Nơi nhận:", "- Như trên để thực hiện;", "- Lưu văn thư của cơ quan."]))
    assert [line.text for line in read.lines if line.text.strip()] == [
        *LINES,
        "Nơi nhận:",
        "- Như trên để thực hiện;",
        "- Lưu văn thư của cơ quan.",
    ]
    assert (read.pages, {line.page for line in read.lines}) == (2, {1, 2})


def test_page_numbers_and_running_heads_are_left_out() -> None:
    pages = [
        ["Kế hoạch số 45", f"Nội dung chính thức của trang văn bản thứ {word}", str(number)]
        for number, word in enumerate(("một", "hai", "ba"), 1)
    ]
    assert [line.text for line in read_pdf(pdf(*pages)).lines if line.text.strip()] == [page[1] for page in pages]


def refusal(data: bytes) -> str:
    with pytest.raises(DocumentRefused) as refused:
        read_document("ke-hoach.pdf", data)
    return refused.value.code


def test_an_encrypted_file_is_refused() -> None:
    assert refusal(pdf(LINES, encrypted=True)) == "encrypted"


def test_a_damaged_file_is_refused() -> None:
    assert refusal(b"%PDF-1.4\nkhong phai pdf") == "broken"
