"""One message that follows a retraining: edited now and then, for as long as it takes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import discord

from bot.features.retraining.desk import Desk
from bot.features.retraining.face import Progress
from bot.features.retraining.showing import Curve, paced
from bot.localisation import Locale, text
from bot.platforms.discord.answering import Undelivered
from bot.platforms.discord.retraining.buttons import view_of

log = logging.getLogger(__name__)

# Seconds between two edits.
EVERY: Final = 4.0
# Seconds: an interaction's token lives 15 minutes, and a last word must still get through.
TOKEN_LIVES: Final = 14 * 60.0
_PICTURE: Final = "loss.png"


@dataclass(frozen=True, slots=True)
class Answered:
    """The message that answers an interaction, reached by its token."""

    interaction: discord.Interaction[Any]

    async def edit(self, **fields: Any) -> None:
        """Change it, as ``discord.Message.edit`` does. Raises ``Undelivered``."""
        await self.interaction.edit_original_response(**fields)


class Showing:
    """Follows one retraining in the answer to ``interaction``, then in a direct message."""

    def __init__(
        self,
        desk: Desk,
        interaction: discord.Interaction[Any],
        locale: Locale,
        *,
        clock: Callable[[], float],
    ) -> None:
        """``clock`` gives seconds since 1970."""
        self._desk = desk
        self._interaction = interaction
        self._locale = locale
        self._clock = clock
        self._place: Answered | discord.Message | None = Answered(interaction)
        self._token_ends = interaction.created_at.timestamp() + TOKEN_LIVES
        self._curve = Curve()

    async def run(self, retraining: str) -> None:
        """Show it to its end; whatever happens to the message, the retraining goes on."""
        async for progress in paced(self._desk.retrainer.follow(retraining), EVERY):
            await self._show(progress)
            if self._place is None:
                return

    async def _show(self, progress: Progress) -> None:
        if isinstance(self._place, Answered) and self._clock() >= self._token_ends:
            self._place = await self._direct_message(self._place, progress)
        if self._place is None:
            return
        fields = await self._fields(progress)
        try:
            await self._place.edit(**fields)
        except Undelivered as error:
            log.warning(
                "a retraining's progress was not shown",
                extra={"retraining": progress.id, "error": type(error).__name__},
            )

    async def _fields(self, progress: Progress) -> dict[str, Any]:
        """Content and buttons, and the picture only where it has changed."""
        page = self._desk.page(progress, self._locale)
        fields: dict[str, Any] = {"content": page.text, "view": view_of(page, self._locale)}
        picture = await self._curve.drawn(progress)
        if picture is not None:
            fields["attachments"] = [discord.File(BytesIO(picture), _PICTURE)]
        return fields

    async def _direct_message(
        self, answered: Answered, progress: Progress
    ) -> discord.Message | None:
        """A first direct message to go on in, and the answer says so; None where DMs are closed."""
        self._curve = Curve()
        message: discord.Message | None = None
        page = self._desk.page(progress, self._locale)
        # Refresh works on: whoever presses it gives a new token.
        closed = text(self._locale, "retraining-no-direct", command=self._desk.command)
        last: dict[str, Any] = {"content": closed}
        try:
            message = await self._interaction.user.send(page.text)
            last = {"content": text(self._locale, "retraining-goes-on"), "view": None}
        except Undelivered:
            log.info("an operator takes no direct messages", extra={"retraining": progress.id})
        try:
            await answered.edit(**last, attachments=[])
        except Undelivered:
            log.info("an answer could not say where it goes on")
        return message
