from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.errors import ReleaseError
from lyricaudio.work.blobs import FolderStore, HeldStore, Store

KEYS = [hashlib.sha256(word).hexdigest() for word in (b"one", b"two")]
BLOB = bytes(range(256))


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(folder=tmp_path / "clips")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> FolderStore:
    """A store with two blobs, for tests that put back what they damage."""
    store = FolderStore(folder=tmp_path_factory.mktemp("clips"))
    store.put(KEYS[0], BLOB)
    store.put(KEYS[1], BLOB[::-1])
    return store


def found_with(store: FolderStore, damaged: bytes) -> bytes | None:
    """Return what the store has when the file of a blob is damaged, and mend the file."""
    path = store.path(KEYS[0])
    whole = path.read_bytes()
    path.write_bytes(damaged)
    try:
        return store.get(KEYS[0])
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize("kind", ["folder", "held"])
@pytest.mark.parametrize("blob", [BLOB, b"", b"\n\n"])
def test_a_blob_comes_back_and_no_other(kind: str, blob: bytes, store: FolderStore) -> None:
    found: Store = store if kind == "folder" else HeldStore()
    assert found.get(KEYS[0]) is None
    found.put(KEYS[0], blob)
    assert (found.get(KEYS[0]), found.get(KEYS[1])) == (blob, None)


def test_what_was_put_is_told_apart_from_what_was_given() -> None:
    store = HeldStore(given={KEYS[0]: BLOB})
    store.put(KEYS[1], b"new")
    assert (store.get(KEYS[0]), store.made) == (BLOB, {KEYS[1]: b"new"})


def test_an_empty_store_has_no_folder(store: FolderStore) -> None:
    assert store.get(KEYS[0]) is None
    assert not store.folder.exists()


def test_the_same_blob_is_the_same_file(store: FolderStore) -> None:
    store.put(KEYS[0], BLOB)
    first = store.path(KEYS[0]).read_bytes()
    store.put(KEYS[0], BLOB)
    assert store.path(KEYS[0]).read_bytes() == first


@given(share=st.floats(0, 1, exclude_max=True))
def test_a_blob_that_was_cut_anywhere_counts_as_absent(kept: FolderStore, share: float) -> None:
    whole = kept.path(KEYS[0]).read_bytes()
    assert found_with(kept, whole[: int(share * len(whole))]) is None


@given(share=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
def test_a_blob_with_a_changed_byte_anywhere_counts_as_absent(
    kept: FolderStore, share: float, mask: int
) -> None:
    damaged = bytearray(kept.path(KEYS[0]).read_bytes())
    damaged[int(share * len(damaged))] ^= mask
    assert found_with(kept, bytes(damaged)) is None


def test_what_is_no_blob_or_anothers_counts_as_absent(kept: FolderStore) -> None:
    whole, other = (kept.path(key).read_bytes() for key in KEYS)
    for damaged in (b"", b"\n", bytes(1000), other, whole + b"\0", whole * 2):
        assert found_with(kept, damaged) is None


def test_a_folder_in_the_place_of_a_blob_counts_as_absent(store: FolderStore) -> None:
    store.path(KEYS[0]).mkdir(parents=True)
    assert store.get(KEYS[0]) is None


def test_a_store_that_cannot_be_written_is_an_error_for_the_person(store: FolderStore) -> None:
    store.folder.touch()
    with pytest.raises(ReleaseError, match="cannot write"):
        store.put(KEYS[0], BLOB)
