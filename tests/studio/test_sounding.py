"""A line is heard at once, as its song says it."""

from __future__ import annotations

import io
import wave

from tests.studio.desk import Studio


def seconds(data: bytes) -> float:
    with wave.open(io.BytesIO(data)) as sound:
        return float(sound.getnframes() / sound.getframerate())


def test_a_line_and_its_explanation_are_spoken(desk: Studio) -> None:
    answer = desk.ask("/api/sounds/rate?at=9:16")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "audio/wav")
    assert seconds(answer.body) > 0.5
    assert seconds(desk.ask("/api/sounds/rate?at=10:19").body) > 0.5
    part = desk.ask("/api/sounds/rate?at=9:16", Range="bytes=0-3")
    assert (part.status, part.body) == (206, b"RIFF")


def test_the_same_line_read_another_way_is_heard_before_it_is_decided(desk: Studio) -> None:
    usual = seconds(desk.ask("/api/sounds/rate?at=11:10").body)
    long = seconds(desk.ask("/api/sounds/rate?at=11:10&text={谷|たにそこのそこ}を下る").body)
    assert long > usual + 0.3


def test_where_nothing_is_said_that_is_told(desk: Studio) -> None:
    answer = desk.ask("/api/sounds/rate?at=1:1")
    assert answer.status == 422
    assert "nothing is said here" in answer.body.decode()
