"""Addresses in the web that a person gives: what is wrong with one is told at once."""

from __future__ import annotations

from urllib.parse import urlsplit

import click

from lyricaudio.messages import told


def folder_address(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Check the address of a folder and give it its final slash."""
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise click.BadParameter(
            told("'{value}' is no address of a folder; give one like https://example.org/uta/", value=value)
        )
    if not value.isascii() or any(character.isspace() for character in value):
        raise click.BadParameter(told("'{value}' must be ASCII; percent-encode the rest", value=value))
    return value.rstrip("/") + "/"
