"""The lists of declined cases: reasons beside every case, and never so many that a suite measures nothing."""

from pathlib import Path

import pytest

from benchmarks.declined import NoReason, TooManyDeclined, UnknownCase, declined

CASES = {f"suite.ja/{number}" for number in range(40)}


def listed(folder: Path, *lines: str) -> Path:
    """The folder with a list for Japanese of these lines."""
    (folder / "ja.toml").write_text("\n".join(("[suite]", *lines)), encoding="utf-8")
    return folder


def test_a_declined_case_has_its_reason(tmp_path: Path) -> None:
    """Who declines says why."""
    folder = listed(tmp_path, '"suite.ja/1" = "counts a numeral twice"')
    assert declined("suite", "ja", CASES, folder) == {"suite.ja/1": "counts a numeral twice"}


def test_a_language_without_a_list_declines_nothing(tmp_path: Path) -> None:
    """Most suites are taken as they are."""
    assert declined("suite", "en", CASES, tmp_path) == {}
    assert declined("other", "ja", CASES, listed(tmp_path, '"suite.ja/1" = "reason"')) == {}


def test_more_than_a_twentieth_is_refused(tmp_path: Path) -> None:
    """2 of 40 may be declined, 3 may not."""
    two = ['"suite.ja/1" = "reason"', '"suite.ja/2" = "reason"']
    assert len(declined("suite", "ja", CASES, listed(tmp_path, *two))) == 2
    with pytest.raises(TooManyDeclined):
        declined("suite", "ja", CASES, listed(tmp_path, *two, '"suite.ja/3" = "reason"'))


def test_a_case_that_no_suite_has_is_refused(tmp_path: Path) -> None:
    """A typing error would decline nothing and nobody would notice."""
    with pytest.raises(UnknownCase):
        declined("suite", "ja", CASES, listed(tmp_path, '"suite.ja/100" = "reason"'))


def test_a_case_without_a_reason_is_refused(tmp_path: Path) -> None:
    """An empty sentence is no reason."""
    with pytest.raises(NoReason):
        declined("suite", "ja", CASES, listed(tmp_path, '"suite.ja/1" = " "'))
