"""HTML to text: nothing of the article is lost, nothing around it is kept, and nothing hostile takes long."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import webpage

PAGE = """<!doctype html><html lang="en"><head><title>T</title><script>var a = 99;</script></head><body>
<nav><a href="/">Home</a><a href="/a">77 more stories</a></nav>
<article><h1>A bridge at last</h1><p>The city will spend <b>$2.9</b> billion on the bridge, the mayor said on 3 March 2026.</p>
<p>Some 500 people came to the opening of the works, where the mayor spoke for twelve minutes.</p></article>
<footer>Copyright 2026, all 88 rights reserved</footer></body></html>"""


def test_of_a_page_the_article_is_kept() -> None:
    """And not what stands around it on every page."""
    text = webpage.text_of(PAGE)
    assert "The city will spend $2.9 billion on the bridge, the mayor said on 3 March 2026." in text
    assert "Some 500 people" in text
    for around in ("77", "88", "99"):
        assert around not in text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>It cost <b>$3</b>&nbsp;million.</p><ul><li>12 people</li><li>13 dogs</li></ul>", "It cost $3\xa0million.\n12 people\n13 dogs"),
        ("Just 5 words here", "Just 5 words here"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<table><tr><td>2024</td><td>500</td></tr><tr><td>2025</td><td>600</td></tr></table>", "2024 500\n2025 600"),
        ("<p>約<em>500</em>機の<ruby>無人機<rt>ドローン</rt></ruby></p>", "約500機の無人機ドローン"),
        ("<p>5 &lt; 6 &amp; 7</p>", "5 < 6 & 7"),
        ("<p>kept<!-- 9 --> too</p><script>8</script><style>7</style>", "kept too"),
        ("<div>  many \n spaces\t</div>", "many spaces"),
        ("<p>𠮷野家 3 軒</p>", "𠮷野家 3 軒"),
        ("<script>only 1</script>", ""),
        ("<!-- only 1 -->", ""),
        ("   ", ""),
    ],
)  # fmt: skip
def test_of_a_fragment_everything_is_kept(html: str, text: str) -> None:
    """In its order, a line for each block."""
    assert webpage.text_of(html) == text


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "5 people", "<" * 500_000, "<a " + "a=1 " * 100_000 + ">5", "&" * 300_000, "<![CDATA[" * 50_000,
        "<table>" * 20_000 + "5", "<p>5" * 100_000, "<html><body>" + "<b><i>" * 20_000 + "5", "<!--" * 100_000,
    ],
    ids=range(9),
)  # fmt: skip
def test_hostile_html_takes_no_time(html: str) -> None:
    """Whatever it holds, an answer comes."""
    began = time.perf_counter()
    webpage.text_of(html)
    assert time.perf_counter() - began < 10


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(html: str) -> None:
    """Never an error, and nothing that cannot be stored where the input had none."""
    text = webpage.everything(html)
    assert "\x00" not in text or "\x00" in html
    assert text == text.strip()
