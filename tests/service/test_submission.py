"""Files as articles, and the dates people give with them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service import submission
from service.submission import Unreadable


def test_a_file_is_taken_as_it_is(tmp_path: Path) -> None:
    """Offsets count the file's own characters, line ends included."""
    path = tmp_path / "article.txt"
    path.write_bytes("一行目\r\n二行目\n".encode())
    assert submission.read(path, None).text == "一行目\r\n二行目\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "it is empty"), (b" \n", "it is empty"), ("価格".encode("shift_jis"), "byte 0 is not UTF-8")],
)
def test_what_is_no_article_is_refused_with_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    """One line that says what to do."""
    path = tmp_path / "article.txt"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=reason):
        submission.read(path, None)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """The system's own reason, in the same line."""
    with pytest.raises(Unreadable, match="no such file"):
        submission.read(tmp_path / "absent.txt", None)
    with pytest.raises(Unreadable, match="is a directory"):
        submission.read(tmp_path, None)


def test_a_bare_date_means_that_day_in_utc() -> None:
    """Not the zone of the machine, which would make the answer depend on where it is asked."""
    assert submission.parse_published("2026-01-01") == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_time_keeps_its_offset() -> None:
    """The reader's day is the one at the sender's place."""
    assert submission.parse_published("2026-01-01T00:30:00+09:00").utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize("words", ["2026-13-01", "yesterday", "2026-01-01T09:00:00", ""])
def test_a_time_without_an_offset_or_no_date_at_all_is_refused(words: str) -> None:
    """Guessing would shift dates by a day without a word."""
    with pytest.raises(ValueError, match=r"offset|isoformat|month|Invalid"):
        submission.parse_published(words)


def test_the_sample_has_the_length_of_a_news_item() -> None:
    """What `factclaims up` shows first is neither a toy nor a book."""
    text = (Path(submission.__file__).parent / "samples" / "article.ja.txt").read_text(encoding="utf-8")
    assert 1_000 <= len(text) <= 1_500
