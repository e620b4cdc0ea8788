"""The table of states, and what verdicts come to: without a server."""

import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import ReviewState as State
from service import errors, transitions
from service.decision import outcome
from service.transitions import TABLE, Action, after

GUIDE = (Path(__file__).parents[2] / "docs" / "review.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_what_the_table_does_not_name_is_refused(state: State, action: Action) -> None:
    """Every pair of state and action either leads where the table says or nowhere."""
    if (state, action) in TABLE:
        assert after(state, action) is TABLE[state, action]
    else:
        with pytest.raises(errors.InvalidTransition):
            after(state, action)


@pytest.mark.parametrize("text", [str(transitions.__doc__), GUIDE], ids=["docstring", "guide"])
def test_the_table_for_readers_says_the_same(text: str) -> None:
    """It names each transition and no other, in the module and in docs/review.md."""
    lines = re.findall(r"^\| ([a-zA-Z, ]+?) \| (\w+) \| ([a-zA-Z ]+?) \|", text, re.MULTILINE)
    told: dict[tuple[State, Action], State] = {}
    for sources, action, target in lines:
        if action == "action":
            continue
        names = (
            [state for state in State if state is not State.OPEN] if sources == "all but open" else sources.split(", ")
        )
        for name in names:
            told[State(name), Action(action)] = State(name) if target == "as before" else State(target)
    assert told == TABLE


def test_every_state_can_be_left() -> None:
    """No claim gets stuck."""
    assert {state for state, _ in TABLE} == set(State)


@pytest.mark.parametrize(
    ("state", "required", "ratings", "action"),
    [
        (State.OPEN, 1, ["true"], Action.DECIDE),
        (State.OPEN, 2, ["true"], Action.CALL),
        (State.OPEN, 2, ["true", "true"], Action.DECIDE),
        (State.OPEN, 2, ["true", "false"], Action.DISPUTE),
        (State.DISPUTED, 2, ["true", "false", "mixed"], Action.DECIDE),
        (State.OPEN, 3, ["true", "true"], Action.CALL),
        (State.OPEN, 3, ["true", "true", "false"], Action.DISPUTE),
    ],
)
def test_verdicts_come_to(state: State, required: int, ratings: list[str], action: Action) -> None:
    """Enough and agreeing decide, enough and differing dispute, one more decides a dispute."""
    assert outcome(state, required, ratings) is action


@given(
    st.integers(1, 5), st.lists(st.sampled_from(["true", "false", "mixed"]), min_size=9, max_size=9), st.integers(0, 9)
)
def test_a_round_always_ends(required: int, ratings: list[str], matched: int) -> None:
    """At the latest one verdict after those that were required, also when the claim is matched before one of them."""
    state, taken = State.OPEN, 0
    while state in (State.OPEN, State.DISPUTED):
        state = State.ALREADY_CHECKED if taken == matched and state is State.OPEN else state
        taken += 1
        state = after(state, outcome(state, required, ratings[:taken]))
    assert state is State.JUDGED
    assert required <= taken <= required + 1
