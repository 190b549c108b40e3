import pickle

from lyricaudio.errors import Place, SongError, SongErrors

LATER = SongError(Place("b.yaml", 2, 3), "unknown key 'lylic'; did you mean 'lyric'?")
EARLIER = SongError(Place("a.yaml", 9, 1), "no title; give one")


def test_an_error_is_a_line_with_its_place() -> None:
    assert str(LATER) == "b.yaml:2:3: unknown key 'lylic'; did you mean 'lyric'?"


def test_several_errors_are_lines_in_the_order_of_their_places() -> None:
    assert str(SongErrors([LATER, EARLIER])).splitlines() == [str(EARLIER), str(LATER)]


def test_errors_travel_between_processes_whole() -> None:
    copied = pickle.loads(pickle.dumps(SongErrors([LATER])))
    assert (str(copied), copied.errors[0].place) == (str(LATER), LATER.place)
