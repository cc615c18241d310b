"""Which addresses may be asked: what a URL names, and which machines nobody outside may send us to.

A name is resolved here, judged by every number it stands for, and connected to by the very number that was judged, so
that nothing can change in between. Spellings of numbers follow the URL Standard (url.spec.whatwg.org, 3.5, IPv4 parser).
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from typing import TypeAlias
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit

from extractor.edge.failure import Failure

IPAddress: TypeAlias = IPv4Address | IPv6Address
# A name and a port -> the numbers it stands for, as texts. Raises OSError (socket.gaierror) where there are none.
Resolver: TypeAlias = Callable[[str, int], Sequence[str]]

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LONGEST = 16_384  # characters of an address; servers refuse long before

# Ports of other protocols: the Fetch Standard's list (fetch.spec.whatwg.org, "bad port"), and two stores that take
# orders in plain lines, 6379 Redis and 11211 memcached.
# fmt: off
_BAD_PORTS = frozenset({
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
    111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540,
    548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379,
    6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211,
})
# fmt: on

# IANA IPv4 Special-Purpose Address Registry and its kin; first the words that a person is told.
_CLOSED_4 = tuple(
    (what, ip_network(network))
    for what, network in (
        ("this network", "0.0.0.0/8"),
        ("private", "10.0.0.0/8"),
        ("behind a carrier's NAT", "100.64.0.0/10"),
        ("loopback", "127.0.0.0/8"),
        ("a cloud's metadata", "168.63.129.16/32"),  # Azure's, on a public number
        ("link-local or a cloud's metadata", "169.254.0.0/16"),
        ("private", "172.16.0.0/12"),
        ("a protocol's own", "192.0.0.0/24"),
        ("for documentation", "192.0.2.0/24"),
        ("a relay's", "192.88.99.0/24"),
        ("private", "192.168.0.0/16"),
        ("for benchmarks", "198.18.0.0/15"),
        ("for documentation", "198.51.100.0/24"),
        ("for documentation", "203.0.113.0/24"),
        ("multicast", "224.0.0.0/4"),
        ("reserved", "240.0.0.0/4"),
    )
)
# Of IPv6 only 2000::/3 is given out to machines; within it, what leads elsewhere.
_OPEN_6 = ip_network("2000::/3")
_CLOSED_6 = tuple(
    (what, ip_network(network))
    for what, network in (
        ("a protocol's own", "2001::/23"),  # Teredo, ORCHID, benchmarks 2001:2::/48
        ("for documentation", "2001:db8::/32"),
        ("6to4", "2002::/16"),
        ("for documentation", "3fff::/20"),
    )
)
_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: how an IPv6-only network reaches IPv4; judged by the number inside


@dataclass(frozen=True)
class Target:
    """A place to ask: ``host`` in ASCII without brackets, ``path`` with its query, as the request line has it."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them, the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address in one spelling, without a fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"


def target(url: str) -> Target:
    """What an address names. Raises Failure for what is no address of the web, or must not be asked.

    >>> target("HTTP://总工会.中国:80/公告?页=1#top").url
    'http://xn--6oq837aiwb.xn--fiqs8s/%E5%85%AC%E5%91%8A?%E9%A1%B5=1'
    >>> target("http://0x7f.1/").host
    '127.0.0.1'
    """
    if len(url) > _LONGEST:
        raise Failure("net.url", f"the address is longer than {_LONGEST} characters; check it")
    parts, port = _split(url.strip(" \t\r\n\f"))
    scheme = parts.scheme.lower()
    if "@" in parts.netloc:
        raise Failure("net.userinfo", "the address holds a name or password, and none is ever sent; take it out")
    host = _host(parts.hostname or "")
    number = _DEFAULT_PORTS[scheme] if port is None else port
    if number in _BAD_PORTS:
        raise Failure("net.port", f"port {number} is another protocol's; check the address")
    return Target(scheme, host, number, _path(parts))


def redirected(base: str, location: bytes) -> Target:
    """Where a Location header leads, whatever bytes it is made of: GBK and UTF-8 go back to the server as they came.

    >>> redirected("http://a.cn/x/", "../通知".encode("gbk")).url
    'http://a.cn/%CD%A8%D6%AA'
    """
    text = "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in location.strip())
    try:
        return target(urljoin(base, text))
    except ValueError as error:
        raise Failure("net.url", "it redirects to what is no address; tell its owner") from error


def shown(url: str) -> str:
    """An address as it may stand in a log: without name and password.

    >>> shown("ftp://me:secret@a.cn/x")
    'ftp://***@a.cn/x'
    """
    return re.sub(r"^([A-Za-z][A-Za-z0-9+.-]*:[/\\]{2})[^/\\?#]*@", r"\1***@", url.strip())


def allowed(host: str, port: int, resolve: Resolver, *, seconds: float, allow_private: bool) -> list[str]:
    """The numbers of a host that may be connected to, at most four. Raises Failure where there are none.

    seconds: how long the name service may take. Nothing else may be connected to than what comes back from here.
    """
    literal = _literal(host)
    found = [host] if literal else _resolved(host, port, resolve, seconds)
    refusals = {number: None if allow_private else refusal(number) for number in found}
    open_ = [number for number, why in refusals.items() if why is None and _literal(number)]
    if not open_:
        why = next(filter(None, refusals.values()), "no address")
        raise Failure("net.address", f"leads to a machine that is {why}; with --allow-private it is asked all the same")
    return open_[:4]


@lru_cache(4096)
def refusal(number: str) -> str | None:
    """What a number is, where it is not one of a machine on the open internet; None where it is.

    >>> refusal("169.254.169.254"), refusal("::ffff:8.8.8.8"), refusal("8.8.8.8")
    ("link-local or a cloud's metadata", 'no public IPv6', None)
    """
    try:
        address = ip_address(number)
    except ValueError:
        return "no address"
    if isinstance(address, IPv6Address):
        return _refusal_6(address)
    return next((what for what, network in _CLOSED_4 if address in network), None)


def system_resolver(host: str, port: int) -> list[str]:
    """The numbers that the system's name service gives for a host. Raises socket.gaierror."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def _refusal_6(address: IPv6Address) -> str | None:
    if address.scope_id is not None:
        return "on a link of its own"
    if address in _NAT64:
        return refusal(str(IPv4Address(address.packed[-4:])))
    if address not in _OPEN_6:
        return "no public IPv6"  # loopback, link-local, unique local, multicast, IPv4 mapped and compatible
    return next((what for what, network in _CLOSED_6 if address in network), None)


def _split(url: str) -> tuple[SplitResult, int | None]:
    if re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", url):
        raise Failure("net.url", "the address holds what is no character; check it")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Failure("net.url", "is not an address; check it") from error
    if parts.scheme.lower() not in _DEFAULT_PORTS:
        raise Failure("net.scheme", f"leads to {parts.scheme[:20] or 'nothing'}:, and only http and https are fetched")
    if not parts.hostname or "\\" in parts.netloc:
        raise Failure("net.url", "is not an address; check it")
    return parts, port


def _host(host: str) -> str:
    """A host in ASCII: %-escapes undone, Chinese names in Punycode, full-width digits and odd numbers as plain ones."""
    if ":" in host:
        return _host_6(host)
    try:
        text = unquote_to_bytes(host).decode("utf-8") if "%" in host else host
        ascii_ = text.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError as error:
        raise Failure("net.url", "is not the name of a host; check the address") from error
    if not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", ascii_) or len(ascii_) > 253:
        raise Failure("net.url", "is not the name of a host; check the address")
    return _host_4(ascii_) if re.search(r"(^|\.)(\d+|0x[0-9a-f]*)$", ascii_) else ascii_


def _host_6(host: str) -> str:
    try:
        address = IPv6Address(unquote_to_bytes(host).decode("ascii"))
    except (AddressValueError, UnicodeError) as error:
        raise Failure("net.url", "is not an IPv6 address; check it") from error
    if address.scope_id is not None:
        raise Failure("net.address", "leads to a link of this machine's own; check the address")
    return str(address)


def _host_4(host: str) -> str:
    """One to four numbers, decimal, octal with 0 or hexadecimal with 0x; the last fills what is left of 32 bits."""
    pieces = host.split(".")
    try:
        *heads, last = (_number(piece) for piece in pieces)
    except ValueError as error:
        raise Failure("net.url", "is not an IPv4 address; check it") from error
    if len(pieces) > 4 or any(head > 255 for head in heads) or last >= 256 ** (5 - len(pieces)):
        raise Failure("net.url", "is not an IPv4 address; check it")
    return str(IPv4Address(sum(head << (24 - 8 * place) for place, head in enumerate(heads)) + last))


def _number(digits: str) -> int:
    if digits.startswith("0x"):
        return int(digits[2:] or "0", 16)
    return int(digits, 8 if digits.startswith("0") and len(digits) > 1 else 10)


def _path(parts: SplitResult) -> str:
    """Path and query, with all that may not stand in a request line escaped (as UTF-8) and escapes left as they are."""
    query = f"?{parts.query}" if parts.query else ""
    return quote((parts.path or "/") + query, safe="%/:=&?~!$,;'@()*+[]|^`{}")


def _literal(host: str) -> IPAddress | None:
    with suppress(ValueError):
        return ip_address(host)
    return None


def _resolved(host: str, port: int, resolve: Resolver, seconds: float) -> list[str]:
    """What the resolver says, if it does so in time: name services know no deadline, so that it is asked in a thread."""
    answer: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answer.put(resolve(host, port))
        except Exception as error:  # noqa: BLE001 (raised again where it is waited for)
            answer.put(error)

    threading.Thread(target=ask, daemon=True, name="resolve").start()
    try:
        found = answer.get(timeout=seconds)
    except Empty as error:
        raise Failure("net.timeout", "the name service does not answer; try later", passing=True) from error
    if isinstance(found, socket.gaierror) and found.errno == socket.EAI_AGAIN:
        raise Failure("net.dns", "the name service fails; see to the network, or try later", passing=True) from found
    if isinstance(found, Exception) or not found:
        raise Failure("net.dns", "the host is not known; check the address")
    return list(found)
