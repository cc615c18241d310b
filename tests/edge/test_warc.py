"""Web archives: what is written can be read, by us and by others, whatever happened to the file."""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from extractor.edge.warc import ArchiveWriter, Original, contents, digest, read_capture
from extractor.model.errors import EdgeError
from extractor.model.exchange import Exchange

URL = "http://a.cn/通知.html?x=1".replace("通知", "%CD%A8%D6%AA")
HTML = ((b"Content-Type", b"text/html; charset=GBK"),)


def exchange(body: bytes = b"<p>1", *, url: str = URL, status: int = 200, headers: tuple[tuple[bytes, bytes], ...] = HTML, **more: Any) -> Exchange:  # fmt: skip
    """One request and its answer."""
    return Exchange(
        url=url, ip="127.0.0.1", requested_at="2025-03-04T05:06:07Z", request_target="/x?x=1", status=status, reason="OK",
        request_headers=((b"Host", b"a.cn"), (b"If-None-Match", b'"1"')), response_headers=headers, body=body, **more,
    )  # fmt: skip


def writer(folder: Path, **more: object) -> ArchiveWriter:
    """A writer into a folder."""
    return ArchiveWriter(folder, software="test/1", **more)  # type: ignore[arg-type]


def checked(path: Path) -> list[str]:
    """The kinds of the records, as two readers find them; warcio's check passes."""
    done = subprocess.run([Path(sys.executable).with_name("warcio"), "check", path], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    with path.open("rb") as file:
        ours = [record.rec_type for record in ArchiveIterator(file)]
    with path.open("rb") as file:
        theirs = [r.headers["WARC-Type"] for r in FastIterator(file, record_types=WarcRecordType.any_type)]
    assert ours == theirs
    return ours


def test_round_trip(tmp_path: Path) -> None:
    """Each exchange is a response and its request, one gzip member a record; a capture is read by its offset."""
    archive = writer(tmp_path)
    first, second = archive.add(exchange()), archive.add(exchange(b"<p>2", url="http://a.cn/2"))
    archive.close()
    path = tmp_path / first.file
    assert checked(path) == ["warcinfo", "response", "request", "response", "request"]
    assert path.read_bytes().count(b"\x1f\x8b\x08") >= 5
    assert (first.end, second.end) == (second.offset, path.stat().st_size)
    capture = read_capture(path, second.offset)
    assert (capture.content, capture.url, capture.charset, capture.status) == (b"<p>2", "http://a.cn/2", "gbk", 200)
    assert (capture.fetched_at, capture.record_id) == ("2025-03-04T05:06:07Z", second.record_id)
    assert gzip.decompress(path.read_bytes()).count(b'If-None-Match: "1"') == 2


@given(st.binary(max_size=200), st.sampled_from(["", "gzip"]), st.sampled_from(["", "time", "disconnect"]))
def test_any_body(body: bytes, coding: str, truncated: str) -> None:
    """Whatever a body is made of, it is read as it was before it was packed; a cut is flagged."""
    with TemporaryDirectory() as name:
        archive = writer(Path(name))
        packed = gzip.compress(body) if coding else body
        more: dict[str, Any] = {"truncated": truncated} if truncated else {}
        kept = archive.add(
            exchange(packed, headers=(*HTML, *([(b"Content-Encoding", b"gzip")] if coding else [])), **more)
        )
        archive.close()
        path = Path(name, kept.file)
        assert read_capture(path, kept.offset).content == body
        assert kept.digest == digest(packed)
        assert (f"WARC-Truncated: {truncated}".encode() in gzip.decompress(path.read_bytes())) is bool(truncated)


def test_chunked(tmp_path: Path) -> None:
    """A body that came in chunks is kept without them, and no reader looks for any."""
    archive = writer(tmp_path)
    kept = archive.add(exchange(b"5\r\nno chunk", headers=(*HTML, (b"Transfer-Encoding", b"chunked"))))
    archive.close()
    assert read_capture(tmp_path / kept.file, kept.offset).content == b"5\r\nno chunk"
    assert checked(tmp_path / kept.file)[1] == "response"


def test_revisit(tmp_path: Path) -> None:
    """The same body is referred to, and not written again."""
    archive = writer(tmp_path)
    first = archive.add(exchange(b"x" * 5000))
    again = archive.add(exchange(b"x" * 5000), Original(first.url, first.date))
    archive.close()
    assert (again.repeats, again.digest) == (True, first.digest)
    assert checked(tmp_path / again.file) == ["warcinfo", "response", "request", "revisit", "request"]
    with (tmp_path / again.file).open("rb") as file:
        revisit = [record for record in ArchiveIterator(file) if record.rec_type == "revisit"][0].rec_headers  # noqa: RUF015
    assert revisit.get_header("WARC-Refers-To-Target-URI") == first.url
    assert revisit.get_header("WARC-Refers-To-Date") == first.date
    assert [entry.offset for entry in contents(tmp_path / again.file).entries] == [first.offset]


@pytest.mark.parametrize("tail", [b"", b"\x1f\x8b\x08\x00half a member", b"\x00" * 5000])
def test_tail_of_a_killed_run(tail: bytes, tmp_path: Path) -> None:
    """What a killed run has written and nobody noted is cut off, and the file goes on."""
    archive = writer(tmp_path)
    kept = archive.add(exchange())
    archive.close()
    path = tmp_path / kept.file
    with path.open("ab") as file:
        file.write(tail)
    archive = writer(tmp_path, file=kept.file, length=kept.end)
    later = archive.add(exchange(b"<p>2"))
    archive.close()
    assert (later.file, later.offset) == (kept.file, kept.end)
    assert checked(path) == ["warcinfo", "response", "request", "response", "request"]


def test_lost_end(tmp_path: Path) -> None:
    """A file that is shorter than what was noted ends in the middle of a record: a new one is begun beside it."""
    archive = writer(tmp_path)
    kept = archive.add(exchange())
    archive.close()
    os.truncate(tmp_path / kept.file, kept.end - 10)
    begun: list[str] = []
    archive = writer(tmp_path, file=kept.file, length=kept.end, begun=begun.append)
    later = archive.add(exchange())
    archive.close()
    assert begun == [later.file] == ["00002.warc.gz"]
    assert checked(tmp_path / later.file) == ["warcinfo", "response", "request"]
    assert (tmp_path / kept.file).stat().st_size == kept.end - 10


def test_taken_away(tmp_path: Path) -> None:
    """The name of a file that is gone is not used again: what is noted of it must not come to mean other records."""
    archive = writer(tmp_path, file="00003.warc.gz", length=700)
    assert archive.add(exchange()).file == "00004.warc.gz"
    archive.close()
    archive = writer(tmp_path / "new", file="00003.warc.gz", length=0)  # begun, and killed before it was made
    assert archive.add(exchange()).file == "00003.warc.gz"
    archive.close()


def test_limit(tmp_path: Path) -> None:
    """A file that has grown past the limit is followed by the next, whose name is told before it is there."""
    told: list[tuple[str, bool]] = []
    archive = writer(tmp_path, limit=1500, begun=lambda name: told.append((name, (tmp_path / name).exists())))
    kept = [archive.add(exchange(os.urandom(400), url=f"http://a.cn/{n}")) for n in range(6)]
    archive.close()
    names = sorted({one.file for one in kept})
    assert told == [(name, False) for name in names]
    assert len(names) > 1
    assert sum(checked(tmp_path / name).count("response") for name in names) == 6
    archive = writer(tmp_path, file=names[-1], length=kept[-1].end, limit=1)
    assert archive.add(exchange()).file == f"{len(names) + 1:05}.warc.gz"
    archive.close()


def test_full_disk(tmp_path: Path) -> None:
    """Where the disk takes no more, that is said; what was noted before can still be read."""
    archive = writer(tmp_path)
    kept = archive.add(exchange())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (kept.end + 500, hard))
    try:
        with pytest.raises(EdgeError) as caught:
            archive.add(exchange(os.urandom(5000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        archive.close()
    assert caught.value.code == "output.write"
    archive = writer(tmp_path, file=kept.file, length=kept.end)
    archive.add(exchange(b"<p>2"))
    archive.close()
    assert checked(tmp_path / kept.file).count("response") == 2


def test_broken_archives(tmp_path: Path) -> None:
    """A cut archive gives what there is and says so; what is none is refused, and so is a wrong offset."""
    archive = writer(tmp_path)
    first = archive.add(exchange())
    archive.add(exchange(os.urandom(3000), url="http://a.cn/2"))
    archive.close()
    path = tmp_path / first.file
    os.truncate(path, first.end + 200)
    found = contents(path)
    assert (found.entries[0].url, found.entries[0].offset) == (URL, first.offset)
    for offset in (first.offset + 5, first.end + 500):
        with pytest.raises(EdgeError) as caught:
            read_capture(path, offset)
        assert caught.value.code == "warc.broken"
    (tmp_path / "x.warc").write_bytes(b"no archive\r\n" * 50)
    with pytest.raises(EdgeError) as caught:
        contents(tmp_path / "x.warc")
    assert caught.value.code == "warc.broken"
    with pytest.raises(EdgeError) as caught:
        contents(tmp_path / "missing.warc")
    assert caught.value.code == "file.missing"
