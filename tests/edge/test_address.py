"""Which machines may be asked. Nothing of this goes over a network: names are resolved by tables, connections noted."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.edge.address import Target, allowed, redirected, refusal, shown, target
from extractor.edge.failure import Failure
from extractor.edge.fetch import Fetcher, FetchOptions

PUBLIC = "93.184.215.14"
PUBLIC_6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

# What a name stands for; a name that is not here is not known.
NAMES = {
    "good.test": [PUBLIC],
    "localhost": ["127.0.0.1", "::1"],
    "127.0.0.1.nip.test": ["127.0.0.1"],  # wildcard DNS: any number, as a name
    "metadata.google.internal": ["169.254.169.254"],
    "a.test": ["10.1.2.3"],
    "six.test": ["fe80::1%eth0"],
    "mapped.test": ["::ffff:127.0.0.1"],
    "nat64.test": ["64:ff9b::7f00:1"],
    "empty.test": [],
    "odd.test": ["no number"],
}

# An address, the code of the problem, what it tries.
TRICKS = [
    ("http://127.0.0.1/", "net.address", "loopback"),
    ("http://2130706433/", "net.address", "decimal"),
    ("http://0177.0.0.1/", "net.address", "octal"),
    ("http://017700000001/", "net.address", "octal in one"),
    ("http://0x7f.0x0.0x0.0x1/", "net.address", "hexadecimal"),
    ("http://0x7F000001/", "net.address", "hexadecimal in one"),
    ("http://127.1/", "net.address", "short"),
    ("http://127.0.1/", "net.address", "short by one"),
    ("http://0/", "net.address", "this machine"),
    ("http://127.0.0.1./", "net.address", "a dot at the end"),
    ("http://１２７.０.０.１/", "net.address", "full-width digits"),
    ("http://127。0。0。1/", "net.address", "ideographic stops"),
    ("http://①②⑦.⓪.⓪.①/", "net.address", "circled digits"),
    ("http://%31%32%37.0.0.1/", "net.address", "escaped digits"),
    ("http://[::1]/", "net.address", "IPv6 loopback"),
    ("http://[::]/", "net.address", "IPv6 of no machine"),
    ("http://[::ffff:127.0.0.1]/", "net.address", "IPv4 mapped into IPv6"),
    ("http://[::ffff:7f00:1]/", "net.address", "IPv4 mapped, in hexadecimal"),
    ("http://[::127.0.0.1]/", "net.address", "IPv4-compatible"),
    ("http://[fe80::1%25eth0]/", "net.address", "scoped"),
    ("http://[fe80::1]/", "net.address", "link-local"),
    ("http://[fd00:ec2::254]/", "net.address", "a cloud's metadata over IPv6"),
    ("http://[64:ff9b::7f00:1]/", "net.address", "NAT64"),
    ("http://[64:ff9b:1::7f00:1]/", "net.address", "NAT64 of one's own"),
    ("http://[2002:7f00:1::]/", "net.address", "6to4"),
    ("http://[2001:0:7f00:1::]/", "net.address", "Teredo"),
    ("http://[ff02::1]/", "net.address", "IPv6 multicast"),
    ("http://localhost/", "net.address", "by name"),
    ("http://LOCALHOST./", "net.address", "by name, a dot at the end"),
    ("http://127.0.0.1.nip.test/", "net.address", "wildcard DNS"),
    ("http://mapped.test/", "net.address", "a name for a mapped number"),
    ("http://nat64.test/", "net.address", "a name for a NAT64 number"),
    ("http://six.test/", "net.address", "a name for a scoped number"),
    ("http://odd.test/", "net.address", "a name for no number"),
    ("http://metadata.google.internal/", "net.address", "metadata by name"),
    ("http://169.254.169.254/latest/meta-data/", "net.address", "metadata"),
    ("http://100.100.100.200/latest/meta-data/", "net.address", "metadata of Aliyun, in CGNAT"),
    ("http://168.63.129.16/", "net.address", "metadata of Azure"),
    ("http://100.64.0.1/", "net.address", "CGNAT"),
    ("http://198.18.0.1/", "net.address", "benchmarks"),
    ("http://10.0.0.1/", "net.address", "private"),
    ("http://172.31.255.255/", "net.address", "private"),
    ("http://192.168.1.1/", "net.address", "private"),
    ("http://224.0.0.1/", "net.address", "multicast"),
    ("http://255.255.255.255/", "net.address", "broadcast"),
    ("http://user:secret@127.0.0.1/", "net.userinfo", "userinfo"),
    ("http://good.test@127.0.0.1/", "net.userinfo", "userinfo that looks like a host"),
    ("http://good.test:80\\@127.0.0.1/", "net.url", "a backslash before @"),
    ("http://127.0.0.1\\.good.test/", "net.url", "a backslash in the host"),
    ("http://good.test:22/", "net.port", "another protocol's port"),
    ("http://good.test:6379/", "net.port", "Redis"),
    ("http://good.test:0/", "net.port", "no port"),
    ("http://good.test:99999/", "net.url", "no port"),
    ("http://256.0.0.1/", "net.url", "no number"),
    ("http://1.2.3.4.5/", "net.url", "no number"),
    ("http://08.0.0.1/", "net.url", "no octal number"),
    ("http://[::1/", "net.url", "half a bracket"),
    ("http:///path", "net.url", "no host"),
    ("http://a b.test/", "net.url", "a blank in the host"),
    ("http://\u200b/", "net.url", "a host of nothing"),
    ("http://good.test/\x00", "net.url", "control characters"),
    ("http://good.test/" + "a" * 20_000, "net.url", "endless"),
    ("file:///etc/passwd", "net.scheme", "another scheme"),
    ("gopher://good.test/", "net.scheme", "another scheme"),
    ("//good.test/", "net.scheme", "no scheme"),
    ("http://unknown.test/", "net.dns", "no such name"),
    ("http://empty.test/", "net.dns", "a name for nothing"),
]  # fmt: skip


def resolve(host: str, port: int) -> Sequence[str]:
    """The table of names."""
    if host not in NAMES:
        raise socket.gaierror(socket.EAI_NONAME, f"no {host}:{port}")
    return NAMES[host]


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch, web: str) -> Iterator[list[Any]]:
    """Where connections went. Those to the public numbers go to the server on loopback instead; to others, nowhere."""
    went: list[Any] = []
    genuine = socket.socket.connect
    here = ("127.0.0.1", int(web.rpartition(":")[2]))

    def connect(self: socket.socket, address: Any) -> None:
        went.append(address)
        if address[0] not in (PUBLIC, PUBLIC_6):
            raise AssertionError(f"a connection to {address}")
        genuine(self, here)

    monkeypatch.setattr(socket.socket, "connect", connect)
    yield went
    assert all(address[0] in (PUBLIC, PUBLIC_6) for address in went)


def fetcher(**changed: Any) -> Fetcher:
    """A fetcher that asks the table of names."""
    return Fetcher(FetchOptions(**{"resolve": resolve, "retries": 0, "deadline": 2, **changed}))


@pytest.mark.parametrize(("url", "code", "trick"), TRICKS, ids=[trick for _, _, trick in TRICKS])
def test_trick(connected: list[Any], url: str, code: str, trick: str) -> None:
    """However a machine that is nobody's business is spelled, it is not connected to, and no password is told."""
    with fetcher() as one:
        got = one.fetch(url)
    assert got.problem, trick
    assert (got.problem.code, got.hops, connected) == (code, (), [])
    assert "secret" not in f"{got.url} {got.problem}"


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("url", "code"), [(url, code) for url, code, _ in TRICKS if "\x00" not in url and len(url) < 1000]
)
def test_redirected_trick(connected: list[Any], moves: Callable[[str], str], url: str, code: str) -> None:
    """No redirect leads where an address may not."""
    with fetcher() as one:
        got = one.fetch(f"http://good.test{moves(url)}")
    if url in ("//good.test/", "http:///path"):  # mean something beside the address of the page
        assert len(connected) == 1
        return
    assert got.problem
    assert (got.problem.code, len(got.hops), len(connected)) == (code, 1, 1)
    assert "secret" not in f"{got.problem}"


@pytest.mark.usefixtures("engine")
def test_changing_answers(connected: list[Any], web: str) -> None:
    """A name is resolved once a connection, and the connection goes to the very number that was judged."""
    answers = [[PUBLIC], ["127.0.0.1"], [PUBLIC]]
    asked = 0

    def changing(host: str, port: int) -> Sequence[str]:  # noqa: ARG001
        nonlocal asked
        asked += 1
        return answers[asked - 1]

    with fetcher(resolve=changing) as one:
        assert one.fetch("http://good.test/page").status == 200
        assert one.fetch("http://good.test/page").status == 200  # over the same connection
        assert (asked, len(connected)) == (1, 1)
        one.close()
        again = one.fetch("http://good.test/page")
        assert again.problem
        assert again.problem.code == "net.address"
        assert one.fetch("http://good.test/page").status == 200
    assert [address[0] for address in connected] == [PUBLIC, PUBLIC]
    assert web


@pytest.mark.parametrize(
    "url", ["", "http://", "\ud800", "http://\ud800/", "http://good.test/\ud800", "http://good.test\n.x/"]
)
def test_no_address(connected: list[Any], url: str) -> None:
    """What is no address is refused before anything is asked."""
    with fetcher() as one:
        got = one.fetch(url)
    assert got.problem
    assert (got.problem.stage, got.tries, connected) == ("fetch", 1, [])


def test_mixed_answers(connected: list[Any]) -> None:
    """Of a name that stands for several numbers those are tried that may be."""
    with fetcher(resolve=lambda *_: ["127.0.0.1", PUBLIC_6, "10.0.0.1", PUBLIC]) as one:
        assert one.fetch("http://good.test/page").status == 200
    assert connected[0][0] == PUBLIC_6


def test_next_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one number does not answer the next is tried; when none does, that is said."""
    tried: list[str] = []

    def connect(_: socket.socket, address: Any) -> None:
        tried.append(address[0])
        raise ConnectionRefusedError(111, "refused")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with fetcher(resolve=lambda *_: [PUBLIC_6, PUBLIC]) as one:
        got = one.fetch("http://good.test/")
    assert got.problem
    assert got.problem.code == "net.refused"
    assert tried == [PUBLIC_6, PUBLIC]


def test_slow_names(connected: list[Any]) -> None:
    """A name service that does not answer holds nobody up."""
    held = threading.Event()

    def slow(host: str, port: int) -> Sequence[str]:  # noqa: ARG001
        held.wait(5)
        return [PUBLIC]

    began = time.monotonic()
    with fetcher(resolve=slow, deadline=0.3) as one:
        got = one.fetch("http://good.test/")
    held.set()
    assert time.monotonic() - began < 0.6
    assert got.problem
    assert (got.problem.code, connected) == ("net.timeout", [])


def test_failing_names() -> None:
    """A name service that fails for the moment is asked again; one that does not know the name is not."""
    asked: list[str] = []

    def failing(host: str, port: int) -> Sequence[str]:  # noqa: ARG001
        asked.append(host)
        raise socket.gaierror(socket.EAI_AGAIN if host == "later.test" else socket.EAI_NONAME, "no")

    with fetcher(resolve=failing, retries=2, backoff=0.01) as one:
        assert [one.fetch(f"http://{host}.test/").tries for host in ("later", "never")] == [3, 1]
    assert asked == ["later.test"] * 3 + ["never.test"]


def test_allow_private(web: str) -> None:
    """With leave, machines on one's own network are asked; other protocols' ports are not even so."""
    with fetcher(allow_private=True) as one:
        assert one.fetch(f"{web}/page").status == 200
        assert one.fetch(f"http://2130706433:{web.rpartition(':')[2]}/page").final_url == f"{web}/page"
        problem = one.fetch("http://127.0.0.1:22/").problem
        assert problem
        assert problem.code == "net.port"


@pytest.mark.parametrize(
    "number",
    [PUBLIC, PUBLIC_6, "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.32.0.0", "192.0.1.0", "64:ff9b::808:808"],
)
def test_open_numbers(number: str) -> None:
    """Machines on the open internet may be asked, those just beside a closed range too, and those behind NAT64."""
    assert refusal(number) is None
    assert allowed(number, 80, resolve, seconds=1, allow_private=False) == [number]


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://Good.Test:80", "http://good.test/"),
        ("https://good.test:443/?a=b c#d", "https://good.test/?a=b%20c"),
        ("http://good.test:8080/a/../b", "http://good.test:8080/a/../b"),
        ("http://good.test/%e5?x=%zz", "http://good.test/%e5?x=%zz"),
        ("http://good.test./公告", "http://good.test/%E5%85%AC%E5%91%8A"),
        ("  http://good.test/a\n", "http://good.test/a"),
        ("http://[2606:2800:21F::1]:81/", "http://[2606:2800:21f::1]:81/"),
        ("http://工会。中国/", "http://xn--6oq837a.xn--fiqs8s/"),
        ("http://a_b.good.test/", "http://a_b.good.test/"),
    ],
)
def test_one_spelling(url: str, normal: str) -> None:
    """An address has one spelling, escapes and case of its path left as they are."""
    assert target(url).url == normal
    assert target(normal).url == normal


@pytest.mark.parametrize(
    ("location", "url"),
    [
        (b"/b", "http://a.test/b"),
        (b"b?c=d", "http://a.test/x/b?c=d"),
        (b"//b.test", "http://b.test/"),
        (b"?c", "http://a.test/x/y?c"),
        (b"HTTPS://B.test/", "https://b.test/"),
        ("/通知".encode("gbk"), "http://a.test/%CD%A8%D6%AA"),
        ("/通知".encode(), "http://a.test/%E9%80%9A%E7%9F%A5"),
        ("//工会.中国/".encode(), "http://xn--6oq837a.xn--fiqs8s/"),
    ],
)
def test_location(location: bytes, url: str) -> None:
    """A Location is read against the address that sent it, whatever bytes it is made of."""
    assert redirected("http://a.test/x/y?z", location).url == url


@given(st.text(max_size=60) | st.from_regex(r"(?i)https?:[/\\]{0,3}[\x20-\x7e]{0,40}", fullmatch=True))
@example("http://\ud800/")
@example("http://xn--/")
@example("http://a\u00df.test/\u0130")
def test_any_text(url: str) -> None:
    """Any text is an address in one spelling, or a failure with a name."""
    place = tried(lambda: target(url))
    if isinstance(place, Target):
        assert target(place.url) == place
        assert place.url.isascii()


@given(st.binary(max_size=60))
def test_any_location(location: bytes) -> None:
    """Any bytes lead to an address or to a failure with a name."""
    place = tried(lambda: redirected("http://a.test/x", location))
    assert isinstance(place, str) or place.url.isascii()


def tried(work: Callable[[], Target]) -> Target | str:
    """A place, or the code of the failure to name one."""
    try:
        return work()
    except Failure as failure:
        return failure.code


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://me:secret@a.test/x@y", "http://***@a.test/x@y"),
        ("ftp://secret@a.test", "ftp://***@a.test"),
        ("http://a:sec@ret@b.test/", "http://***@b.test/"),
        ("http://a.test/me@b", "http://a.test/me@b"),
        ("pages/me@home.html", "pages/me@home.html"),
    ],
)
def test_shown(url: str, told: str) -> None:
    """What goes into a log holds no password."""
    assert shown(url) == told


def test_no_password_in_an_account() -> None:
    """Nor does what a job tells of its inputs."""
    from extractor.jobs.outcome import failed
    from extractor.model.errors import EdgeError

    outcome = failed("http://me:secret@a.test/", EdgeError("net.userinfo", "http://***@a.test/: holds a name"))
    assert outcome.reason
    assert (outcome.input, outcome.reason.detail) == ("http://***@a.test/", "holds a name")
