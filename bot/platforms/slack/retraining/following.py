"""From a page that is shown to a message that follows a retraining from then on."""

from __future__ import annotations

from typing import Final

from bot.features.retraining.desk import Page
from bot.localisation import Locale
from bot.platforms.slack.retraining.messages import Place
from bot.platforms.slack.retraining.picture import Picture
from bot.platforms.slack.retraining.showing import Showing
from bot.platforms.slack.services import SlackServices

_UPLOADING: Final = "files:write"


def follow(
    services: SlackServices, place: Place, page: Page, locale: Locale, picture: str | None = None
) -> None:
    """Let the message follow what ``page`` is about, if that goes on; ``picture`` is in it already.

    An earlier message in the same conversation stands still from then on.
    """
    if page.follows is None:
        return
    allowed = _UPLOADING in services.workspace.scopes
    shown = Picture(place.client, allowed=allowed, shown=picture)
    showing = Showing(services.retraining, place, shown, locale)
    services.retraining.show((page.follows, place.channel), showing.run(page.follows))
