"""An agreement and its text as files have them, with ASCII bokmål names in every language."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import JsonResponse

from agreements import vocabulary
from agreements.models import Agreement, Segment

_JSON: Final = {"ensure_ascii": False, "indent": 1, "sort_keys": True}


def json_file(content: dict[str, object]) -> JsonResponse:
    """Return the content as a JSON file: non-ASCII letters, sorted keys, days in ISO 8601."""
    return JsonResponse(content, json_dumps_params=_JSON)


def agreement_facts(agreement: Agreement) -> dict[str, object]:
    """Return the facts of an agreement; null if the text does not say. Days are ISO 8601.

    ``evalueringsar`` are the counted years. The evaluation years must be loaded
    ``with_counted``.
    """
    years: list[Any] = list(agreement.evaluation_years.all())
    return {
        "kortnavn": agreement.slug,
        "tittel": agreement.title,
        "parter": agreement.party_codes,
        "underskrevet": agreement.signed_on,
        "forste_dag": agreement.starts_on,
        "siste_dag": agreement.ends_on,
        "evalueringsar": [row.year for row in years if row.is_counted],
        "ar_med_merke": [_marked_year(row) for row in years if row.shown_mark],
        "kilde": agreement.source,
        "sha256_fil": agreement.source_sha256,
        "sha256_tekst": agreement.text_sha256,
        "korttittel": in_file(agreement.short_title),
        "merknad": in_file(agreement.note) or None,
    }


def _marked_year(year: Any) -> dict[str, object]:
    """Return a year with its mark, and its words in each language."""
    return {
        "ar": year.year,
        "merke": vocabulary.word(f"mark.{year.mark}").slug,
        "telles_med": year.is_counted,
        "nb": year.nb,
        "nn": year.nn,
        "en": year.en,
    }


def in_file(texts: Mapping[str, str]) -> str:
    """Return the portal's own text as files have it, the same in every language."""
    return texts.get("nb", "")


def segment_facts(segments: Iterable[Segment]) -> list[dict[str, object]]:
    """Return a row per segment, in text order; ``segments`` repeats a goal for each area."""
    found: dict[int, dict[str, Any]] = {}
    for segment in segments:
        facts = found.setdefault(segment.position, _segment(segment))
        if hasattr(segment, "goal_area") and segment.goal_area:
            facts.setdefault("omrade", []).append(segment.goal_area)
    return list(found.values())


def _segment(segment: Segment) -> dict[str, object]:
    facts: dict[str, object] = {
        "nummer": segment.position,
        "art": vocabulary.word(f"kind.{segment.kind}").slug,
        "referanse": segment.ref or None,
        "anker": segment.anchor,
        "tekst": segment.text,
        "listemerke": segment.marker or None,
        "fortsetter_setningen": segment.inline,
        "kortnavn": in_file(segment.short_title) or None,
        "merknad": in_file(segment.note) or None,
    }
    if hasattr(segment, "goal"):
        facts |= {"omrade": [], "stortingsmelding": segment.goal.st_meld or None}
    if hasattr(segment, "signature"):
        name = segment.signature
        facts |= {"navn": name.name, "stilling": name.title, "part": name.party.code}
    return facts
