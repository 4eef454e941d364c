"""Which files are read and which are refused, with which code."""

import hashlib
import io
import zipfile

import pytest

from tests.documents.making import docx, p, pdf
from tracker.documents import read_document, read_text
from tracker.documents.sandbox import Limits, read_in_child
from tracker.domain.errors import DocumentRefused


def refusal(name: str, data: bytes, **options: int) -> str:
    with pytest.raises(DocumentRefused) as refused:
        read_document(name, data, **options)
    return refused.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_every_unicode_encoding(encoding: str) -> None:
    assert [line.text for line in read_document("a.txt", "Kế hoạch số 1\r\nNơi nhận".encode(encoding)).lines] == [
        "Kế hoạch số 1",
        "Nơi nhận",
    ]


def test_pasted_text_is_numbered_from_nought() -> None:
    assert [(line.number, line.text) for line in read_text("a\nb").lines] == [(0, "a"), (1, "b")]


def test_a_docx_is_read_in_a_process_of_its_own() -> None:
    assert [line.text for line in read_document("a.docx", docx(p("Xin chào"))).lines] == ["Xin chào"]


def test_the_content_decides_not_the_name() -> None:
    assert read_document("a.txt", docx(p("Xin chào"))).format == "docx"
    assert read_document("a.docx", pdf(["Một dòng chữ đủ dài để không bị coi là bản chụp ảnh"])).format == "pdf"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"", "empty"),
        ("a.txt", b" \n ", "empty"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unsupported"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.xlsx", b"khong phai", "unsupported"),
        ("a.txt", "Kế hoạch".encode("cp1258", "replace") + b"\x81\x8d\x90", "unsupported"),
        ("a.docm", docx(p("x")), "macros"),
        ("a.docx", docx(p("x"), extra={"word/vbaProject.bin": b"x"}), "macros"),
        ("a.docx", docx(p(" ")), "empty"),
        ("a.docx", docx(p("x"))[:-30], "broken"),
        ("a.docx", docx("<w:p>"), "broken"),
        ("a.docx", docx(p("x"), prolog='<!DOCTYPE d [<!ENTITY a "aaaa">]>'), "broken"),
        ("a.docx", docx(p("x"), extra={"word/media/a.bin": b"\0" * 3_000_000}), "zip_bomb"),
        ("a.docx", docx(p("x"), extra={f"x{number}": b"" for number in range(2001)}), "zip_bomb"),
    ],
    ids=[
        "nothing",
        "blank text",
        "old Word",
        "locked Word",
        "unknown name",
        "unknown encoding",
        "macro name",
        "macro part",
        "no words",
        "cut off",
        "bad XML",
        "DTD",
        "steep part",
        "many parts",
    ],
)
def test_files_that_cannot_be_plans_are_refused(name: str, data: bytes, code: str) -> None:
    assert refusal(name, data) == code


def test_a_file_over_the_limit_is_refused_before_it_is_opened() -> None:
    assert refusal("a.docx", docx(p("x")), max_bytes=10) == "too_large"


def test_a_text_longer_than_any_plan_is_refused() -> None:
    assert refusal("a.txt", b"x\n" * 20_001) == "too_large"
    assert refusal("a.txt", b"x" * 2_000_001) == "too_large"


def test_an_encrypted_zip_entry_is_refused() -> None:
    data = bytearray(docx(p("x")))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    assert refusal("a.docx", bytes(data)) == "encrypted"


def test_another_office_package_is_refused_as_unsupported() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<x/>")
    assert refusal("a.xlsx", buffer.getvalue()) == "unsupported"


def test_a_reader_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_in_child("docx", docx(p("x")), Limits(wall=0.001))
    assert refused.value.code == "timeout"


def test_a_reader_that_needs_too_much_memory_is_stopped() -> None:
    body = "".join(p(hashlib.sha256(str(number).encode()).hexdigest()) for number in range(19_000))
    with pytest.raises(DocumentRefused) as refused:
        read_in_child("docx", docx(body), Limits(memory=55 * 1024 * 1024))
    assert refused.value.code in {"too_large", "broken"}  # where it ran out decides which parser noticed


def test_deep_nesting_is_no_way_to_crash() -> None:
    deep = "<w:sdt><w:sdtContent>" * 200 + p("sâu") + "</w:sdtContent></w:sdt>" * 200
    assert refusal("a.docx", docx(deep)) in {"empty", "broken"}
