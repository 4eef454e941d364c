"""Old Word files, OpenDocument and rich text, through LibreOffice where it is installed."""

import shutil
from pathlib import Path

import pytest

from tests.documents.making import OLD_WORD, odt, rtf
from tests.documents.test_watching import ends
from tracker.documents import office, read_document, readable
from tracker.documents.office import with_printed_labels
from tracker.domain.errors import DocumentRefused

needs_office = pytest.mark.skipif(
    office.program() is None, reason=f"NOT TESTED: LibreOffice (tools/setup readers, or install {office.PACKAGE})"
)


def refusal(name: str, data: bytes) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as refused:
        read_document(name, data)
    return refused.value


@needs_office
def test_an_open_document_is_read_with_its_table() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = f"<table:table-row>{cell.format('Nội dung')}{cell.format('Đơn vị')}</table:table-row>"
    columns = '<table:table-column table:number-columns-repeated="2"/>'
    read = read_document("a.odt", odt(f"<text:p>Kế hoạch</text:p><table:table>{columns}{rows}</table:table>"))
    assert (read.format, [line.cells or line.text for line in read.lines if line.text]) == (
        "odt",
        ["Kế hoạch", ("Nội dung", "Đơn vị")],
    )


@needs_office
def test_rich_text_is_read_with_the_numbers_it_was_printed_with() -> None:
    read = read_document("a.rtf", rtf("KẾ HOẠCH", "IV.\tTổ chức thực hiện", "7.\tVăn phòng Sở"))
    assert (read.format, [line.text.split() for line in read.lines if line.text]) == (
        "rtf",
        [["KẾ", "HOẠCH"], ["IV.", "Tổ", "chức", "thực", "hiện"], ["7.", "Văn", "phòng", "Sở"]],
    )


@needs_office
def test_a_file_that_only_begins_like_old_word_is_broken() -> None:
    assert refusal("a.doc", OLD_WORD).code in {"broken", "empty"}


def test_without_libreoffice_the_refusal_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    refused = refusal("a.doc", OLD_WORD)
    assert (refused.code, refused.params) == ("office_missing", {"suffix": ".doc", "package": office.PACKAGE})
    assert not set(office.CONVERTED) & set(readable())


def test_a_converter_that_hangs_is_stopped_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sleeper = tmp_path / "soffice"
    sleeper.write_text(f"#!/bin/sh\n{shutil.which('sleep')} 600 &\necho $! > {tmp_path}/child\nwait\n")
    sleeper.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DocumentRefused) as refused:
        office.to_docx("rtf", rtf("x"), cancelled=(tmp_path / "child").exists)
    assert refused.value.code == "reading_cancelled"
    assert ends(int((tmp_path / "child").read_text()))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (odt("", extra={"Basic/Standard/x.xml": b"x"}), "macros"),
        (odt("", extra={"Scripts/python/x.py": b"x"}), "macros"),
        (odt("", extra={"Pictures/x": b"\0" * 3_000_000}), "zip_bomb"),
        (odt("<text:p>"), "broken"),
        (odt("", extra={"meta.xml": b'<!DOCTYPE d [<!ENTITY a "a">]><d>&a;</d>'}), "broken"),
        (odt("", kind="graphics"), "unsupported"),
        (OLD_WORD + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        (OLD_WORD[:523] + b"\x01" + OLD_WORD[524:], "encrypted"),
        (OLD_WORD.replace("WordDocument".encode("utf-16-le"), b"x" * 24), "unsupported"),
    ],
    ids="Basic Python bomb bad-XML DTD drawing macros-of-old-Word locked-old-Word spreadsheet".split(),
)
def test_what_must_not_reach_the_converter_is_refused_before(data: bytes, code: str) -> None:
    assert refusal("a.bin", data).code == code


def test_numbers_beside_the_text_become_text() -> None:
    assert b"{ 1.\\tab}" in with_printed_labels(rtf("1.\tx"))
    assert with_printed_labels(rtf("x")) == rtf("x")
