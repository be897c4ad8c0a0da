"""Reasons to stop a training: somebody asked, or it no longer gets better."""

from __future__ import annotations

import math
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any

from torch import Tensor, nn


class Stop:
    """Turns Ctrl-C and SIGTERM into a wish that is granted when the running step is done.

    Outside of the steps, and for a second signal, there is nothing to wait for, and
    ``KeyboardInterrupt`` is raised at once. A ``patient`` one takes further signals as the same
    wish: a launcher of several processes sends them its own on top of the terminal's.
    """

    def __init__(self) -> None:
        self.wanted = False
        self.patient = False
        self._deferring = False

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Steps are running: whoever runs them looks at ``wanted`` after each."""
        self._deferring = True
        try:
            yield
        finally:
            self._deferring = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take the two signals over; in another thread than the main one they stay as they are."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        # Where a signal is ignored (SIGINT of what runs behind a shell's "&"), it stays so.
        before = {
            number: signal.signal(number, self._heard)
            for number in (signal.SIGINT, signal.SIGTERM)
            if signal.getsignal(number) is not signal.SIG_IGN
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if not self._deferring or (self.wanted and not self.patient):
            raise KeyboardInterrupt
        self.wanted = True


class Best:
    """Early stopping: keeps the best weights, and says when ``patience`` epochs brought no better.

    ``weights`` are copies on the CPU, None before the first epoch.
    """

    def __init__(self, patience: int) -> None:
        self.weights: dict[str, Tensor] | None = None
        self._patience = patience
        self._loss = math.inf
        self._waited = 0

    def improve(self, loss: float, network: nn.Module) -> bool:
        """Take note of an epoch's validation loss; returns whether it is time to stop."""
        if loss < self._loss:
            self._loss, self._waited = loss, 0
            self.weights = {
                name: weights.detach().cpu().clone() for name, weights in network.named_parameters()
            }
        else:
            self._waited += 1
        return self._waited >= self._patience

    def notes(self) -> dict[str, Any]:
        """What a checkpoint holds of it, besides the weights."""
        return {"loss": self._loss if self.weights else None, "waited": self._waited}

    def restore(self, notes: Mapping[str, Any], weights: dict[str, Tensor] | None) -> None:
        """Go on where ``notes`` were taken."""
        self.weights = weights
        self._loss = notes["loss"] if weights else math.inf
        self._waited = notes["waited"]
