import pytest
import torch
from transformers.modeling_outputs import CausalLMOutputWithCrossAttentions

from emojifier.catalogue import catalogue
from emojifier.telling import MOST_TOLD
from trainer.bases import prepare
from trainer.examples import (
    IMPOSSIBLE,
    Collator,
    Example,
    SoftCrossEntropy,
    make_examples,
    soft_target,
)
from trainer.rows import Row

PLACES = {"😀": 0, "🎉": 1, "🍕": 2}
NO = IMPOSSIBLE


def _reaction(ids: list[int], target: dict[int, float], weight: float = 1.0) -> Example:
    return Example(kind="react", input_ids=ids, targets=[target], weight=weight)


def test_ranked_emojis_share_the_target_and_none_means_quiet() -> None:
    shares = soft_target(["🎉", "🍕"], PLACES)
    assert sum(shares.values()) == pytest.approx(1)
    assert shares[1] / shares[2] == pytest.approx(2**0.7)
    assert soft_target([], PLACES) == {3: 1.0}


def test_each_row_goes_through_its_own_task() -> None:
    rows = [
        Row("pizza tonight", ("🍕", "🎉")),
        Row("we ate and laughed", ("🍕", "😀"), kind="tell"),
        Row("ok", ()),
    ]
    start = prepare("scratch:mini", rows, catalogue(), seed=0)
    pizza, party, grin = (start.emojis[emoji] for emoji in ("🍕", "🎉", "😀"))
    reaction, telling, quiet = make_examples(rows, start.encoder(catalogue()), start)
    assert reaction["input_ids"][-1] == quiet["input_ids"][-1] == start.tokens.react
    assert telling["input_ids"][-3:] == [start.tokens.tell, pizza, grin]
    assert [set(target) for target in telling["targets"]] == [
        {start.places["🍕"]},
        {start.places["😀"]},
        {len(start.emojis)},
    ]
    assert set(quiet["targets"][0]) == {len(start.emojis)}
    assert party not in telling["input_ids"]


def test_a_telling_longer_than_the_longest_ends_there_and_fits_the_model() -> None:
    many = [entry.emoji for entry in catalogue()][:9]
    rows = [Row("word " * 500, tuple(many), kind="tell")]
    start = prepare("scratch:mini", rows, catalogue(), seed=0)
    [example] = make_examples(rows, start.encoder(catalogue()), start)
    assert len(example["targets"]) == MOST_TOLD + 1
    assert len(example["input_ids"]) == start.network.config.n_positions


def test_batch_is_padded_to_its_longest_row_with_the_positions_that_count_last() -> None:
    collate = Collator(pad=9, emojis=3)
    batch = collate(
        [
            Example(kind="tell", input_ids=[1, 8, 4], targets=[{0: 1.0}, {3: 1.0}], weight=1.0),
            _reaction([7], {3: 1.0}, weight=0.5),
        ]
    )
    assert batch["input_ids"].tolist() == [[1, 8, 4], [9, 9, 7]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1], [0, 0, 1]]
    assert batch["position_ids"].tolist() == [[0, 1, 2], [0, 0, 0]]
    assert batch["logits_to_keep"] == 2
    assert batch["labels"].tolist() == [
        [[0.5, 0, 0, NO, 0], [0, 0, 0, NO, 0.5]],
        [[0, 0, 0, 0, NO], [0, 0, 0, 0.5, NO]],
    ]


def test_old_answers_come_on_top_of_the_targets() -> None:
    example = _reaction([7], {1: 0.5}, weight=2.0)
    example["held"] = torch.tensor([[0.25, 0, 0, 0.25]]).half()
    assert Collator(pad=9, emojis=3)([example])["labels"].tolist() == [[[0.5, 1, 0, 0.5, NO]]]


def test_loss_is_the_weighted_cross_entropy_over_answers_alone() -> None:
    loss = SoftCrossEntropy([4, 5, 3])
    logits = torch.zeros(2, 1, 6)
    logits[0, 0, 4] = 2.0
    logits[:, 0, 0] = 50.0  # a word: it can never come out, so it must not matter
    logits[:, 0, 3] = 50.0  # nor must the end, in a reaction
    labels = torch.tensor([[[1.0, 0.0, NO]], [[0.0, 3.0, NO]]])
    expected = (
        -torch.log_softmax(torch.tensor([2.0, 0.0]), 0)[0] + 3 * torch.log(torch.tensor(2.0))
    ) / 2
    value = loss(CausalLMOutputWithCrossAttentions(logits=logits), labels, num_items_in_batch=8)
    assert value.item() == pytest.approx(expected.item())
    assert loss.values() == [pytest.approx(expected.item())]
    assert loss.mean() == pytest.approx(expected.item())


def test_words_quiet_and_padding_get_no_gradient_from_a_telling() -> None:
    loss = SoftCrossEntropy([4, 5, 3])
    logits = torch.randn(1, 3, 6, requires_grad=True)
    labels = torch.tensor([[[0, NO, 0], [0.5, NO, 0], [0, NO, 0.5]]])
    loss(CausalLMOutputWithCrossAttentions(logits=logits), labels).backward()
    assert logits.grad is not None
    touched = logits.grad[0] != 0
    assert touched.tolist() == [[False] * 6, *[[False, False, False, True, True, False]] * 2]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_losses_from_before_a_resumption_count_beside_those_of_the_gpu() -> None:
    loss = SoftCrossEntropy([4, 5, 3])
    loss.restore([1.0])
    logits = torch.zeros(1, 1, 6, device="cuda")
    labels = torch.tensor([[[0.0, 0.0, NO]]], device="cuda")
    loss(CausalLMOutputWithCrossAttentions(logits=logits), labels)
    assert loss.values() == [1.0, 0.0]
    assert loss.mean() == loss.mean(2) == 0.5
