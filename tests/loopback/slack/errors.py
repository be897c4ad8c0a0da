"""Errors as the Web API answers them: HTTP status 200, ``ok`` false."""

from __future__ import annotations

from tests.loopback.slack.objects import Json


class ApiError(Exception):
    """An error code of Slack's, with what else stands in the answer."""

    def __init__(self, error: str, **details: object) -> None:
        super().__init__(error)
        self.error = error
        self.details = details

    def json(self) -> Json:
        return {"ok": False, "error": self.error, **self.details}


class Malformed(ApiError):
    """A request that no correct bot would make; it fails the test besides.

    ``problems`` say what is wrong, each a sentence.
    """

    def __init__(self, error: str, problems: list[str]) -> None:
        messages = [f"[ERROR] {problem}" for problem in problems]
        super().__init__(error, response_metadata={"messages": messages})
        self.problems = problems
