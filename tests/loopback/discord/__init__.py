"""A Discord on the loopback interface, held to Discord's own OpenAPI description.

``openapi.json.xz`` is that description, version 10, unchanged and compressed; MIT, see LICENSE.
"""

from tests.loopback.discord.server import LoopbackDiscord

__all__ = ["LoopbackDiscord"]
