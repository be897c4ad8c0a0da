import pytest
import torch

from trainer.distill.tact import forbidden, is_grave, penalty

PLACES = {"🫂": 0, "😂": 1, "🎉": 2, "🐕": 3, "💪": 4}


@pytest.mark.parametrize(
    ("emojis", "grave"),
    [
        (("💔", "🫂", "😢"), True),
        (("🫂", "💔", "💪"), True),
        (("🙏",), False),
        (("🐶", "🥺"), False),
        (("😂", "🫂", "💔"), False),
        ((), False),
    ],
)
def test_grave_is_what_people_answered_gently_and_with_nothing_light(
    emojis: tuple[str, ...], grave: bool
) -> None:
    assert is_grave(emojis) is grave


def test_what_people_did_answer_is_not_forbidden() -> None:
    assert forbidden(("🫂", "💔"), PLACES) == [1, 2, 4]
    assert forbidden(("🫂", "💔", "💪"), PLACES) == [1, 2]
    assert forbidden(("🎉",), PLACES) == []


def test_the_penalty_is_the_lost_share_of_harmless_emojis() -> None:
    logits = torch.log(torch.tensor([[0.3, 0.5, 0.1, 0.1, 7.0]]))
    banned = torch.tensor([[False, True, True, False]])
    assert penalty(logits, banned).item() == pytest.approx(-torch.tensor(0.4).log().item())


def test_light_messages_may_be_laughed_at() -> None:
    logits = torch.tensor([[0.0, 9.0, 9.0, 0.0, 0.0]], requires_grad=True)
    loss = penalty(logits, torch.zeros(1, 4, dtype=torch.bool))
    loss.backward()
    assert loss.item() == 0
    assert logits.grad is not None
    assert not logits.grad.any()
