"""The media type of each kind of file in a release, as players and browsers want to hear it."""

from __future__ import annotations

_BY_ENDING = {
    ".aac": "audio/aac",
    ".chapters.json": "application/json+chapters",
    ".css": "text/css; charset=utf-8",
    ".flac": "audio/flac",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".lrc": "text/plain; charset=utf-8",
    ".m4a": "audio/mp4",
    ".m3u8": "audio/mpegurl; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".wav": "audio/wav",
    ".webm": "audio/webm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/rss+xml; charset=utf-8",
    ".zip": "application/zip",
}
"""Not from `mimetypes`, which asks the machine's own tables; the longer ending comes before the shorter."""


def media_type(name: str) -> str:
    """Return the value of Content-Type for a file name."""
    lower = name.lower()
    found = (kind for ending, kind in _BY_ENDING.items() if lower.endswith(ending))
    return next(found, "application/octet-stream")
