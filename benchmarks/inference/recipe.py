"""The usual recipe: ``transformers.pipeline("text-generation")``, one message at a time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from transformers import GPT2LMHeadModel, PreTrainedTokenizerFast, pipeline

from emojifier.opening import without_progress_bars


def usual_recipe(folder: Path, device: str) -> Callable[[str, int], object]:
    """A function of a message and a number of tokens, which are sampled, no fewer and no more.

    Generation starts after the react token: the model that ships has no other control token that
    it was trained on.
    """
    logging.getLogger("transformers").setLevel(logging.ERROR)
    with without_progress_bars():
        generate = pipeline(
            "text-generation",
            model=GPT2LMHeadModel.from_pretrained(folder, dtype=torch.float32),
            tokenizer=PreTrainedTokenizerFast.from_pretrained(folder),
            device=device,
        )

    def answer(message: str, tokens: int) -> object:
        return generate(
            f"{message} <|react|>",
            min_new_tokens=tokens,
            max_new_tokens=tokens,
            do_sample=True,
            return_full_text=False,
        )

    return answer


async def rate(answer: Callable[[str, int], object], messages: Sequence[str], tokens: int) -> float:
    """Messages a second as a chat bot calls it: each awaited from ``asyncio.to_thread``."""
    began = time.perf_counter()
    for message in messages:
        await asyncio.to_thread(answer, message, tokens)
    return len(messages) / (time.perf_counter() - began)
