"""A sealed folder: whatever happens to it is found, and what is not listed is not ours."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.durable_files import new_file, replace_file, write_new
from twin.core.errors import NewerFormat
from twin.core.sealed_folder import Damaged, NewFolder, NotSealed, Sealed, is_below, names_in, read_seal

FILES = {"kpi.csv": b"kpi,value\nyield,0.9\n", "tables/a/events.csv": b"time_s\n1.5\n", "empty": b""}
DOCUMENT = {"format": 1, "line": "Trockenlinie äöü", "horizon_s": 0.1 + 0.2, "failed": [(1, "x")]}


def sealed(folder: Path) -> Sealed:
    """Write a sealed folder and read its seal."""
    folder.mkdir(parents=True)
    new = NewFolder(folder)
    for name, data in FILES.items():
        with new.file(name) as out:
            out.write(data)
    new.seal("run.json", DOCUMENT)
    return read_seal(folder, "run.json", 1)


def read_all(folder: Path) -> dict[str, bytes]:
    """Read every file by its seal."""
    found = read_seal(folder, "run.json", 1)
    return {name: found.read(name) for name in FILES}


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    found = sealed(tmp_path / "a")
    assert read_all(tmp_path / "a") == FILES
    assert found.document == json.loads(json.dumps(DOCUMENT))
    assert found.foreign() == []


def test_a_file_of_ours_may_be_replaced_and_stays_ours(tmp_path: Path) -> None:
    sealed(tmp_path / "a").replace("kpi.csv", b"new")
    found = read_seal(tmp_path / "a", "run.json", 1)
    assert (found.read("kpi.csv"), found.foreign()) == (b"new", [])


@given(st.data())
def test_no_change_of_a_file_goes_unseen(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("sealed") / "a"
    sealed(folder)
    path = folder / data.draw(st.sampled_from([*FILES, "run.json"]))
    before = path.read_bytes()
    changed = data.draw(
        st.one_of(
            st.integers(0, max(0, len(before) - 1)).map(lambda n: before[:n]),
            st.tuples(st.integers(0, max(0, len(before) - 1)), st.integers(1, 255)).map(
                lambda at: bytes(byte ^ (at[1] if n == at[0] else 0) for n, byte in enumerate(before))
            ),
            st.binary(min_size=1, max_size=20).map(lambda more: before + more),
            st.sampled_from(sorted(FILES.values())),
        )
    )
    path.write_bytes(changed)
    try:
        found = read_all(folder)
    except (Damaged, NotSealed, NewerFormat):
        return
    assert found == FILES
    assert read_seal(folder, "run.json", 1).document == json.loads(json.dumps(DOCUMENT))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("what", ["missing", "a folder", "a link to the same content", "a pipe"])
def test_what_is_no_file_of_its_own_is_damaged(name: str, what: str, tmp_path: Path) -> None:
    found = sealed(tmp_path / "a")
    path = tmp_path / "a" / name
    path.unlink()
    if what == "a folder":
        path.mkdir()
    elif what == "a link to the same content":
        (tmp_path / "elsewhere").write_bytes(FILES[name])
        path.symlink_to(tmp_path / "elsewhere")
    elif what == "a pipe":
        os.mkfifo(path)
    with pytest.raises(Damaged, match=path.name):
        found.read(name)


def test_a_folder_reached_by_a_link_is_not_ours(tmp_path: Path) -> None:
    found = sealed(tmp_path / "a")
    (tmp_path / "a" / "tables").rename(tmp_path / "elsewhere")
    (tmp_path / "a" / "tables").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Damaged, match="link"):
        found.read("tables/a/events.csv")
    assert found.foreign() == ["tables"]


def test_what_is_not_listed_or_changed_is_foreign(tmp_path: Path) -> None:
    found = sealed(tmp_path / "a")
    (tmp_path / "a" / "thesis.txt").write_text("mine")
    (tmp_path / "a" / "tables" / "notes").mkdir()
    (tmp_path / "a" / "kpi.csv").write_text("mine")
    assert found.foreign() == ["kpi.csv", "tables/notes", "thesis.txt"]
    assert [name for name in names_in(tmp_path / "a") if name.startswith("tables")] == [
        "tables/a/events.csv",
        "tables/notes",
    ]


def forged(change: Callable[[dict[str, object]], object], folder: Path) -> None:
    """Change the text of a seal, its checksum left as it was."""
    document = json.loads((folder / "run.json").read_text())
    change(document)
    (folder / "run.json").write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda d: d.update(format=2), NewerFormat),
        (lambda d: d.update(format=99, files=None), NewerFormat),
        (lambda d: d.update(format=0), NotSealed),
        (lambda d: d.update(format=True), NotSealed),
        (lambda d: d.pop("format"), NotSealed),
        (lambda d: (d.pop("files"), d.pop("seal")), NotSealed),
        (lambda d: d.pop("files"), Damaged),
        (lambda d: d.pop("seal"), Damaged),
        (lambda d: d.update(line="another"), Damaged),
        (lambda d: d["files"].pop("empty"), Damaged),
        (lambda d: d["files"].update({"../x": d["files"]["empty"]}), Damaged),
        (lambda d: d["files"].update({"empty": "x"}), Damaged),
    ],
)
def test_a_seal_that_was_changed_is_refused(
    change: Callable[[dict[str, object]], object], error: type[Exception], tmp_path: Path
) -> None:
    sealed(tmp_path / "a")
    forged(change, tmp_path / "a")
    with pytest.raises(error):
        read_seal(tmp_path / "a", "run.json", 1)


@pytest.mark.parametrize("text", ["", "{", "[1]", "1", '{"format": 1e999}', "[" * 100_000, "\xff"])
def test_a_seal_that_is_no_object_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_bytes(text.encode("latin-1"))
    with pytest.raises((Damaged, NotSealed)):
        read_seal(tmp_path, "run.json", 1)


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "C:x", "a\\b", "a\0b"])
def test_names_that_lead_out_are_not_below(name: str) -> None:
    assert not is_below(name)
    assert is_below("tables/a/events.csv")


def test_a_new_file_is_whole_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(TypeError), new_file(tmp_path / "a") as out:
        out.writelines([b"half", None])
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "b").write_bytes(b"mine")
    with pytest.raises(FileExistsError), new_file(tmp_path / "b"):
        pass
    assert (tmp_path / "b").read_bytes() == b"mine"


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "thesis").write_text("mine")
    for name in ("a", "b"):
        (tmp_path / name).symlink_to(tmp_path / "thesis")
    replace_file(tmp_path / "a", b"page")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "b", b"page")
    assert (tmp_path / "thesis").read_text() == "mine"
    assert (tmp_path / "a").read_bytes() == b"page"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "thesis"]
