from __future__ import annotations

from lyricaudio.work.memo import forget, remembered

asked: list[str] = []


@remembered
def answer(question: str) -> str:
    asked.append(question)
    return question.upper()


def test_what_is_remembered_is_worked_out_once_until_all_is_forgotten() -> None:
    assert [answer("a"), answer("a"), answer("b")] == ["A", "A", "B"]
    assert asked == ["a", "b"]
    forget()
    assert (answer("a"), asked) == ("A", ["a", "b", "a"])
