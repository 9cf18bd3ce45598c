import uuid

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("agreements", "0001_initial"),
        ("commitments", "0006_frozen_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalCountyNote",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(db_index=True, max_length=20, verbose_name="case number"),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="what is wrong")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent"),
                ),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
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
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="answered by",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: it concerns the county as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.region",
                        verbose_name="county",
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
                        verbose_name="sent by",
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
                    "office",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.office",
                        verbose_name="office",
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
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical note on a county",
                "verbose_name_plural": "historical notes on counties",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RegionalStatus",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "municipalities",
                    models.PositiveSmallIntegerField(
                        help_text="Empty: not stated.",
                        null=True,
                        verbose_name="municipalities taking part",
                    ),
                ),
                (
                    "municipalities_total",
                    models.PositiveSmallIntegerField(
                        help_text="Empty: not stated.",
                        null=True,
                        verbose_name="municipalities in the county",
                    ),
                ),
                (
                    "authors",
                    models.ManyToManyField(
                        related_name="authored_regional_statuses",
                        to="commitments.membership",
                        verbose_name="authors",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regional_statuses",
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
                        to="commitments.regionalstatus",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regional_statuses",
                        to="commitments.region",
                        verbose_name="county",
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
                        related_name="regional_statuses",
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
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="regional_statuses",
                        to="commitments.source",
                        verbose_name="sources",
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
            ],
            options={
                "verbose_name": "regional status",
                "verbose_name_plural": "regional statuses",
                "ordering": ["commitment", "year", "county", "party", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["county", "state", "year"], name="regionalstatus_county"),
                    models.Index(fields=["commitment", "year", "state"], name="regionalstatus_map"),
                    models.Index(fields=["party", "state"], name="regionalstatus_worklist"),
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
                        name="regionalstatus_state_known",
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
                        name="regionalstatus_status_known",
                        violation_error_message="Choose one of the statuses.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["nb", "nn"])),
                        name="regionalstatus_language_known",
                        violation_error_message="Choose bokmål or nynorsk.",
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
                        name="regionalstatus_submitted_unless_draft",
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
                        name="regionalstatus_returned_with_note",
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
                        name="regionalstatus_published_iff_public",
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
                        name="regionalstatus_superseded_iff_corrected",
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
                        name="regionalstatus_withdrawn_with_reason",
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
                        name="regionalstatus_correction_with_reason",
                        violation_error_message="A correction says why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True),
                            models.Q(("published_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="regionalstatus_approver_is_not_submitter",
                        violation_error_message="Someone else than the one who submitted publishes.",
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
                        name="regionalstatus_submitted_at_iff_by",
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
                        name="regionalstatus_returned_at_iff_by",
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
                        name="regionalstatus_published_at_iff_by",
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
                        name="regionalstatus_superseded_at_iff_by",
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
                        name="regionalstatus_withdrawn_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(
                                models.Q(("status", ""), _negated=True),
                                models.Q(("narrative", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="regionalstatus_complete_once_submitted",
                        violation_error_message="A submitted regional status has a status and a text.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("municipalities__isnull", True),
                                ("municipalities_total__isnull", True),
                            ),
                            models.Q(
                                ("municipalities__isnull", False),
                                ("municipalities__lte", models.F("municipalities_total")),
                                ("municipalities_total__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="regionalstatus_municipalities_of_total",
                        violation_error_message="Not more municipalities can take part than there are in the county.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("county", "commitment", "year", "party"),
                        name="regionalstatus_one_published",
                        violation_error_message="The party has published this already. Correct it.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "submitted", "returned"))),
                        fields=("county", "commitment", "year", "party"),
                        name="regionalstatus_one_open",
                        violation_error_message="The party is recording this already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegionalImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("body", models.BinaryField(verbose_name="content of the file")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="put in"),
                ),
                ("imported_at", models.DateTimeField(null=True, verbose_name="imported")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="put in by",
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="imported by",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regional_imports",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "rows",
                    models.ManyToManyField(
                        related_name="imports",
                        to="commitments.regionalstatus",
                        verbose_name="rows it made or changed",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of regional statuses",
                "verbose_name_plural": "imports of regional statuses",
                "ordering": ["-created_at", "-pk"],
                "indexes": [],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("imported_at__isnull", True), ("imported_by__isnull", True)),
                            models.Q(
                                ("imported_at__isnull", False), ("imported_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="regionalimport_imported_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CountyNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(max_length=20, unique=True, verbose_name="case number"),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="what is wrong")),
                ("token", models.UUIDField(unique=True, verbose_name="token of the form")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent"),
                ),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="answered by",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        help_text="Empty: it concerns the county as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="county_notes",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="commitments.region",
                        verbose_name="county",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="sent by",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="commitments.office",
                        verbose_name="office",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="county_notes",
                        to="agreements.party",
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "verbose_name": "note on a county",
                "verbose_name_plural": "notes on counties",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="countynote_has_text",
                        violation_error_message="A note says what is wrong.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="countynote_answer_iff_answered",
                        violation_error_message="An answer has a text and a time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False), ("answered_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="countynote_answered_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRegionalStatus",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "municipalities",
                    models.PositiveSmallIntegerField(
                        help_text="Empty: not stated.",
                        null=True,
                        verbose_name="municipalities taking part",
                    ),
                ),
                (
                    "municipalities_total",
                    models.PositiveSmallIntegerField(
                        help_text="Empty: not stated.",
                        null=True,
                        verbose_name="municipalities in the county",
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
                    "county",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.region",
                        verbose_name="county",
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
                        to="commitments.regionalstatus",
                        verbose_name="corrects",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical regional status",
                "verbose_name_plural": "historical regional statuses",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRegionalStatus_sources",
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
                        to="commitments.historicalregionalstatus",
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
                (
                    "regionalstatus",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.regionalstatus",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalRegionalStatus_sources",
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
