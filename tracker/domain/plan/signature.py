"""Who signs: the block after the recipients, "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Nguyễn Văn A" (Nghị định 30/2020/NĐ-CP)."""

import re
from collections.abc import Iterator, Sequence

from tracker.domain.normalise import collapse, search_key
from tracker.domain.plan.lines import Line
from tracker.domain.plan.marks import strip_markdown
from tracker.domain.plan.parsed import Signer

_CAPACITY = re.compile(r"^(?:KT|TM|T/M|TL|TUQ|Q|K/T|T/L)\s?[./]?\s*\S")
_POSTS = {
    "giam doc": "Giám đốc", "tong giam doc": "Tổng Giám đốc", "chu tich": "Chủ tịch", "bi thu": "Bí thư",
    "hieu truong": "Hiệu trưởng", "vien truong": "Viện trưởng", "cuc truong": "Cục trưởng",
    "chi cuc truong": "Chi cục trưởng", "truong ban": "Trưởng ban", "truong phong": "Trưởng phòng",
    "chanh van phong": "Chánh Văn phòng", "chanh thanh tra": "Chánh Thanh tra", "bo truong": "Bộ trưởng",
    "thu truong": "Thứ trưởng", "vu truong": "Vụ trưởng", "chu nhiem": "Chủ nhiệm", "to truong": "Tổ trưởng",
    "thu truong don vi": "Thủ trưởng đơn vị", "tong bien tap": "Tổng Biên tập", "uy vien": "Uỷ viên",
    "truong khoa": "Trưởng khoa", "giam doc so": "Giám đốc Sở",
}  # fmt: skip
_DEPUTY = re.compile(r"^(?:pho|quyen|q\.)\s+")
_DEGREE = re.compile(
    r"^(?:(?:PGS|GS|TS|ThS|Ths|BS|BSCKI|BSCKII|KS|CN|DS|LS|Bác sĩ|Thạc sĩ|Tiến sĩ)\s*\.?\s*)+(?=[^\W\d_])"
)
_NAME = re.compile(r"^[^\W\d_]+(?:\s+[^\W\d_]+){1,5}$")
_NOT_A_NAME = re.compile(r"^(?:Nơi|Như|Lưu|Các|Sở|Ban|Phòng|Văn|Đã ký|Ký|Phụ lục|UBND|Chương trình)\b")
_GAP = re.compile(r"\s/\s|\s/$|\n|\||\t|\s{4,}")
_SEARCHED = 40  # lines after the body in which the block stands
_CAPACITY_WITHIN = 4  # pieces before the post: recipients may stand between in the other column
_NAME_WITHIN = 12  # pieces between post and name: room for signature and stamp


def signer(lines: Sequence[Line], start: int) -> tuple[Signer, int] | None:
    """The signer and the line of the post; ``start``: number of the line where the body ends."""
    pieces = list(_pieces([line for line in lines if start <= line.number < start + _SEARCHED]))
    for index, (text, line) in enumerate(pieces):
        post = _post(text)
        if post is None:
            continue
        above = [before for before, _ in reversed(pieces[max(0, index - _CAPACITY_WITHIN) : index])]
        capacity = next((before for before in above if _CAPACITY.match(before)), None)
        return Signer(name=_name(pieces[index + 1 : index + 1 + _NAME_WITHIN]), post=post, capacity=capacity), line
    return None


def _pieces(lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    """Texts of the block, columns and the line breaks of cells taken apart."""
    for line in lines:
        for cell in line.cells if line.cells is not None else (strip_markdown(line.full_text)[0],):
            for piece in _GAP.split(cell):
                if text := collapse(piece).strip(" *|"):
                    yield text, line.number


def _post(text: str) -> str | None:
    """The post in usual letter case, where the text is nothing but a post in capitals."""
    if not text.isupper() or len(text) > 60:
        return None
    key = search_key(text)
    bare = _DEPUTY.sub("", key)
    found = _POSTS.get(bare)
    if found is None:
        return None
    return f"{'Phó' if key.startswith('pho') else 'Quyền'} {found}" if bare != key else found


def _name(pieces: Sequence[tuple[str, int]]) -> str | None:
    for text, _ in pieces:
        bare = _DEGREE.sub("", text)
        capitals = all(word[:1].isupper() for word in bare.split())
        if _NAME.match(bare) and capitals and not text.isupper() and not _NOT_A_NAME.match(text):
            return text
        if _post(text) is None and text.isupper() and len(text.split()) > 3:
            return None  # the next document begins
    return None
