"""What the language of our templates refuses, and how it writes what it takes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.template import defaultfilters
from django.utils import translation
from django.utils.functional import lazystr
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, FileSystemLoader, TemplateAssertionError, UndefinedError

from kvalitet import templating

pytestmark = pytest.mark.one_database


@pytest.fixture
def environment() -> Iterator[Environment]:
    """The environment of every page."""
    with translation.override("en"):
        yield templating.in_use()


class Row:
    """Something a view gives."""

    name = "Rad"

    def address(self) -> str:
        """A method."""
        return "/rad/"


def written(environment: Environment, source: str, **values: Any) -> str:
    """What a template with this source writes."""
    return environment.from_string(source).render(**values)


@pytest.mark.parametrize(
    "value",
    [
        None, True, 1.5, Decimal("1.5"), date(2012, 1, 1), datetime(2012, 1, 1, tzinfo=UTC),
        Row().address, "a".upper,
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_refuses_what_has_no_text_of_its_own(environment: Environment, value: Any) -> None:
    with pytest.raises(TypeError, match="no text of its own"):
        written(environment, "{{ value }}", value=value)


@pytest.mark.parametrize("source", ["{{ name }}", "{% if name %}{% endif %}", "{{ row.other }}"])
def test_refuses_a_name_that_is_not_defined(environment: Environment, source: str) -> None:
    with pytest.raises(UndefinedError):
        written(environment, source, row=Row())


@pytest.mark.parametrize(
    "source",
    [
        "{% if row.address %}{% endif %}", "{% for letter in row.address %}{% endfor %}",
        "{% if row.address == '/rad/' %}{% endif %}", "{{ row.address }}",
        "{{ row.address|length }}", "{{ row['address']|capfirst }}",
    ],
)  # fmt: skip
def test_refuses_a_method_that_is_not_called(environment: Environment, source: str) -> None:
    with pytest.raises(TypeError):
        written(environment, source, row=Row())

    assert written(environment, "{{ row.address() }}", row=Row()) == "/rad/"


@pytest.mark.parametrize("name", ["safe", "default", "sort", "tojson"])
def test_refuses_a_filter_that_is_not_ours(environment: Environment, name: str) -> None:
    with pytest.raises(TemplateAssertionError):
        environment.from_string(f"{{{{ 'a'|{name} }}}}")


def test_escapes_values_and_leaves_what_is_markup(environment: Environment) -> None:
    values = {"typed": "<b>&'", "made": mark_safe("<i>i</i>")}

    assert written(environment, "{{ typed }}{{ made }}", **values) == "&lt;b&gt;&amp;&#39;<i>i</i>"
    sentence = (
        '{% trans typed=typed %}<strong>{{ typed }}</strong>{% endtrans %}{{ _("%(a)s", a=typed) }}'
    )
    assert written(environment, sentence, **values) == (
        "<strong>&lt;b&gt;&amp;&#39;</strong>&lt;b&gt;&amp;&#39;"
    )
    assert written(environment, "{{ typed|urlize|linebreaks }}", **values) == (
        "<p>&lt;b&gt;&amp;&#x27;</p>"
    )


def test_leaves_markup_that_is_made_when_it_is_written(environment: Environment) -> None:
    made = lazystr(mark_safe("<i>i</i>"))

    assert written(environment, "{{ made }}", made=made) == "<i>i</i>"
    assert written(environment, "{{ made }}", made=lazystr("<b>")) == "&lt;b&gt;"


def test_writes_an_instant_to_the_second(environment: Environment) -> None:
    instant = datetime(2026, 11, 28, 17, 53, 41, 60482, tzinfo=UTC)

    assert written(environment, "{{ instant|iso }}", instant=instant) == "2026-11-28T18:53:41+01:00"


def test_writes_days_as_the_language_does(environment: Environment) -> None:
    noon = datetime(2012, 10, 15, 10, 0, 0, tzinfo=UTC)
    source = "{{ noon|day }} {{ noon|iso }} {{ noon.date()|iso }} {{ noon|instant }}"

    assert written(environment, source, noon=noon) == (
        "15 October 2012 2012-10-15T12:00:00+02:00 2012-10-15 15 October 2012, 12:00"
    )


def test_a_word_is_that_of_each_reader_though_its_name_stands_in_the_template(
    environment: Environment,
) -> None:
    template = environment.from_string('{{ "not_reported"|label("absence") }}')

    assert template.render() == "not reported"
    with translation.override("nb"):
        assert template.render() == "ikke rapportert"


def test_addresses_are_those_of_the_language(environment: Environment) -> None:
    source = '{{ url("commitments:method") }} {{ url("commitments:commitment_detail", "2011-F2") }}'

    assert written(environment, source) == "/en/metode/ /en/forpliktelser/2011-F2/"
    with translation.override("nb"):
        assert written(environment, source) == "/metode/ /forpliktelser/2011-F2/"


def test_texts_are_not_escaped() -> None:
    mail = templating.in_use().get_template("account/email/new_password.txt")

    assert "a&b@example.no" in mail.render(email="a&b@example.no", link="/", origin="")


def test_no_view_gives_what_an_import_above_it_hides() -> None:
    page = templating.in_use().get_template("404.html")

    with pytest.raises(TypeError, match="hidden"):
        page.render(forms=[])


def test_texts_are_those_of_each_reader(environment: Environment) -> None:
    page = environment.from_string(
        '{{ _("Main menu") }} {{ _("%(names)s and %(last)s", names="<", last="b") }}'
        " {% trans %}Main menu{% endtrans %} {% trans a=1 %}100 %: {{ a }}{% endtrans %}"
    )
    said = {}
    for language in ("en", "nb", "nn", "en"):
        with translation.override(language):
            said[language] = page.render()

    assert said["en"] == "Main menu &lt; and b Main menu 100 %: 1"
    assert said["nb"] == "Hovedmeny &lt; og b Hovedmeny 100 %: 1"
    assert said["nn"].startswith("Hovudmeny &lt; og b")
    assert written(environment, "{% trans %}100 % sure{% endtrans %}") == "100 % sure"


_PIECES = (
    *("http://", "HTTPS://", "http\u017f://", "www.", "Www.", "@", ".", ":", "/"),
    *("\\", "[", "(", ")"),
    *("no", "com", ".org", ".NET", ".edu/", "udir.no", "a@b.no", "?a=1&b", "<b>", "&lt;", "'", '"'),
    *("ø", "Ferdig.", " ", "\n", "\n\n", "&#46;com", "&commat;", "%2E", "K.com"),
)


@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=5), max_size=12).map("".join))
def test_links_are_those_that_django_makes(text: str) -> None:
    made, expected = templating.urlize(text), defaultfilters.urlize(text)

    assert made == expected
    assert type(made) is SafeString


def test_pages_are_sent_without_indentation_and_mails_as_they_are(environment: Environment) -> None:
    source = "<p>\n  Two\n    words\n  {{ 1 }}\n</p>"

    assert environment.preprocess(source, "page.html") == "<p>\nTwo\nwords\n{{ 1 }}\n</p>"
    assert environment.preprocess(source, "mail.txt") == source


def test_what_follows_a_tag_does_not_run_into_what_it_writes(environment: Environment) -> None:
    pages = (
        "{% trans %}One.{% endtrans %}\n    Two.",
        "One.{# why #}\n  {{ 'Two.' }}",
        "<b>\n  One.",
    )
    loader = DictLoader({f"{place}.html": page for place, page in enumerate(pages)})
    compiler = environment.overlay(loader=loader)

    made = [compiler.get_template(f"{place}.html").render() for place in range(len(pages))]

    assert made == ["One. Two.", "One. Two.", "<b>\nOne."]


def test_a_server_reads_compiled_templates(tmp_path: Path, settings: LazySettings) -> None:
    page = tmp_path / "pages" / "side.html"
    page.parent.mkdir()
    page.write_text("{{ 1 + 1 }}", "utf-8")
    settings.VAR = tmp_path
    options = {"loader": FileSystemLoader(page.parent)}
    templating.compiled().mkdir()

    templating.environment(**options).get_template("side.html")
    assert list(templating.compiled().iterdir()) == []

    templating.keep_compiled(templating.environment(**options))
    [kept] = templating.compiled().iterdir()
    compiler = templating.environment(**options)
    compiler.compile = None  # type: ignore[assignment]  # what is kept needs none
    assert compiler.get_template("side.html").render() == "2"

    page.write_text("{{ 1 + 2 }}", "utf-8")
    assert templating.environment(**options).get_template("side.html").render() == "3"
    assert [kept] == list(templating.compiled().iterdir())
