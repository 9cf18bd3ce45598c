import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import kvalitet.guard.history
import kvalitet.guard.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=40, unique=True, verbose_name="short name")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "signed_on",
                    models.DateField(
                        help_text="Empty: not stated in the text.", null=True, verbose_name="signed"
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        help_text="Empty: not stated in the text.",
                        null=True,
                        verbose_name="first day",
                    ),
                ),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("source", models.CharField(max_length=100, verbose_name="source file")),
                ("source_text", models.TextField(verbose_name="text of the source file")),
                (
                    "source_sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the source file"),
                ),
                (
                    "text_sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the folded text"),
                ),
                ("cut_source", models.TextField(verbose_name="how the text is cut and classified")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "loaded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="loaded"),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=10, unique=True, verbose_name="code")),
            ],
            options={
                "verbose_name": "party",
                "verbose_name_plural": "parties",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="AgreementParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreement_parties",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_parties",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
            ],
            options={
                "verbose_name": "party of an agreement",
                "verbose_name_plural": "parties of agreements",
                "ordering": ["agreement", "position"],
            },
        ),
        migrations.AddField(
            model_name="agreement",
            name="parties",
            field=models.ManyToManyField(
                related_name="agreements",
                through="agreements.AgreementParty",
                to="agreements.party",
                verbose_name="parties",
            ),
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="position")),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                ("text", models.TextField(verbose_name="text")),
                ("ref", models.CharField(blank=True, max_length=20, verbose_name="reference")),
                ("anchor", models.SlugField(max_length=20, verbose_name="anchor")),
                ("marker", models.CharField(blank=True, max_length=5, verbose_name="list marker")),
                (
                    "inline",
                    models.BooleanField(default=False, verbose_name="goes on in the same sentence"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="segments",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "segment",
                "verbose_name_plural": "segments",
                "ordering": ["agreement", "position"],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.CharField(max_length=20, unique=True, verbose_name="reference")),
                (
                    "st_meld",
                    models.CharField(
                        blank=True,
                        help_text="Empty: none is named.",
                        max_length=200,
                        verbose_name="white paper",
                    ),
                ),
                (
                    "segment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goal",
                        to="agreements.segment",
                        verbose_name="segment",
                    ),
                ),
            ],
            options={
                "verbose_name": "goal",
                "verbose_name_plural": "goals",
                "ordering": ["ref"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "segment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="agreements.segment",
                        verbose_name="segment",
                    ),
                ),
            ],
            options={
                "verbose_name": "name under an agreement",
                "verbose_name_plural": "names under agreements",
                "ordering": ["segment"],
            },
        ),
        migrations.CreateModel(
            name="EvaluationYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation_years",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluation year",
                "verbose_name_plural": "evaluation years",
                "ordering": ["agreement", "year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "year"), name="evaluationyear_once_per_agreement"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area", models.CharField(max_length=30, verbose_name="area")),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="agreements.goal",
                        verbose_name="goal",
                    ),
                ),
            ],
            options={
                "verbose_name": "area of a goal",
                "verbose_name_plural": "areas of goals",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("goal", "area"), name="goalarea_once_per_goal"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("area__in", ["barnehage", "grunnopplaering", "voksne"])
                        ),
                        name="goalarea_area_known",
                        violation_error_message="The vocabulary has no such area.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAgreement",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("slug", models.SlugField(max_length=40, verbose_name="short name")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "signed_on",
                    models.DateField(
                        help_text="Empty: not stated in the text.", null=True, verbose_name="signed"
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        help_text="Empty: not stated in the text.",
                        null=True,
                        verbose_name="first day",
                    ),
                ),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("source", models.CharField(max_length=100, verbose_name="source file")),
                ("source_text", models.TextField(verbose_name="text of the source file")),
                (
                    "source_sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the source file"),
                ),
                (
                    "text_sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the folded text"),
                ),
                ("cut_source", models.TextField(verbose_name="how the text is cut and classified")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "loaded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="loaded"),
                ),
                ("history_id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
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
                "verbose_name": "historical agreement",
                "verbose_name_plural": "historical agreements",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalagreement_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddConstraint(
            model_name="agreementparty",
            constraint=models.UniqueConstraint(
                fields=("agreement", "party"), name="agreementparty_once_per_agreement"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementparty",
            constraint=models.UniqueConstraint(
                fields=("agreement", "position"), name="agreementparty_one_per_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    ("starts_on__lte", models.F("ends_on")),
                    _connector="OR",
                ),
                name="agreement_days_in_order",
                violation_error_message="The last day must not come before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_on__isnull", True),
                    ("signed_on__lte", models.F("ends_on")),
                    _connector="OR",
                ),
                name="agreement_signed_before_end",
                violation_error_message="The day of signing must not come after the last day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.UniqueConstraint(
                fields=("agreement", "position"), name="segment_one_per_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.UniqueConstraint(
                fields=("agreement", "anchor"), name="segment_anchor_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "title",
                            "heading",
                            "basis",
                            "goal",
                            "principle",
                            "commitment",
                            "reservation",
                            "procedure",
                            "term",
                            "signature",
                        ],
                    )
                ),
                name="segment_kind_known",
                violation_error_message="The vocabulary has no such kind of segment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="segment_has_text",
                violation_error_message="A segment holds text.",
            ),
        ),
    ]
