import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("agreements", "0001_initial"),
        ("commitments", "0003_progress"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalMeeting",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: a bilateral meeting.",
                        null=True,
                        verbose_name="number",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="day of the meeting")),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="version of the row"),
                ),
                (
                    "entered_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="entered"),
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
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="entered by",
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
            ],
            options={
                "verbose_name": "historical meeting",
                "verbose_name_plural": "historical meetings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPastEvaluation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("made_on", models.DateField(verbose_name="day the evaluation was made")),
                (
                    "description",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="what the document shows"
                    ),
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
                ("state", models.CharField(default="draft", max_length=20, verbose_name="state")),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="version of the row"),
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
                    "evaluation_year",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.evaluationyear",
                        verbose_name="evaluation year",
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
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.source",
                        verbose_name="document",
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
                "verbose_name": "historical evaluation of the time",
                "verbose_name_plural": "historical evaluations of the time",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: a bilateral meeting.",
                        null=True,
                        verbose_name="number",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="day of the meeting")),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="version of the row"),
                ),
                (
                    "entered_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="entered"),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="entered by",
                    ),
                ),
                (
                    "papers",
                    models.ManyToManyField(
                        blank=True,
                        related_name="meetings",
                        to="commitments.source",
                        verbose_name="papers",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ["-held_on", "-pk"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number__isnull", False)),
                        fields=("year", "number"),
                        name="meeting_number_once_a_year",
                        violation_error_message="The meeting with this number is recorded already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__isnull", True), ("number__in", (1, 2, 3, 4)), _connector="OR"
                        ),
                        name="meeting_number_known",
                        violation_error_message="The meetings of a year are numbered 1 to 4.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMeeting_papers",
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
                        to="commitments.historicalmeeting",
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalMeeting_papers",
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEvaluation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "deadline_on",
                    models.DateField(
                        help_text="The day itself is included, by the clocks in Norway.",
                        verbose_name="deadline",
                    ),
                ),
                (
                    "grace_until_on",
                    models.DateField(
                        help_text="The day itself is included.", verbose_name="grace period until"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="opened"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="version of the row"),
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
                    "evaluation_year",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.evaluationyear",
                        verbose_name="evaluation year",
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
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="opened by",
                    ),
                ),
                (
                    "opening_source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Needed where the text does not say whether the agreement applied.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.source",
                        verbose_name="document that the agreement applied",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: not stated.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical evaluation",
                "verbose_name_plural": "historical evaluations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PastEvaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_on", models.DateField(verbose_name="day the evaluation was made")),
                (
                    "description",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="what the document shows"
                    ),
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
                ("state", models.CharField(default="draft", max_length=20, verbose_name="state")),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="version of the row"),
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
                        related_name="+", to="commitments.membership", verbose_name="authors"
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
                    "evaluation_year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_evaluations",
                        to="agreements.evaluationyear",
                        verbose_name="evaluation year",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_evaluations",
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
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_evaluations",
                        to="commitments.source",
                        verbose_name="document",
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
                "verbose_name": "evaluation of the time",
                "verbose_name_plural": "evaluations of the time",
                "ordering": ["evaluation_year", "pk"],
                "indexes": [],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ("draft", "submitted", "returned", "published", "withdrawn"),
                            )
                        ),
                        name="pastevaluation_state_known",
                        violation_error_message="There is no such state.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["nb", "nn"])),
                        name="pastevaluation_language_known",
                        violation_error_message="Choose bokmål or nynorsk.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), ("submitted_at__isnull", True)),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("submitted_at__isnull", False),
                                models.Q(("description", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="pastevaluation_submitted_unless_draft",
                        violation_error_message="Everything but a draft has a text and was submitted.",
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
                        name="pastevaluation_returned_with_note",
                        violation_error_message="What is returned has a note that says why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", True),
                                ("state__in", ("draft", "submitted", "returned")),
                            ),
                            models.Q(
                                ("published_at__isnull", False),
                                ("state__in", ("published", "withdrawn")),
                            ),
                            _connector="OR",
                        ),
                        name="pastevaluation_published_iff_public",
                        violation_error_message="What is public has the time it was published.",
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
                        name="pastevaluation_withdrawn_with_reason",
                        violation_error_message="What is withdrawn has a reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True),
                            models.Q(("published_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="pastevaluation_approver_is_not_submitter",
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
                        name="pastevaluation_submitted_at_iff_by",
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
                        name="pastevaluation_returned_at_iff_by",
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
                        name="pastevaluation_published_at_iff_by",
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
                        name="pastevaluation_withdrawn_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deadline_on",
                    models.DateField(
                        help_text="The day itself is included, by the clocks in Norway.",
                        verbose_name="deadline",
                    ),
                ),
                (
                    "grace_until_on",
                    models.DateField(
                        help_text="The day itself is included.", verbose_name="grace period until"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="opened"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="version of the row"),
                ),
                (
                    "evaluation_year",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation",
                        to="agreements.evaluationyear",
                        verbose_name="evaluation year",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="opened by",
                    ),
                ),
                (
                    "opening_source",
                    models.ForeignKey(
                        blank=True,
                        help_text="Needed where the text does not say whether the agreement applied.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened_evaluations",
                        to="commitments.source",
                        verbose_name="document that the agreement applied",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: not stated.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="commitments.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluation",
                "verbose_name_plural": "evaluations",
                "ordering": ["evaluation_year"],
                "indexes": [],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("grace_until_on__gte", models.F("deadline_on"))),
                        name="evaluation_grace_after_deadline",
                        violation_error_message="The grace period must not end before the deadline.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("round__gte", 1)),
                        name="evaluation_round_counted_from_one",
                        violation_error_message="The first round is number 1.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        help_text="Empty: begun, not yet assessed.",
                        max_length=20,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=20, verbose_name="reason")),
                (
                    "gap",
                    models.CharField(blank=True, max_length=20, verbose_name="what is missing"),
                ),
                (
                    "narrative",
                    models.TextField(blank=True, max_length=10000, verbose_name="grounds"),
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
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="begun"),
                ),
                (
                    "amended_at",
                    models.DateTimeField(
                        help_text="Empty: as it was handed in.",
                        null=True,
                        verbose_name="amended after the reveal",
                    ),
                ),
                (
                    "amended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="amended by",
                    ),
                ),
                (
                    "authors",
                    models.ManyToManyField(
                        related_name="+", to="commitments.membership", verbose_name="authors"
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="begun by",
                    ),
                ),
                (
                    "entries",
                    models.ManyToManyField(
                        blank=True,
                        related_name="assessments",
                        to="commitments.progressentry",
                        verbose_name="picked entries",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "reservation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="commitments.reservation",
                        verbose_name="reservation",
                    ),
                ),
                (
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="assessments",
                        to="commitments.source",
                        verbose_name="sources",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="commitments.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment",
                "verbose_name_plural": "assessments",
                "ordering": ["evaluation", "round", "commitment__position", "party"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "round", "commitment", "party"),
                        name="assessment_one_per_party",
                        violation_error_message="The party has assessed the commitment already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", ""),
                            (
                                "verdict__in",
                                [
                                    "fulfilled",
                                    "partly_fulfilled",
                                    "not_fulfilled",
                                    "cannot_be_verified",
                                    "not_applicable",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="assessment_verdict_known",
                        violation_error_message="Choose one of the verdicts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "reason__in",
                                    [
                                        "not_prioritised",
                                        "policy_changed",
                                        "reservation_used",
                                        "taken_over",
                                        "outside_control",
                                        "unknown",
                                    ],
                                ),
                                ("verdict", "not_fulfilled"),
                            ),
                            models.Q(
                                models.Q(("verdict", "not_fulfilled"), _negated=True),
                                ("reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_reason_iff_not_fulfilled",
                        violation_error_message="Exactly «not fulfilled» has a reason, and one of them.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("gap__in", ["wording", "records"]),
                                ("verdict", "cannot_be_verified"),
                            ),
                            models.Q(
                                models.Q(("verdict", "cannot_be_verified"), _negated=True),
                                ("gap", ""),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_gap_iff_cannot_be_verified",
                        violation_error_message="Exactly «cannot be verified» says what is missing.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reason", "reservation_used"), ("reservation__isnull", False)
                            ),
                            models.Q(
                                models.Q(("reason", "reservation_used"), _negated=True),
                                ("reservation__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_reservation_iff_used",
                        violation_error_message="Exactly «reservation used» names a reservation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["nb", "nn"])),
                        name="assessment_language_known",
                        violation_error_message="Choose bokmål or nynorsk.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amended_at__isnull", True), ("amended_by__isnull", True)),
                            models.Q(("amended_at__isnull", False), ("amended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessment_amended_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAssessment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        help_text="Empty: begun, not yet assessed.",
                        max_length=20,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=20, verbose_name="reason")),
                (
                    "gap",
                    models.CharField(blank=True, max_length=20, verbose_name="what is missing"),
                ),
                (
                    "narrative",
                    models.TextField(blank=True, max_length=10000, verbose_name="grounds"),
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
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="begun"),
                ),
                (
                    "amended_at",
                    models.DateTimeField(
                        help_text="Empty: as it was handed in.",
                        null=True,
                        verbose_name="amended after the reveal",
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
                    "amended_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="amended by",
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
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="begun by",
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
                        verbose_name="party",
                    ),
                ),
                (
                    "reservation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.reservation",
                        verbose_name="reservation",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical assessment",
                "verbose_name_plural": "historical assessments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAssessment_entries",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.assessment",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalassessment",
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
            ],
            options={
                "verbose_name": "HistoricalAssessment_entries",
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAssessment_sources",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.assessment",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalassessment",
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
                "verbose_name": "HistoricalAssessment_sources",
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalConclusion",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("text", models.TextField(max_length=10000, verbose_name="text")),
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
                    "state",
                    models.CharField(default="proposed", max_length=20, verbose_name="state"),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="proposed"
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
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
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="proposed by",
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
                "verbose_name": "historical conclusion",
                "verbose_name_plural": "historical conclusions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSignOff",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                (
                    "content_sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the content"),
                ),
                (
                    "signed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="signed"),
                ),
                ("signer_name", models.CharField(max_length=200, verbose_name="name at the time")),
                ("signer_role", models.CharField(max_length=20, verbose_name="role at the time")),
                ("on_behalf_of", models.CharField(max_length=200, verbose_name="on behalf of")),
                ("factor_at", models.DateTimeField(verbose_name="second factor given")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="void from")),
                (
                    "voided_why",
                    models.CharField(blank=True, max_length=20, verbose_name="why it is void"),
                ),
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
                        verbose_name="party",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="signed by",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="made void by",
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
                "verbose_name": "historical signature on an evaluation",
                "verbose_name_plural": "historical signatures on evaluations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSubmission",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                (
                    "content_sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the content"),
                ),
                (
                    "confirmed_gaps",
                    models.JSONField(
                        default=list,
                        help_text="References, in text order.",
                        verbose_name="confirmed as not assessed",
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="handed in"
                    ),
                ),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
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
                        verbose_name="party",
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
                        verbose_name="handed in by",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="taken back by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical hand-in",
                "verbose_name_plural": "historical hand-ins",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                (
                    "content_sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the content"),
                ),
                (
                    "signed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="signed"),
                ),
                ("signer_name", models.CharField(max_length=200, verbose_name="name at the time")),
                ("signer_role", models.CharField(max_length=20, verbose_name="role at the time")),
                ("on_behalf_of", models.CharField(max_length=200, verbose_name="on behalf of")),
                ("factor_at", models.DateTimeField(verbose_name="second factor given")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="void from")),
                (
                    "voided_why",
                    models.CharField(blank=True, max_length=20, verbose_name="why it is void"),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signoffs",
                        to="commitments.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signoffs",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signoffs",
                        to="commitments.membership",
                        verbose_name="signed by",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="made void by",
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
                "verbose_name": "signature on an evaluation",
                "verbose_name_plural": "signatures on evaluations",
                "ordering": ["signed_at", "pk"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True), ("withdrawn_at__isnull", True)
                        ),
                        fields=("evaluation", "round", "party"),
                        name="signoff_one_valid_per_party",
                        violation_error_message="The party has signed already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at__isnull", True), ("voided_why", "")),
                            models.Q(
                                ("voided_at__isnull", False),
                                ("voided_why__in", ["amended", "new_proposal", "other_content"]),
                            ),
                            _connector="OR",
                        ),
                        name="signoff_void_with_reason",
                        violation_error_message="A void signature says why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True),
                            ("withdrawn_at__isnull", True),
                            _connector="OR",
                        ),
                        name="signoff_void_or_withdrawn",
                        violation_error_message="A signature is either void or withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signer_name", ""), _negated=True),
                            models.Q(("on_behalf_of", ""), _negated=True),
                        ),
                        name="signoff_names_signer",
                        violation_error_message="A signature says who signed and on whose behalf.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at__isnull", True), ("voided_by__isnull", True)),
                            models.Q(("voided_at__isnull", False), ("voided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="signoff_voided_at_iff_by",
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
                        name="signoff_withdrawn_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[("signed", "signed"), ("one_sided", "one-sided")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                ("content", models.TextField(verbose_name="content")),
                (
                    "content_sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the content"),
                ),
                ("seal", models.TextField(verbose_name="seal")),
                (
                    "revision_sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the revision"),
                ),
                (
                    "previous_sha256",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the first one.",
                        max_length=64,
                        verbose_name="SHA-256 of the previous revision",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="published"
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="commitments.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="published by",
                    ),
                ),
                (
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="revisions",
                        to="commitments.source",
                        verbose_name="sources",
                    ),
                ),
                (
                    "signoffs",
                    models.ManyToManyField(
                        blank=True,
                        related_name="revisions",
                        to="commitments.signoff",
                        verbose_name="signatures",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "ordering": ["evaluation", "number"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "number"), name="revision_number_once_an_evaluation"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["signed", "one_sided"])),
                        name="revision_kind_known",
                        violation_error_message="A revision is signed or one-sided.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", 1), ("previous_sha256", "")),
                            models.Q(
                                ("number__gt", 1), models.Q(("previous_sha256", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="revision_chained_from_first",
                        violation_error_message="Every revision but the first names the one before.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content", ""), _negated=True),
                            models.Q(("content_sha256", ""), _negated=True),
                            models.Q(("revision_sha256", ""), _negated=True),
                        ),
                        name="revision_has_content_and_hashes",
                        violation_error_message="A revision has a content and both hashes.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                (
                    "content",
                    models.TextField(
                        help_text="Canonical JSON of the party's assessments (RFC 8785).",
                        verbose_name="content",
                    ),
                ),
                (
                    "content_sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the content"),
                ),
                (
                    "confirmed_gaps",
                    models.JSONField(
                        default=list,
                        help_text="References, in text order.",
                        verbose_name="confirmed as not assessed",
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="handed in"
                    ),
                ),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="commitments.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="submissions",
                        to="commitments.source",
                        verbose_name="sources",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="handed in by",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="taken back by",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-in",
                "verbose_name_plural": "hand-ins",
                "ordering": ["submitted_at", "pk"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at__isnull", True)),
                        fields=("evaluation", "round", "party"),
                        name="submission_one_standing_per_party",
                        violation_error_message="The party has handed in already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("taken_back_at__isnull", True), ("taken_back_by__isnull", True)
                            ),
                            models.Q(
                                ("taken_back_at__isnull", False), ("taken_back_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="submission_taken_back_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSubmission_sources",
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
                        to="commitments.historicalsubmission",
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
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalSubmission_sources",
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Conclusion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("text", models.TextField(max_length=10000, verbose_name="text")),
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
                    "state",
                    models.CharField(default="proposed", max_length=20, verbose_name="state"),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="proposed"
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
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
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conclusions",
                        to="agreements.party",
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="proposed by",
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
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conclusions",
                        to="commitments.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "conclusion",
                "verbose_name_plural": "conclusions",
                "ordering": ["evaluation", "round", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "round", "number"),
                        name="conclusion_number_once_a_round",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("evaluation", "round"),
                        name="conclusion_one_proposed_a_round",
                        violation_error_message="A proposal awaits its answer already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "accepted", "countered", "withdrawn"])
                        ),
                        name="conclusion_state_known",
                        violation_error_message="There is no such state.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="conclusion_has_text",
                        violation_error_message="A conclusion has a text.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["nb", "nn"])),
                        name="conclusion_language_known",
                        violation_error_message="Choose bokmål or nynorsk.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False),
                                ("state__in", ["accepted", "countered"]),
                            ),
                            models.Q(
                                models.Q(("state__in", ["accepted", "countered"]), _negated=True),
                                ("answered_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="conclusion_answered_iff_state_says_so",
                        violation_error_message="An answer has the time it was given.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), ("withdrawn_at__isnull", False)),
                            models.Q(
                                models.Q(("state", "withdrawn"), _negated=True),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="conclusion_withdrawn_iff_state_says_so",
                        violation_error_message="A withdrawn proposal has the time it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False), ("answered_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="conclusion_answered_at_iff_by",
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
                        name="conclusion_withdrawn_at_iff_by",
                        violation_error_message="A step has both a time and a person.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PublishedVerdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        help_text="Empty: not assessed.",
                        max_length=20,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=20, verbose_name="reason")),
                (
                    "gap",
                    models.CharField(blank=True, max_length=20, verbose_name="what is missing"),
                ),
                (
                    "is_view",
                    models.BooleanField(verbose_name="a view on what the other party answers for"),
                ),
                (
                    "written_in",
                    models.PositiveSmallIntegerField(
                        help_text="Empty: in time.",
                        null=True,
                        verbose_name="written in retrospect in",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_verdicts",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_verdicts",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="commitments.revision",
                        verbose_name="revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "published verdict",
                "verbose_name_plural": "published verdicts",
                "ordering": ["revision", "commitment", "party"],
                "indexes": [
                    models.Index(
                        fields=["commitment", "year", "party"], name="publishedverdict_commitment"
                    ),
                    models.Index(fields=["year", "verdict"], name="publishedverdict_verdict"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("revision", "commitment", "party"),
                        name="publishedverdict_one_per_column",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_view", False), ("verdict", "")),
                            (
                                "verdict__in",
                                [
                                    "fulfilled",
                                    "partly_fulfilled",
                                    "not_fulfilled",
                                    "cannot_be_verified",
                                    "not_applicable",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="publishedverdict_verdict_known",
                        violation_error_message="Choose one of the verdicts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "reason__in",
                                    [
                                        "not_prioritised",
                                        "policy_changed",
                                        "reservation_used",
                                        "taken_over",
                                        "outside_control",
                                        "unknown",
                                    ],
                                ),
                                ("verdict", "not_fulfilled"),
                            ),
                            models.Q(
                                models.Q(("verdict", "not_fulfilled"), _negated=True),
                                ("reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="publishedverdict_reason_iff_not_fulfilled",
                        violation_error_message="Exactly «not fulfilled» has a reason, and one of them.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("gap__in", ["wording", "records"]),
                                ("verdict", "cannot_be_verified"),
                            ),
                            models.Q(
                                models.Q(("verdict", "cannot_be_verified"), _negated=True),
                                ("gap", ""),
                            ),
                            _connector="OR",
                        ),
                        name="publishedverdict_gap_iff_cannot_be_verified",
                        violation_error_message="Exactly «cannot be verified» says what is missing.",
                    ),
                ],
            },
        ),
    ]
