"""A .docx as Word shows it."""

import unicodedata

from tests.documents.making import abstract, docx, level, num, p, table
from tracker.documents.docx import read_docx

OUTLINE = abstract(
    0,
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "lowerLetter", "%3)"),
    level(3, "bullet", "-"),
)


def labels(data: bytes) -> list[str]:
    return [line.label for line in read_docx(data).lines]


def texts(data: bytes) -> list[str]:
    return [line.text for line in read_docx(data).lines]


def test_automatic_numbers_are_resolved_and_deeper_levels_start_again() -> None:
    body = "".join(p("x", number=(1, deep)) for deep in (0, 1, 1, 2, 2, 3, 1, 0, 1))
    assert labels(docx(body, numbering=OUTLINE + num(1, 0))) == ["I.", "1.", "2.", "a)", "b)", "-", "3.", "II.", "1."]


def test_numbers_of_several_levels_are_composed_and_legal_ones_are_arabic() -> None:
    lists = abstract(
        0, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2."), level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
    ) + num(1, 0)
    assert labels(docx(p("x", number=(1, 0)) + p("x", number=(1, 1)) + p("x", number=(1, 2)), numbering=lists)) == [
        "I.",
        "I.1.",
        "1.1.1",
    ]


def test_a_start_override_begins_its_list_anew() -> None:
    lists = OUTLINE + num(1, 0) + num(2, 0, '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride>')
    assert labels(docx("".join(p("x", number=(key, 1)) for key in (1, 1, 2, 2)), numbering=lists)) == [
        "1.",
        "2.",
        "1.",
        "2.",
    ]


def test_two_lists_of_one_definition_go_on_counting() -> None:
    assert labels(docx(p("x", number=(1, 1)) + p("x", number=(2, 1)), numbering=OUTLINE + num(1, 0) + num(2, 0))) == [
        "1.",
        "2.",
    ]


def test_a_level_may_be_overridden_for_one_list() -> None:
    lists = OUTLINE + num(1, 0, f'<w:lvlOverride w:ilvl="1">{level(1, "upperLetter", "%2/")}</w:lvlOverride>')
    assert labels(docx(p("x", number=(1, 1)), numbering=lists)) == ["A/"]


def test_numbers_come_through_styles_and_the_styles_they_are_based_on() -> None:
    styles = (
        '<w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style '
        'w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    assert labels(docx(p("x", style="A") + p("x", style="B"), numbering=OUTLINE + num(1, 0), styles=styles)) == [
        "I.",
        "II.",
    ]


def test_a_level_may_belong_to_a_style() -> None:
    lists = abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)", '<w:pStyle w:val="A"/>')) + num(1, 0)
    styles = '<w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert labels(docx(p("x", style="A"), numbering=lists, styles=styles)) == ["a)"]


def test_a_paragraph_may_switch_its_styles_number_off() -> None:
    styles = '<w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert labels(docx(p("x", style="A", number=(0, 0)), numbering=OUTLINE + num(1, 0), styles=styles)) == [""]


def test_bullets_of_symbol_fonts_are_plain_bullets() -> None:
    assert labels(docx(p("x", number=(1, 0)), numbering=abstract(0, level(0, "bullet", "\uf0b7")) + num(1, 0))) == ["•"]


def test_insertions_are_kept_and_deletions_and_hidden_text_dropped() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
    deleted = "<w:del><w:r><w:delText>5</w:delText></w:r></w:del>"
    inserted = f"<w:ins>{run.format('6')}</w:ins>"
    body = f"<w:p>{run.format('Hạn ')}{deleted}{inserted}{hidden}{run.format('/7')}</w:p>"
    assert texts(docx(body)) == ["Hạn 6/7"]


def test_a_paragraph_whose_end_was_deleted_runs_on() -> None:
    body = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Phòng </w:t></w:r></w:p>" + p("Kế hoạch")
    assert texts(docx(body)) == ["Phòng Kế hoạch"]


def test_content_controls_and_hyperlinks_are_walked() -> None:
    body = (
        f"<w:sdt><w:sdtContent>{p('trong khung')}</w:sdtContent></w:sdt><w:p><w:hyperlink><w:r><w:t>liên "
        f"kết</w:t></w:r></w:hyperlink></w:p>"
    )
    assert texts(docx(body)) == ["trong khung", "liên kết"]


def test_soft_breaks_make_lines_and_tabs_stay() -> None:
    body = "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:br w:type='page'/></w:r></w:p>"
    assert texts(docx(body)) == ["a\tb", "c"]


def test_tables_are_grids_with_merged_cells_filled() -> None:
    span, first, goes_on = (
        '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>',
        '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>',
        "<w:tcPr><w:vMerge/></w:tcPr>",
    )
    body = table(
        [span + p("rộng"), p("c")], [first + p("đơn vị"), p("1"), p("2")], [goes_on + p(""), p("3"), p("4") + p("5")]
    )
    assert [line.cells for line in read_docx(docx(body)).lines] == [
        ("rộng", "", "c"),
        ("đơn vị", "1", "2"),
        ("đơn vị", "3", "4\n5"),
    ]


def test_a_table_of_one_column_is_a_frame() -> None:
    assert [(line.text, line.cells) for line in read_docx(docx(table([p("a") + p("b")], [p("c")]))).lines] == [
        ("a", None),
        ("b", None),
        ("c", None),
    ]


def test_text_is_composed() -> None:
    assert texts(docx(p(unicodedata.normalize("NFD", "Đường Hoà")))) == ["Đường Hoà"]
