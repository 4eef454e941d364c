"""Odd corners of a .docx that real plans have."""

from tests.documents.making import W, abstract, docx, level, num, p, table
from tracker.documents.docx import read_docx

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"


def run(text: str, more: str = "") -> str:
    return f"<w:r><w:rPr>{more}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def texts(data: bytes) -> list[str]:
    return [line.text for line in read_docx(data).lines]


def labels(data: bytes) -> list[str]:
    return [line.label for line in read_docx(data).lines]


def test_headers_footers_and_notes_stand_apart() -> None:
    part = f'<w:hdr xmlns:w="{W}">{p("ngoài lề")}</w:hdr>'.encode()
    extra = {f"word/{name}.xml": part for name in ("header1", "footer1", "footnotes", "endnotes", "comments")}
    body = f"<w:p>{run('Hạn nộp')}<w:r><w:footnoteReference w:id='1'/></w:r></w:p><w:sectPr/>"
    assert texts(docx(body, extra=extra)) == ["Hạn nộp"]


def test_moved_text_is_read_where_it_went() -> None:
    moved = f"<w:moveFrom>{run('cũ')}</w:moveFrom>"
    body = f"<w:p>{moved}{run('một ')}<w:moveTo>{run('hai')}</w:moveTo></w:p>"
    assert texts(docx(body)) == ["một hai"]


def test_a_deleted_row_is_gone_and_an_inserted_one_is_there() -> None:
    rows = "".join(
        f"<w:tr><w:trPr><w:{change}/></w:trPr><w:tc>{p(text)}</w:tc><w:tc>{p('x')}</w:tc></w:tr>"
        for change, text in (("del", "bỏ"), ("ins", "thêm"))
    )
    assert [line.cells for line in read_docx(docx(f"<w:tbl>{rows}</w:tbl>")).lines] == [("thêm", "x")]


def test_a_deleted_numbered_paragraph_does_not_count() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>"
    )
    lists = abstract(0, level(0, "decimal", "%1.")) + num(1, 0)
    read = read_docx(docx(p("a", number=(1, 0)) + gone + p("b", number=(1, 0)), numbering=lists)).lines
    assert [(line.label, line.text) for line in read] == [("1.", "a"), ("2.", "b")]


def test_an_empty_numbered_paragraph_counts_as_in_word() -> None:
    lists = abstract(0, level(0, "decimal", "%1.")) + num(1, 0)
    assert labels(docx("".join(p(text, number=(1, 0)) for text in ("a", "", "b")), numbering=lists)) == ["1.", "", "3."]


def test_a_level_may_never_start_again_or_only_after_a_higher_one() -> None:
    def read(more: str) -> list[str]:
        lists = abstract(
            0, level(0, "upperRoman", "%1."), level(1, "decimal", "%2."), level(2, "lowerLetter", "%3)", more)
        )
        deep = (0, 1, 2, 1, 2, 0, 1, 2)
        return labels(docx("".join(p("x", number=(1, one)) for one in deep), numbering=lists + num(1, 0)))

    assert read('<w:lvlRestart w:val="0"/>') == ["I.", "1.", "a)", "2.", "b)", "II.", "1.", "c)"]
    assert read('<w:lvlRestart w:val="1"/>') == ["I.", "1.", "a)", "2.", "b)", "II.", "1.", "a)"]


def test_a_list_style_points_to_the_list_that_has_the_levels() -> None:
    lists = (
        abstract(0, level(0, "decimal", "Điều %1."))
        + '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        + num(1, 0)
        + num(2, 1)
    )
    styles = '<w:style w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert labels(docx(p("x", number=(2, 0)) + p("x", number=(2, 0)), numbering=lists, styles=styles)) == [
        "Điều 1.",
        "Điều 2.",
    ]


def test_a_start_override_counts_from_its_number_once() -> None:
    lists = abstract(0, level(0, "upperRoman", "%1.")) + num(
        1, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>'
    )
    assert labels(docx(p("x", number=(1, 0)) * 2, numbering=lists)) == ["IV.", "V."]


def test_a_table_within_a_cell_is_read_in_its_cell() -> None:
    inner = table([p("a"), p("b")], [p("c"), p("d")])
    assert read_docx(docx(table([p("1"), p("gồm") + inner]))).lines[0].cells == ("1", "gồm\na | b\nc | d")


def test_cells_merged_the_old_way_are_one() -> None:
    first, goes_on = '<w:tcPr><w:hMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:hMerge/></w:tcPr>"
    assert read_docx(docx(table([first + p("rộng"), goes_on + p("cũ"), p("c")]))).lines[0].cells == ("rộng", "", "c")


def test_text_boxes_follow_their_paragraph_and_are_read_once() -> None:
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = (
        f'<mc:AlternateContent xmlns:mc="{compatible}"><mc:Choice>{BOX.format(p("trong khung"))}</mc:Choice>'
        f"<mc:Fallback>{BOX.format(p('trong khung'))}</mc:Fallback></mc:AlternateContent>"
    )
    assert texts(docx(f"<w:p>{run('đoạn')}{both}</w:p>")) == ["đoạn", "trong khung"]


def test_equations_and_signs_of_symbol_fonts_are_read() -> None:
    equation = f'<m:oMath xmlns:m="{MATH}"><m:r><m:t>x=2</m:t></m:r></m:oMath>'
    signs = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
    assert texts(docx(f"<w:p>{run('với ')}{equation}{signs}</w:p>")) == ["với x=2✓≥"]


def test_text_that_is_shown_in_capitals_is_read_in_capitals() -> None:
    assert texts(docx(f"<w:p>{run('Kế hoạch', '<w:caps/>')}{run(' số 1')}</w:p>")) == ["KẾ HOẠCH số 1"]


def test_bold_comes_through_the_styles_a_style_is_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    plain = f'<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr>{run("x", "<w:b w:val=" + chr(34) + "0" + chr(34) + "/>")}</w:p>'
    lines = read_docx(docx(p("x", style="B") + plain, styles=styles)).lines
    assert [line.bold for line in lines] == [True, False]


def test_content_controls_hold_rows_and_cells_too() -> None:
    wrapped = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    row = f"<w:tr>{wrapped.format('<w:tc>' + p('a') + '</w:tc>')}<w:tc>{p('b')}</w:tc></w:tr>"
    assert read_docx(docx(f"<w:tbl>{wrapped.format(row)}</w:tbl>")).lines[0].cells == ("a", "b")
