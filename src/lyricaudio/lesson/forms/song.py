"""The form `song`: all lines in order, the hook coming back between verses."""

from __future__ import annotations

from lyricaudio.lesson.form import NO_SETTINGS, Form
from lyricaudio.lesson.plan import Part, lyric_cue
from lyricaudio.messages import message
from lyricaudio.song.written import Section, Song


def parts(song: Song, settings: None = None) -> tuple[Part, ...]:
    """Plan one part per section as it is sung; empty for a song without lines."""
    return tuple(
        Part(
            title=section.name or song.title.text,
            events=tuple(lyric_cue(song, section, line) for line in range(len(section.lines))),
        )
        for section in in_singing_order(song.sections)
    )


def in_singing_order(sections: tuple[Section, ...]) -> list[Section]:
    """Put the hook after each verse that none follows in the file.

    Which hook: the last one written before the verse, or the first of all. So `A hook B C` is sung
    `A hook B hook C hook`, and a song without a hook as it is written.
    """
    hooks = [section for section in sections if section.hook]
    order: list[Section] = []
    hook = hooks[0] if hooks else None
    for number, section in enumerate(sections, start=1):
        order.append(section)
        if section.hook:
            hook = section
        elif hook is not None and not any(following.hook for following in sections[number : number + 1]):
            order.append(hook)
    return order


FORM = Form(
    name="song",
    label="うた",
    playlist="うただけ",
    about="歌詞を通して聴きます。サビは節のあとに戻ってきます。",
    summary=message("all lines in order on the beat, the hook coming back between verses"),
    parts=parts,
    settings=NO_SETTINGS,
    plain_title=True,
    off_vocal=True,
    plays_recording=True,
)
