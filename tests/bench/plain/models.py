"""The portal's tables, as far as the plain lists read them, and two of its own for the form."""

from typing import Any, ClassVar

from django.db import models


class _Row(models.Model):
    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True


class Agreement(_Row):
    slug = models.CharField(max_length=40)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField()

    class Meta:
        managed = False
        db_table = "agreements_agreement"


class Party(_Row):
    code = models.CharField(max_length=10)

    class Meta:
        managed = False
        db_table = "agreements_party"


class Commitment(_Row):
    agreement = models.ForeignKey(Agreement, models.PROTECT)
    responsible = models.ManyToManyField(Party, db_table="commitments_commitment_responsible")
    ref = models.CharField(max_length=20)
    position = models.IntegerField()
    wording = models.TextField()
    group = models.CharField(max_length=20)
    verb_class = models.CharField(max_length=30)
    search_words = models.TextField()

    class Meta:
        managed = False
        db_table = "commitments_commitment"


class Source(_Row):
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=1000)

    class Meta:
        managed = False
        db_table = "commitments_source"


class Entry(_Row):
    commitment = models.ForeignKey(Commitment, models.PROTECT)
    party = models.ForeignKey(Party, models.PROTECT)
    sources = models.ManyToManyField(Source, through="Cited")
    state = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    narrative = models.TextField()
    language = models.CharField(max_length=2)
    true_on = models.DateField()
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    corrects_id = models.IntegerField(null=True)
    correction_reason = models.TextField()

    class Meta:
        managed = False
        db_table = "commitments_progressentry"


class Cited(_Row):
    entry = models.ForeignKey(Entry, models.PROTECT, db_column="progressentry_id")
    source = models.ForeignKey(Source, models.PROTECT)

    class Meta:
        managed = False
        db_table = "commitments_progressentry_sources"


class Written(_Row):
    """What the plain form inserts."""

    commitment = models.ForeignKey(Commitment, models.PROTECT)
    status = models.CharField(
        max_length=20, choices=[("done", "gjennomført"), ("in_progress", "i gang")]
    )
    narrative = models.TextField()
    true_on = models.DateField()
    source_address = models.URLField(max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "bench_written"


class WrittenHistory(_Row):
    """The one history row of each."""

    written = models.ForeignKey(Written, models.PROTECT)
    status = models.CharField(max_length=20)
    narrative = models.TextField()
    true_on = models.DateField()
    source_address = models.URLField(max_length=1000)
    history_date = models.DateTimeField(auto_now_add=True)
    history_user = models.CharField(max_length=200)

    class Meta:
        db_table = "bench_writtenhistory"
