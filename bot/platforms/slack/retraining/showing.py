"""One message that follows a retraining: changed now and then, for as long as it takes."""

from __future__ import annotations

import logging
from typing import Final

from bot.features.retraining.desk import Desk
from bot.features.retraining.face import Progress
from bot.features.retraining.showing import paced
from bot.localisation import Locale
from bot.platforms.slack.calling import Undelivered, code_of
from bot.platforms.slack.retraining.blocks import drawn
from bot.platforms.slack.retraining.messages import Place
from bot.platforms.slack.retraining.picture import Picture

log = logging.getLogger(__name__)

# Seconds between two changes: 15 a minute, of the 50 that Slack allows.
EVERY: Final = 4.0
# After these there is no message any more, or none that can be changed.
_GONE: Final = frozenset(
    {"message_not_found", "channel_not_found", "cant_update_message", "edit_window_closed"}
)


class Showing:
    """Follows one retraining in the message at ``place``."""

    def __init__(self, desk: Desk, place: Place, picture: Picture, locale: Locale) -> None:
        self._desk = desk
        self._place = place
        self._picture = picture
        self._locale = locale

    async def run(self, retraining: str) -> None:
        """Show it to its end; whatever happens to the message, the retraining goes on."""
        async for progress in paced(self._desk.retrainer.follow(retraining), EVERY):
            await self._picture.follow(progress)
            if not await self._show(progress):
                return

    async def _show(self, progress: Progress) -> bool:
        """Whether there is still a message to show it in."""
        page = self._desk.page(progress, self._locale)
        for file in self._picture.candidates():
            try:
                await self._place.say(drawn(page, self._locale, file))
            except Undelivered as error:
                code = code_of(error)
                if code == "invalid_blocks" and file is not None:
                    continue
                log.warning(
                    "a retraining's progress was not shown",
                    extra={"retraining": progress.id, "error": code},
                )
                return code not in _GONE
            await self._picture.took(file)
            break
        return True
