import codecs

import pytest

from lyricaudio.errors import SongError
from lyricaudio.song import decode_source

TEXT = "title: 学習のうた\nlines:\n  - 学習率は一歩の大きさ\n"


def test_utf8_is_decoded_as_it_is() -> None:
    assert decode_source(TEXT.encode(), source="song.yaml") == TEXT


def test_a_byte_order_mark_is_taken_away() -> None:
    assert decode_source(codecs.BOM_UTF8 + TEXT.encode(), source="song.yaml") == TEXT


@pytest.mark.parametrize(
    ("codec", "message"),
    [
        ("cp932", "song.yaml:1:8: byte 0x8A is not UTF-8 (it looks like Shift-JIS)"),
        ("euc_jp", "song.yaml:1:8: byte 0xB3 is not UTF-8 (it looks like EUC-JP)"),
        ("utf-16", "song.yaml:1:1: the file is not UTF-8 but UTF-16"),
        ("utf-16-le", "song.yaml:1:1: the file is not UTF-8 but UTF-16"),
        ("iso2022_jp", "song.yaml:1:1: the file is not UTF-8 but ISO-2022-JP"),
    ],
)
def test_another_encoding_is_named(codec: str, message: str) -> None:
    with pytest.raises(SongError) as caught:
        decode_source(TEXT.encode(codec), source="song.yaml")
    assert str(caught.value) == f"{message}; open the file in an editor and save it as UTF-8"


@pytest.mark.parametrize(("codec", "name"), [("cp932", "Shift-JIS"), ("euc_jp", "EUC-JP")])
@pytest.mark.parametrize("text", ["学習率", "損失関数", "層", "モデル", "はい"])
def test_an_encoding_is_known_by_a_word(text: str, codec: str, name: str) -> None:
    with pytest.raises(SongError, match=rf"\(it looks like {name}\)"):
        decode_source(text.encode(codec), source="song.yaml")


@pytest.mark.parametrize("byte", [b"\xff", b"\x81"])
def test_a_broken_byte_is_named_with_its_place_and_no_guess(byte: bytes) -> None:
    message = rf"^song\.yaml:3:7: byte 0x{byte.hex().upper()} is not UTF-8; open the file"
    with pytest.raises(SongError, match=message):
        decode_source(TEXT.encode().replace("率".encode(), byte), source="song.yaml")


def test_more_than_two_million_bytes_are_refused() -> None:
    assert decode_source(b"a" * 2_000_000, source="song.yaml")
    with pytest.raises(SongError, match="2,000,001 bytes; a file may have 2,000,000, so split it"):
        decode_source(b"a" * 2_000_001, source="song.yaml")
