from collections.abc import Sequence

import pytest
import torch
from tokenizers import Tokenizer
from torch import Tensor
from transformers import GPT2LMHeadModel

from emojifier.catalogue import catalogue
from trainer.distill import pieces
from trainer.distill.encoder import Teacher, shrunk
from trainer.distill.packed import Packed
from trainer.distill.pour import Answers, pour

EMOJIS = ("🍕", "🐕", "🎉", "💔")
MESSAGES = (
    *("who wants pizza tonight", "my dog died last night", "we won", "the dog wants my pizza"),
    *("grandma won the pizza", "ok", "who died", "my hund wants pizza", "we wants the perro"),
)


@pytest.fixture(scope="module")
def tokenizer(packed: Packed) -> Tokenizer:
    counts = pieces.count(pieces.full_tokenizer(packed.pieces), dict.fromkeys(MESSAGES, 1.0))
    kept = pieces.prune(packed.pieces, counts, catalogue(), 80)
    return pieces.student_tokenizer(kept, EMOJIS)


@pytest.fixture(scope="module")
def teacher(packed: Packed, tokenizer: Tokenizer) -> Teacher:
    torch.manual_seed(1)
    return Teacher(shrunk(packed, tokenizer, catalogue()), len(EMOJIS) + 1).eval()


@pytest.fixture(scope="module")
def answers(tokenizer: Tokenizer) -> Answers:
    vocabulary = tokenizer.get_vocab(with_added_tokens=True)
    return Answers(
        vocabulary["<|react|>"], [*(vocabulary[e] for e in EMOJIS), vocabulary["<|quiet|>"]]
    )


def test_words_keep_the_encoders_rows_and_emojis_start_from_their_names(
    packed: Packed, tokenizer: Tokenizer, teacher: Teacher
) -> None:
    words = teacher.encoder.embeddings.word_embeddings.weight
    old = packed.network.embeddings.word_embeddings.weight
    at = {piece: i for i, (piece, _) in enumerate(packed.pieces.scores)}
    assert torch.equal(words[tokenizer.token_to_id("▁pizza")], old[at["▁pizza"]])
    assert torch.equal(words[tokenizer.token_to_id("🐕")], old[at["▁dog"]])
    assert torch.equal(words[-1], old[packed.pieces.end])


def test_a_poured_student_answers_like_its_teacher_before_any_training(
    tokenizer: Tokenizer, teacher: Teacher, answers: Answers
) -> None:
    sequences = [tokenizer.encode(message).ids for message in MESSAGES]
    layers = range(len(teacher.encoder.encoder.layer))
    student, fits = pour(teacher, list(layers), sequences, answers)
    with torch.no_grad():
        ids, mask = teacher.read(sequences)
        wanted = teacher.upper(teacher.lower(ids, mask), mask)[1]
        found = _logits(student, sequences, answers)
        torch.manual_seed(2)
        noise = _logits(GPT2LMHeadModel(student.config).eval(), sequences, answers)
    assert len(fits) == 2 * len(layers) + 1
    assert fits[0] > 0.95
    assert _agreement(found, wanted) > 0.6 > _agreement(noise, wanted) + 0.3


def _logits(
    student: GPT2LMHeadModel, sequences: Sequence[Sequence[int]], answers: Answers
) -> Tensor:
    return torch.stack(
        [
            student(torch.tensor([[*ids, answers.react]])).logits[0, -1, list(answers.places)]
            for ids in sequences
        ]
    )


def _agreement(found: Tensor, wanted: Tensor) -> float:
    """Correlation over all messages, without what every message has in common."""
    pairs = torch.stack([(found - found.mean(0)).flatten(), (wanted - wanted.mean(0)).flatten()])
    return float(torch.corrcoef(pairs)[0, 1])
