"""Why a retraining cannot be."""

from __future__ import annotations


class RetrainingError(Exception):
    """A sentence for the operator: what is wrong and what to do."""
