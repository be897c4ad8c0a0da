import pytest
import torch

from trainer.distill.tact import hurtful_places, is_grave, penalty

PLACES = {"🫂": 0, "😂": 1, "🎉": 2, "🐕": 3}


@pytest.mark.parametrize(
    ("emojis", "grave"),
    [
        (("💔", "🫂", "😢"), True),
        (("🙏", "🤞", "🥺", "🐾"), True),
        (("🙏",), False),
        (("🐶", "🥺"), False),
        (("🪦", "😢", "💔"), False),
        (("😂", "🫂", "💔"), False),
        ((), False),
    ],
)
def test_grave_is_what_people_answered_gently_and_in_no_other_way(
    emojis: tuple[str, ...], grave: bool
) -> None:
    assert is_grave(emojis) is grave


def test_the_penalty_is_the_lost_share_of_harmless_emojis() -> None:
    hurtful = torch.tensor(hurtful_places(PLACES))
    logits = torch.log(torch.tensor([[0.3, 0.5, 0.1, 0.1, 7.0]]))
    assert penalty(logits, torch.ones(1), hurtful).item() == pytest.approx(
        -torch.log(torch.tensor(0.4)).item()
    )


def test_light_messages_may_be_laughed_at() -> None:
    logits = torch.tensor([[0.0, 9.0, 9.0, 0.0, 0.0]], requires_grad=True)
    loss = penalty(logits, torch.zeros(1), torch.tensor([1, 2]))
    loss.backward()
    assert loss.item() == 0
    assert logits.grad is not None
    assert not logits.grad.any()
