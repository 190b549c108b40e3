import pytest

from lyricaudio.errors import Place, SongError, SongErrors
from lyricaudio.song.nodes import Scalar
from lyricaudio.song.readers import Noted, each, word
from lyricaudio.song.written import Names


def test_noted_errors_are_raised_together_at_the_end() -> None:
    first, second, third = (SongError(Place("song.yaml", line, 1), "wrong; mend it") for line in (1, 2, 3))
    noted = Noted()
    with noted:
        raise third
    with noted:
        raise SongErrors([second, first])
    with pytest.raises(SongErrors) as caught:
        noted.settle()
    assert caught.value.errors == (first, second, third)


def test_nothing_noted_raises_nothing() -> None:
    Noted().settle()


def test_a_mistake_in_the_program_is_not_noted() -> None:
    with pytest.raises(KeyError), Noted():
        raise KeyError("a bug")


def test_an_example_of_a_package_may_have_braces() -> None:
    node = Scalar(place=Place("song.yaml", 1, 1), text="a")
    with pytest.raises(SongError, match=r"a list is expected here; write \[\{a: b\}\]"):
        each(word, "[{a: b}]")(node, Names(styles=(), metres=(), engines=(), forms=()))
