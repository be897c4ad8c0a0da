"""What the Hub's refusals, and faults on the way to it, mean in one sentence."""

from __future__ import annotations

from typing import Any, Final

from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils import parse_ratelimit_headers

# The error that every fault of the connection is: httpx's own, whichever httpx the library brings.
HTTPError: Final[type[Exception]] = HfHubHTTPError.__mro__[1]

_TRANSIENT: Final = frozenset({408, 429, 500, 502, 503, 504})
_TOKENS: Final = "https://huggingface.co/settings/tokens"


def sentence(error: BaseException, *, address: str, repository: str, revision: str) -> str:
    """What is wrong and what to do about it; ``error`` is one that ``root`` gave."""
    if isinstance(error, OfflineModeIsEnabled):
        return f"HF_HUB_OFFLINE is set, so {repository} cannot be reached: unset it."
    if not isinstance(error, HfHubHTTPError):
        reason = type(error).__name__
        return f"{address} cannot be reached ({reason}): check the network and try again."
    if isinstance(error, GatedRepoError):
        return f"{repository} is gated: ask its owner for access, at {address}/{repository}."
    if isinstance(error, RevisionNotFoundError):
        return f"{repository} has no revision {revision}: name a commit, branch or tag that it has."
    status = error.response.status_code
    if isinstance(error, RepositoryNotFoundError) or (
        status == 404 and not isinstance(error, EntryNotFoundError)
    ):
        return (
            f"There is no {repository} on the Hub, or your token may not see it: check the name, "
            f"and set HF_TOKEN to a token that may ({_TOKENS})."
        )
    if status == 401:
        return f"The Hub does not accept the token: set HF_TOKEN to a valid one ({_TOKENS})."
    if status == 403:
        return (
            f"The token may not do this with {repository}: set HF_TOKEN to one that may "
            f"({_TOKENS})."
        )
    if status == 429:
        seconds = asked_wait(error.response)
        when = "later" if seconds is None else f"in {seconds:,.0f} s"
        return f"The Hub gets too many requests from here: try again {when}."
    if status >= 500:
        return f"The Hub itself has trouble (HTTP {status}): try again later."
    said = (error.server_message or "no reason given").strip().splitlines()[0][:200]
    return f"The Hub refuses this (HTTP {status}): {said}"


def is_transient(error: Exception) -> bool:
    """Whether the same request may succeed a little later."""
    return not isinstance(error, HfHubHTTPError) or error.response.status_code in _TRANSIENT


def asked_wait(response: Any) -> float | None:
    """The seconds that the Hub asks to wait, by ``RateLimit`` or ``Retry-After``, if it does."""
    limits = parse_ratelimit_headers(response.headers)
    if response.status_code == 429 and limits is not None and limits.remaining == 0:
        return float(limits.reset_in_seconds)
    said = response.headers.get("Retry-After", "")
    return float(said) if said.isdecimal() else None


def root(error: BaseException | None) -> BaseException | None:
    """The Hub's or the connection's own error among the causes of ``error``, if there is one."""
    while error is not None and not isinstance(error, HTTPError | OfflineModeIsEnabled):
        error = error.__cause__ or error.__context__
    return error
