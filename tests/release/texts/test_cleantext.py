from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.release.texts.cleantext import one_line, plain_lines


def test_control_characters_and_line_ends_become_one_space() -> None:
    assert one_line("重み\r\n\x00を\u2028直す\ufeff") == "重み を 直す"


def test_a_full_width_space_stays_as_the_person_wrote_it() -> None:
    assert one_line("予測して\u3000直す") == "予測して\u3000直す"


def test_letters_are_composed() -> None:
    assert one_line("か\u3099くしゅう") == "がくしゅう"


def test_blank_lines_between_stanzas_stay() -> None:
    assert plain_lines("\n一行目\r\n\r\n二行目 \x0b三行目\n") == "一行目\n\n二行目\n三行目"


@given(st.text(st.characters()))
def test_one_line_is_one_line_that_utf_16_can_hold(text: str) -> None:
    line = one_line(text)
    assert line.encode("utf-16")
    assert line.splitlines() == ([line] if line else [])
    assert "\x00" not in line
    assert one_line(line) == line
