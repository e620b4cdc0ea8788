"""HTML to text: nothing of the article is lost, nothing around it is kept, and nothing hostile takes long."""

import re
import time

import pytest
import trafilatura
from hypothesis import given, settings
from hypothesis import strategies as st

from service import webpage
from service.plainhtml import TooMuchMarkupError, plain

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


def page(body: str) -> str:
    """A whole page, in which the article is looked for."""
    return f"<html><body>{body}</body></html>"


def nested(tag: str, deep: int, times: int) -> str:
    """Elements in each other, some times beside each other."""
    return (f"<{tag}>" * deep + "5 people came." + f"</{tag}>" * deep) * times


MILLION = 1_000_000
# What somebody could send to keep the service busy; True: it has to be refused.
HOSTILE = {
    "a tag with 150,000 attributes": (page("<p " + " ".join(f"a{i}=1" for i in range(150_000)) + ">5"), False),
    "60 attributes in each tag": (page(("<p " + " ".join(f"a{i}='1'" for i in range(60)) + ">5</p>") * 2_500), False),
    "an attribute of a million characters": (page(f"<p title='{'x' * MILLION}'>5 people</p>"), False),
    "a million spaces in a tag": (page(f"<p{' ' * MILLION}>5"), False),
    "a million equal signs in a tag": (page(f"<p {'=' * MILLION}>5"), False),
    "a million slashes in a tag": (page(f"<p {'/' * MILLION}>5"), False),
    "quotes that never end": (page('<p a="' * 19_000 + "x" * MILLION), False),
    "tags in quotes, and no end of the tag": (page("<a " + "b='<a " * 19_000), False),
    "attributes whose values begin tags": (page("<p " + " ".join(f"a{i}='<'" for i in range(19_000)) + ">5"), False),
    "a million tags": (page("<b>1</b>" * 250_000), True),
    "a million breaks": (page("<br>" * MILLION), True),
    "a million tags of a fragment": ("<b>1</b>" * 250_000, True),
    "a million signs": ("<" * MILLION, True),
    "as many breaks as may be": (page("<br>" * 19_900), False),
    "as many paragraphs as may be": (page("<p>5 people came to the town hall.</p>" * 9_900), False),
    "as many paragraphs that are not closed": (page("<p>5" * 19_900), False),
    "as many cells as may be": (page("<table>" + "<tr><td>5</td></tr>" * 4_900 + "</table>"), False),
    "as many list items as may be": (page("<ul>" + "<li>5" * 19_900), False),
    "nested as deep as may be": (page(nested("div", 29, 330)), False),
    "tables in tables": (page(nested("table", 29, 170)), False),
    "nested deeper": (page(nested("div", 120, 80)), True),
    "nested ten thousand times": ("<div>" * 19_000 + "5 people", False),
    "emphasis in emphasis": (page("<b><i>" * 9_500 + "5"), False),
    "an entity bomb": ('<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' + page("&b;" * 9_000), False),
    "a million ampersands": (page("&" * MILLION), False),
    "a million entities": (page("&amp;" * 300_000), False),
    "sections that are not closed": (page("<![CDATA[" * 100_000), True),
    "comments that are not closed": (page("<!--" * 300_000), False),
    "scripts that are not closed": (page("<script>" * 200_000), False),
    "a script full of tags": (page("<script>" + "<p>" * 300_000 + "</script><p>5 people</p>"), False),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_is_read_at_once_or_refused(name: str) -> None:
    """About a second of the processor at most, four on a slow one: measured without what other processes do meanwhile."""
    html, is_refused = HOSTILE[name]
    began = time.process_time()
    try:
        webpage.text_of(html)
        was_refused = False
    except TooMuchMarkupError:
        was_refused = True
    assert (was_refused, time.process_time() - began < 4) == (is_refused, True)


def test_what_is_taken_out_before_parsing_changes_no_article() -> None:
    """The attributes that tell an article from what is around it are kept, and a quoted > ends no tag."""
    told = '<div class="article-body" id=main data-x="a > b" hidden title=\'5 > "4"\' onclick="go(7)"><p>12 &lt; 13</p></div>'
    assert plain(told) == '<div class="article-body" id="main" hidden=""><p>12 &lt; 13</p></div>'
    assert plain("<P ALIGN=left>5 < 6<BR/>and <!-- 7 --> 8") == "<P>5 &lt; 6<BR>and   8"
    assert trafilatura.extract(plain(PAGE), favor_recall=True) == trafilatura.extract(PAGE, favor_recall=True)


@given(st.text(alphabet="<>/='\" abp!-?&;\n", max_size=60))
def test_the_parser_sees_only_tags_that_were_written_here(html: str) -> None:
    """However tags and quotes are mixed, what is left of each tag is a name and attributes of the list."""
    assert re.fullmatch(r'(?:[^<]|</?[a-zA-Z][^\s/><]*(?: [a-z-]+="[^"<>]*")*>)*', plain(html))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(html: str) -> None:
    """Never an error, and nothing that cannot be stored where the input had none."""
    text = webpage.everything(html)
    assert "\x00" not in text or "\x00" in html
    assert text == text.strip()
