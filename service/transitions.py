"""How a claim's review gets from one state to the next: this table and nothing else.

| from | action | to | when |
|---|---|---|---|
| open, alreadyChecked | call | open | a verdict came in and more are needed |
| open, alreadyChecked | dispute | disputed | enough came in and they differ |
| open, disputed, alreadyChecked | decide | judged | enough came in and agree; or one more came in after a dispute |
| open, disputed, alreadyChecked | dismiss | dismissed | it is no claim, or not worth a check |
| open | match | alreadyChecked | the worker found it published for another claim that says the same |
| judged | publish | published | the desk lets its readers see it |
| judged, published | correct | as before | the verdict was wrong; the old one stays in the history |
| all but open | reopen | open | the next round begins, with no verdicts; a match lost what it rested on |

A match is a machine's; a person who judges the claim itself goes before it, whether they held it already when
it was matched or took it up afterwards.

Assigning, tagging and commenting change no state. A lease is no state: it ends by its time.
"""

from enum import StrEnum

from schemas.records import ReviewState as State
from service import errors


class Action(StrEnum):
    """What moves a review."""

    CALL = "call"
    DISPUTE = "dispute"
    DECIDE = "decide"
    DISMISS = "dismiss"
    MATCH = "match"
    PUBLISH = "publish"
    CORRECT = "correct"
    REOPEN = "reopen"


TABLE: dict[tuple[State, Action], State] = {
    (State.OPEN, Action.CALL): State.OPEN,
    (State.OPEN, Action.DISPUTE): State.DISPUTED,
    (State.OPEN, Action.DECIDE): State.JUDGED,
    (State.OPEN, Action.DISMISS): State.DISMISSED,
    (State.OPEN, Action.MATCH): State.ALREADY_CHECKED,
    (State.DISPUTED, Action.DECIDE): State.JUDGED,
    (State.DISPUTED, Action.DISMISS): State.DISMISSED,
    (State.DISPUTED, Action.REOPEN): State.OPEN,
    (State.JUDGED, Action.PUBLISH): State.PUBLISHED,
    (State.JUDGED, Action.CORRECT): State.JUDGED,
    (State.JUDGED, Action.REOPEN): State.OPEN,
    (State.PUBLISHED, Action.CORRECT): State.PUBLISHED,
    (State.PUBLISHED, Action.REOPEN): State.OPEN,
    (State.ALREADY_CHECKED, Action.CALL): State.OPEN,
    (State.ALREADY_CHECKED, Action.DISPUTE): State.DISPUTED,
    (State.ALREADY_CHECKED, Action.DECIDE): State.JUDGED,
    (State.ALREADY_CHECKED, Action.DISMISS): State.DISMISSED,
    (State.ALREADY_CHECKED, Action.REOPEN): State.OPEN,
    (State.DISMISSED, Action.REOPEN): State.OPEN,
}


def after(state: State, action: Action) -> State:
    """The state that the action leads to. Raises InvalidTransition when it leads nowhere from here."""
    try:
        return TABLE[state, action]
    except KeyError:
        raise errors.InvalidTransition(f"A claim that is {state} takes no {action}.") from None
