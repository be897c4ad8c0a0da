"""Why Slack cannot be used. Every message is one sentence for the operator."""


class SlackError(Exception):
    """Base of this package's errors; trying again does not help without the operator."""


class TokenMissing(SlackError):
    """No bot token is set, or nothing to receive events with."""

    def __init__(self) -> None:
        super().__init__(
            "Slack needs SLACK_BOT_TOKEN, and SLACK_APP_TOKEN (Socket Mode) or "
            "SLACK_SIGNING_SECRET (HTTP): copy them from the app's pages at api.slack.com/apps."
        )


class TokenRefused(SlackError):
    """Slack does not know the bot token, or has revoked it."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            f"Slack refuses SLACK_BOT_TOKEN ({code}): install the app into the workspace again, "
            "and copy the Bot User OAuth Token anew."
        )


class AppTokenRefused(SlackError):
    """Slack does not open Socket Mode connections for the app-level token."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            f"Slack refuses SLACK_APP_TOKEN ({code}): turn on Socket Mode, and make an app-level "
            "token with the scope connections:write."
        )


class Unreachable(SlackError):
    """Slack could not be reached, or failed; it may be there again in a while."""

    def __init__(self) -> None:
        super().__init__("Slack cannot be reached just now: please try again in a while.")
