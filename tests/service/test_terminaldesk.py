"""`factclaims review` against the real service: keys in, verdicts out."""

from click.testing import CliRunner, Result

from schemas.wire.leases import LeaseFilters
from service.cli import main
from service.reviewcommand import review
from tests.service.claimrows import Given
from tests.service.desk import Desk, Person

TEXT = "The city will spend $2.9 billion on the bridge, the mayor said."


def sit(person: Person, keys: str, *options: str) -> Result:
    """The command, with these keys pressed one after the other."""
    environment = {"FACTCLAIMS_URL": person.site.url, "FACTCLAIMS_KEY": person.key}
    return CliRunner(env=environment).invoke(main, ["review", *options], input=keys)


def test_a_key_judges_and_brings_the_next(desk: Desk) -> None:
    """Two claims, two keys, and then nothing waits."""
    anna = desk.person("Anna")
    first, second = desk.claims(Given(worthiness=2), Given(worthiness=1, start=5), article=desk.article(TEXT))
    result = sit(anna, "51")
    assert result.exit_code == 0, result.output
    assert "$2.9 billion" in result.output
    assert "Nothing waits" in result.output
    assert "2 judged." in result.output
    assert [anna.claim(claim)["review"]["verdict"] for claim in (first, second)] == ["false", "true"]


def test_reasons_and_sources_go_with_the_verdict(desk: Desk) -> None:
    """Asked for by a key, each on a line of its own; an empty line says nothing."""
    anna = desk.person("Anna")
    (claim,) = desk.claims(Given(), article=desk.article(TEXT))
    result = sit(anna, "eThe budget says 2.7.\nohttps://city.example/budget\n4")
    assert result.exit_code == 0, result.output
    verdict = anna.history(claim)[0]["verdict"]
    assert (verdict["rating"], verdict["explanation"]) == ("mostlyFalse", "The budget says 2.7.")
    assert verdict["sources"] == [{"url": "https://city.example/budget"}]
    (empty,) = desk.claims(Given(), article=desk.article(TEXT))
    sit(anna, "e\no\n4")
    assert (anna.history(empty)[0]["verdict"]["explanation"], anna.history(empty)[0]["verdict"]["sources"]) == (
        None,
        [],
    )


def test_leaving_gives_the_claim_back(desk: Desk) -> None:
    """By q, and also when the input ends or is interrupted: nobody has to wait for the lease."""
    anna, ben = desk.person("Anna"), desk.person("Ben")
    (claim,) = desk.claims(Given(), article=desk.article(TEXT))
    for keys in ("q", "", "\x03"):
        result = sit(anna, keys)
        assert result.exit_code == 0, result.output
        assert "0 judged." in result.output
        lease = ben.take().json()
        assert lease["claim"]["id"] == claim
        ben.ask("DELETE", f"/v1/review/leases/{lease['id']}")


def test_what_is_put_off_is_not_the_next(desk: Desk) -> None:
    """It comes back later; a key that means nothing changes nothing."""
    anna = desk.person("Anna")
    first, second = desk.claims(Given(worthiness=2), Given(worthiness=1, start=5), article=desk.article(TEXT))
    assert "1 judged." in sit(anna, "xs1").output
    assert [anna.claim(claim)["review"]["state"] for claim in (first, second)] == ["open", "judged"]


def test_a_refused_verdict_is_told_and_the_claim_stays(desk: Desk) -> None:
    """A source that is no address: said in a line, and the same claim can be judged again."""
    anna = desk.person("Anna")
    (claim,) = desk.claims(Given(), article=desk.article(TEXT))
    result = sit(anna, "onowhere\n51")
    assert "/sources/0/url" in result.output
    assert "1 judged." in result.output
    assert anna.claim(claim)["review"]["verdict"] == "true"


def test_filters_and_names_go_with_the_request(desk: Desk) -> None:
    """Only what fits is handed out; a tool's key names its reviewer."""
    desk.claims(Given(), article=desk.article(TEXT))
    date, *_ = desk.claims(Given(kind="date", worthiness=1), article=desk.article(TEXT))
    result = sit(desk.leader, "3", "--kind", "date", "--reviewer", "Ben")
    assert "1 judged." in result.output
    assert desk.leader.history(date)[0]["reviewer"] == "Ben"
    refused = sit(desk.leader, "", "--kind", "colour")
    assert (refused.exit_code, "/kind" in refused.stderr) == (1, True)


def test_an_article_cannot_rewrite_the_terminal(desk: Desk) -> None:
    """Escape sequences and markup in a text are shown, not obeyed."""
    anna = desk.person("Anna")
    article = desk.article("[red]It\x1b[2J cost\u202e 10[/red] dollars \x07 in all, said the mayor.")
    desk.claims(Given(), article=article)
    output = sit(anna, "q").output
    assert not {"\x1b[2J", "\u202e", "\x07"} & {part for part in ("\x1b[2J", "\u202e", "\x07") if part in output}
    assert "[red]It" in output


def test_every_filter_of_the_queue_is_an_option() -> None:
    """The command line cannot fall behind the API."""
    options = {option.removeprefix("--").replace("-", "") for parameter in review.params for option in parameter.opts}
    filters = {str(field.data_key).lower() for field in LeaseFilters().fields.values()}
    assert {name.removesuffix("s") if name == "tags" else name for name in filters} <= options
