"""What inputs name, and files that are written whole or not at all."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from extractor.edge.files import MAX_BYTES, Source, capture_file, expand, listed, read_bytes, read_rules, whole
from extractor.model.errors import EdgeError


def test_folder(tmp_path: Path) -> None:
    """A folder stands for its pages and those of the folders in it, in one order, and says what it passed over."""
    for name in ("b.html", "a/z.TXT", "a/c.shtml", "logo.png", "文.htm"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    got = expand(str(tmp_path))
    assert [s.name.removeprefix(f"{tmp_path}/") for s in got.sources] == ["a/c.shtml", "a/z.TXT", "b.html", "文.htm"]
    assert {s.kind for s in got.sources} == {"file"}
    assert got.skipped == 1


def test_names_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths stay as the caller wrote them: they are what the record says."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    assert [expand(name).sources[0].name for name in ("in", "in/", "./in", "in/a.txt")] == [
        "in/a.txt",
        "in/a.txt",
        "./in/a.txt",
        "in/a.txt",
    ]
    assert capture_file("in/a.txt").url == "in/a.txt"
    assert capture_file("in/a.txt").fetched_at is None


def test_kinds() -> None:
    """An address, standard input and a file are told apart by how they are written."""
    assert expand("https://example.org/a.html").sources == (Source("https://example.org/a.html", "url"),)
    assert expand("HTTP://example.org").sources == (Source("HTTP://example.org", "url"),)
    assert expand("-").sources == (Source("-", "stdin"),)
    assert expand("no/such.html").sources == (Source("no/such.html", "file"),)


@pytest.mark.parametrize(("name", "code"), [("ftp://a/b", "input.scheme"), ("file:///a", "input.scheme")])
def test_refused(name: str, code: str) -> None:
    """What cannot be read is said so, by name."""
    with pytest.raises(EdgeError) as error:
        expand(name)
    assert error.value.code == code
    assert str(error.value).startswith(f"{name}: ")


def test_folder_without_pages(tmp_path: Path) -> None:
    """A folder without pages is an error, not nothing."""
    with pytest.raises(EdgeError, match="holds no page"):
        expand(str(tmp_path))


def test_list(tmp_path: Path) -> None:
    """A list has an input a line; blank lines and # lines are passed over, and so is a byte order mark."""
    (tmp_path / "list.txt").write_bytes("\ufeffhttp://a/\r\n\r\n# 注释\r\n 二.html \r\n".encode())
    assert listed(str(tmp_path / "list.txt")) == ["http://a/", "二.html"]


def test_unreadable(tmp_path: Path) -> None:
    """A missing file, a folder in the place of a file and a giant are three different complaints."""
    with (tmp_path / "giant").open("wb") as giant:
        giant.truncate(MAX_BYTES + 1)
    for name, code in (("none", "file.missing"), ("", "file.folder"), ("giant", "file.too_big")):
        with pytest.raises(EdgeError) as error:
            read_bytes(str(tmp_path / name))
        assert error.value.code == code


def test_name_that_no_file_has() -> None:
    """A name that the system itself refuses is a missing file too."""
    for name in ("a\0b", "x" * 5000, "tests/conftest.py/x"):
        with pytest.raises(EdgeError):
            read_bytes(name)


def test_rules_folder(tmp_path: Path) -> None:
    """A folder of rules is read by the paths within it, so that moving the folder changes nothing."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.toml").write_text("a = 1")
    (tmp_path / "y.tsv").write_text("# source: b")
    (tmp_path / "README.md").write_text("no rule")
    assert read_rules(str(tmp_path)) == {"rules/x.toml": "a = 1", "y.tsv": "# source: b"}


def test_wrong_rules_folder(tmp_path: Path) -> None:
    """A folder that is missing, that holds no rules, or whose rules are not UTF-8, is named with the remedy."""
    for folder, code in ((tmp_path / "none", "rules.missing"), (tmp_path, "rules.empty")):
        with pytest.raises(EdgeError) as error:
            read_rules(str(folder))
        assert error.value.code == code
    (tmp_path / "x.toml").write_bytes("# 规则".encode("gb18030"))
    with pytest.raises(EdgeError, match="UTF-8"):
        read_rules(str(tmp_path))


def test_whole(tmp_path: Path) -> None:
    """A file that is interrupted leaves what was there before, and no trace beside it."""
    path = tmp_path / "new" / "file"
    with whole(path) as file:
        file.write(b"old")
    assert (file.size, file.sha256) == (3, sha256(b"old").hexdigest())
    with pytest.raises(KeyboardInterrupt):
        _interrupted(path)
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_nowhere_to_write(tmp_path: Path) -> None:
    """A disk that refuses is an error that names the file."""
    (tmp_path / "file").write_text("")
    with pytest.raises(EdgeError) as error, whole(tmp_path / "file" / "x"):
        pass
    assert error.value.code == "output.write"


def _interrupted(path: Path) -> None:
    with whole(path) as file:
        file.write(b"new")
        raise KeyboardInterrupt
