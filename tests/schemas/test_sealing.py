"""Secrets at rest."""

import pytest

from schemas.sealing import InvalidKey, Seal, Unsealable, keys_in, make_key


def test_what_was_sealed_is_opened_with_its_key() -> None:
    """And tells nothing without."""
    seal = Seal([make_key()])
    sealed = seal.close(b"a secret of 24 bytes or so")
    assert "secret" not in sealed
    assert seal.open(sealed) == b"a secret of 24 bytes or so"
    with pytest.raises(Unsealable):
        Seal([make_key()]).open(sealed)


def test_keys_can_be_changed() -> None:
    """The new one seals, the old one still opens; once it is taken away, what it sealed is lost."""
    old, new = make_key(), make_key()
    sealed = Seal([old]).close(b"x")
    both = Seal([new, old])
    assert both.open(sealed) == b"x"
    assert Seal([new]).open(both.close(b"y")) == b"y"
    with pytest.raises(Unsealable):
        Seal([new]).open(sealed)


def test_the_same_secret_is_sealed_differently_each_time() -> None:
    """Nobody sees that two endpoints have one secret."""
    seal = Seal([make_key()])
    assert seal.close(b"x") != seal.close(b"x")


def test_keys_in_a_setting() -> None:
    """Separated by commas; none is none, a broken one is an error."""
    one, two = make_key(), make_key()
    assert keys_in(f" {one}, {two},") == (one, two)
    assert keys_in("") == ()
    for wrong in ("short", one[:-4], f"{one},x"):
        with pytest.raises(InvalidKey):
            keys_in(wrong)
