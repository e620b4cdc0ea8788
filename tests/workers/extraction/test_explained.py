"""What the command line says to whoever keeps a language: why a number became no claim."""

import pytest

from workers.extraction.__main__ import main


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The Orion 100 fell.", "'100' the number of a name"),
        ("It was 1.2xy wide.", "'1.2' begins or ends inside a word"),
    ],
)
def test_a_dropped_number_has_its_reason(capsys: pytest.CaptureFixture[str], text: str, why: str) -> None:
    """A language is debugged without reading the engine."""
    assert main(["en", text]) == 0
    assert why in capsys.readouterr().out


def test_a_claim_is_not_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    """What is found is listed with its pattern."""
    main(["en", "It cost $5 million."])
    dropped, claims = capsys.readouterr().out.split("dropped\n")[1].split("claims\n")
    assert "$5" not in dropped
    assert "en/money.prefix" in claims
