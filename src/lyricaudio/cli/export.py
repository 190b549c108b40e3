"""`lyricaudio export`: carry the release to a folder, a stick or a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import click

from lyricaudio.cli.console import remark, say
from lyricaudio.cli.helptext import LateHelp
from lyricaudio.cli.webaddress import folder_address
from lyricaudio.export.adb import MUSIC, AdbPlace
from lyricaudio.export.carry import Carried, carry
from lyricaudio.export.destination import Destination
from lyricaudio.export.finished import open_release
from lyricaudio.export.folder import FolderPlace
from lyricaudio.messages import told
from lyricaudio.release.targets.outgoing import Choice
from lyricaudio.release.targets.target import Target, load_target, target_names, target_summaries

_OPTIONS = {"ascii_names": "--ascii", "base_url": "--base-url"}
_MEGABYTE = 1_000_000


@click.command(name="export")
@click.option("--to", type=click.Path(path_type=Path), help="The folder to carry the release to.")
@click.option(
    "--target",
    "name",
    type=click.Choice(target_names()),
    default=target_names()[0],
    show_default=True,
    cls=LateHelp,
    says=lambda: "; ".join(f"{name}: {summary}" for name, summary in target_summaries().items()),
)
@click.option(
    "--adb",
    is_flag=True,
    cls=LateHelp,
    says=lambda: told("Push to an Android phone on a cable, into {folder} or --to.", folder=MUSIC),
)
@click.option("--ascii", "ascii_names", is_flag=True, help="Name files and folders in ASCII (car).")
@click.option("--base-url", callback=folder_address, help="The address that the folder will have (podcast).")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The release. [default: output]")
def command(
    to: Path | None, name: str, adb: bool, ascii_names: bool, base_url: str | None, output: Path | None
) -> None:
    """Carry the release to a folder: only what differs is copied, and only what is ours is ever replaced.

    Example: lyricaudio export --to /media/usb --target car --ascii
    """
    target = load_target(name)
    choice = Choice(ascii_names=ascii_names, base_url=base_url)
    for complaint in _misfits(target, choice):
        raise click.UsageError(complaint)
    from lyricaudio.cli.nearest import nearest_output

    release = open_release(output or nearest_output(Path.cwd()))
    place = _place(to, adb, release.root)
    plan = target.plan(release, choice)
    for note in plan.notes:
        remark(note)
    _tell(carry(plan, place, tell=say), place)


def _misfits(target: Target, choice: Choice) -> Iterator[str]:
    """Say which options do not go with a target, and which are missing."""
    for field, option in _OPTIONS.items():
        given = bool(getattr(choice, field))
        if given and field not in target.takes:
            yield told("{option} means nothing to --target {target}", option=option, target=target.name)
        if not given and field in target.needs:
            yield told("--target {target} needs {option}", target=target.name, option=option)


def _place(to: Path | None, adb: bool, release: Path) -> Destination:
    if adb:
        return AdbPlace(PurePosixPath(to.as_posix()) if to else MUSIC)
    if to is None:
        raise click.UsageError(told("say where: --to FOLDER, or --adb for an Android phone on a cable"))
    return FolderPlace(to, release=release)


def _tell(carried: Carried, place: Destination) -> None:
    megabytes = carried.written_bytes / _MEGABYTE
    say(
        told(
            "{copied} copied ({megabytes:.1f} MB), {removed} removed, {unchanged} up to date in {place}",
            copied=carried.copied,
            megabytes=megabytes,
            removed=carried.removed,
            unchanged=carried.unchanged,
            place=place.name,
        )
    )
