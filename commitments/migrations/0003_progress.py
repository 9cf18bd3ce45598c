import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import commitments.models.source


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("agreements", "0001_initial"),
        ("commitments", "0002_membership"),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "publisher",
                    models.CharField(blank=True, max_length=200, verbose_name="publisher"),
                ),
                (
                    "published_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty: not known.",
                        null=True,
                        verbose_name="date of the document",
                    ),
                ),
                (
                    "address",
                    models.URLField(
                        blank=True,
                        max_length=1000,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="address",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        storage=commitments.models.source._storage,
                        upload_to="",
                        verbose_name="file",
                    ),
                ),
                (
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="name of the file"),
                ),
                (
                    "media_type",
                    models.CharField(blank=True, max_length=100, verbose_name="media type"),
                ),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
                (
                    "sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the file"),
                ),
                (
                    "entered_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="entered"),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="commitments.membership",
                        verbose_name="entered by",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        help_text="Empty: a paper that the secretariat entered.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="agreements.party",
                        verbose_name="entered for",
                    ),
                ),
                (
                    "removed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="file removed"),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="file removed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["-entered_at", "-pk"],
                "indexes": [],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="source_has_title",
                        violation_error_message="A source has a title.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("address", ""),
                                models.Q(
                                    models.Q(("file", ""), _negated=True),
                                    ("removed_at__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(models.Q(("address", ""), _negated=True), ("file", "")),
                            _connector="OR",
                        ),
                        name="source_file_or_address",
                        violation_error_message="A source is either a file or an address.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("address", ""), _negated=True),
                                ("file_name", ""),
                                ("media_type", ""),
                                ("sha256", ""),
                                ("size", 0),
                            ),
                            models.Q(
                                ("address", ""),
                                models.Q(("sha256", ""), _negated=True),
                                ("size__gt", 0),
                                models.Q(("media_type", ""), _negated=True),
                                models.Q(("file_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="source_file_with_hash",
                        violation_error_message="A file has a name, a type, a size and a SHA-256.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(
                                ("address", ""),
                                ("file", ""),
                                ("removed_at__isnull", False),
                                ("removed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="source_removed_at_iff_by",
                        violation_error_message="A file that is gone was removed by someone, at a time.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(default="draft", max_length=20, verbose_name="state")),
                ("status", models.CharField(blank=True, max_length=20, verbose_name="status")),
                (
                    "narrative",
                    models.TextField(blank=True, max_length=10000, verbose_name="what was done"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk")],
                        default="nb",
                        max_length=2,
                        verbose_name="language of the text",
                    ),
                ),
                (
                    "true_on",
                    models.DateField(blank=True, null=True, verbose_name="the day it was true"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="version of the row"),
                ),
                (
                    "token",
                    models.UUIDField(
                        default=uuid.uuid4, unique=True, verbose_name="token of the form"
                    ),
                ),
                (
                    "correction_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is corrected"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="recorded"
                    ),
                ),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="returned")),
                ("return_note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("published_at", models.DateTimeField(null=True, verbose_name="published")),
                ("superseded_at", models.DateTimeField(null=True, verbose_name="corrected")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "withdrawal_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is withdrawn"
                    ),
                ),
                (
                    "authors",
                    models.ManyToManyField(
                        related_name="authored_entries",
                        to="commitments.membership",
                        verbose_name="authors",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_entries",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="commitments.progressentry",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_entries",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="published by",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="returned by",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="submitted by",
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="corrected by",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="withdrawn by",
                    ),
                ),
                (
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="progress_entries",
                        to="commitments.source",
                        verbose_name="sources",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress entry",
                "verbose_name_plural": "progress entries",
                "ordering": ["-true_on", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["commitment", "party", "state", "-true_on", "-published_at"],
                        name="progressentry_latest",
                    ),
                    models.Index(fields=["state", "-published_at"], name="progressentry_recent"),
                    models.Index(fields=["party", "state"], name="progressentry_worklist"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "submitted",
                                    "returned",
                                    "published",
                                    "corrected",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="progressentry_state_known",
                        violation_error_message="There is no such state.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", ""),
                            (
                                "status__in",
                                ["not_started", "in_progress", "in_difficulty", "done", "stopped"],
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_status_known",
                        violation_error_message="Choose one of the statuses.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["nb", "nn"])),
                        name="progressentry_language_known",
                        violation_error_message="Choose bokmål or nynorsk.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft"]),
                            models.Q(
                                models.Q(("status", ""), _negated=True),
                                models.Q(("narrative", ""), _negated=True),
                                ("true_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_complete_once_submitted",
                        violation_error_message="A submitted entry has a status, a text and a day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), ("submitted_at__isnull", True)),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("submitted_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_submitted_unless_draft",
                        violation_error_message="Everything but a draft has been submitted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("returned_at__isnull", False),
                                ("state", "returned"),
                                models.Q(("return_note", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "returned"), _negated=True),
                                ("return_note", ""),
                                ("returned_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_returned_with_note",
                        violation_error_message="A returned entry has a note that says why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", True),
                                ("state__in", ("draft", "submitted", "returned")),
                            ),
                            models.Q(
                                ("published_at__isnull", False),
                                ("state__in", ("published", "corrected", "withdrawn")),
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_published_iff_public",
                        violation_error_message="A public entry has the time it was published.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "corrected"), ("superseded_at__isnull", False)),
                            models.Q(
                                models.Q(("state", "corrected"), _negated=True),
                                ("superseded_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_superseded_iff_corrected",
                        violation_error_message="A corrected entry has the time it was corrected.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "withdrawn"),
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "withdrawn"), _negated=True),
                                ("withdrawal_reason", ""),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_withdrawn_with_reason",
                        violation_error_message="A withdrawn entry has a reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("correction_reason", ""), ("corrects__isnull", True)),
                            models.Q(("corrects__isnull", False), ("state", "draft")),
                            models.Q(
                                ("corrects__isnull", False),
                                models.Q(("correction_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_correction_with_reason",
                        violation_error_message="A correction says why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True),
                            models.Q(("published_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="progressentry_approver_is_not_submitter",
                        violation_error_message="Someone else than the one who submitted publishes.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("corrects__isnull", False),
                            ("state__in", ("draft", "submitted", "returned")),
                        ),
                        fields=("corrects",),
                        name="progressentry_one_open_correction",
                        violation_error_message="The entry has an open correction already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("submitted_at__isnull", True), ("submitted_by__isnull", True)
                            ),
                            models.Q(
                                ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_submitted_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("returned_at__isnull", True), ("returned_by__isnull", True)),
                            models.Q(
                                ("returned_at__isnull", False), ("returned_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_returned_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", True), ("published_by__isnull", True)
                            ),
                            models.Q(
                                ("published_at__isnull", False), ("published_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_published_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                            ),
                            models.Q(
                                ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_superseded_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_withdrawn_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalProgressEntry",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(default="draft", max_length=20, verbose_name="state")),
                ("status", models.CharField(blank=True, max_length=20, verbose_name="status")),
                (
                    "narrative",
                    models.TextField(blank=True, max_length=10000, verbose_name="what was done"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk")],
                        default="nb",
                        max_length=2,
                        verbose_name="language of the text",
                    ),
                ),
                (
                    "true_on",
                    models.DateField(blank=True, null=True, verbose_name="the day it was true"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="version of the row"),
                ),
                (
                    "correction_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is corrected"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="recorded"
                    ),
                ),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="returned")),
                ("return_note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("published_at", models.DateTimeField(null=True, verbose_name="published")),
                ("superseded_at", models.DateTimeField(null=True, verbose_name="corrected")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "withdrawal_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is withdrawn"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="published by",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="returned by",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="submitted by",
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="corrected by",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="withdrawn by",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.progressentry",
                        verbose_name="corrects",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical progress entry",
                "verbose_name_plural": "historical progress entries",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProgressEntry_sources",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalprogressentry",
                    ),
                ),
                (
                    "progressentry",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.progressentry",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.source",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalProgressEntry_sources",
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
