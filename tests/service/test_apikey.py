"""How keys are written."""

import hashlib

import pytest

from service import apikey


def test_a_key_made_is_a_key_read() -> None:
    """Text, prefix and digest agree."""
    made = apikey.make()
    assert apikey.parse(made.text) == made
    assert made.text.startswith(made.prefix + "_")
    assert made.digest == hashlib.sha256(made.text.encode()).digest()


def test_keys_are_random() -> None:
    """No two are alike, and the secret part is 160 bits."""
    assert len({apikey.make().text.split("_")[2][:32] for _ in range(200)}) == 200


def test_a_key_does_not_show_itself() -> None:
    """A log line with a key's repr gives nothing away."""
    made = apikey.make()
    assert made.text.split("_")[2] not in repr(made)


@pytest.mark.parametrize("position", [4, 15, 30, 50])
def test_a_mistyped_key_is_refused(position: int) -> None:
    """The checksum sees one wrong character anywhere."""
    text = apikey.make().text
    wrong = text[:position] + ("a" if text[position] != "a" else "b") + text[position + 1 :]
    assert apikey.parse(wrong) is None


@pytest.mark.parametrize("text", ["", "fc_", "fc_short_x", " ", "x" * 10_000, "fc_aaaaaaaa_" + "é" * 39])
def test_what_is_no_key_is_refused(text: str) -> None:
    """Whatever stands after Bearer."""
    assert apikey.parse(text) is None


def test_a_cut_or_longer_key_is_refused() -> None:
    """Copying one character too few or too many."""
    text = apikey.make().text
    assert apikey.parse(text[:-1]) is None
    assert apikey.parse(text + "a") is None
    assert apikey.parse(text.upper()) is None
