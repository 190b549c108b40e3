import doctest

from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.lesson import lineage
from lyricaudio.lesson.lineage import LEAST_SIMILARITY, Known, heirs, similarity
from lyricaudio.song.identity import POINT_PREFIX, identities, kind_of

SONG = ["勾配は連鎖律でもとめる", "学習率は一歩の大きさ", "大きすぎると谷を飛び越す", "小さすぎると進まない"]


def lines(*texts: str, points: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the lines of a song by their names."""
    names = (*identities(texts), *identities(points, kind=POINT_PREFIX))
    return dict(zip(names, (*texts, *points), strict=True))


def past(song: dict[str, str]) -> list[Known]:
    """Return histories of all lines of a song."""
    return [Known(id=name, text=text) for name, text in song.items()]


def moved(before: dict[str, str], after: dict[str, str]) -> dict[str, str | None]:
    """Return what each line is now, by texts."""
    found = heirs(past(before), after)
    return {text: after.get(found.get(name, "")) for name, text in before.items()}


def test_the_examples_of_the_module_hold() -> None:
    assert doctest.testmod(lineage).attempted > 3
    assert doctest.testmod(lineage).failed == 0


def test_lines_that_are_moved_keep_their_histories() -> None:
    assert moved(lines(*SONG), lines(*reversed(SONG))) == dict(zip(SONG, SONG, strict=True))


def test_two_lines_that_swap_places_keep_theirs() -> None:
    twins = ("消失は小さくなりすぎ", "爆発は大きくなりすぎ")
    assert moved(lines(*twins), lines(*reversed(twins))) == dict(zip(twins, twins, strict=True))


def test_a_line_that_is_put_before_moves_nothing() -> None:
    assert moved(lines(*SONG), lines("はじめの行", *SONG)) == dict(zip(SONG, SONG, strict=True))


def test_a_line_that_is_corrected_keeps_its_history() -> None:
    after = (*SONG[:2], "大きすぎれば谷を飛び越える", SONG[3])
    assert moved(lines(*SONG), lines(*after)) == dict(zip(SONG, after, strict=True))


def test_a_line_that_is_corrected_and_moved_at_once_keeps_its_history() -> None:
    after = ("大きすぎれば谷を飛び越える", *SONG[3:], *SONG[:2])
    assert moved(lines(*SONG), lines(*after)) == dict(zip(SONG, (*SONG[:2], after[0], SONG[3]), strict=True))


def test_what_was_kept_about_a_line_that_is_gone_goes_to_no_other() -> None:
    assert moved(lines(*SONG), lines(*SONG[1:])) == dict(zip(SONG, (None, *SONG[1:]), strict=True))


def test_a_line_with_a_history_of_its_own_inherits_none() -> None:
    like = "学習率とは一歩の大きさ"
    assert similarity(like, SONG[1]) > LEAST_SIMILARITY
    assert moved(lines(*SONG, like), lines(*SONG[2:], like))[SONG[1]] is None


def test_the_most_similar_line_inherits() -> None:
    after = lines("学習の率は歩幅の大きさ", "学習率とは一歩の大きさ")
    assert moved(lines(SONG[1]), after) == {SONG[1]: "学習率とは一歩の大きさ"}


def test_like_lines_that_are_corrected_alike_keep_their_order() -> None:
    before, after = (identities([text] * 3) for text in ("勾配は消える", "勾配は消えた"))
    last_graded_first = [Known(id=name, text="勾配は消える") for name in reversed(before)]
    assert heirs(last_graded_first, dict.fromkeys(after, "勾配は消えた")) == dict(
        zip(before, after, strict=True)
    )


def test_lines_and_points_inherit_from_their_like_only() -> None:
    before, after = lines(SONG[1]), lines(points=("学習率とは一歩の大きさ",))
    assert heirs(past(before), after) == heirs(past(after), before) == {}


def test_a_line_that_is_corrected_again_and_again_stays_one_history() -> None:
    first, second, third = (
        name for name in lines("負ならゼロになる", "負ではゼロになる", "負ではゼロにする")
    )
    chain = [
        Known(id=first, text="負ならゼロになる"),
        Known(id=second, text="負ではゼロになる", was=first),
    ]
    assert heirs(chain, {second: "負ではゼロになる"}) == {first: second, second: second}
    assert heirs(chain, {third: "負ではゼロにする"}) == {first: third, second: third}
    assert heirs(chain, {first: "負ならゼロになる"}) == {first: first, second: first}
    assert heirs(chain, {first: "負ならゼロになる", second: "負ではゼロになる"}) == {
        first: first,
        second: second,
    }


WORDS = st.sampled_from(
    ["勾配は消える", "勾配は消えた", "勾配が消えた", "学習率", "学習係数", "ReLU", "ReLUは", "汎化"]
)
SONGS = st.builds(
    lambda texts, points: lines(*texts, points=tuple(points)),
    st.lists(WORDS, max_size=8),
    st.lists(WORDS, max_size=3),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Known]:
    """Draw what was kept about some lines of several versions of a song; some go on with others."""
    kept: list[Known] = []
    for version in draw(st.lists(SONGS, min_size=1, max_size=3)):
        for name, text in version.items():
            if draw(st.booleans()):
                like = [known.id for known in kept if kind_of(known.id) == kind_of(name)]
                was = draw(st.sampled_from(["", *like]))
                kept.append(Known(id=name, text=text, was=was))
    return kept


@given(histories(), SONGS)
def test_the_same_name_always_wins(kept: list[Known], song: dict[str, str]) -> None:
    found = heirs(kept, song)
    assert all(found[known.id] == known.id for known in kept if known.id in song)


@given(histories(), SONGS)
def test_what_is_found_is_a_line_of_the_song_and_of_the_same_kind(
    kept: list[Known], song: dict[str, str]
) -> None:
    for name, heir in heirs(kept, song).items():
        assert heir in song
        assert kind_of(heir) == kind_of(name)


@given(SONGS, SONGS)
def test_two_histories_never_share_a_line(before: dict[str, str], after: dict[str, str]) -> None:
    found = heirs(past(before), after)
    assert len(set(found.values())) == len(found)


@given(histories(), SONGS)
def test_looking_again_changes_nothing(kept: list[Known], song: dict[str, str]) -> None:
    found = heirs(kept, song)
    settled = [Known(id=found.get(known.id, known.id), text=known.text) for known in kept]
    assert {name: heir for name, heir in heirs(settled, song).items() if name in song} == {
        heir: heir for heir in found.values()
    }


@given(SONGS, SONGS)
def test_a_line_inherits_by_its_name_or_by_a_similar_text(
    before: dict[str, str], after: dict[str, str]
) -> None:
    for name, heir in heirs(past(before), after).items():
        assert name == heir or similarity(before[name], after[heir]) >= LEAST_SIMILARITY


@given(st.text(max_size=20), st.text(max_size=20))
def test_similarity_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= similarity(one, other) == similarity(other, one) <= 1
    assert similarity(one, one) == 1


def test_a_text_that_looks_like_markup_is_a_text() -> None:
    assert similarity(r"集合 {x|y} と $ と \( の和", r"集合 {x|y} と $ と \( の積") > LEAST_SIMILARITY
