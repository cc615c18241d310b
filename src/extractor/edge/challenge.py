"""Pages that ask whether there is a person: recognised and said, never worked around."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.model.exchange import Exchange

_LOOKED_AT = 65_536  # bytes; such pages are short and say it early


@dataclass(frozen=True)
class _Sign:
    """A guard and what its page shows, all of it: ``head`` is sought in the headers of the answer."""

    name: str
    statuses: frozenset[int]
    head: re.Pattern[bytes]
    body: re.Pattern[bytes]


def _sign(name: str, *statuses: int, head: bytes = b"", body: bytes = b"") -> _Sign:
    return _Sign(name, frozenset(statuses), re.compile(head, re.IGNORECASE), re.compile(body, re.IGNORECASE))


# Seen in answers of Chinese public sites and described by those who guard them. First wins. Where a guard leaves its
# script or cookie in real pages too, a page that was let through (200) needs a sign that only the question has.
_SIGNS = (
    _sign("瑞数 (RiverSecurity)", 202, 400, 412, body=rb"\$_ts\s*[=.\[]"),
    _sign("瑞数 (RiverSecurity)", 412),  # nobody else answers 412 to a plain GET
    _sign("加速乐 (Jiasule)", 521),
    _sign("加速乐 (Jiasule)", 200, 403, 503, body=rb"\A\s*<script>\s*document\.cookie\s*="),
    _sign("阿里云盾 (Aliyun WAF)", 200, 403, 405, body=rb"\bacw_sc__v[23]\b|errors\.aliyun\.com"),
    _sign("Cloudflare", 200, 403, 503, head=rb"cf-mitigated:\s*challenge"),
    _sign("Cloudflare", 403, 503, body=rb"/cdn-cgi/challenge-platform/|cf_chl_opt"),
    _sign("腾讯云 (EdgeOne)", 200, 202, 403, 566, 567, body=rb"__tst_status|EO_Bot_Ssid"),
    _sign("安全狗 (Safedog)", 403, body=rb"safedog\.cn|waf_safedog"),
    _sign("宝塔 (BT WAF)", 200, 403, body=rb"/btwaf\?|btwaf_"),
)  # fmt: skip


def challenge(exchange: Exchange, content: bytes) -> str | None:
    """The guard whose question this answer is, if it is one. content: the unpacked body, or what there is of it."""
    head = b"\n".join(b": ".join(pair) for pair in exchange.response_headers)
    start = content[:_LOOKED_AT]
    for sign in _SIGNS:
        if exchange.status in sign.statuses and sign.head.search(head) and sign.body.search(start):
            return sign.name
    return None
