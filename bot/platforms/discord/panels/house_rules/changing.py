"""Changes of the rules, each followed by the panel drawn anew."""

from __future__ import annotations

from collections.abc import Callable

from discord import ui

from bot.features.candidates import CustomEmoji
from bot.features.settings.altering import altered
from bot.platforms.discord.panels.emojis import customs_of
from bot.platforms.discord.panels.house_rules.panel import Tab, View, draw
from bot.platforms.discord.panels.press import Press
from bot.store.records import CustomEmojiRules, HouseRules, ServerSettings


async def drawn(press: Press, tab: Tab, notice: str | None = None) -> ui.LayoutView:
    """The panel as it is now, open at a page."""
    settings = await press.client.store.settings(press.server)
    return draw(View(press.locale, settings, customs(press), tab, notice))


async def change(
    press: Press,
    tab: Tab,
    changed: Callable[[ServerSettings], ServerSettings],
    notice: str | None = None,
) -> ui.LayoutView:
    """Change anything that a server has set; raises ``StoreUnavailable`` or ``TooMuch``."""
    await press.client.store.change(press.server, changed)
    return await drawn(press, tab, notice)


async def change_rules(
    press: Press, tab: Tab, rules: Callable[[HouseRules], HouseRules]
) -> ui.LayoutView:
    """Change the house rules."""
    return await change(press, tab, lambda s: altered(s, house_rules=rules(s.house_rules)))


async def change_customs(
    press: Press, rules: Callable[[CustomEmojiRules], CustomEmojiRules]
) -> ui.LayoutView:
    """Change what holds for the server's own emojis."""
    return await change(press, "own", lambda s: altered(s, custom_emojis=rules(s.custom_emojis)))


def customs(press: Press) -> tuple[CustomEmoji, ...]:
    """The server's own emojis, as far as the bot is there to see them."""
    return customs_of(press.guild)
