"""What verdicts come to: how many are needed, what happens when they differ, who decides then."""

from collections.abc import Sequence

from schemas.records import ReviewState
from service.transitions import Action


def outcome(state: ReviewState, required: int, ratings: Sequence[str]) -> Action:
    """What the newest of a round's ratings does; `ratings` are in the order in which they came, the newest last.

    Verdicts that are needed and all agree decide. When they differ the claim is disputed, and whoever
    judges it next decides alone: a tie among three opinions would only wait for a fourth.
    """
    if state is ReviewState.DISPUTED:
        return Action.DECIDE
    if len(ratings) < required:
        return Action.CALL
    return Action.DECIDE if len(set(ratings)) == 1 else Action.DISPUTE
