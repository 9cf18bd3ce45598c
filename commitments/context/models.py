"""Facts from outside the two texts, a glossary, and where both are stated.

Every row comes from one shipped file through ``context.load``. None of it is part of a text.
"""

from collections.abc import Collection
from typing import Any, Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.context import reading
from commitments.context.proposal_models import Proposal
from commitments.people.models import Membership, Visitor
from kvalitet.guard.keys import RandomKey

_DAY: Final = 10  # characters of YYYY-MM-DD


class OutsideSource(models.Model):
    """A page or document outside the portal that states facts; not a source of a party."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200)
    day = models.CharField(_("day"), max_length=_DAY, blank=True)
    address = models.CharField(_("address"), max_length=1000)
    kind = models.CharField(_("type"), max_length=20)
    note = models.TextField(_("note"), blank=True)
    opened_on = models.DateField(
        _("opened"),
        null=True,
        help_text=_("Empty: the address has not been opened and is no link."),
    )

    class Meta:
        verbose_name = _("source outside the agreements")
        verbose_name_plural = _("sources outside the agreements")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=reading.SOURCE_KINDS),
                name="outsidesource_kind_known",
                violation_error_message=_("There is no such type of source."),
            ),
            models.CheckConstraint(
                condition=~Q(address="") & ~Q(title="") & ~Q(publisher=""),
                name="outsidesource_can_be_found",
                violation_error_message=_("A source has a title, a publisher and an address."),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class FactQuerySet(models.QuerySet["OutsideFact"]):
    """Facts, in the order of their file."""

    def shown(self) -> Self:
        """Return the facts that pages show to everyone."""
        return self.filter(show=True)

    def visible_to(self, user: Visitor) -> Self:
        """Return what everyone can see; for members of the parties also the leads."""
        acting = Membership.acting(user)
        if acting is None or not acting.writes:
            return self.shown()
        return self.filter(Q(show=True) | Q(kind=reading.LEAD))

    def leads(self) -> Self:
        """Return places where a party can look for what was done."""
        return self.filter(kind=reading.LEAD)

    def about(self, names: Collection[str]) -> Self:
        """Return facts about any of these references and agreements, each once."""
        subjects = FactSubject.objects.filter(name__in=names)
        return self.filter(pk__in=subjects.values("fact"))

    def proposals(self) -> Self:
        """Return facts that are proposals until the parties have confirmed them."""
        return self.filter(proposal__isnull=False).select_related("proposal")


class OutsideFact(models.Model):
    """A fact from outside the texts about an agreement, or about something with a reference."""

    id = RandomKey(primary_key=True)
    key = models.SlugField(_("key"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("type"), max_length=20)
    day = models.CharField(_("day"), max_length=_DAY, blank=True)
    certainty = models.CharField(_("certainty"), max_length=20)
    show = models.BooleanField(_("shown"))
    nb = models.TextField(_("Bokmål"))
    nn = models.TextField(_("Nynorsk"))
    en = models.TextField(_("English"))
    sources = models.ManyToManyField(OutsideSource, related_name="facts", verbose_name=_("sources"))
    proposal = models.OneToOneField(
        Proposal,
        models.PROTECT,
        null=True,
        related_name="fact",
        verbose_name=_("proposal of the portal"),
    )

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact from outside the texts")
        verbose_name_plural = _("facts from outside the texts")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=reading.FACT_KINDS),
                name="outsidefact_kind_known",
                violation_error_message=_("There is no such type of fact."),
            ),
            models.CheckConstraint(
                condition=Q(certainty__in=reading.CERTAINTIES),
                name="outsidefact_certainty_known",
                violation_error_message=_("There is no such certainty."),
            ),
            models.CheckConstraint(
                condition=~Q(nb="") & ~Q(nn="") & ~Q(en=""),
                name="outsidefact_in_every_language",
                violation_error_message=_("A fact is told in every language."),
            ),
            models.CheckConstraint(
                condition=Q(show=False) | ~Q(certainty="doubtful") & ~Q(kind=reading.LEAD),
                name="outsidefact_doubtful_or_lead_not_shown",
                violation_error_message=_("What is doubtful, or a lead, is not shown."),
            ),
            models.CheckConstraint(
                condition=Q(show=True, kind__in=reading.PROPOSED, proposal__isnull=False)
                | (Q(show=False) | ~Q(kind__in=reading.PROPOSED)) & Q(proposal__isnull=True),
                name="outsidefact_proposal_iff_parties_confirm",
                violation_error_message=_(
                    "A fact about start, end, forerunner or successor is a proposal."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class FactSubject(models.Model):
    """A reference, or the slug of an agreement, that a fact is about."""

    fact = models.ForeignKey(
        OutsideFact,
        models.CASCADE,
        related_name="subjects",
        verbose_name=_("fact from outside the texts"),
    )  # CASCADE: a part of the fact itself
    name = models.CharField(_("reference or agreement"), max_length=40)

    class Meta:
        verbose_name = _("subject of a fact")
        verbose_name_plural = _("subjects of facts")
        ordering = ["pk"]
        indexes = [models.Index(fields=["name"], name="factsubject_name")]
        constraints = [
            models.UniqueConstraint(fields=["fact", "name"], name="factsubject_once_per_fact"),
        ]

    def __str__(self) -> str:
        return self.name


class GlossaryTerm(models.Model):
    """A word of the texts, or of the portal, that the glossary explains.

    ``words`` are its forms as the texts write them, ``refs`` the references whose wording or
    heading has one of them; both are lists of texts.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    words: Any = models.JSONField(_("words"), default=list)
    refs: Any = models.JSONField(_("references"), default=list)
    certainty = models.CharField(_("certainty"), max_length=20)
    name_nb = models.CharField(_("name in bokmål"), max_length=100)
    name_nn = models.CharField(_("name in nynorsk"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    nb = models.TextField(_("Bokmål"))
    nn = models.TextField(_("Nynorsk"))
    en = models.TextField(_("English"))
    sources = models.ManyToManyField(OutsideSource, related_name="terms", verbose_name=_("sources"))

    class Meta:
        verbose_name = _("term of the glossary")
        verbose_name_plural = _("terms of the glossary")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(certainty__in=reading.TERM_CERTAINTIES),
                name="glossaryterm_certainty_known",
                violation_error_message=_("There is no such certainty."),
            ),
            models.CheckConstraint(
                condition=~Q(nb="") & ~Q(nn="") & ~Q(en=""),
                name="glossaryterm_in_every_language",
                violation_error_message=_("A term is explained in every language."),
            ),
        ]

    def __str__(self) -> str:
        return self.key
