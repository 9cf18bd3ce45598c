"""Query parameters of the admin: lists accept what they offer, and forms accept no values."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import chain
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urljoin

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth import get_user
from django.core.exceptions import BadRequest, FieldDoesNotExist
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from commitments.people.models import Membership, Role
from kvalitet.accounts.models import User
from tests import make
from tests.access.admin_queries import NAMED, SECRETS, TAKEN
from tests.support import recorders
from tests.support.comparable_answers import answers
from tests.support.visitors import House, Visitor, built, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

NO_SUCH: Final = 999_999
SUFFIXES: Final = (
    "",
    "__id",
    "__isnull",
    "__gte",
    "__regex",
    "__in",
    "__exact",
    "__startswith",
)
OF_DJANGO: Final = (
    "q",
    "o",
    "p",
    "all",
    "e",
    "_popup",
    "_to_field",
    "_facets",
    "_changelist_filters",
)
PAGES: Final = {model._meta.label: page for model, page in admin.site._registry.items()}
INSIDE: Final[tuple[Any, ...]] = (
    "KS editor",
    *(
        pytest.param(visitor, marks=pytest.mark.long)
        for visitor in ("superuser", "secretariat", "KD editor", "KD approver", "KS approver")
    ),
)
PERSONS: Final = (User, Membership)
COMPLETION: Final = "/en/admin/autocomplete/"
ENTRIES: Final = "/en/admin/commitments/progressentry/"
REFUSED: Final = "The address cannot be read"
LINK: Final = re.compile(r'\s(?:href|data-href-template)="([^"#]+)"')
COMPLETED: Final = re.compile(
    r'data-app-label="(\w+)" data-model-name="(\w+)" data-field-name="(\w+)"'
)
ROW: Final = re.compile(r"/[^/]+/change/")


@pytest.fixture
def house() -> House:
    return built()


def fields(model: Any) -> list[Any]:
    return list(model._meta.get_fields())


def names(model: Any) -> set[str]:
    """Every field and relation, forwards and backwards, and those one relation further on."""
    found = {"pk"}
    for field in fields(model):
        found |= {field.name, getattr(field, "attname", field.name)}
        if field.is_relation and field.related_model:
            found |= {f"{field.name}__{further.name}" for further in fields(field.related_model)}
    return found


def offered(page: Any, request: HttpRequest) -> set[tuple[str, str]]:
    """Names and values in the links of a list's filters."""
    request.GET = QueryDict()
    changes = page.get_changelist_instance(request)
    choices = chain.from_iterable(shown.choices(changes) for shown in changes.filter_specs)
    return {pair for choice in choices for pair in parse_qsl(choice["query_string"][1:])}


def takes(page: Any, request: HttpRequest, name: str, value: str) -> bool:
    request.GET = QueryDict(urlencode({name: value}))
    try:
        page.get_changelist_instance(request)
    except BadRequest:
        return False
    return True


def taken(page: Any, request: HttpRequest) -> set[str]:
    """The names that the list accepts, with a value of its filters, 1 or nothing."""
    asked = {(name + suffix, "1") for name in names(page.model) for suffix in SUFFIXES}
    asked |= {(name, value) for name in OF_DJANGO for value in ("1", "")} | offered(page, request)
    return {name for name, value in asked if takes(page, request, name, value)}


def test_a_list_takes_only_the_names_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory().get("/")
    request.user = make.make_user(is_superuser=True)
    for page in PAGES.values():  # all rows: the queries of visible_to take long to build
        rows = page.model._default_manager
        monkeypatch.setattr(page, "get_queryset", lambda _, rows=rows: rows.all())

    assert {label: taken(page, request) for label, page in PAGES.items()} == TAKEN


def listed_at(model: Any) -> str:
    with translation.override("en"):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def a_name_of_each_kind(model: Any) -> Iterator[tuple[str, Any]]:
    """Names that the list does not offer, each with a value that finds a row if it is accepted."""
    rows = model._default_manager.all()
    related = [field for field in fields(model) if field.is_relation and field.related_model]
    forward = [field.name for field in related if field.concrete][:1]
    backward = [field.name for field in related if field.auto_created][:1]
    for name in (*forward, *backward):
        yield name, rows.exclude(**{name: None}).values_list(name, flat=True).first() or 1
    columns = [field.name for field in model._meta.concrete_fields if not field.is_relation]
    for column in SECRETS.intersection(columns) or columns[-1:]:
        yield column, rows.values_list(column, flat=True)[0]
    yield from dict.fromkeys(("no_such", "_to_field", "e", "_popup"), 1).items()


@pytest.mark.parametrize("visitor", INSIDE)
def test_refuses_other_names_alike_whether_or_not_a_row_exists(
    visitor: Visitor, house: House
) -> None:
    client = client_of(visitor)

    def answer(address: str) -> tuple[int, bytes, int]:
        with CaptureQueriesContext(connection) as queries:
            (found,) = answers(client, [address]).values()
        return *found, len(queries)

    differing = []
    for model in admin.site._registry:
        start = listed_at(model)
        is_shown = client.get(start).status_code == 200
        for name, value in a_name_of_each_kind(model):
            found, unknown = (
                answer(f"{start}?{urlencode({name: asked})}") for asked in (value, NO_SUCH)
            )
            refused = found[0] == 400 and REFUSED.encode() in found[1]
            if found != unknown or refused != is_shown:
                differing.append((start, name, found[0], unknown[0], found[2], unknown[2]))

    assert differing == []


@pytest.mark.parametrize(
    ("visitor", "address"),
    [
        # F-01: which year, commitment and reservation the other party's hidden verdict is about
        ("KS editor", "commitments/evaluation/?assessments={commitments_assessment}"),
        ("KS editor", "commitments/commitment/?assessments={commitments_assessment}"),
        ("KS editor", "commitments/reservation/?assessments={commitments_assessment}"),
        # F-02: counting hidden rows without knowing a key
        ("KS editor", "commitments/commitment/?assessments__id__gte=1"),
        ("KS editor", "commitments/commitment/?progress_entries__isnull=False"),
        # F-03: the other party's draft, and that it is correcting an entry
        ("KS editor", "commitments/commitment/?progress_entries={draft}"),
        ("KS editor", "commitments/progressentry/?corrections__isnull=False"),
        # F-04: reading the hash of a password letter by letter
        ("secretariat", "accounts/user/?password__startswith=usable"),
        ("secretariat", "accounts/user/?q=a&password__regex=^u"),
        # F-05: who wrote a published entry
        ("KS editor", "commitments/progressentry/?authors={commitments_membership}"),
        ("KS editor", "commitments/progressentry/?created_by={commitments_membership}"),
        # a value that the filter does not offer
        ("KS editor", "commitments/progressentry/?state=no-such"),
        ("KS editor", "commitments/progressentry/?state=draft&state=no-such"),
        ("KS editor", "commitments/progressentry/?party__id__exact=999999"),
        ("KS editor", "commitments/progressentry/?party__isnull=False"),
        # a page that is no number, all rows otherwise than asked for, a name sent twice
        ("KS editor", "commitments/progressentry/?p=abc"),
        ("KS editor", "commitments/progressentry/?p=0"),
        ("KS editor", "commitments/progressentry/?p=" + "9" * 5_000),
        ("KS editor", "commitments/progressentry/?all=xyz"),
        ("KS editor", "commitments/progressentry/?p=1&p=2"),
        # order: no such column, a column without a sortable heading, a column named twice
        ("KS editor", "commitments/assessment/?o=9"),
        ("KS editor", "commitments/assessment/?o=3"),
        ("KS editor", "commitments/assessment/?o=1.-1"),
        ("KS editor", "commitments/assessment/?o=party"),
        # what other lists offer, or Django's own popups
        ("KS editor", "commitments/progressentry/?q=a"),
        ("KS editor", "commitments/progressentry/?_to_field=id&_popup=1"),
    ],
)
def test_refuses_what_a_list_does_not_offer(visitor: Visitor, address: str, house: House) -> None:
    answer = client_of(visitor).get("/en/admin/" + address.format(**house.places))

    assert answer.status_code == 400
    assert REFUSED in recorders.page_text(answer.content)


def test_refuses_a_page_after_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    client = recorders.client_of(recorders.editor())
    monkeypatch.setattr(PAGES["commitments.Region"], "list_per_page", 5)

    found = [client.get(f"/en/admin/commitments/region/?p={page}") for page in (2, 999)]

    assert [answer.status_code for answer in found] == [200, 400]


@pytest.mark.parametrize(
    "address",
    [
        "/en/admin/commitments/commitment/?q=",
        f"{COMPLETION}?app_label=commitments&model_name=progressentry&field_name=sources&term=",
    ],
)
def test_refuses_a_search_of_too_many_words(address: str) -> None:
    client = recorders.client_of(recorders.editor())

    assert client.get(address + "a+" * 90).status_code == 200
    assert client.get(address + "a+" * 1_200).status_code == 400


@pytest.mark.parametrize("page", [ENTRIES, f"{ENTRIES}add/", COMPLETION])
def test_refuses_more_parameters_than_django_reads(page: str) -> None:
    client = client_of("KS editor")

    answer = client.get(page, {f"name{number}": "1" for number in range(1_001)})

    assert answer.status_code == 400
    assert REFUSED in recorders.page_text(answer.content)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"app_label": "commitments", "model_name": "membership", "field_name": "user"},
        {"app_label": "commitments", "model_name": "progressentry", "field_name": "created_by"},
        {"app_label": "commitments", "model_name": "pastevaluation", "field_name": "source"},
        {"app_label": "no", "model_name": "such", "field_name": "field"},
    ],
)
def test_completes_only_the_fields_that_a_form_completes(query: dict[str, str]) -> None:
    client = recorders.client_of(make.make_membership(role=Role.SECRETARIAT, party=None))

    answer = client.get(COMPLETION, {**query, "term": "example"})

    assert answer.status_code == 400


def test_refuses_a_search_with_a_nul_character(house: House) -> None:
    query = {"app_label": "commitments", "model_name": "progressentry", "field_name": "sources"}

    assert client_of("KS editor").get(COMPLETION, {**query, "term": "\0"}).status_code == 400


@pytest.mark.parametrize("key", ["abc", "-1", "1_2F2", "%00"])
def test_history_of_an_invalid_key_returns_404(key: str, house: House) -> None:
    page = f"/admin/commitments/progressentry/{key}/history/"

    assert client_of("KS editor").get(page).status_code == 404


def test_redisplays_the_form_for_an_impossible_key(house: House) -> None:
    form = "/admin/commitments/progressentry/add/"

    assert client_of("KS editor").post(form, {"sources": str(2**80)}).status_code == 200


def test_a_form_is_not_filled_in_from_its_address(house: House) -> None:
    client, form = client_of("KS editor"), f"{ENTRIES}add/"
    queries = [
        f"?sources={house.places['hidden file']}&corrects={house.places['published']}",
        f"?sources={NO_SUCH}&corrects={NO_SUCH}&narrative=Eksempel",
        "?sources=x&commitment=x",
    ]

    plain, *filled = answers(client, [form, *(form + query for query in queries)]).values()

    assert plain[0] == 200
    assert all(answer == plain for answer in filled)


def test_an_action_on_many_rows_does_nothing(house: House) -> None:
    client = client_of("secretariat")

    for model in admin.site._registry:
        key = house.places[model._meta.label_lower.replace(".", "_")]
        form = {"action": "delete_selected", "_selected_action": key, "post": "yes", "index": 0}
        answer = client.post(listed_at(model), form)

        assert "_selected_action" not in answer.text
        assert model._default_manager.filter(pk=key).exists()


def test_keeps_no_log_that_names_persons(house: House) -> None:
    client = client_of("secretariat")
    person = f"/en/admin/accounts/user/{house.places['accounts_user']}/"

    assert client.post(f"{person}change/", {"name": "Nytt Navn"}).status_code == 302

    assert not LogEntry.objects.exists()
    assert client.get(f"{person}history/").status_code == 403


def columns(model: Any, path: str) -> Iterator[str]:
    """The columns on a path such as ``user__name``, and the usual order of its last relation."""
    for name in path.removeprefix("-").split("__"):
        if model is None:  # a key of a JSON column
            return
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:  # a method of the page
            return
        yield str(field)
        model = field.related_model
    if model:
        for further in model._meta.ordering:
            yield from columns(model, further)


def used_by(page: Any, request: HttpRequest) -> Iterator[str]:
    """The columns that a list and its forms show, search, filter and sort by."""
    changes = page.get_changelist_instance(request)
    row = page.model._default_manager.first()
    paths = {
        *changes.list_display,
        *(str(changes.get_ordering_field(name)) for name in changes.list_display),
        *changes._get_default_ordering(),
        *(getattr(shown, "field_path", "") for shown in changes.filter_specs),
        *page.get_search_fields(request),
        *flatten_fieldsets(page.get_fieldsets(request)),
        *flatten_fieldsets(page.get_fieldsets(request, row)),
    }
    for path in paths:
        yield from columns(page.model, path)


def hidden_columns() -> set[str]:
    """Secret columns, and those that say who did something."""
    return {
        str(field)
        for model in admin.site._registry
        for field in model._meta.get_fields()
        if field.name in SECRETS
        or (field.is_relation and not field.auto_created and field.related_model in PERSONS)
    } - NAMED


def test_shows_searches_and_sorts_by_no_hidden_column(house: House) -> None:
    hidden, found = hidden_columns(), set()

    for visitor in ("KD approver", "KS editor", "secretariat", "superuser"):
        request = RequestFactory().get("/")
        request.user = get_user(client_of(visitor))
        for page in PAGES.values():
            found |= hidden & set(used_by(page, request))

    assert found == set()


def links_of(client: Client, address: str) -> set[str]:
    """Links of a list or form, only the first of those to rows, and its autocompletion requests."""
    answer = client.get(address)
    if answer.status_code == 403:
        return set()
    page = unescape(answer.text)
    links = {urljoin(address, link) for link in LINK.findall(page)}
    rows = sorted(link for link in links if ROW.search(link) and "__fk__" not in link)
    asked = {
        f"{COMPLETION}?app_label={app}&model_name={model}&field_name={name}&term=a"
        for app, model, name in COMPLETED.findall(page)
    }
    return links.difference(rows[1:]) | asked


@pytest.mark.parametrize(
    "visitor", ["KD approver", pytest.param("secretariat", marks=pytest.mark.long)]
)
def test_every_link_of_lists_and_forms_leads_to_a_page(visitor: Visitor, house: House) -> None:
    client, links = client_of(visitor), set()
    for label, page in PAGES.items():
        start = listed_at(page.model)
        key = house.places[label.lower().replace(".", "_")]
        searched = [f"{start}?q=a&o=1"] if page.search_fields else []
        for address in (start, *searched, f"{start}add/", f"{start}{key}/change/"):
            links |= links_of(client, address)

    broken = {}
    for link in sorted(link for link in links if link.startswith("/en/")):
        key = house.places.get("_".join(link.split("/")[3:5]), 1)
        answer = client.get(link.replace("__fk__", str(key)), follow=True)
        if answer.status_code != 200 or REFUSED in answer.text:
            broken[link] = answer.status_code

    assert broken == {}
