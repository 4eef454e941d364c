"""What can be handed in, told by ending and first bytes."""

import pytest

from tracker.domain.file_types import fits, is_allowed


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Báo cáo.PDF", b"%PDF-1.7"),
        ("Quét.pdf", b"\r\n\xef\xbb\xbf%PDF-1.4"),  # some scanners write a few bytes before it
        ("Kế hoạch.v2.docx", b"PK\x03\x04rest"),
        ("Cũ.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"),
        ("Ảnh.jpeg", b"\xff\xd8\xff\xe0"),
        ("IMG_0001.HEIC", b"\x00\x00\x00\x18ftypheic"),
        ("Số liệu.csv", "xã;số\n".encode()),
        ("Ghi chú.txt", "Đã gửi".encode("utf-16")),
        ("Hồ sơ.rar", b"Rar!\x1a\x07\x01\x00"),
    ],
)
def test_papers_tables_pictures_and_archives_are_taken(name: str, content: bytes) -> None:
    assert is_allowed(name)
    assert fits(name, content)


@pytest.mark.parametrize(
    "name", ["Cài đặt.exe", "trang.html", "macro.docm", "ảnh.svg", "không đuôi", "pdf", "a.pdf.js"]
)
def test_what_could_run_or_says_nothing_is_not(name: str) -> None:
    assert not is_allowed(name)
    assert not fits(name, b"%PDF-1.7")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Báo cáo.pdf", b"MZ\x90\x00"),
        ("Báo cáo.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("Ảnh.png", b"\xff\xd8\xff\xe0"),
        ("Ghi chú.txt", b"MZ\x90\x00\x03"),
    ],
)
def test_a_name_that_does_not_fit_the_content_is_found_out(name: str, content: bytes) -> None:
    assert is_allowed(name)
    assert not fits(name, content)
