"""The message in which a retraining is shown: a direct one, changed for as long as it takes."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.answering import Reply


@dataclass(frozen=True, slots=True)
class Place:
    """A message of the bot's own."""

    client: AsyncWebClient
    channel: str
    stamp: str

    async def say(self, reply: Reply) -> None:
        """Put a reply in its place. Raises what ``Undelivered`` names."""
        await self.client.chat_update(
            channel=self.channel,
            ts=self.stamp,
            text=reply.text,
            blocks=[*reply.blocks],
            link_names=False,
            parse="none",
        )


async def begin(client: AsyncWebClient, user: str, words: str) -> Place:
    """A new direct message to somebody. Raises what ``Undelivered`` names."""
    told = await client.chat_postMessage(
        channel=user, text=words, unfurl_links=False, unfurl_media=False
    )
    return Place(client, told["channel"], told["ts"])
