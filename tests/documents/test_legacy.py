"""TCVN3 and VNI: recognised by what they spell, converted letter by letter, never taken for anything else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.making import Sheet, docx, pdf, printed
from tests.documents.old_alphabets import LETTERS, in_tcvn3, in_vni, in_windows
from tracker.documents import read_document, read_text
from tracker.documents.docx import read_docx
from tracker.documents.legacy import TCVN3, VNI, converted, font_alphabet
from tracker.documents.syllables import is_syllable

PLAN = """KẾ HOẠCH
Tổ chức Hội nghị sơ kết công tác khuyến nông năm 2026
II. TỔ CHỨC THỰC HIỆN
1. Phòng Kỹ thuật: chủ trì, phối hợp với các đơn vị xây dựng báo cáo; hoàn thành trước ngày 05/12/2026.
2. Văn phòng Sở: chuẩn bị hội trường, mời đại biểu, gửi giấy mời."""
WORDS = "kế hoạch tổ chức thực hiện phối hợp được người quyết định nghỉ lễ mỹ phẩm kỹ thuật".split()
TELLING = "quyết định thực hiện "  # so few words may be chance
sentences = st.lists(st.sampled_from(WORDS)).map(lambda words: TELLING + " ".join(words)).map(str.strip)


@pytest.mark.parametrize("letter", LETTERS.lower())
def test_every_small_letter_of_tcvn3_comes_back(letter: str) -> None:
    assert converted(in_tcvn3(letter), TCVN3) == letter


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_of_tcvn3_comes_back_from_a_font_of_capitals(letter: str) -> None:
    assert converted(in_tcvn3(letter), TCVN3, capitals=True) == letter.upper()


@pytest.mark.parametrize("letter", LETTERS + LETTERS.lower())
def test_every_letter_of_vni_comes_back(letter: str) -> None:
    assert converted(in_vni(letter), VNI) == letter


@given(sentences)
def test_sentences_come_back_from_both(sentence: str) -> None:
    assert read_text(in_tcvn3(sentence)).lines[0].text == sentence
    assert read_text(in_vni(sentence)).lines[0].text == sentence


@given(sentences.map(str.upper))
def test_headings_in_capitals_come_back_from_both(heading: str) -> None:
    assert read_text(in_tcvn3(heading)).lines[0].text == heading
    assert read_text(in_vni(heading)).lines[0].text == heading


@given(sentences)
def test_unicode_is_never_taken_for_something_else(sentence: str) -> None:
    for text in (sentence, sentence.upper(), unicodedata.normalize("NFD", sentence)):
        read = read_text(text)
        assert (read.lines[0].text, read.notes) == (unicodedata.normalize("NFC", text), ())


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (in_tcvn3(PLAN).encode("cp1252"), "tcvn3"),
        (in_vni(PLAN).encode("cp1252"), "vni"),
        (in_windows(PLAN), "windows"),
        (in_tcvn3(PLAN).encode(), "tcvn3"),
        (in_vni(PLAN).encode("utf-16"), "vni"),
    ],
    ids=["TCVN3", "VNI", "Vietnamese Windows", "TCVN3 saved as UTF-8", "VNI saved as UTF-16"],
)
def test_a_file_in_an_old_encoding_is_read_and_the_conversion_noted(data: bytes, note: str) -> None:
    read = read_document("ke-hoach.txt", data)
    assert ("\n".join(line.text for line in read.lines), read.notes) == (PLAN, (note,))


@pytest.mark.parametrize(
    "text",
    [
        "Le préfet a décidé que la réunion aura lieu à l'hôtel. Où ? Là-bas, dès l'été : naïveté, cœur, élève.",
        "A café’s résumé – naïve “façade” costs £5 · © 2026 ® ½ cup 30° 5 m² Zürich Müller señor",
        "Diện tích 120 m²; mức ± 5 °C; “Hội nghị” – lần thứ 2¹.",
        "Kế hoạch của Trung tâm Café Müller, dự kiến là và có từ đó.",
    ],
)
def test_other_languages_and_signs_stay_what_they_are(text: str) -> None:
    read = read_document("a.txt", text.encode())
    assert (read.lines[0].text, read.notes) == (text, ())


def test_western_windows_text_is_read_as_such() -> None:
    text = "Réunion générale : l'élève a été reçu à l'école dès l'été."
    assert read_document("a.txt", text.encode("cp1252")).lines[0].text == text


def test_a_text_that_is_old_in_part_is_converted_there_only() -> None:
    read = read_text("Kế hoạch tổ chức\n" + in_tcvn3("Phòng Kỹ thuật chuẩn bị báo cáo tổng kết") + "\nVăn phòng Sở")
    assert [line.text for line in read.lines] == [
        "Kế hoạch tổ chức",
        "Phòng Kỹ thuật chuẩn bị báo cáo tổng kết",
        "Văn phòng Sở",
    ]


@pytest.mark.parametrize(
    ("font", "says"),
    [
        (".VnTime", (TCVN3, False)),
        (".VnTimeH", (TCVN3, True)),
        (".VnArial NarrowH", (TCVN3, True)),
        ("ABCDEF+.VnTimeH,Bold", (TCVN3, True)),
        ("BAAAAA+VnTime-Bold", (TCVN3, False)),
        ("VNI-Times", (VNI, False)),
        ("Times New Roman", (None, False)),
        ("Vnesse", (None, False)),
    ],
)
def test_fonts_tell_their_alphabet(font: str, says: tuple[str | None, bool]) -> None:
    assert font_alphabet(font) == says


def run(text: str, font: str = "", more: str = "") -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    return f"<w:r><w:rPr>{fonts}{more}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_runs_of_a_docx_are_converted_by_their_fonts() -> None:
    body = (
        f"<w:p>{run(in_tcvn3('kế hoạch'), '.VnTimeH')}{run(' số 1 của ', 'Arial')}"
        f"{run(in_vni('Tỉnh'), 'VNI-Times')}</w:p>"
        f"<w:p>{run('Sở Y tế', '.VnTime')}</w:p>"
    )
    read = read_docx(docx(body))
    assert [line.text for line in read.lines] == ["KẾ HOẠCH số 1 của Tỉnh", "Sở Y tế"]
    assert read.notes == ("tcvn3", "vni")


def test_fonts_come_through_styles_and_defaults_and_a_theme_is_unicode() -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:styleId="H"><w:rPr><w:rFonts w:hAnsi=".VnTimeH"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="N"><w:basedOn w:val="H"/></w:style>'
    )
    theme = '<w:r><w:rPr><w:rFonts w:hAnsiTheme="minorHAnsi"/></w:rPr><w:t>có</w:t></w:r>'
    words = in_tcvn3("kế hoạch")
    body = f'<w:p>{run(words)}</w:p><w:p><w:pPr><w:pStyle w:val="N"/></w:pPr>{run(words)}</w:p><w:p>{theme}</w:p>'
    assert [line.text for line in read_docx(docx(body, styles=styles)).lines] == ["kế hoạch", "KẾ HOẠCH", "có"]


def test_a_sign_of_vni_may_stand_in_the_next_run() -> None:
    body = f"<w:p>{run('keá hoa', 'VNI-Times')}{run('ïch', 'VNI-Times')}</w:p>"
    assert read_docx(docx(body)).lines[0].text == "kế hoạch"


def test_a_docx_that_lost_its_old_fonts_is_converted_by_what_it_spells() -> None:
    read = read_docx(docx(f"<w:p>{run(in_tcvn3('Phòng Kỹ thuật chủ trì tổ chức thực hiện'))}</w:p>"))
    assert (read.lines[0].text, read.notes) == ("Phòng Kỹ thuật chủ trì tổ chức thực hiện", ("tcvn3",))


def test_a_pdf_is_converted_by_its_fonts_or_by_what_it_spells() -> None:
    page = Sheet([(60, 80, in_tcvn3("kế hoạch tổ chức hội nghị tổng kết công tác"))])
    assert read_document("a.pdf", printed(page, font=".VnTimeH")).lines[0].text == (
        "KẾ HOẠCH TỔ CHỨC HỘI NGHỊ TỔNG KẾT CÔNG TÁC"
    )
    read = read_document("a.pdf", pdf([in_vni("Văn phòng chuẩn bị hội trường, gửi giấy mời đại biểu")]))
    assert (read.lines[0].text, read.notes) == ("Văn phòng chuẩn bị hội trường, gửi giấy mời đại biểu", ("vni",))


@pytest.mark.parametrize("word", "nghiêng quốc thuyền khuya ươu giếng hoạch tuýp ngoằng yêu gìn quý".split())
def test_vietnamese_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", "hoạh kê1 cé ngê ghá tôc tét2 naïve café été mỗt bbà".split())
def test_other_words_are_none(word: str) -> None:
    assert not is_syllable(word)
