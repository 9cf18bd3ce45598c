import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                (
                    "merged_on",
                    models.DateField(
                        help_text="Empty: the office was not merged.",
                        null=True,
                        verbose_name="merged",
                    ),
                ),
                (
                    "successor",
                    models.CharField(blank=True, max_length=100, verbose_name="office of today"),
                ),
            ],
            options={
                "verbose_name": "county governor's office",
                "verbose_name_plural": "county governor's offices",
                "ordering": ["pk"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.CharField(max_length=20, unique=True, verbose_name="reference")),
                ("position", models.PositiveIntegerField(verbose_name="place in the text")),
                ("wording", models.TextField(verbose_name="wording")),
                ("marker", models.CharField(blank=True, max_length=5, verbose_name="list marker")),
                ("group", models.CharField(max_length=20, verbose_name="group")),
                ("actor", models.CharField(max_length=50, verbose_name="who acts, as written")),
                ("modal", models.CharField(max_length=20, verbose_name="auxiliary verb")),
                ("verb_class", models.CharField(max_length=30, verbose_name="kind of promise")),
                (
                    "deadline",
                    models.CharField(
                        blank=True,
                        help_text="Empty: none in the wording.",
                        max_length=200,
                        verbose_name="own deadline",
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        blank=True,
                        help_text="Empty: none in the wording.",
                        max_length=300,
                        verbose_name="condition",
                    ),
                ),
                ("measurable", models.BooleanField(verbose_name="a definite thing or event")),
                ("regional", models.BooleanField(verbose_name="can differ from county to county")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("search_words", models.TextField(editable=False, verbose_name="words to search")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "responsible",
                    models.ManyToManyField(
                        related_name="commitments",
                        to="agreements.party",
                        verbose_name="answers for it",
                    ),
                ),
                (
                    "segments",
                    models.ManyToManyField(
                        related_name="commitments", to="agreements.segment", verbose_name="segments"
                    ),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "ordering": ["agreement", "position"],
                "indexes": [
                    models.Index(fields=["group"], name="commitment_group"),
                    models.Index(fields=["verb_class"], name="commitment_verb_class"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "position"), name="commitment_one_per_position"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("group__in", ["joint", "KS", "State", "prose"])),
                        name="commitment_group_known",
                        violation_error_message="The vocabulary has no such group.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verb_class__in",
                                [
                                    "arbeide_for",
                                    "samarbeide",
                                    "ha_dialog",
                                    "legge_til_rette",
                                    "bidra_til",
                                    "bista",
                                    "stimulere",
                                    "sorge_for",
                                    "tilfore",
                                    "tilstrebe",
                                    "videreutvikle",
                                ],
                            )
                        ),
                        name="commitment_verb_class_known",
                        violation_error_message="The vocabulary has no such kind of promise.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wording", ""), _negated=True),
                        name="commitment_has_wording",
                        violation_error_message="A commitment has a wording.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area", models.CharField(max_length=30, verbose_name="area")),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
            ],
            options={
                "verbose_name": "area of a commitment",
                "verbose_name_plural": "areas of commitments",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["area"], name="commitmentarea_area")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "area"), name="commitmentarea_once_per_commitment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("area__in", ["barnehage", "grunnopplaering", "voksne"])
                        ),
                        name="commitmentarea_area_known",
                        violation_error_message="The vocabulary has no such area.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentTheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("theme", models.CharField(max_length=30, verbose_name="theme")),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themes",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme of a commitment",
                "verbose_name_plural": "themes of commitments",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["theme"], name="commitmenttheme_theme")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "theme"), name="commitmenttheme_once_per_commitment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "theme__in",
                                [
                                    "kvalitetsvurdering",
                                    "forskning",
                                    "laererutdanning",
                                    "rekruttering",
                                    "kompetanse",
                                    "utviklingsarbeid",
                                    "reform",
                                    "okonomi",
                                    "styring",
                                    "gjennomforing",
                                    "stotte",
                                ],
                            )
                        ),
                        name="commitmenttheme_theme_known",
                        violation_error_message="The vocabulary has no such theme.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=0, verbose_name="number")),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="changed"),
                ),
            ],
            options={
                "verbose_name": "content version",
                "verbose_name_plural": "content versions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)),
                        name="contentversion_one_row",
                        violation_error_message="There is one content version.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="DatabaseMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("example", "example"), ("measuring", "measuring")],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "marked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="marked"),
                ),
            ],
            options={
                "verbose_name": "mark of the database",
                "verbose_name_plural": "marks of the database",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)),
                        name="databasemark_one_row",
                        violation_error_message="A database has one mark.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["example", "measuring"])),
                        name="databasemark_purpose_known",
                        violation_error_message="A database is marked as example or for measuring.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("county", "county"), ("municipality", "municipality")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("code", models.CharField(max_length=4, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_to",
                    models.DateField(
                        help_text="Not included. Empty: still valid.",
                        null=True,
                        verbose_name="valid to",
                    ),
                ),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
                "ordering": ["code", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "valid_from"), name="region_code_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="region_days_in_order",
                        violation_error_message="The last day must not come before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["county", "municipality"])),
                        name="region_kind_known",
                        violation_error_message="A region is a county or a municipality.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="OfficeCounty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_to",
                    models.DateField(
                        help_text="Not included. Empty: still valid.",
                        null=True,
                        verbose_name="valid to",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="office_counties",
                        to="commitments.office",
                        verbose_name="office",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="office_counties",
                        to="commitments.region",
                        verbose_name="county",
                    ),
                ),
            ],
            options={
                "verbose_name": "county of an office",
                "verbose_name_plural": "counties of offices",
                "ordering": ["office", "county"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("county", "valid_from"), name="officecounty_one_office_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="officecounty_days_in_order",
                        violation_error_message="The last day must not come before the first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.CharField(max_length=20, unique=True, verbose_name="reference")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "invoked_by",
                    models.ManyToManyField(
                        related_name="reservations",
                        to="agreements.party",
                        verbose_name="may be invoked by",
                    ),
                ),
                (
                    "qualifies",
                    models.ManyToManyField(
                        related_name="reservations",
                        to="commitments.commitment",
                        verbose_name="limits",
                    ),
                ),
                (
                    "segment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservation",
                        to="agreements.segment",
                        verbose_name="segment",
                    ),
                ),
            ],
            options={
                "verbose_name": "reservation",
                "verbose_name_plural": "reservations",
                "ordering": ["ref"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.AddField(
            model_name="Office",
            name="counties",
            field=models.ManyToManyField(
                related_name="offices",
                through="commitments.OfficeCounty",
                to="commitments.region",
                verbose_name="counties",
            ),
        ),
    ]
