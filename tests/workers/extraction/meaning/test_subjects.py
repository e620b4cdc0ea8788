"""What a quantity is of: by particles in Japanese, by order in English and Chinese; empty where nobody says."""

import pytest

from workers.extraction.claims import extract


def subject_of(language: str, text: str, quote: str) -> str | None:
    """The subject of the claim whose quote holds these words, checked against its own span."""
    claim = next(one for one in extract(text, language, None) if quote in one.quote.of(text))
    if claim.subject is None:
        return None
    assert claim.subject.span.of(text) == claim.subject.text
    return claim.subject.text


@pytest.mark.parametrize(
    ("language", "text", "quote", "subject"),
    [
        ("ja", "世論調査では、首相の支持率が48%だった。", "48%", "首相の支持率"),
        ("ja", "約500機のドローンが飛来した。", "500機", "ドローン"),
        ("ja", "市内の小学校20校が休校した。", "20校", "市内の小学校"),
        ("ja", "軍の規模を紛争前の60万人まで縮小する。", "60万人", "軍の規模"),
        ("ja", "凍結資産のうち最大1000億ドルしか使えない。", "1000億ドル", "凍結資産"),
        ("ja", "防衛費は歳出の2割を占める。", "2割", "防衛費"),
        ("en", "Net profit at the bank jumped 18% to $3.4 billion.", "$3.4 billion", "Net profit"),
        ("en", "About 64% of respondents oppose the plan.", "64%", "respondents"),
        ("en", "The company cut its profit forecast by 12%.", "12%", "its profit forecast"),
        ("en", "The government set aside $50 million for flood defences.", "$50 million", "flood defences"),
        ("en", "The sector shrank, with the index slipping to 48.7 from 50.1.", "48.7", "the index"),
        ("en", "Council tax would have to go up 9.9 per cent.", "9.9", "Council tax"),
        ("en", "Nearly half of the 1.4 million people displaced by fighting are children.", "half", "people"),
        ("en", "Crews have contained 35% of the 12,400-acre blaze.", "35%", "blaze"),
        ("de", "Die Mieten stiegen in Zürich um durchschnittlich 3,2 Prozent.", "3,2 Prozent", "Die Mieten"),
        ("de", "Der Bund nimmt neue Schulden in Höhe von 81,8 Milliarden Euro auf.", "81,8", "neue Schulden"),
        ("de", "Der alte Konzern streicht 12.000 der 68.000 Stellen weltweit.", "68.000", "Stellen"),
        ("de", "Die Arbeitslosenquote stieg auf 5,8 Prozent.", "5,8 Prozent", "Die Arbeitslosenquote"),
        ("es", "La tasa de paro bajó al 11,2% en octubre.", "11,2%", "La tasa de paro"),
        ("es", "La inflación interanual se moderó hasta el 2,4 % en octubre.", "2,4", "La inflación interanual"),
        ("es", "La cifra duplica la media europea, del 12 %.", "12", "la media europea"),
        ("fr", "Les ventes ont bondi sur un an pour atteindre 3,46 milliards d'euros.", "3,46", "Les ventes"),
        ("fr", "Le thermomètre devrait dépasser les 40 °C.", "40", "Le thermomètre"),
        ("fr", "Le taux de chômage a reculé à 7,3 %.", "7,3 %", "Le taux de chômage"),
        ("it", "Sono almeno 22 i morti del terremoto.", "22", "i morti"),
        ("it", "Su base annua l'aumento è dello 0,7%.", "0,7%", "l'aumento"),
        ("it", "Il tasso di disoccupazione è sceso al 6,1%.", "6,1%", "Il tasso di disoccupazione"),
        ("ko", "지난달 실업률은 3.8%로 집계됐다.", "3.8%", "실업률"),
        ("pt", "O desemprego caiu para 6,8% em outubro.", "6,8%", "O desemprego"),
        ("zh", "失业率从4.3%降至3.9%。", "3.9%", "失业率"),
        ("zh", "防空部队击落了约500架无人机。", "500架", "无人机"),
    ],
)
def test_a_quantity_is_of_what_the_sentence_points_at(language: str, text: str, quote: str, subject: str) -> None:
    """Particle, verb and preposition each point at their noun."""
    assert subject_of(language, text, quote) == subject


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("ja", "約300人が負傷した。", "300人"),
        ("ja", "部隊が港を攻撃し、30人が負傷した。", "30人"),
        ("en", "It rose by 3 percent.", "3 percent"),
        ("zh", "至少36人遇难。", "36人"),
        ("pt", "Em 2026 foram 8% acima da safra anterior.", "8%"),
        ("de", "Sie hatte zuvor bei 2,0 Prozent gelegen.", "2,0 Prozent"),
    ],
)
def test_a_quantity_that_nobody_explains_has_no_subject(language: str, text: str, quote: str) -> None:
    """An empty subject is better than the wrong noun next door."""
    assert subject_of(language, text, quote) is None


def test_a_clause_without_a_topic_goes_on_with_the_one_before() -> None:
    """The sentence before said what moved."""
    assert subject_of("ja", "出生数は68万人だった。前年から4万人減った。", "4万人") == "出生数"


def test_a_topic_two_sentences_ago_is_forgotten() -> None:
    """What was said long ago is a guess."""
    assert subject_of("ja", "出生数は68万人だった。会見は短かった。前年から4万人減った。", "4万人") is None


def test_a_date_is_of_nothing() -> None:
    """Only amounts have subjects."""
    assert subject_of("ja", "首相は2025年12月3日に会見した。", "2025年12月3日") is None


def test_a_quantity_inside_a_phrase_is_still_asked_about() -> None:
    """A rule of phrases may take a quantity in; the others keep their places, and nothing is raised."""
    text = "高速道路の35番と115番の出口(436番出口)へのインターチェンジは、ベネット通りの東500メートルにある。"
    assert [claim.quote.of(text) for claim in extract(text, "ja", None)][-1] == "500メートル"


def test_who_says_it_is_not_what_it_is_of() -> None:
    """The topic before a quotation is its speaker; what is said inside may have no subject."""
    assert subject_of("ja", "山川市長は「半世紀に50万人が去った」と語った。", "50万人") is None
    assert subject_of("ja", "被害額は「50万円だ」と山川市長は語った。", "50万円") == "被害額"


@pytest.mark.parametrize(
    ("language", "text", "quote", "subject"),
    [
        ("en", "The Reds are on 17% and the Blues on 16%, up two points.", "two points", "the Blues"),
        ("fr", "Les loyers ont baissé de 9 % en mai et de 4 % en juin.", "4 %", "Les loyers"),
        (
            "de",
            "Die Ministerin sagte, dass die Zinslast um 36 Milliarden Euro zunehmen werde.",
            "36 Milliarden Euro",
            "die Zinslast",
        ),
        ("it", "La quota in Bancobello salirà al 29%.", "29%", "La quota"),
        ("zh", "主任说，对东盟贸易额增长9.1%。", "9.1%", "对东盟贸易额"),
    ],
)
def test_a_second_share_and_a_verb_at_the_end_have_their_subject(
    language: str, text: str, quote: str, subject: str
) -> None:
    """Named once, or before a verb that comes last."""
    assert subject_of(language, text, quote) == subject
