"""What a part of the studio is: some addresses, and perhaps something that has to be ended."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from starlette.routing import BaseRoute


class Desk(ABC):
    """A part of the studio; `app` names all of them."""

    @abstractmethod
    def routes(self) -> Sequence[BaseRoute]:
        """Return the addresses that it answers for."""

    def close(self) -> None:  # noqa: B027 - most have nothing to end
        """End what it has begun; the studio is left."""
