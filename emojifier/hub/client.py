"""The Hub as one caller reaches it: where, with which token, and how patiently."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from huggingface_hub import HfApi, constants, get_session
from huggingface_hub.errors import HfHubHTTPError
from huggingface_hub.utils import build_hf_headers, hf_raise_for_status

from emojifier.errors import HubError
from emojifier.hub import faults

T = TypeVar("T")

# Seconds before each new try. Who is asked to wait longer than the last of them is told so instead.
_PAUSES: Final = (1.0, 3.0, 10.0, 30.0)


@dataclass(frozen=True, slots=True)
class Hub:
    """The Hub at ``endpoint`` (default: ``HF_ENDPOINT``, huggingface.co unless set).

    ``token`` is by default that of ``HF_TOKEN`` or of ``hf auth login``; ``wait`` sleeps for
    seconds.
    """

    token: str | None = field(default=None, repr=False)
    endpoint: str | None = None
    wait: Callable[[float], None] = time.sleep

    @property
    def address(self) -> str:
        """Where it is, such as ``https://huggingface.co``."""
        return self.endpoint or constants.ENDPOINT

    @property
    def api(self) -> HfApi:
        """Its API, by the official library."""
        return HfApi(endpoint=self.address, token=self.token)

    @property
    def headers(self) -> dict[str, str]:
        """What a download carries: the token, and no wish for compression, so that it can go on."""
        return {**build_hf_headers(token=self.token), "Accept-Encoding": "identity"}

    def patiently(self, call: Callable[[], T]) -> T:
        """Call, and again after a pause where the fault is one that passes; a few times at most."""
        for usual in _PAUSES:
            try:
                return call()
            except faults.HTTPError as error:
                asked = _asked(error)
                if not faults.is_transient(error) or (asked or 0) > _PAUSES[-1]:
                    raise
                self.wait(usual if asked is None else asked)
        return call()

    @contextmanager
    def explained(self, repository: str, revision: str = "main") -> Iterator[None]:
        """Turn whatever the Hub or the way to it answers into a ``HubError``: one sentence."""
        try:
            yield
        except (faults.HTTPError, OSError, RuntimeError, ValueError) as error:
            cause = faults.root(error)
            if cause is None:
                raise
            said = faults.sentence(
                cause, address=self.address, repository=repository, revision=revision
            )
            raise HubError(said) from error

    @contextmanager
    def bounded(self) -> Iterator[None]:
        """Within, the library's own retries end where the Hub asks for a longer wait than ours."""

        def refuse(response: Any) -> None:
            if (faults.asked_wait(response) or 0) > _PAUSES[-1]:
                response.read()
                hf_raise_for_status(response)

        session = get_session()
        hooks = session.event_hooks
        session.event_hooks = {**hooks, "response": [*hooks["response"], refuse]}
        try:
            yield
        finally:
            session.event_hooks = hooks


def _asked(error: Exception) -> float | None:
    return faults.asked_wait(error.response) if isinstance(error, HfHubHTTPError) else None
