"""Versions of an agreement's pair of text files, each with the day from which it applies."""

import tomllib
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Final, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.reading.content import AgreementText
from agreements.reading.reader import parse

LONGEST: Final = {"reason": 2000, "document": 300, "document_address": 1000}  # characters
LANGUAGES: Final = ("nb", "nn")
_READ: Final = 32  # parsed pairs of files that a process caches


class TextVersionQuerySet(models.QuerySet["TextVersion"]):
    """Versions, by agreement and number. Everything here is public."""

    def of_agreement(self, slug: str) -> Self:
        """Return the versions of the agreement with this slug."""
        return self.filter(agreement__slug=slug)

    def applied(self, *, per: date | None = None, kjent: date | None = None) -> Self:
        """Return the version of each agreement that applied.

        ``per``: on that day; None for the newest. ``kjent``: limited to versions accepted by the
        end of that day in Norway; None for all until now. An agreement without any version
        accepted by then has its first version.
        """
        candidates = TextVersion.objects.all()
        if kjent is not None:
            candidates = candidates.filter(Q(number=1) | Q(accepted_at__date__lte=kjent))
        if per is not None:
            candidates = candidates.filter(Q(first_day__isnull=True) | Q(first_day__lte=per))
        higher = candidates.filter(agreement=OuterRef("agreement"), number__gt=OuterRef("number"))
        return self.filter(Exists(candidates.filter(pk=OuterRef("pk")))).filter(~Exists(higher))

    def superseded(self) -> Self:
        """Return all but the newest of each agreement."""
        higher = TextVersion.objects.filter(
            agreement=OuterRef("agreement"), number__gt=OuterRef("number")
        )
        return self.filter(Exists(higher))


class TextVersion(models.Model):
    """A pair of text files accepted for an agreement; rows are added, never changed.

    The first version has no first day: it applies from the beginning. Each later one says
    from which day it applies, why, and which document is behind the change.
    """

    agreement = models.ForeignKey(
        "agreements.Agreement",
        models.PROTECT,
        related_name="versions",
        verbose_name=_("agreement"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    source_text = models.TextField(_("text of the source file"))
    cut_source = models.TextField(_("how the text is divided and classified"))
    sha256 = models.CharField(
        _("SHA-256 of both files"),
        max_length=64,
        help_text=_("Of the SHA-256 of the text file and of the cut file, a line each."),
    )
    first_day = models.DateField(
        _("applies from"), null=True, help_text=_("Empty: from the beginning.")
    )
    reason = models.TextField(_("why it was changed"), blank=True)
    language = models.CharField(_("language of the reason"), max_length=2, blank=True)
    document = models.CharField(
        _("document that the change rests on"), max_length=LONGEST["document"], blank=True
    )
    document_address = models.CharField(
        _("address of the document"), max_length=LONGEST["document_address"], blank=True
    )
    accepted_at = models.DateTimeField(_("accepted"), default=timezone.now)

    objects = TextVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="textversion_number_once_an_agreement"
            ),
            models.CheckConstraint(
                condition=Q(
                    number=1,
                    first_day__isnull=True,
                    reason="",
                    language="",
                    document="",
                    document_address="",
                )
                | Q(number__gt=1, first_day__isnull=False, language__in=LANGUAGES)
                & ~Q(reason="")
                & ~Q(document=""),
                name="textversion_all_but_first_say_why",
                violation_error_message=_(
                    "Every version but the first has a first day, a reason and a document."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.number}"

    @cached_property
    def text(self) -> AgreementText:
        """The parsed content of the two files; a process parses the same pair once.

        Raises:
            InvalidTextError, KeyError: the reader does not accept the pair.
        """
        return _read(self.source_text, self.cut_source)


def pair_sha256(source_text: str, cut_source: str) -> str:
    """Return the SHA-256 over the two files' own, in hexadecimal, each with a line feed."""
    lines = (f"{sha256(text.encode()).hexdigest()}\n" for text in (source_text, cut_source))
    return sha256("".join(lines).encode()).hexdigest()


@lru_cache(maxsize=_READ)
def _read(source_text: str, cut_source: str) -> AgreementText:
    name = str(tomllib.loads(cut_source)["agreement"]["source"])
    return parse(
        source_text.encode(),
        cut_source.encode(),
        text_name=name,
        cut_name=f"{name.removesuffix('.txt')}.toml",
    )
