"""Public sentences that count or deny, over random histories: true, and never poorer."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from agreements import vocabulary
from commitments.evaluations.counting.cells import Cells
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.progress.models import ProgressEntry
from tests.support import evaluation_states
from tests.support.page_claims import PAGES, claims, listed, text_of, tree
from tests.support.published_entries import publish_entry, withdraw
from tests.support.signed_evaluations import signed

JOINT: Final = ("2011-F2", "2011-F3")
ONLY_KS: Final = evaluation_states.ONLY_KS
YEARS: Final = (2011, 2012, 2013)
VERDICTS: Final[dict[str, dict[str, str]]] = {
    "fulfilled": {},
    "partly_fulfilled": {},
    "not_fulfilled": {"reason": "policy_changed"},
    "cannot_be_verified": {"gap": "wording"},
}
GIVEN: Final = st.sampled_from(["", *VERDICTS])
STEPS: Final = st.lists(
    st.tuples(
        st.sampled_from(["sign", "sign", "tell", "withdraw"]),
        st.dictionaries(
            st.tuples(st.sampled_from(["KD", "KS"]), st.sampled_from([*JOINT, ONLY_KS])),
            GIVEN,
            min_size=3,
            max_size=6,
        ),
    ),
    min_size=3,
    max_size=6,
)


# Both parties on two commitments: they differ, one leaves the first out, they agree.
DISPUTED: Final = {
    ("KD", JOINT[0]): "fulfilled",
    ("KS", JOINT[0]): "not_fulfilled",
    ("KD", ONLY_KS): "fulfilled",
    ("KS", ONLY_KS): "cannot_be_verified",
}
LEFT_OUT: Final = {**DISPUTED, ("KS", JOINT[0]): "", ("KD", ONLY_KS): ""}
SETTLED: Final = dict.fromkeys(DISPUTED, "partly_fulfilled")


@dataclass
class History:
    """What the parties have published, as the test itself remembers it."""

    verdicts: dict[tuple[str, int, str], str] = field(default_factory=dict)  # ref, year, party
    years: list[int] = field(default_factory=list)  # with a signed evaluation
    entries: list[ProgressEntry] = field(default_factory=list)

    def given(self) -> int:
        """How many verdicts responsible parties have given."""
        return sum(not self.is_view(ref, party) for ref, _year, party in self.verdicts)

    def last(self, ref: str, party: str) -> tuple[int, str] | None:
        """The last verdict of a party on a commitment, with its year."""
        found = [
            (year, held)
            for (of, year, who), held in self.verdicts.items()
            if (of, who) == (ref, party)
        ]
        return max(found, default=None)

    def disputes(self) -> dict[str, int]:
        """The commitments on which the parties differ in the last year that both have assessed."""
        found = {}
        for ref in (*JOINT, ONLY_KS):
            both = [
                year
                for year in self.years
                if {(ref, year, "KD"), (ref, year, "KS")} <= set(self.verdicts)
            ]
            if both and self.verdicts[ref, both[-1], "KD"] != self.verdicts[ref, both[-1], "KS"]:
                found[ref] = both[-1]
        return found

    @staticmethod
    def is_view(ref: str, party: str) -> bool:
        """Whether the party is not responsible for the commitment."""
        return ref == ONLY_KS and party == "KD"


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a history takes seconds
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
@example(steps=[("sign", DISPUTED), ("sign", LEFT_OUT), ("sign", SETTLED)])
@example(steps=[("sign", DISPUTED), ("tell", SETTLED), ("withdraw", SETTLED), ("sign", LEFT_OUT)])
def test_public_sentences_are_true_of_every_history(
    texts: None, steps: list[tuple[str, dict[tuple[str, str], str]]]
) -> None:
    with transaction.atomic():
        history, client = History(), Client()
        for verb, choices in steps:
            before = History(dict(history.verdicts), list(history.years))
            live(history, verb, choices)
            assert history.given() == given_cells()
            assert given_cells() >= before.given()
            still = {row.commitment.ref: row.year for row in still_disputed()}
            assert still == history.disputes()
            for ref in before.disputes().keys() - still.keys():
                assert agreed_later(history, ref, before.disputes()[ref])
        numbers_are_the_lengths_of_their_lists(client)
        the_register_says_the_last_of_each(client, history)
        the_commitment_denies_nothing(client, history)
        the_front_page_denies_nothing(client, history)
        transaction.set_rollback(True)


def live(history: History, verb: str, choices: dict[tuple[str, str], str]) -> None:
    """Let one step happen: an evaluation is signed, an entry is published or withdrawn."""
    if verb == "sign" and len(history.years) < len(YEARS):
        year = YEARS[len(history.years)]
        held: dict[str, dict[str, Any]] = {"KD": {}, "KS": {}}
        for (party, ref), verdict in choices.items():
            if verdict:
                held[party][ref] = {"verdict": verdict, **VERDICTS[verdict]}
                history.verdicts[ref, year, party] = verdict
        signed(year, **held)
        history.years.append(year)
    elif verb == "withdraw" and history.entries:
        withdraw(history.entries.pop())
    else:
        party, ref = next(pair for pair in choices if not History.is_view(pair[1], pair[0]))
        history.entries.append(publish_entry("2012-05-01", party=party, ref=ref))


def given_cells() -> int:
    return Cells.of(PublishedVerdict.objects.seen()).given().listed().count()


def still_disputed() -> list[PublishedVerdict]:
    rows = PublishedVerdict.objects.seen().still_disputed()
    return list(rows.select_related("commitment"))


def agreed_later(history: History, ref: str, year: int) -> bool:
    return any(
        history.verdicts.get((ref, later, "KD"), "-") == history.verdicts.get((ref, later, "KS"))
        for later in history.years
        if later > year
    )


def numbers_are_the_lengths_of_their_lists(client: Client) -> None:
    found = [claim for page in PAGES for claim in claims(client, page)]

    assert len(found) > 10
    for claim in found:
        assert listed(client, claim.address) == claim.number, claim
        number = "one" if "disagree on one" in claim.text else str(claim.number)
        assert (number == "one") <= (claim.number == 1), claim
        assert re.match(rf"(See the |They disagree on )?{number}\b", claim.text), claim


def the_register_says_the_last_of_each(client: Client, history: History) -> None:
    rows = tree(client, "/en/forpliktelser/?avtale=2011-2013").xpath("//tbody/tr")
    said = {text_of(row[0]).split()[0]: row for row in rows}

    for ref in (*JOINT, ONLY_KS):
        for party in ("KD", "KS"):
            [cell] = said[ref].xpath(f"td[@data-navn='{party} says']")
            if last := history.last(ref, party):
                year, verdict = last
                if not History.is_view(ref, party):
                    assert f"{vocabulary.word(f'verdict.{verdict}').label('en')} {year}" in text_of(
                        cell
                    )
            elif History.is_view(ref, party):
                assert text_of(cell) == "not responsible"
            else:
                absent = "not assessed" if history.years else "not published"
                assert text_of(cell).startswith(absent)
        disputed = history.disputes().get(ref)
        assert (f"in disagreement {disputed}" in text_of(said[ref])) is (disputed is not None)


def the_commitment_denies_nothing(client: Client, history: History) -> None:
    for ref in (*JOINT, ONLY_KS):
        page = tree(client, f"/en/forpliktelser/{ref}/")
        told = any(entry.commitment.ref == ref for entry in history.entries)
        if told:
            assert "No party has published progress" not in text_of(page)
        for year in YEARS:
            [row] = page.xpath(f"//section[@id='vurdering']//tr[th/a='{year}']")
            for party in ("KD", "KS"):
                held = text_of(row.xpath(f"td[@data-navn='{party}']")[0])
                verdict = history.verdicts.get((ref, year, party))
                if verdict:
                    assert held.startswith(vocabulary.word(f"verdict.{verdict}").label("en"))
                elif History.is_view(ref, party):
                    assert held == "not responsible for this one"
                else:
                    assert held == ("not assessed" if year in history.years else "not published")
        past = text_of(tree(client, f"/en/forpliktelser/{ref}/historikk/"))
        for (of, year, _party), verdict in history.verdicts.items():
            if of == ref:
                assert f"{year}, revision 1" in past
                assert vocabulary.word(f"verdict.{verdict}").label("en") in past


def the_sentence_is_that_of_the_last_year(page: str, history: History, year: int) -> None:
    for party in ("KD", "KS"):
        own = [
            held
            for (ref, of, who), held in history.verdicts.items()
            if (of, who) == (year, party) and not history.is_view(ref, party)
        ]
        total = {"KD": 16, "KS": 17}[party]
        done, partly = own.count("fulfilled"), own.count("partly_fulfilled")
        said = rf"{party} says (that )?{done} of {total}( promises (was|were) fulfilled|,)"
        assert (f"{party} assessed no promise for {year}." in page) is (not own)
        assert bool(re.search(rf"{said} and {partly} partly", page)) is bool(own), page


def the_front_page_denies_nothing(client: Client, history: History) -> None:
    page = text_of(tree(client, "/en/"))

    none_disputed = "There are now no commitments on which the parties disagree in the last year"
    assert (none_disputed in page) is (not history.disputes())
    if history.years or history.entries:
        assert "Nothing has been published yet." not in page
    if history.years:
        the_sentence_is_that_of_the_last_year(page, history, max(history.years))
    for year in history.years:
        assert f"{year}: No evaluation" not in page
