"""Pages that ask whether there is a person: recognised and said, never worked around."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model.exchange import Exchange

_LONGEST = 32_768  # bytes of such a page; what is longer has something to say


@dataclass(frozen=True)
class _Sign:
    """A guard, the statuses that its page comes with, and words of which one stands in the page.

    ``first``: the word begins the page. ``header``: words of a header of the answer, instead. All in lower case.
    """

    guard: str
    statuses: frozenset[int]
    words: tuple[bytes, ...] = ()
    first: bool = False
    header: bytes = b""

    def fits(self, exchange: Exchange, page: bytes) -> bool:
        """Whether an answer bears the sign."""
        if exchange.status not in self.statuses:
            return False
        if self.header:
            return any(b": ".join(pair).lower().startswith(self.header) for pair in exchange.response_headers)
        return not self.words or (
            page.startswith(self.words) if self.first else any(word in page for word in self.words)
        )


# Seen in answers of Chinese public sites and described by those who guard them. First wins. Where a guard leaves its
# script or cookie in real pages too, a page that was let through (200) needs a sign that only the question has.
_SIGNS = (
    _Sign("瑞数 (RiverSecurity)", frozenset({202, 400}), (b"$_ts=", b"$_ts =", b"$_ts.", b"$_ts[")),
    _Sign("瑞数 (RiverSecurity)", frozenset({412})),  # nobody else answers 412 to a plain GET
    _Sign("加速乐 (Jiasule)", frozenset({521})),
    _Sign("加速乐 (Jiasule)", frozenset({200, 403, 503}), (b"<script>document.cookie=", b"<script>document.cookie ="), first=True),
    _Sign("阿里云盾 (Aliyun WAF)", frozenset({200, 403, 405}), (b"acw_sc__v2", b"acw_sc__v3", b"errors.aliyun.com")),
    _Sign("Cloudflare", frozenset({200, 403, 503}), header=b"cf-mitigated: challenge"),
    _Sign("Cloudflare", frozenset({403, 503}), (b"/cdn-cgi/challenge-platform/", b"cf_chl_opt")),
    _Sign("腾讯云 (EdgeOne)", frozenset({200, 202, 403, 566, 567}), (b"__tst_status", b"eo_bot_ssid")),
    _Sign("安全狗 (Safedog)", frozenset({403}), (b"safedog.cn", b"waf_safedog")),
    _Sign("宝塔 (BT WAF)", frozenset({200, 403}), (b"/btwaf?", b"btwaf_")),
)  # fmt: skip


def challenge(exchange: Exchange, content: bytes) -> str | None:
    """The guard whose question this answer is, if it is one. content: the unpacked body, or what there is of it."""
    page = content.lower().lstrip() if len(content) <= _LONGEST else b""
    return next((sign.guard for sign in _SIGNS if sign.fits(exchange, page)), None)
