import pytest
import torch
from transformers.modeling_outputs import CausalLMOutputWithCrossAttentions

from trainer.examples import Collator, Example, SoftCrossEntropy, soft_target

PLACES = {"😀": 0, "🎉": 1, "🍕": 2}


def test_ranked_emojis_share_the_target_and_none_means_quiet() -> None:
    shares = soft_target(["🎉", "🍕"], PLACES)
    assert sum(shares.values()) == pytest.approx(1)
    assert shares[1] / shares[2] == pytest.approx(2**0.7)
    assert soft_target([], PLACES) == {3: 1.0}


def test_batch_is_padded_to_its_longest_row_with_the_react_token_last() -> None:
    collate = Collator(pad=9, answers=4)
    batch = collate(
        [
            Example(input_ids=[1, 2, 7], targets={1: 1.0}, weight=1.0),
            Example(input_ids=[7], targets={3: 1.0}, weight=0.5),
        ]
    )
    assert batch["input_ids"].tolist() == [[1, 2, 7], [9, 9, 7]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1], [0, 0, 1]]
    assert batch["position_ids"].tolist() == [[0, 1, 2], [0, 0, 0]]
    assert batch["labels"].tolist() == [[0, 1, 0, 0], [0, 0, 0, 0.5]]


def test_loss_is_the_weighted_cross_entropy_over_answers_alone() -> None:
    loss = SoftCrossEntropy([4, 5])
    logits = torch.zeros(2, 1, 6)
    logits[0, 0, 4] = 2.0
    logits[:, 0, 0] = 50.0  # a word: it can never come out, so it must not matter
    labels = torch.tensor([[1.0, 0.0], [0.0, 3.0]])
    expected = (
        -torch.log_softmax(torch.tensor([2.0, 0.0]), 0)[0] + 3 * torch.log(torch.tensor(2.0))
    ) / 2
    value = loss(CausalLMOutputWithCrossAttentions(logits=logits), labels, num_items_in_batch=8)
    assert value.item() == pytest.approx(expected.item())
    assert loss.values() == [pytest.approx(expected.item())]
    assert loss.mean() == pytest.approx(expected.item())
