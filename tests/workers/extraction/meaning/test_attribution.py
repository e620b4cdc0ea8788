"""Who says it: before, inside and after the words, over several sentences, or the article itself."""

import pytest

from workers.extraction.claims import extract
from workers.extraction.values import Attribution


def attribution_of(language: str, text: str, quote: str) -> Attribution:
    """The attribution of the claim whose quote holds these words."""
    return next(one.attribution for one in extract(text, language, None) if quote in one.quote.of(text))


@pytest.mark.parametrize(
    ("language", "text", "quote", "speaker", "mode"),
    [
        ("ja", "財務省によると、税収は75兆円だった。", "75兆円", "財務省", "reported"),
        ("ja", "大統領は、合意の90%に達したと発表した。", "90%", "大統領", "reported"),
        ("ja", "知事は「被害は30億円に上る」と語った。", "30億円", "知事", "direct"),
        ("ja", "「被害は30億円に上る」と知事は語った。", "30億円", "知事", "direct"),
        ("ja", "内閣府の調査によると、回答者の6割が賛成した。", "6割", "内閣府", "reported"),
        ("en", "Unemployment was 4%, according to the central bank.", "4%", "the central bank", "reported"),
        ("en", "The minister said that 40 people were killed.", "40", "The minister", "reported"),
        (
            "en",
            "The Institute for Fiscal Studies said 63 councils would fail.",
            "63",
            "The Institute for Fiscal Studies",
            "reported",
        ),
        ("en", "The office for repairs of 40 ships, the agency said, would close.", "40", "the agency", "reported"),
        (
            "fr",
            "« Nous embauchons 1 200 personnes », a déclaré jeudi la directrice.",
            "1 200",
            "la directrice",
            "direct",
        ),
        ("en", '"We employ 4,000 workers," the chief executive said.', "4,000", "the chief executive", "direct"),
        (
            "en",
            '"Sales fell," the chief executive said. "We employ 4,000 workers."',
            "4,000",
            "the chief executive",
            "direct",
        ),
        (
            "de",
            "Laut der Zentralbank liegt die Inflation bei 2,3 Prozent.",
            "2,3 Prozent",
            "der Zentralbank",
            "reported",
        ),
        ("fr", "Le chômage a reculé à 7,3 %, selon le ministère.", "7,3 %", "le ministère", "reported"),
        ("es", "El ministro dijo que la inflación fue del 3,1%.", "3,1%", "El ministro", "reported"),
        ("it", "Il ministro ha detto che il deficit sarà del 3%.", "3%", "Il ministro", "reported"),
        ("pt", "A inflação foi de 4,5%, disse o ministro.", "4,5%", "o ministro", "reported"),
        ("ko", "대통령은 수출이 6000억 달러를 넘었다고 밝혔다.", "6000억", "대통령", "reported"),
        ("zh", "该官员说，三分之二的受访者支持。", "三分之二", "该官员", "reported"),
        ("zh", "据世界银行估算，重建需要5000亿美元。", "5000亿美元", "世界银行", "reported"),
    ],
)
def test_a_claim_names_its_speaker(language: str, text: str, quote: str, speaker: str, mode: str) -> None:
    """The words of speech decide who is answerable for a number, and whether they are literally theirs."""
    found = attribution_of(language, text, quote)
    assert found.speaker is not None
    assert (found.speaker.text, found.mode) == (speaker, mode)
    assert found.speaker.span.of(text) == speaker


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("ja", "税収は75兆円だった。", "75兆円"),
        ("ja", "「緑の日」の来場者は3000人だった。", "3000人"),
        ("en", "Unemployment was 4% in the region.", "4%"),
        ("ja", "年間配当は前期より10円多い90円とする。", "90円"),
        ("zh", "失业率为4%。", "4%"),
    ],
)
def test_a_claim_that_nobody_is_quoted_for_is_the_articles_own(language: str, text: str, quote: str) -> None:
    """Quotation marks round a name are no speech."""
    assert attribution_of(language, text, quote) == Attribution(None, None, "own")


def test_an_analysis_without_an_author_is_reported_by_nobody() -> None:
    """The cue is kept, the speaker stays empty."""
    found = attribution_of("ja", "分析によれば、資金は1000億ドルしか使えない。", "1000億ドル")
    assert found.speaker is None
    assert found.cue is not None
    assert (found.cue.text, found.mode) == ("分析によれば", "reported")


def test_speech_does_not_reach_past_its_own_sentence() -> None:
    """What follows is the article's own voice again."""
    assert attribution_of("ja", "大統領は合意したと発表した。税収は75兆円だった。", "75兆円").mode == "own"


@pytest.mark.parametrize(
    ("language", "text", "quote", "role"),
    [
        ("ja", "ゼレンスキー大統領は、合意の90%に達したと発表した。", "90%", "大統領"),
        ("en", "Prime Minister Frederiksen said that 40 people were killed.", "40", "Prime Minister"),
        ("zh", "美国能源部长表示，产量增长5%。", "5%", "能源部长"),
        ("de", "Bundeskanzler Merz sagte, dass 40 Menschen starben.", "40", "Bundeskanzler"),
        ("fr", "Le ministre de la Santé a déclaré que 40 personnes sont mortes.", "40", "ministre"),
        ("ko", '김 장관은 "예산이 3조원 늘었다"고 말했다.', "3조원", "장관"),
    ],
)
def test_a_speaker_has_the_office_that_the_words_name(language: str, text: str, quote: str, role: str) -> None:
    """With its own place, in the speaker."""
    found = attribution_of(language, text, quote)
    assert found.role is not None
    assert found.role.text == role
    assert found.role.span.of(text) == role


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("ja", "大統領府は、90%で合意したと発表した。", "90%"),
        ("en", "The White House said that 40 people were killed.", "40"),
        ("zh", "总统府宣布，产量增长5%。", "5%"),
    ],
)
def test_an_institution_has_no_office(language: str, text: str, quote: str) -> None:
    """Although an office is in its name."""
    found = attribution_of(language, text, quote)
    assert found.speaker is not None
    assert found.role is None


@pytest.mark.parametrize(
    ("language", "text", "quote", "cue"),
    [
        ("ja", "最新の世論調査では、支持率は64%だった。", "64%", "最新の世論調査では"),
        ("en", "In a survey of 2,000 firms, 41% planned to raise prices.", "41%", "a survey"),
        ("de", "Laut einer Umfrage sind 54 Prozent der Bürger dafür.", "54 Prozent", "Laut einer Umfrage"),
        ("zh", "民调显示，总统的支持率为41%。", "41%", "民调显示"),
    ],
)
def test_what_a_poll_says_is_reported(language: str, text: str, quote: str, cue: str) -> None:
    """By nobody with a name."""
    found = attribution_of(language, text, quote)
    assert (found.mode, found.speaker) == ("reported", None)
    assert found.cue is not None
    assert found.cue.text == cue


def test_so_he_said_speaks_of_the_quotation_before() -> None:
    """But the same words without "so" speak of something else."""
    said = attribution_of("ja", "「死者は40人に上る」。地元警察のトップはそう語った。", "40人")
    assert said.speaker is not None
    assert (said.speaker.text, said.mode) == ("地元警察のトップ", "direct")
    assert attribution_of("ja", "死者は40人に上る。地元警察のトップは会見した。", "40人").speaker is None


@pytest.mark.parametrize(
    ("language", "text", "quote", "speaker"),
    [
        ("de", "Die Zahl ist auf 900 gesunken, wie das Amt mitteilte.", "900", "das Amt"),
        ("es", "Desalojaron a 350 vecinos, según explicó el alcalde.", "350", "el alcalde"),
        ("ja", "知事会は、報酬を10%引き上げるよう国に求めた。", "10%", "知事会"),
        ("ja", "知事会は、7割が赤字に陥っているとして、見直しを急ぐ。", "7割", "知事会"),
        ("ja", "取得率が4割を超えたことが、厚生労働省の調査で分かった。", "4割", "厚生労働省"),
        (
            "en",
            "Of the cars 40% were unsafe, engineers at Marsh College have found.",
            "40%",
            "engineers at Marsh College",
        ),
        ("en", "The figure is disputed by unions, which say 900 jobs are at risk.", "900 jobs", "unions"),
        ("de", "Dem Minister zufolge fehlen 900 Lehrer.", "900 Lehrer", "Dem Minister"),
        (
            "fr",
            "Le feu a fait 30 millions d'euros de dégâts, a révélé le procureur Paul Petit.",
            "30 millions d'euros",
            "le procureur Paul Petit",
        ),
        ("ja", "青空市長は、市内の900戸で停電が起きているとSNSに投稿した。", "900戸", "青空市長"),
        ("ja", "国防省は、無人機57機を撃墜したと主張。", "57機", "国防省"),
        ("ko", "90명이 실종됐다고 농업부가 23일 밝혔다.", "90명", "농업부"),
        ("zh", "世卫组织援引当地警方的话说，枪手打死9人。", "9人", "当地警方"),
        ("en", "The study, which took years, found that 60% of those polled slept badly.", "60%", "The study"),
    ],
)
def test_words_of_speech_stand_behind_what_is_said(language: str, text: str, quote: str, speaker: str) -> None:
    """In the sentence's order: the speaker in the middle, or at the end."""
    found = attribution_of(language, text, quote)
    assert found.speaker is not None
    assert (found.speaker.text, found.mode) == (speaker, "reported")


def test_of_two_speakers_the_nearer_one_is_meant() -> None:
    """What organisers count is not what the police count."""
    text = "Quelque 12 000 manifestants ont défilé, selon les organisateurs, 4 500 selon la police."
    for quote, wanted in (("12 000", "organisateurs"), ("4 500", "police")):
        speaker = attribution_of("fr", text, quote).speaker
        assert speaker is not None
        assert wanted in speaker.text


def test_who_wants_to_do_something_has_not_said_it() -> None:
    """The company "expects to sell": that is what the article says of it."""
    assert attribution_of("en", "The company expects to sell 900 cars.", "900").speaker is None


def test_who_speaks_first_goes_on_speaking() -> None:
    """What the second verb tells is told by the same person, and its subject is no speaker."""
    text = "山川局長は「石油は余る」と語り、供給が2割増えると予測した。"
    speaker = attribution_of("ja", text, "2割").speaker
    assert speaker is not None
    assert speaker.text == "山川局長"


def test_who_speaks_behind_a_quotation_is_no_speaker_of_the_next() -> None:
    """The words of speech stand alone behind it; the sentence before has another speaker."""
    text = "市长王强说，死者有3人。“我们需要200台发电机。”局长李明说。"
    speaker = attribution_of("zh", text, "200台").speaker
    assert speaker is not None
    assert speaker.text == "局长李明"


def test_who_is_no_speaker() -> None:
    """A relative pronoun stands for somebody, but names nobody."""
    found = attribution_of("en", "The bank has an economist, who puts growth at 3%.", "3%")
    assert found.speaker is None or found.speaker.text != "who"
