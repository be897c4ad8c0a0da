"""Why Discord cannot be used. Every message is one sentence for the operator."""


class DiscordError(Exception):
    """Base of this package's errors; trying again does not help without the operator."""


class TokenMissing(DiscordError):
    """No token is set."""

    def __init__(self) -> None:
        super().__init__(
            "DISCORD_TOKEN is not set: take the bot's token from Discord's developer portal."
        )


class TokenRefused(DiscordError):
    """Discord does not know the token."""

    def __init__(self) -> None:
        super().__init__(
            "Discord refuses DISCORD_TOKEN: copy the bot's token from the developer portal anew."
        )


class IntentsRefused(DiscordError):
    """The application may not use a privileged intent that the bot asks for."""

    def __init__(self) -> None:
        super().__init__(
            "Discord refuses the bot's intents: turn on the privileged ones that your settings "
            "need, under Bot in the developer portal."
        )


class ConnectionRefused(DiscordError):
    """The gateway closed the connection with a code after which it must not be tried again."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"Discord's gateway refuses the bot with close code {code}.")


class Unreachable(DiscordError):
    """Discord could not be reached, or failed; it may be there again in a while."""

    def __init__(self) -> None:
        super().__init__("Discord cannot be reached just now: please try again in a while.")


class RequestRefused(DiscordError):
    """Discord answers a request with an error that the bot cannot mend."""

    def __init__(self, status: int, code: int) -> None:
        self.status = status
        self.code = code
        super().__init__(f"Discord refuses the request (HTTP {status}, code {code}).")
