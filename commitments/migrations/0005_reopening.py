import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("agreements", "0001_initial"),
        ("commitments", "0004_evaluation"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalReopening",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        help_text="The signed round that it reopens.", verbose_name="round"
                    ),
                ),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
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
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked"),
                ),
                ("agreed_at", models.DateTimeField(null=True, verbose_name="agreed")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
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
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="agreed by",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="asked by",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.evaluation",
                        verbose_name="evaluation",
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
                        verbose_name="asked by the party",
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
            ],
            options={
                "verbose_name": "historical reopening",
                "verbose_name_plural": "historical reopenings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=100, verbose_name="kind of row")),
                ("row", models.CharField(blank=True, max_length=40, verbose_name="key of the row")),
                (
                    "pointer",
                    models.CharField(
                        help_text="JSON pointer (RFC 6901) in the content, or /field of a row.",
                        max_length=400,
                        verbose_name="place",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("first_name", models.CharField(max_length=200, verbose_name="decided by")),
                ("second_name", models.CharField(max_length=200, verbose_name="and by")),
                (
                    "redacted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="redacted"
                    ),
                ),
                (
                    "content_sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the content after it"),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        help_text="Empty: in another row.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redactions",
                        to="commitments.revision",
                        verbose_name="revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "redaction",
                "verbose_name_plural": "redactions",
                "ordering": ["redacted_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("label", ""), ("revision__isnull", False), ("row", "")),
                            models.Q(
                                ("revision__isnull", True),
                                models.Q(("label", ""), _negated=True),
                                models.Q(("row", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="redaction_in_revision_or_row",
                        violation_error_message="A redaction is in a revision or in another row.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_name", ""), _negated=True),
                            models.Q(("second_name", ""), _negated=True),
                            models.Q(("first_name", models.F("second_name")), _negated=True),
                        ),
                        name="redaction_names_two_people",
                        violation_error_message="Two people decide on a redaction.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("content_sha256", ""), _negated=True),
                            ("pointer__startswith", "/"),
                        ),
                        name="redaction_says_where_and_why",
                        violation_error_message="A redaction says where it is and why it was made.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        help_text="The signed round that it reopens.", verbose_name="round"
                    ),
                ),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
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
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked"),
                ),
                ("agreed_at", models.DateTimeField(null=True, verbose_name="agreed")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="agreed by",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="asked by",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="commitments.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="agreements.party",
                        verbose_name="asked by the party",
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
                "verbose_name": "reopening",
                "verbose_name_plural": "reopenings",
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("agreed_at__isnull", True), ("withdrawn_at__isnull", True)
                        ),
                        fields=("evaluation",),
                        name="reopening_one_open_request",
                        violation_error_message="A request to reopen awaits its answer already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("agreed_at__isnull", False)),
                        fields=("evaluation", "round"),
                        name="reopening_once_a_round",
                        violation_error_message="The round has been reopened already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_at__isnull", True),
                            ("withdrawn_at__isnull", True),
                            _connector="OR",
                        ),
                        name="reopening_agreed_or_withdrawn",
                        violation_error_message="A request is either agreed to or withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="reopening_has_reason",
                        violation_error_message="Say why the evaluation should be reopened.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["nb", "nn"])),
                        name="reopening_language_known",
                        violation_error_message="Choose bokmål or nynorsk.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reopening_agreed_at_iff_by",
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
                        name="reopening_withdrawn_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    ),
                ],
                "indexes": [],
            },
        ),
    ]
