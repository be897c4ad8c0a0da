"""How fast the model that ships answers: ``python -m benchmarks.answers``.

Baseline: the usual recipe, ``transformers.pipeline("text-generation")`` on the same folder, one
message at a time, five sampled tokens after the control token.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import time
from collections.abc import Callable, Sequence

import torch
from transformers import GPT2LMHeadModel, PreTrainedTokenizerFast, pipeline

from emojifier import Emojifier
from emojifier.catalogue import catalogue
from emojifier.folders import default_model
from emojifier.opening import without_progress_bars
from trainer.datasets import load

TOKENS = 5


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1024, help="messages a round")
    parser.add_argument("--rounds", type=int, default=5, help="rounds; the median counts")
    arguments = parser.parse_args()
    messages = [row.message for row in load("ordinary").rows][: arguments.messages]

    began = time.perf_counter()
    emojifier = Emojifier.load(device="cpu")
    print(f"load                          {(time.perf_counter() - began) * 1000:8.0f} ms")

    few = messages[: max(1, len(messages) // 16)]
    recipe = _rate(_usual_recipe(), few, arguments.rounds)
    single = _rate(lambda m: [emojifier.suggest([one]) for one in m], few, arguments.rounds)
    batched = _rate(emojifier.suggest, messages, arguments.rounds)
    print(f"usual recipe, {TOKENS} tokens        {recipe:8.1f} messages/s     1.0 x (baseline)")
    print(f"Emojifier, one at a time      {single:8.1f} messages/s  {single / recipe:6.1f} x")
    print(f"Emojifier, in batches         {batched:8.1f} messages/s  {batched / recipe:6.1f} x")

    answers = emojifier.suggest(messages)
    emojis = [scored.emoji for answer in answers for scored in answer.emojis]
    valid = sum(emoji in catalogue() for emoji in emojis) / len(emojis)
    print(f"valid emojis                  {valid:8.4f} of {len(emojis)}")
    print(f"{torch.get_num_threads()} threads, torch {torch.__version__}")


def _rate(answer: Callable[[Sequence[str]], object], messages: Sequence[str], rounds: int) -> float:
    """Messages a second, the median of ``rounds`` after one to warm up."""
    answer(messages)
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        answer(messages)
        seconds.append(time.perf_counter() - began)
    return len(messages) / statistics.median(seconds)


def _usual_recipe() -> Callable[[Sequence[str]], object]:
    logging.getLogger("transformers").setLevel(logging.ERROR)
    folder = default_model()
    with without_progress_bars():
        generate = pipeline(
            "text-generation",
            model=GPT2LMHeadModel.from_pretrained(folder, dtype=torch.float32),
            tokenizer=PreTrainedTokenizerFast.from_pretrained(folder),
        )

    def answer(messages: Sequence[str]) -> list[object]:
        return [
            generate(
                f"{message} <|react|>",
                min_new_tokens=TOKENS,
                max_new_tokens=TOKENS,
                do_sample=True,
                return_full_text=False,
            )
            for message in messages
        ]

    return answer


if __name__ == "__main__":
    main()
