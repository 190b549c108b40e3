"""What may be done with a song of a book that is brought into a folder."""

from __future__ import annotations

from enum import Enum

BESIDE = ".new"
"""What is laid beside a song that was changed here and in the book ends so, and is no song."""


class Deed(Enum):
    """What is done with a song."""

    NEW = "new"
    UPDATED = "updated"
    SAME = "same"  # as the book has it
    YOURS = "yours"  # changed here, and not in the book since
    BOTH = "both"  # changed here and in the book: the book's is laid beside
    NEWER = "newer"  # a later version of the program has brought it
    GONE = "gone"  # removed here, or renamed and changed
    TAKEN = "taken"  # the place is another song's
