"""What Discord's API refuses, with its own codes ("JSON Error Codes" in its documentation)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class ApiError(Exception):
    """An answer other than success."""

    def __init__(self, status: int, code: int, message: str) -> None:
        self.status = status
        self.code = code
        self.message = message
        super().__init__(f"{status} {code} {message}")

    @property
    def headers(self) -> dict[str, str]:
        return {}

    def body(self) -> dict[str, Any]:
        return {"message": self.message, "code": self.code}


def unauthorized() -> ApiError:
    return ApiError(401, 0, "401: Unauthorized")


def unknown_route() -> ApiError:
    return ApiError(404, 0, "404: Not Found")


class InvalidForm(ApiError):
    """50035: a body that breaks ``problems``, rules that no well-behaved bot breaks."""

    def __init__(self, problems: Sequence[str] = ()) -> None:
        super().__init__(400, 50035, "Invalid Form Body")
        self.problems = list(problems)


def invalid_form(*problems: str) -> ApiError:
    return InvalidForm(problems)


def empty_message() -> ApiError:
    return ApiError(400, 50006, "Cannot send an empty message")


def unknown_interaction() -> ApiError:
    return ApiError(404, 10062, "Unknown interaction")


def already_acknowledged() -> ApiError:
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def unknown_webhook() -> ApiError:
    return ApiError(404, 10015, "Unknown Webhook")


def unknown_message() -> ApiError:
    return ApiError(404, 10008, "Unknown Message")


def unknown_channel() -> ApiError:
    return ApiError(404, 10003, "Unknown Channel")


def unknown_user() -> ApiError:
    return ApiError(404, 10013, "Unknown User")


def unknown_emoji() -> ApiError:
    return ApiError(400, 10014, "Unknown Emoji")


def too_many_reactions() -> ApiError:
    return ApiError(400, 30010, "Maximum number of reactions reached (20)")


def missing_access() -> ApiError:
    return ApiError(403, 50001, "Missing Access")


def closed_to_direct_messages() -> ApiError:
    return ApiError(403, 50007, "Cannot send messages to this user")


def missing_permissions() -> ApiError:
    return ApiError(403, 50013, "Missing Permissions")


def reaction_blocked() -> ApiError:
    return ApiError(403, 90001, "Reaction was blocked")


def expired_token() -> ApiError:
    return ApiError(401, 50027, "Invalid Webhook Token")


class RateLimited(ApiError):
    """429; a ``Via`` header tells it from Cloudflare's."""

    def __init__(self, retry_after: float, *, everywhere: bool = False) -> None:
        super().__init__(429, 0, "You are being rate limited.")
        self.retry_after = retry_after
        self.everywhere = everywhere

    @property
    def headers(self) -> dict[str, str]:
        found = {"Via": "1.1 google", "Retry-After": f"{self.retry_after:.3f}"}
        if self.everywhere:
            return found | {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
        return found | {"X-RateLimit-Scope": "user"}

    def body(self) -> dict[str, Any]:
        return super().body() | {"retry_after": self.retry_after, "global": self.everywhere}
