"""The same lists, file and form as the portal has, as plain Django writes them."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from tests.bench.plain.models import (
    Agreement,
    Cited,
    Commitment,
    Entry,
    Party,
    Written,
    WrittenHistory,
)

_VOCABULARY: Final = Path(__file__).parents[3] / "agreements" / "vocabulary.csv"
_AT_A_TIME: Final = 1_000
COLUMNS: Final = (
    "oppforing", "referanse", "avtale", "part", "status", "gjelder_dato", "tekst", "sprak",
    "kilder", "kilde_adresser", "registrert", "publisert", "skrevet_i_ettertid",
    "utenfor_avtaleperioden", "rettet", "grunn_til_rettelse", "adresse", "per_dato",
)  # fmt: skip


def _words(group: str) -> list[tuple[str, str]]:
    with _VOCABULARY.open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if row[0].startswith(f"{group}.")]
    return [("", "Alle"), *((row[0].partition(".")[2], row[1]) for row in rows)]


_CHOICES: Final = {
    name: _words(name) for name in ("group", "area", "theme", "verb", "progress", "verdict")
}


class RegisterForm(forms.Form):
    q = forms.CharField(required=False)
    agreement = forms.ModelChoiceField(Agreement.objects.only("slug"), required=False)
    party = forms.ModelChoiceField(Party.objects.all(), required=False)
    group = forms.ChoiceField(choices=_CHOICES["group"], required=False)
    area = forms.ChoiceField(choices=_CHOICES["area"], required=False)
    theme = forms.ChoiceField(choices=_CHOICES["theme"], required=False)
    verb = forms.ChoiceField(choices=_CHOICES["verb"], required=False)
    status = forms.ChoiceField(choices=_CHOICES["progress"], required=False)
    verdict = forms.ChoiceField(choices=_CHOICES["verdict"], required=False)
    per = forms.DateField(required=False)
    known = forms.DateField(required=False)


def register(request: HttpRequest) -> HttpResponse:
    """50 commitments with what each party last said, filtered and searched."""
    form = RegisterForm(request.GET)
    form.is_valid()
    rows = Commitment.objects.select_related("agreement").prefetch_related("responsible")
    rows = rows.defer("agreement__ends_on").order_by("agreement__slug", "position")
    if word := form.cleaned_data.get("q"):
        rows = rows.filter(search_words__contains=word)
    if group := form.cleaned_data.get("group"):
        rows = rows.filter(group=group)
    published = Entry.objects.filter(commitment=OuterRef("pk"), state="published")
    for code in ("KD", "KS"):
        last = published.filter(party__code=code).order_by("-true_on", "-published_at")
        rows = rows.annotate(
            **{f"{code}_status": Subquery(last.values("status")[:1])},
            **{f"{code}_day": Subquery(last.values("true_on")[:1])},
        )
    latest = published.order_by().values("commitment").annotate(at=Max("published_at"))
    rows = rows.annotate(last_published_at=Subquery(latest.values("at")))
    return _listed(request, rows, "register.html", form)


def progress(request: HttpRequest) -> HttpResponse:
    """50 published entries, the last published first."""
    rows = Entry.objects.filter(state="published").select_related("commitment__agreement", "party")
    form = RegisterForm(request.GET)
    form.is_valid()
    return _listed(request, rows.order_by("-published_at", "-created_at"), "progress.html", form)


def _listed(
    request: HttpRequest, rows: QuerySet[Any], template: str, form: forms.Form
) -> HttpResponse:
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return render(request, template, {"page": page, "numbers": numbers, "form": form})


class _Echo:
    """What csv writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def progress_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All published entries, streamed: values of one query, sources by one query a batch."""
    return StreamingHttpResponse(_lines(), content_type="text/csv; charset=utf-8")


def _lines() -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    values = (
        Entry.objects.filter(state="published")
        .order_by("-published_at", "-created_at")
        .values_list(
            "pk", "commitment__ref", "commitment__agreement__slug", "party__code", "status",
            "true_on", "narrative", "language", "created_at", "published_at", "corrects_id",
            "correction_reason", "commitment__agreement__starts_on",
            "commitment__agreement__ends_on",
        )
        .iterator(chunk_size=_AT_A_TIME)
    )  # fmt: skip
    while batch := list(islice(values, _AT_A_TIME)):
        yield "".join(writer.writerow(row) for row in _rows(batch))


def _rows(batch: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    cited: dict[int, list[tuple[str, str]]] = {}
    links = Cited.objects.filter(entry__in=[row[0] for row in batch])
    for key, *source in links.values_list("entry_id", "source__title", "source__address"):
        cited.setdefault(key, []).append((source[0], source[1]))
    for row in batch:
        pk, ref, slug, party, status, true_on, text, language, created, published, *rest = row
        corrects, reason, first, last = rest
        sources = cited.get(pk, [])
        yield (
            pk, ref, slug, party, status, true_on, text, language,
            "; ".join(title for title, _address in sources),
            "; ".join(address for _title, address in sources),
            created.isoformat(timespec="seconds"), published.isoformat(timespec="seconds"),
            created.year if created.year > true_on.year + 1 else "",
            "ja" if true_on > last or (first and true_on < first) else "nei",
            "ja" if corrects else "nei", reason,
            f"http://localhost:8000/forpliktelser/{ref}/#oppforing-{pk}", published.date(),
        )  # fmt: skip


class WrittenForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Written
        fields = ["status", "narrative", "true_on", "source_address"]


def write(request: HttpRequest, ref: str) -> HttpResponse:
    """One entry with its history row, by a form with a session."""
    commitment = get_object_or_404(Commitment, ref=ref)
    if request.method != "POST":
        request.session["who"] = "someone@example.no"
        return render(request, "write.html", {"form": WrittenForm()})
    form = WrittenForm(request.POST)
    if not form.is_valid():
        return render(request, "write.html", {"form": form}, status=422)
    with transaction.atomic():
        form.instance.commitment = commitment
        row = form.save()
        WrittenHistory.objects.create(
            written=row, history_user=request.session["who"], **form.cleaned_data
        )
    return redirect(f"/written/{row.pk}/")


def written(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(get_object_or_404(Written, pk=pk).narrative)


def found(request: HttpRequest) -> HttpResponse:
    """How many commitments there are: for the first answer after a start."""
    return HttpResponse(str(Commitment.objects.filter(~Q(ref="")).count()))


urlpatterns = [
    path("", found),
    path("register/", register),
    path("progress/", progress),
    path("progress.csv", progress_csv),
    path("write/<slug:ref>/", write),
    path("written/<int:pk>/", written),
]
