import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

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
                (
                    "cut_source",
                    models.TextField(verbose_name="how the text is divided and classified"),
                ),
                (
                    "short_title",
                    models.JSONField(help_text="In each language.", verbose_name="short title"),
                ),
                ("note", models.JSONField(blank=True, default=dict, verbose_name="note")),
                (
                    "loaded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="loaded"),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ["slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("starts_on__lte", models.F("ends_on")),
                            _connector="OR",
                        ),
                        name="agreement_days_in_order",
                        violation_error_message="The last day must not come before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_on__isnull", True),
                            ("signed_on__lte", models.F("ends_on")),
                            _connector="OR",
                        ),
                        name="agreement_signed_before_end",
                        violation_error_message="The day of signing must not come after the last day.",
                    ),
                ],
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
            name="EvaluationYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation_years",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "mark",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the year needs no words.",
                        max_length=30,
                        verbose_name="mark",
                    ),
                ),
                ("nb", models.TextField(blank=True, verbose_name="words in bokmål")),
                ("nn", models.TextField(blank=True, verbose_name="words in nynorsk")),
                ("en", models.TextField(blank=True, verbose_name="words in English")),
            ],
            options={
                "verbose_name": "evaluation year",
                "verbose_name_plural": "evaluation years",
                "ordering": ["agreement", "year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "year"), name="evaluationyear_once_per_agreement"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ("", "doubtful_year", "part_of_year"))),
                        name="evaluationyear_mark_known",
                        violation_error_message="A year is doubtful, part of a year, or unmarked.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("en", ""), ("mark", ""), ("nb", ""), ("nn", "")),
                            models.Q(
                                models.Q(("mark", ""), _negated=True),
                                models.Q(("nb", ""), _negated=True),
                                models.Q(("nn", ""), _negated=True),
                                models.Q(("en", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evaluationyear_mark_with_words",
                        violation_error_message="A marked year has words in all three languages.",
                    ),
                ],
            },
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
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="segments",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="position")),
                ("kind", models.CharField(max_length=20, verbose_name="type")),
                ("text", models.TextField(verbose_name="text")),
                ("ref", models.CharField(blank=True, max_length=20, verbose_name="reference")),
                ("anchor", models.SlugField(max_length=20, verbose_name="anchor")),
                ("marker", models.CharField(blank=True, max_length=5, verbose_name="list marker")),
                (
                    "inline",
                    models.BooleanField(
                        default=False, verbose_name="continues in the same sentence"
                    ),
                ),
                (
                    "short_title",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="In each language.",
                        verbose_name="short title",
                    ),
                ),
                ("note", models.JSONField(blank=True, default=dict, verbose_name="note")),
            ],
            options={
                "verbose_name": "part of the text",
                "verbose_name_plural": "parts of the text",
                "ordering": ["agreement", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "position"), name="segment_one_per_position"
                    ),
                    models.UniqueConstraint(
                        fields=("agreement", "anchor"), name="segment_anchor_once"
                    ),
                    models.CheckConstraint(
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
                        violation_error_message="The vocabulary has no such type of text.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="segment_has_text",
                        violation_error_message="A part of the text cannot be empty.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TextVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("source_text", models.TextField(verbose_name="text of the source file")),
                (
                    "cut_source",
                    models.TextField(verbose_name="how the text is divided and classified"),
                ),
                (
                    "sha256",
                    models.CharField(
                        help_text="Of the SHA-256 of the text file and of the cut file, a line each.",
                        max_length=64,
                        verbose_name="SHA-256 of both files",
                    ),
                ),
                (
                    "first_day",
                    models.DateField(
                        help_text="Empty: from the beginning.",
                        null=True,
                        verbose_name="applies from",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why it was changed")),
                (
                    "language",
                    models.CharField(
                        blank=True, max_length=2, verbose_name="language of the reason"
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="document that the change rests on"
                    ),
                ),
                (
                    "document_address",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="address of the document"
                    ),
                ),
                (
                    "accepted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="accepted"
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a text",
                "verbose_name_plural": "versions of texts",
                "ordering": ["agreement", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "number"), name="textversion_number_once_an_agreement"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("document", ""),
                                ("document_address", ""),
                                ("first_day__isnull", True),
                                ("language", ""),
                                ("number", 1),
                                ("reason", ""),
                            ),
                            models.Q(
                                ("first_day__isnull", False),
                                ("language__in", ("nb", "nn")),
                                ("number__gt", 1),
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("document", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="textversion_all_but_first_say_why",
                        violation_error_message="Every version but the first has a first day, a reason and a document.",
                    ),
                ],
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
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
            ],
            options={
                "verbose_name": "party of an agreement",
                "verbose_name_plural": "parties of agreements",
                "ordering": ["agreement", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "party"), name="agreementparty_once_per_agreement"
                    ),
                    models.UniqueConstraint(
                        fields=("agreement", "position"), name="agreementparty_one_per_position"
                    ),
                ],
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
                (
                    "segment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goal",
                        to="agreements.segment",
                        verbose_name="part of the text",
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
                (
                    "segment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="agreements.segment",
                        verbose_name="part of the text",
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
            ],
            options={
                "verbose_name": "name under an agreement",
                "verbose_name_plural": "names under agreements",
                "ordering": ["segment"],
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
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="agreements.goal",
                        verbose_name="goal",
                    ),
                ),
                ("area", models.CharField(max_length=30, verbose_name="area")),
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
    ]
