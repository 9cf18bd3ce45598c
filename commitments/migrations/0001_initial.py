import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import commitments.sources.models
import kvalitet.guard.history
import kvalitet.guard.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("agreements", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Commitment",
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
                        related_name="commitments",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("ref", models.CharField(max_length=20, unique=True, verbose_name="reference")),
                ("position", models.PositiveIntegerField(verbose_name="place in the text")),
                ("wording", models.TextField(verbose_name="wording")),
                ("marker", models.CharField(blank=True, max_length=5, verbose_name="list marker")),
                ("group", models.CharField(max_length=20, verbose_name="group")),
                (
                    "actor",
                    models.CharField(max_length=50, verbose_name="who is to act, as the text says"),
                ),
                ("modal", models.CharField(max_length=20, verbose_name="auxiliary verb")),
                ("verb_class", models.CharField(max_length=30, verbose_name="type of promise")),
                (
                    "scope",
                    models.CharField(
                        blank=True,
                        help_text="Empty: none in the wording.",
                        max_length=300,
                        verbose_name="scope",
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
                (
                    "period",
                    models.CharField(
                        blank=True,
                        help_text="Empty: none in the wording.",
                        max_length=200,
                        verbose_name="period",
                    ),
                ),
                (
                    "deadline",
                    models.CharField(
                        blank=True,
                        help_text="Empty: none in the wording.",
                        max_length=200,
                        verbose_name="deadline in the wording",
                    ),
                ),
                (
                    "measurable",
                    models.BooleanField(verbose_name="something specific that can be checked"),
                ),
                ("regional", models.BooleanField(verbose_name="can vary between counties")),
                (
                    "short_title",
                    models.JSONField(help_text="In each language.", verbose_name="short title"),
                ),
                ("note", models.JSONField(blank=True, default=dict, verbose_name="note")),
                ("reasons", models.JSONField(verbose_name="what the facts rest on")),
                ("search_words", models.TextField(editable=False, verbose_name="words to search")),
                (
                    "segments",
                    models.ManyToManyField(
                        related_name="commitments",
                        to="agreements.segment",
                        verbose_name="parts of the text",
                    ),
                ),
                (
                    "responsible",
                    models.ManyToManyField(
                        related_name="commitments",
                        to="agreements.party",
                        verbose_name="responsible",
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
                        violation_error_message="The vocabulary has no such type of promise.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wording", ""), _negated=True),
                        name="commitment_has_wording",
                        violation_error_message="A commitment must have a wording.",
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
                (
                    "head_sha256",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=64,
                        verbose_name="SHA-256 of the last public act",
                    ),
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
            },
        ),
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
                    models.CharField(blank=True, max_length=100, verbose_name="current office"),
                ),
            ],
            options={
                "verbose_name": "county governor's office",
                "verbose_name_plural": "county governor's offices",
                "ordering": ["pk"],
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
                        verbose_name="type",
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
            },
        ),
        migrations.CreateModel(
            name="OutsideSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("publisher", models.CharField(max_length=200, verbose_name="publisher")),
                ("day", models.CharField(blank=True, max_length=10, verbose_name="day")),
                ("address", models.CharField(max_length=1000, verbose_name="address")),
                ("kind", models.CharField(max_length=20, verbose_name="type")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "opened_on",
                    models.DateField(
                        help_text="Empty: the address has not been opened and is no link.",
                        null=True,
                        verbose_name="opened",
                    ),
                ),
            ],
            options={
                "verbose_name": "source outside the agreements",
                "verbose_name_plural": "sources outside the agreements",
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ("official", "publisher", "encyclopedia", "secondary", "copy"),
                            )
                        ),
                        name="outsidesource_kind_known",
                        violation_error_message="There is no such type of source.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                            models.Q(("publisher", ""), _negated=True),
                        ),
                        name="outsidesource_can_be_found",
                        violation_error_message="A source has a title, a publisher and an address.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                (
                    "sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of what is proposed"),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="proposed"
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal of the portal",
                "verbose_name_plural": "proposals of the portal",
                "ordering": ["key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)),
                        name="proposal_version_from_one",
                        violation_error_message="The first version has number 1.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicAct",
            fields=[
                (
                    "number",
                    models.PositiveBigIntegerField(
                        primary_key=True, serialize=False, verbose_name="number"
                    ),
                ),
                ("acted_at", models.DateTimeField(verbose_name="time")),
                ("rows", models.JSONField(default=list, verbose_name="rows")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
            ],
            options={
                "verbose_name": "public act",
                "verbose_name_plural": "public acts",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="UnsavedText",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                (
                    "typed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="typed by",
                    ),
                ),
                ("address", models.CharField(max_length=500, verbose_name="address")),
                ("page", models.CharField(max_length=500, verbose_name="page")),
                ("fields", models.TextField(verbose_name="fields")),
                (
                    "typed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="typed"),
                ),
            ],
            options={
                "verbose_name": "unsaved text",
                "verbose_name_plural": "unsaved texts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("typed_by", "address"), name="unsaved_text_one_for_each_form"
                    )
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
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
                ("area", models.CharField(max_length=30, verbose_name="area")),
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
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themes",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
                ("theme", models.CharField(max_length=30, verbose_name="theme")),
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
            name="Reservation",
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
                        related_name="reservations",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "segment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservation",
                        to="agreements.segment",
                        verbose_name="part of the text",
                    ),
                ),
                ("ref", models.CharField(max_length=20, unique=True, verbose_name="reference")),
                ("kind", models.CharField(max_length=20, verbose_name="type")),
                (
                    "reason",
                    models.JSONField(
                        help_text="In each language.", verbose_name="why it is of this type"
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
                    "invoked_by",
                    models.ManyToManyField(
                        related_name="reservations",
                        to="agreements.party",
                        verbose_name="may be invoked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "reservation",
                "verbose_name_plural": "reservations",
                "ordering": ["ref"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["limit", "condition", "adjustment"])),
                        name="reservation_kind_known",
                        violation_error_message="The vocabulary has no such type of reservation.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("role", models.CharField(max_length=20, verbose_name="role")),
                (
                    "party",
                    models.ForeignKey(
                        help_text="Empty: acts for offices or the secretariat.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="start"),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        help_text="Empty: named from the command line.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships_started",
                        to="commitments.membership",
                        verbose_name="added by",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmed")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        help_text="Empty: named from the command line.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships_confirmed",
                        to="commitments.membership",
                        verbose_name="confirmed by",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="end")),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships_ended",
                        to="commitments.membership",
                        verbose_name="ended by",
                    ),
                ),
                (
                    "offices",
                    models.ManyToManyField(
                        blank=True,
                        related_name="memberships",
                        to="commitments.office",
                        verbose_name="offices",
                    ),
                ),
            ],
            options={
                "verbose_name": "access right",
                "verbose_name_plural": "access rights",
                "ordering": ["-started_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("user",),
                        name="membership_one_open_per_person",
                        violation_error_message="The person already has access. End it first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("party__isnull", False), ("role__in", ("editor", "approver"))
                            ),
                            models.Q(
                                ("party__isnull", True),
                                ("role__in", ["office_viewer", "secretariat"]),
                            ),
                            _connector="OR",
                        ),
                        name="membership_party_fits_role",
                        violation_error_message="Editors and approvers act for a party; office viewers and the secretariat do not.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", True), ("confirmed_by__isnull", True)
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                            ),
                            models.Q(("confirmed_at__isnull", False), ("started_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="membership_confirmed_at_iff_by",
                        violation_error_message="A confirmation must have both a time and a person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="membership_ended_at_iff_by",
                        violation_error_message="When access ends, there must be both a time and a person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="membership_times_in_order",
                        violation_error_message="Access cannot end before it starts.",
                    ),
                ],
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
                "verbose_name": "county of an office",
                "verbose_name_plural": "counties of offices",
                "ordering": ["office", "county"],
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
            name="GlossaryTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("words", models.JSONField(default=list, verbose_name="words")),
                ("refs", models.JSONField(default=list, verbose_name="references")),
                ("certainty", models.CharField(max_length=20, verbose_name="certainty")),
                ("name_nb", models.CharField(max_length=100, verbose_name="name in bokmål")),
                ("name_nn", models.CharField(max_length=100, verbose_name="name in nynorsk")),
                ("name_en", models.CharField(max_length=100, verbose_name="name in English")),
                ("nb", models.TextField(verbose_name="Bokmål")),
                ("nn", models.TextField(verbose_name="Nynorsk")),
                ("en", models.TextField(verbose_name="English")),
                (
                    "sources",
                    models.ManyToManyField(
                        related_name="terms", to="commitments.outsidesource", verbose_name="sources"
                    ),
                ),
            ],
            options={
                "verbose_name": "term of the glossary",
                "verbose_name_plural": "terms of the glossary",
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("certainty__in", ("confirmed", "likely", "doubtful", "general"))
                        ),
                        name="glossaryterm_certainty_known",
                        violation_error_message="There is no such certainty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nb", ""), _negated=True),
                            models.Q(("nn", ""), _negated=True),
                            models.Q(("en", ""), _negated=True),
                        ),
                        name="glossaryterm_in_every_language",
                        violation_error_message="A term is explained in every language.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "commitment",
                    models.CharField(max_length=20, verbose_name="reference of the commitment"),
                ),
                ("goal", models.CharField(max_length=20, verbose_name="reference of the goal")),
                ("basis", models.CharField(max_length=20, verbose_name="basis")),
                (
                    "commitment_words",
                    models.CharField(max_length=300, verbose_name="words of the commitment"),
                ),
                (
                    "goal_words",
                    models.CharField(max_length=300, verbose_name="words of the goal, or above it"),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goal_link",
                        to="commitments.proposal",
                        verbose_name="proposal of the portal",
                    ),
                ),
            ],
            options={
                "verbose_name": "goal link",
                "verbose_name_plural": "goal links",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "goal"),
                        name="goallink_once_per_pair",
                        violation_error_message="The commitment and the goal are linked already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("commitment_words", ""), _negated=True),
                            models.Q(("goal_words", ""), _negated=True),
                        ),
                        name="goallink_has_words",
                        violation_error_message="A goal link has the words of each side.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "text"), ("proposal__isnull", True)),
                            models.Q(("basis", "echo"), ("proposal__isnull", False)),
                            _connector="OR",
                        ),
                        name="goallink_proposal_iff_words_are_shared",
                        violation_error_message="A goal link is a proposal unless the wording itself states it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideFact",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("kind", models.CharField(max_length=20, verbose_name="type")),
                ("day", models.CharField(blank=True, max_length=10, verbose_name="day")),
                ("certainty", models.CharField(max_length=20, verbose_name="certainty")),
                ("show", models.BooleanField(verbose_name="shown")),
                ("nb", models.TextField(verbose_name="Bokmål")),
                ("nn", models.TextField(verbose_name="Nynorsk")),
                ("en", models.TextField(verbose_name="English")),
                (
                    "proposal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fact",
                        to="commitments.proposal",
                        verbose_name="proposal of the portal",
                    ),
                ),
                (
                    "sources",
                    models.ManyToManyField(
                        related_name="facts", to="commitments.outsidesource", verbose_name="sources"
                    ),
                ),
            ],
            options={
                "verbose_name": "fact from outside the texts",
                "verbose_name_plural": "facts from outside the texts",
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "mentioned",
                                    "predecessor",
                                    "successor",
                                    "gap",
                                    "actor",
                                    "frame",
                                    "goal_source",
                                    "others_said",
                                    "lead",
                                ),
                            )
                        ),
                        name="outsidefact_kind_known",
                        violation_error_message="There is no such type of fact.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certainty__in", ("confirmed", "likely", "doubtful"))),
                        name="outsidefact_certainty_known",
                        violation_error_message="There is no such certainty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nb", ""), _negated=True),
                            models.Q(("nn", ""), _negated=True),
                            models.Q(("en", ""), _negated=True),
                        ),
                        name="outsidefact_in_every_language",
                        violation_error_message="A fact is told in every language.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("show", False),
                            models.Q(
                                models.Q(("certainty", "doubtful"), _negated=True),
                                models.Q(("kind", "lead"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="outsidefact_doubtful_or_lead_not_shown",
                        violation_error_message="What is doubtful, or a lead, is not shown.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("mentioned", "predecessor", "successor", "gap")),
                                ("proposal__isnull", False),
                                ("show", True),
                            ),
                            models.Q(
                                models.Q(
                                    ("show", False),
                                    models.Q(
                                        (
                                            "kind__in",
                                            ("mentioned", "predecessor", "successor", "gap"),
                                        ),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                ("proposal__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="outsidefact_proposal_iff_parties_confirm",
                        violation_error_message="A fact about start, end, forerunner or successor is a proposal.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountyNote",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                (
                    "number",
                    models.CharField(max_length=20, unique=True, verbose_name="case number"),
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
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="commitments.region",
                        verbose_name="county",
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
                ("text", models.TextField(max_length=4000, verbose_name="what is wrong")),
                ("token", models.UUIDField(unique=True, verbose_name="token of the form")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent"),
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
            ],
            options={
                "verbose_name": "error report about a county",
                "verbose_name_plural": "error reports about counties",
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="countynote_has_text",
                        violation_error_message="An error report must say what is wrong.",
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
                        violation_error_message="An answer must have a text and a time.",
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
                        violation_error_message="A step must have both a time and a person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FactorReset",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="factor_resets",
                        to="commitments.membership",
                        verbose_name="access",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="requested"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="requested by",
                    ),
                ),
                ("agreed_at", models.DateTimeField(null=True, verbose_name="agreed")),
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
                ("ended_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "ended_by",
                    models.ForeignKey(
                        help_text="The secretariat withdraws; an approver in the party declines.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "request to remove two-step verification",
                "verbose_name_plural": "requests to remove two-step verification",
                "ordering": ["-asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("agreed_at__isnull", True), ("ended_at__isnull", True)),
                        fields=("membership",),
                        name="factorreset_one_open_per_membership",
                        violation_error_message="There is an open request already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_at__isnull", True), ("ended_at__isnull", True), _connector="OR"
                        ),
                        name="factorreset_agreed_or_ended",
                        violation_error_message="A request is either agreed to or closed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by__isnull", True),
                            models.Q(("agreed_by", models.F("membership")), _negated=True),
                            _connector="OR",
                        ),
                        name="factorreset_agreed_by_another",
                        violation_error_message="Another approver in the party must agree to this.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by__isnull", True),
                            models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="factorreset_not_agreed_by_asker",
                        violation_error_message="Another approver in the party must agree to this.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="factorreset_agreed_at_iff_by",
                        violation_error_message="A step must have both a time and a person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="factorreset_ended_at_iff_by",
                        violation_error_message="A step must have both a time and a person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCountyNote",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
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
                "verbose_name": "historical error report about a county",
                "verbose_name_plural": "historical error reports about counties",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalcountynote_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFactorReset",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="requested"
                    ),
                ),
                ("agreed_at", models.DateTimeField(null=True, verbose_name="agreed")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="access",
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
                        verbose_name="requested by",
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
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The secretariat withdraws; an approver in the party declines.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="withdrawn by",
                    ),
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
                "verbose_name": "historical request to remove two-step verification",
                "verbose_name_plural": "historical requests to remove two-step verification",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalfactorreset_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalInvitation",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "language",
                    models.CharField(
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")],
                        default="nb",
                        max_length=2,
                        verbose_name="language of emails",
                    ),
                ),
                ("role", models.CharField(max_length=20, verbose_name="role")),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="accepted")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: acts for offices or the secretariat.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "sent_by",
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
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The access right that the invited person was given.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="accepted by",
                    ),
                ),
                (
                    "ended_by",
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
                "verbose_name": "historical invitation",
                "verbose_name_plural": "historical invitations",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalinvitation_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
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
                    "token",
                    models.UUIDField(
                        db_index=True, default=uuid.uuid4, verbose_name="token of the form"
                    ),
                ),
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
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="entered by",
                    ),
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
                "verbose_name": "historical meeting",
                "verbose_name_plural": "historical meetings",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalmeeting_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMembership",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
                ("role", models.CharField(max_length=20, verbose_name="role")),
                (
                    "started_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="start"),
                ),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmed")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="end")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: acts for offices or the secretariat.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: named from the command line.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="added by",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: named from the command line.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="ended by",
                    ),
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
                "verbose_name": "historical access right",
                "verbose_name_plural": "historical access rights",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalmembership_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProposalAnswer",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of what was answered"),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("confirmed", "confirmed"), ("objected", "objected")],
                        max_length=20,
                        verbose_name="answer",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="reason")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk")],
                        max_length=2,
                        verbose_name="language of the text",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="answered"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.proposal",
                        verbose_name="proposal of the portal",
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
                "verbose_name": "historical answer to a proposal",
                "verbose_name_plural": "historical answers to proposals",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalproposalanswer_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSource",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
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
                ("file", models.TextField(blank=True, max_length=200, verbose_name="file")),
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
                    "removed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="file removed"),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: a paper that the secretariat entered.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.party",
                        verbose_name="entered for",
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
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="file removed by",
                    ),
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
                "verbose_name": "historical source",
                "verbose_name_plural": "historical sources",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalsource_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "language",
                    models.CharField(
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")],
                        default="nb",
                        max_length=2,
                        verbose_name="language of emails",
                    ),
                ),
                ("role", models.CharField(max_length=20, verbose_name="role")),
                (
                    "party",
                    models.ForeignKey(
                        help_text="Empty: acts for offices or the secretariat.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64)),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent"),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations_sent",
                        to="commitments.membership",
                        verbose_name="sent by",
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="accepted")),
                (
                    "accepted_by",
                    models.OneToOneField(
                        help_text="The access right that the invited person was given.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitation",
                        to="commitments.membership",
                        verbose_name="accepted by",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations_ended",
                        to="commitments.membership",
                        verbose_name="withdrawn by",
                    ),
                ),
                (
                    "offices",
                    models.ManyToManyField(
                        blank=True,
                        related_name="invitations",
                        to="commitments.office",
                        verbose_name="offices",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-sent_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("token_hash",),
                        name="invitation_token_once",
                        violation_error_message="Such a link already exists.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True), ("ended_at__isnull", True)
                        ),
                        fields=("email",),
                        name="invitation_one_open_per_address",
                        violation_error_message="The person has just been invited.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="invitation_email_in_small_letters",
                        violation_error_message="Write the email address in lower-case letters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["nb", "nn", "en"])),
                        name="invitation_language_known",
                        violation_error_message="Choose one of the languages.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("party__isnull", False), ("role__in", ("editor", "approver"))
                            ),
                            models.Q(
                                ("party__isnull", True),
                                ("role__in", ["office_viewer", "secretariat"]),
                            ),
                            _connector="OR",
                        ),
                        name="invitation_party_fits_role",
                        violation_error_message="Editors and approvers act for a party; office viewers and the secretariat do not.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("sent_at"))),
                        name="invitation_expires_after_sent",
                        violation_error_message="An invitation cannot expire before it is sent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="invitation_accepted_at_iff_by",
                        violation_error_message="An accepted invitation must have led to an access right.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(
                                ("accepted_at__isnull", True),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="invitation_ended_at_iff_by",
                        violation_error_message="A withdrawal must have both a time and a person, and must come before acceptance.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalAnswer",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="commitments.proposal",
                        verbose_name="proposal of the portal",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of what was answered"),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposal_answers",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("confirmed", "confirmed"), ("objected", "objected")],
                        max_length=20,
                        verbose_name="answer",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="reason")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk")],
                        max_length=2,
                        verbose_name="language of the text",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="answered"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="answered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a proposal",
                "verbose_name_plural": "answers to proposals",
                "ordering": ["proposal", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("proposal", "number"),
                        name="proposalanswer_number_once",
                        violation_error_message="Someone else has answered at the same time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "confirmed"), ("language", ""), ("reason", "")),
                            models.Q(
                                ("answer", "objected"),
                                ("language__in", ["nb", "nn"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="proposalanswer_objection_has_reason",
                        violation_error_message="An objection has a reason, a confirmation has none.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
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
                        storage=commitments.sources.models._storage,
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
                "ordering": ["-entered_at", "title"],
                "constraints": [
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
                        violation_error_message="A source must be either a file or an address.",
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
                        violation_error_message="A file must have a name, a type, a size and a SHA-256.",
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
                        violation_error_message="For a file that is removed, it must be recorded who removed it and when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="source_has_title",
                        violation_error_message="A source must have a title.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FactSubject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subjects",
                        to="commitments.outsidefact",
                        verbose_name="fact from outside the texts",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="reference or agreement")),
            ],
            options={
                "verbose_name": "subject of a fact",
                "verbose_name_plural": "subjects of facts",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["name"], name="factsubject_name")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fact", "name"), name="factsubject_once_per_fact"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMembership_offices",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.office",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalmembership",
                    ),
                ),
                (
                    "m2m_history_id",
                    kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False),
                ),
            ],
            options={
                "verbose_name": "HistoricalMembership_offices",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalInvitation_offices",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.invitation",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.office",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalinvitation",
                    ),
                ),
                (
                    "m2m_history_id",
                    kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False),
                ),
            ],
            options={
                "verbose_name": "HistoricalInvitation_offices",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPastEvaluation",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
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
                (
                    "token",
                    models.UUIDField(
                        db_index=True, default=uuid.uuid4, verbose_name="token of the form"
                    ),
                ),
                ("state", models.CharField(default="draft", max_length=20, verbose_name="stage")),
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
                ("submitted_at", models.DateTimeField(null=True, verbose_name="sent for approval")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="returned")),
                ("return_note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("published_at", models.DateTimeField(null=True, verbose_name="published")),
                (
                    "withdrawal_proposed_at",
                    models.DateTimeField(null=True, verbose_name="withdrawal proposed"),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "withdrawal_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is withdrawn"
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
                ("made_on", models.DateField(verbose_name="date the evaluation was made")),
                (
                    "description",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="what the document shows"
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
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="sent for approval by",
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
                    "withdrawal_proposed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="withdrawal proposed by",
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
                "verbose_name": "historical evaluation made at the time",
                "verbose_name_plural": "historical evaluations made at the time",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalpastevaluation_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
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
                    "token",
                    models.UUIDField(
                        default=uuid.uuid4, unique=True, verbose_name="token of the form"
                    ),
                ),
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
                "ordering": ["-held_on", "-entered_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number__isnull", False)),
                        fields=("year", "number"),
                        name="meeting_number_once_a_year",
                        violation_error_message="The meeting with this number has already been recorded.",
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
            name="PastEvaluation",
            fields=[
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
                    "token",
                    models.UUIDField(
                        default=uuid.uuid4, unique=True, verbose_name="token of the form"
                    ),
                ),
                ("state", models.CharField(default="draft", max_length=20, verbose_name="stage")),
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
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="recorded by",
                    ),
                ),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="sent for approval")),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="sent for approval by",
                    ),
                ),
                ("returned_at", models.DateTimeField(null=True, verbose_name="returned")),
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
                ("return_note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("published_at", models.DateTimeField(null=True, verbose_name="published")),
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
                    "withdrawal_proposed_at",
                    models.DateTimeField(null=True, verbose_name="withdrawal proposed"),
                ),
                (
                    "withdrawal_proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="withdrawal proposed by",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
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
                    "withdrawal_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is withdrawn"
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
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
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_evaluations",
                        to="commitments.source",
                        verbose_name="document",
                    ),
                ),
                ("made_on", models.DateField(verbose_name="date the evaluation was made")),
                (
                    "description",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="what the document shows"
                    ),
                ),
                (
                    "authors",
                    models.ManyToManyField(
                        related_name="+", to="commitments.membership", verbose_name="authors"
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluation made at the time",
                "verbose_name_plural": "evaluations made at the time",
                "ordering": ["evaluation_year", "created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["nb", "nn"])),
                        name="pastevaluation_language_known",
                        violation_error_message="Choose bokmål or nynorsk.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True),
                            models.Q(("published_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="pastevaluation_approver_is_not_submitter",
                        violation_error_message="Someone other than the person who sent it for approval must publish it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "withdrawn"),
                                ("withdrawal_proposed_at__isnull", False),
                                ("withdrawn_at__isnull", False),
                            ),
                            models.Q(("state", "published"), ("withdrawn_at__isnull", True)),
                            models.Q(
                                models.Q(("state__in", ("published", "withdrawn")), _negated=True),
                                ("withdrawal_proposed_at__isnull", True),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="pastevaluation_withdrawn_once_proposed",
                        violation_error_message="Only what is published is proposed for withdrawal, and only what is proposed is withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal_proposed_at__isnull", True), ("withdrawal_reason", "")
                            ),
                            models.Q(
                                ("withdrawal_proposed_at__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="pastevaluation_withdrawal_with_reason",
                        violation_error_message="A proposal to withdraw has a reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_by__isnull", True),
                            models.Q(
                                ("withdrawn_by", models.F("withdrawal_proposed_by")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="pastevaluation_withdrawer_is_not_proposer",
                        violation_error_message="Someone other than the proposer withdraws it.",
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
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="A step must have both a time and a person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal_proposed_at__isnull", True),
                                ("withdrawal_proposed_by__isnull", True),
                            ),
                            models.Q(
                                ("withdrawal_proposed_at__isnull", False),
                                ("withdrawal_proposed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pastevaluation_withdrawal_proposed_at_iff_by",
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="A step must have both a time and a person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ("draft", "submitted", "returned", "published", "withdrawn"),
                            )
                        ),
                        name="pastevaluation_state_known",
                        violation_error_message="There is no such stage.",
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
                        violation_error_message="Everything but a draft must have a text and have been sent for approval.",
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
                        violation_error_message="What is returned must have a note that says why.",
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
                        violation_error_message="What is public must have the time it was published.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressEntry",
            fields=[
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
                    "token",
                    models.UUIDField(
                        default=uuid.uuid4, unique=True, verbose_name="token of the form"
                    ),
                ),
                ("state", models.CharField(default="draft", max_length=20, verbose_name="stage")),
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
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="recorded by",
                    ),
                ),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="sent for approval")),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="sent for approval by",
                    ),
                ),
                ("returned_at", models.DateTimeField(null=True, verbose_name="returned")),
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
                ("return_note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("published_at", models.DateTimeField(null=True, verbose_name="published")),
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
                    "withdrawal_proposed_at",
                    models.DateTimeField(null=True, verbose_name="withdrawal proposed"),
                ),
                (
                    "withdrawal_proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="withdrawal proposed by",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
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
                    "withdrawal_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is withdrawn"
                    ),
                ),
                ("status", models.CharField(blank=True, max_length=20, verbose_name="status")),
                (
                    "narrative",
                    models.TextField(blank=True, max_length=10000, verbose_name="what was done"),
                ),
                (
                    "correction_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is corrected"
                    ),
                ),
                ("superseded_at", models.DateTimeField(null=True, verbose_name="corrected")),
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
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                (
                    "commitment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_entries",
                        to="commitments.commitment",
                        verbose_name="commitment",
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
                ("true_on", models.DateField(blank=True, null=True, verbose_name="date described")),
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
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="progress_entries",
                        to="commitments.source",
                        verbose_name="sources",
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
            ],
            options={
                "verbose_name": "progress entry",
                "verbose_name_plural": "progress entries",
                "ordering": ["-true_on", "-created_at"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["commitment", "party", "state", "-true_on", "-published_at"],
                        name="progressentry_latest",
                    ),
                    models.Index(
                        fields=["state", "-published_at", "-created_at"],
                        include=("id", "commitment", "party", "status", "true_on"),
                        name="progressentry_recent",
                    ),
                    models.Index(
                        fields=["commitment", "state", "-published_at"],
                        name="progressentry_reported",
                    ),
                    models.Index(fields=["party", "state"], name="progressentry_worklist"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["nb", "nn"])),
                        name="progressentry_language_known",
                        violation_error_message="Choose bokmål or nynorsk.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True),
                            models.Q(("published_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="progressentry_approver_is_not_submitter",
                        violation_error_message="Someone other than the person who sent it for approval must publish it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "withdrawn"),
                                ("withdrawal_proposed_at__isnull", False),
                                ("withdrawn_at__isnull", False),
                            ),
                            models.Q(("state", "published"), ("withdrawn_at__isnull", True)),
                            models.Q(
                                models.Q(("state__in", ("published", "withdrawn")), _negated=True),
                                ("withdrawal_proposed_at__isnull", True),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_withdrawn_once_proposed",
                        violation_error_message="Only what is published is proposed for withdrawal, and only what is proposed is withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal_proposed_at__isnull", True), ("withdrawal_reason", "")
                            ),
                            models.Q(
                                ("withdrawal_proposed_at__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_withdrawal_with_reason",
                        violation_error_message="A proposal to withdraw has a reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_by__isnull", True),
                            models.Q(
                                ("withdrawn_by", models.F("withdrawal_proposed_by")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_withdrawer_is_not_proposer",
                        violation_error_message="Someone other than the proposer withdraws it.",
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
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="A step must have both a time and a person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal_proposed_at__isnull", True),
                                ("withdrawal_proposed_by__isnull", True),
                            ),
                            models.Q(
                                ("withdrawal_proposed_at__isnull", False),
                                ("withdrawal_proposed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_withdrawal_proposed_at_iff_by",
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="A step must have both a time and a person.",
                    ),
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
                        violation_error_message="There is no such stage.",
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
                        condition=models.Q(
                            models.Q(("state", "draft"), ("submitted_at__isnull", True)),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("submitted_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="progressentry_submitted_unless_draft",
                        violation_error_message="Everything but a draft must have been sent for approval.",
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
                        violation_error_message="A returned entry must have a note that says why.",
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
                        violation_error_message="A public entry must have the time it was published.",
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
                        violation_error_message="A corrected entry must have the time it was corrected.",
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
                        violation_error_message="A correction must say why.",
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
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="An entry sent for approval must have a status, a text and a date.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("corrects__isnull", False),
                            ("state__in", ("draft", "submitted", "returned")),
                        ),
                        fields=("corrects",),
                        name="progressentry_one_open_correction",
                        violation_error_message="The entry already has an open correction.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegionalStatus",
            fields=[
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
                    "token",
                    models.UUIDField(
                        default=uuid.uuid4, unique=True, verbose_name="token of the form"
                    ),
                ),
                ("state", models.CharField(default="draft", max_length=20, verbose_name="stage")),
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
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="recorded by",
                    ),
                ),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="sent for approval")),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="sent for approval by",
                    ),
                ),
                ("returned_at", models.DateTimeField(null=True, verbose_name="returned")),
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
                ("return_note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("published_at", models.DateTimeField(null=True, verbose_name="published")),
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
                    "withdrawal_proposed_at",
                    models.DateTimeField(null=True, verbose_name="withdrawal proposed"),
                ),
                (
                    "withdrawal_proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="withdrawal proposed by",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
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
                    "withdrawal_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is withdrawn"
                    ),
                ),
                ("status", models.CharField(blank=True, max_length=20, verbose_name="status")),
                (
                    "narrative",
                    models.TextField(blank=True, max_length=10000, verbose_name="what was done"),
                ),
                (
                    "correction_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is corrected"
                    ),
                ),
                ("superseded_at", models.DateTimeField(null=True, verbose_name="corrected")),
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
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
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
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regional_statuses",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
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
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="regional_statuses",
                        to="commitments.source",
                        verbose_name="sources",
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
            ],
            options={
                "verbose_name": "county status",
                "verbose_name_plural": "county statuses",
                "ordering": ["commitment", "year", "county", "party", "created_at"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["county", "state", "year"], name="regionalstatus_county"),
                    models.Index(fields=["commitment", "year", "state"], name="regionalstatus_map"),
                    models.Index(fields=["party", "state"], name="regionalstatus_worklist"),
                    models.Index(fields=["state", "-published_at"], name="regionalstatus_recent"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["nb", "nn"])),
                        name="regionalstatus_language_known",
                        violation_error_message="Choose bokmål or nynorsk.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True),
                            models.Q(("published_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="regionalstatus_approver_is_not_submitter",
                        violation_error_message="Someone other than the person who sent it for approval must publish it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "withdrawn"),
                                ("withdrawal_proposed_at__isnull", False),
                                ("withdrawn_at__isnull", False),
                            ),
                            models.Q(("state", "published"), ("withdrawn_at__isnull", True)),
                            models.Q(
                                models.Q(("state__in", ("published", "withdrawn")), _negated=True),
                                ("withdrawal_proposed_at__isnull", True),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="regionalstatus_withdrawn_once_proposed",
                        violation_error_message="Only what is published is proposed for withdrawal, and only what is proposed is withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal_proposed_at__isnull", True), ("withdrawal_reason", "")
                            ),
                            models.Q(
                                ("withdrawal_proposed_at__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="regionalstatus_withdrawal_with_reason",
                        violation_error_message="A proposal to withdraw has a reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_by__isnull", True),
                            models.Q(
                                ("withdrawn_by", models.F("withdrawal_proposed_by")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="regionalstatus_withdrawer_is_not_proposer",
                        violation_error_message="Someone other than the proposer withdraws it.",
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
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="A step must have both a time and a person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal_proposed_at__isnull", True),
                                ("withdrawal_proposed_by__isnull", True),
                            ),
                            models.Q(
                                ("withdrawal_proposed_at__isnull", False),
                                ("withdrawal_proposed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="regionalstatus_withdrawal_proposed_at_iff_by",
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="A step must have both a time and a person.",
                    ),
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
                        violation_error_message="There is no such stage.",
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
                        condition=models.Q(
                            models.Q(("state", "draft"), ("submitted_at__isnull", True)),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("submitted_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="regionalstatus_submitted_unless_draft",
                        violation_error_message="Everything but a draft must have been sent for approval.",
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
                        violation_error_message="A returned entry must have a note that says why.",
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
                        violation_error_message="A public entry must have the time it was published.",
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
                        violation_error_message="A corrected entry must have the time it was corrected.",
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
                        violation_error_message="A correction must say why.",
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
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="A county status sent for approval must have a status and a text.",
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
                        violation_error_message="No more municipalities can take part than there are in the county.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("county", "commitment", "year", "party"),
                        name="regionalstatus_one_published",
                        violation_error_message="The party has already published this. Correct what is published.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "submitted", "returned"))),
                        fields=("county", "commitment", "year", "party"),
                        name="regionalstatus_one_open",
                        violation_error_message="The party is already recording this.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
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
                (
                    "deadline_on",
                    models.DateField(
                        help_text="The day itself is included, Norwegian time.",
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
                    "opening_source",
                    models.ForeignKey(
                        blank=True,
                        help_text="Needed where the text does not say whether the agreement applied.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened_evaluations",
                        to="commitments.source",
                        verbose_name="document showing that the agreement applied",
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="opened"),
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
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="version of the row"),
                ),
            ],
            options={
                "verbose_name": "evaluation",
                "verbose_name_plural": "evaluations",
                "ordering": ["evaluation_year"],
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
            name="HistoricalEvaluation",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
                (
                    "deadline_on",
                    models.DateField(
                        help_text="The day itself is included, Norwegian time.",
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
                        verbose_name="document showing that the agreement applied",
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
                "verbose_name": "historical evaluation",
                "verbose_name_plural": "historical evaluations",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalevaluation_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
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
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalmeeting",
                    ),
                ),
                (
                    "m2m_history_id",
                    kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False),
                ),
            ],
            options={
                "verbose_name": "HistoricalMeeting_papers",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPastEvaluation_authors",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "pastevaluation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.pastevaluation",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalpastevaluation",
                    ),
                ),
                (
                    "m2m_history_id",
                    kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False),
                ),
            ],
            options={
                "verbose_name": "HistoricalPastEvaluation_authors",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProgressEntry",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
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
                (
                    "token",
                    models.UUIDField(
                        db_index=True, default=uuid.uuid4, verbose_name="token of the form"
                    ),
                ),
                ("state", models.CharField(default="draft", max_length=20, verbose_name="stage")),
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
                ("submitted_at", models.DateTimeField(null=True, verbose_name="sent for approval")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="returned")),
                ("return_note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("published_at", models.DateTimeField(null=True, verbose_name="published")),
                (
                    "withdrawal_proposed_at",
                    models.DateTimeField(null=True, verbose_name="withdrawal proposed"),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "withdrawal_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is withdrawn"
                    ),
                ),
                ("status", models.CharField(blank=True, max_length=20, verbose_name="status")),
                (
                    "narrative",
                    models.TextField(blank=True, max_length=10000, verbose_name="what was done"),
                ),
                (
                    "correction_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is corrected"
                    ),
                ),
                ("superseded_at", models.DateTimeField(null=True, verbose_name="corrected")),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
                ("true_on", models.DateField(blank=True, null=True, verbose_name="date described")),
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
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="sent for approval by",
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
                    "withdrawal_proposed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="withdrawal proposed by",
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
                "verbose_name": "historical progress entry",
                "verbose_name_plural": "historical progress entries",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalprogressentry_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRegionalStatus",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
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
                (
                    "token",
                    models.UUIDField(
                        db_index=True, default=uuid.uuid4, verbose_name="token of the form"
                    ),
                ),
                ("state", models.CharField(default="draft", max_length=20, verbose_name="stage")),
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
                ("submitted_at", models.DateTimeField(null=True, verbose_name="sent for approval")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="returned")),
                ("return_note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("published_at", models.DateTimeField(null=True, verbose_name="published")),
                (
                    "withdrawal_proposed_at",
                    models.DateTimeField(null=True, verbose_name="withdrawal proposed"),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "withdrawal_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is withdrawn"
                    ),
                ),
                ("status", models.CharField(blank=True, max_length=20, verbose_name="status")),
                (
                    "narrative",
                    models.TextField(blank=True, max_length=10000, verbose_name="what was done"),
                ),
                (
                    "correction_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it is corrected"
                    ),
                ),
                ("superseded_at", models.DateTimeField(null=True, verbose_name="corrected")),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
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
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="sent for approval by",
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
                    "withdrawal_proposed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="withdrawal proposed by",
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
                "verbose_name": "historical county status",
                "verbose_name_plural": "historical county statuses",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalregionalstatus_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RegionalImport",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regional_imports",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("body", models.BinaryField(verbose_name="content of the file")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="uploaded"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="uploaded by",
                    ),
                ),
                ("imported_at", models.DateTimeField(null=True, verbose_name="imported")),
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
                    "rows",
                    models.ManyToManyField(
                        related_name="imports",
                        to="commitments.regionalstatus",
                        verbose_name="rows it made or changed",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of county statuses",
                "verbose_name_plural": "imports of county statuses",
                "ordering": ["-created_at"],
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
                        violation_error_message="A step must have both a time and a person.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="commitments.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
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
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        help_text="Empty: begun, not yet assessed.",
                        max_length=20,
                        verbose_name="assessment",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=20, verbose_name="reason")),
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
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="begun by",
                    ),
                ),
                (
                    "amended_at",
                    models.DateTimeField(
                        help_text="Empty: as it was submitted.",
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
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="assessments",
                        to="commitments.source",
                        verbose_name="sources",
                    ),
                ),
                (
                    "entries",
                    models.ManyToManyField(
                        blank=True,
                        related_name="assessments",
                        to="commitments.progressentry",
                        verbose_name="chosen entries",
                    ),
                ),
                (
                    "authors",
                    models.ManyToManyField(
                        related_name="+", to="commitments.membership", verbose_name="authors"
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment",
                "verbose_name_plural": "assessments",
                "ordering": ["evaluation", "round", "commitment__position", "party"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "round", "commitment", "party"),
                        name="assessment_one_per_party",
                        violation_error_message="The party has already assessed the commitment.",
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
                                    "reservation_used",
                                    "cannot_be_verified",
                                    "not_applicable",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="assessment_verdict_known",
                        violation_error_message="Choose one of the assessments.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "reason__in",
                                    [
                                        "not_prioritised",
                                        "policy_changed",
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
                        violation_error_message="«Not fulfilled» must have exactly one reason. No other assessment has a reason.",
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
                        violation_error_message="«Cannot be verified» must say what is missing. No other assessment says this.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reservation__isnull", False), ("verdict", "reservation_used")
                            ),
                            models.Q(
                                models.Q(("verdict", "reservation_used"), _negated=True),
                                ("reservation__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_reservation_iff_used",
                        violation_error_message="«Reservation used» must name a reservation. Nothing else can.",
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
                        violation_error_message="A step must have both a time and a person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Conclusion",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conclusions",
                        to="commitments.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conclusions",
                        to="agreements.party",
                        verbose_name="proposed by",
                    ),
                ),
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
                    models.CharField(default="proposed", max_length=20, verbose_name="stage"),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="proposed"
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
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
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
                        violation_error_message="A proposal is already waiting for an answer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "accepted", "countered", "withdrawn"])
                        ),
                        name="conclusion_state_known",
                        violation_error_message="There is no such stage.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="conclusion_has_text",
                        violation_error_message="A conclusion must have a text.",
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
                        violation_error_message="An answer must have the time it was given.",
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
                        violation_error_message="A withdrawn proposal must have the time it was withdrawn.",
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
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="A step must have both a time and a person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAssessment",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        help_text="Empty: begun, not yet assessed.",
                        max_length=20,
                        verbose_name="assessment",
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
                        help_text="Empty: as it was submitted.",
                        null=True,
                        verbose_name="amended after the reveal",
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
                "verbose_name": "historical assessment",
                "verbose_name_plural": "historical assessments",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalassessment_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalConclusion",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
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
                    models.CharField(default="proposed", max_length=20, verbose_name="stage"),
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
                "verbose_name": "historical conclusion",
                "verbose_name_plural": "historical conclusions",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalconclusion_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReopening",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        help_text="The signed round that is reopened.", verbose_name="round"
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
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="requested"
                    ),
                ),
                ("agreed_at", models.DateTimeField(null=True, verbose_name="agreed")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
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
                    "party",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.party",
                        verbose_name="requested by the party",
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
                        verbose_name="requested by",
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
                "verbose_name": "historical reopening",
                "verbose_name_plural": "historical reopenings",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalreopening_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSignOff",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
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
                ("factor_at", models.DateTimeField(verbose_name="two-step verification given")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="void from")),
                (
                    "voided_why",
                    models.CharField(blank=True, max_length=20, verbose_name="why it is void"),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
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
                        help_text="Empty: nobody, or a changed text was loaded.",
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
                "verbose_name": "historical signature on an evaluation",
                "verbose_name_plural": "historical signatures on evaluations",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalsignoff_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSubmission",
            fields=[
                ("history_step", kvalitet.guard.history._StepField(default=1, editable=False)),
                (
                    "history_sha256",
                    kvalitet.guard.history._ChainField(
                        db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("id", kvalitet.guard.keys.RandomKey(db_index=True)),
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
                        default=django.utils.timezone.now, verbose_name="submitted"
                    ),
                ),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
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
                        verbose_name="submitted by",
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
                "verbose_name": "historical submission",
                "verbose_name_plural": "historical submissions",
                "ordering": ("-history_date", "-history_step"),
                "get_latest_by": ("history_date", "history_step"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "history_step"), name="historicalsubmission_step_once"
                    )
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
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
                    "round",
                    models.PositiveSmallIntegerField(
                        help_text="The signed round that is reopened.", verbose_name="round"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="agreements.party",
                        verbose_name="requested by the party",
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
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="requested"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="requested by",
                    ),
                ),
                ("agreed_at", models.DateTimeField(null=True, verbose_name="agreed")),
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
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
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
                "ordering": ["asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("agreed_at__isnull", True), ("withdrawn_at__isnull", True)
                        ),
                        fields=("evaluation",),
                        name="reopening_one_open_request",
                        violation_error_message="A request to reopen is already waiting for an answer.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("agreed_at__isnull", False)),
                        fields=("evaluation", "round"),
                        name="reopening_once_a_round",
                        violation_error_message="The round has already been reopened.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_at__isnull", True),
                            ("withdrawn_at__isnull", True),
                            _connector="OR",
                        ),
                        name="reopening_agreed_or_withdrawn",
                        violation_error_message="A request cannot be both agreed to and withdrawn.",
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
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="A step must have both a time and a person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signoffs",
                        to="commitments.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
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
                    "content_sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the content"),
                ),
                (
                    "signed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="signed"),
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
                ("signer_name", models.CharField(max_length=200, verbose_name="name at the time")),
                ("signer_role", models.CharField(max_length=20, verbose_name="role at the time")),
                ("on_behalf_of", models.CharField(max_length=200, verbose_name="on behalf of")),
                ("factor_at", models.DateTimeField(verbose_name="two-step verification given")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="void from")),
                (
                    "voided_by",
                    models.ForeignKey(
                        help_text="Empty: nobody, or a changed text was loaded.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="made void by",
                    ),
                ),
                (
                    "voided_why",
                    models.CharField(blank=True, max_length=20, verbose_name="why it is void"),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
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
                "ordering": ["signed_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True), ("withdrawn_at__isnull", True)
                        ),
                        fields=("evaluation", "round", "party"),
                        name="signoff_one_valid_per_party",
                        violation_error_message="The party has already signed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at__isnull", True), ("voided_why", "")),
                            models.Q(
                                ("voided_at__isnull", False),
                                (
                                    "voided_why__in",
                                    ["amended", "new_proposal", "other_content", "changed_text"],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="signoff_void_with_reason",
                        violation_error_message="A void signature must say why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True),
                            ("withdrawn_at__isnull", True),
                            _connector="OR",
                        ),
                        name="signoff_void_or_withdrawn",
                        violation_error_message="A signature cannot be both void and withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signer_name", ""), _negated=True),
                            models.Q(("on_behalf_of", ""), _negated=True),
                        ),
                        name="signoff_names_signer",
                        violation_error_message="A signature must say who signed and on whose behalf.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at__isnull", True), ("voided_by__isnull", True)),
                            models.Q(("voided_by__isnull", True), ("voided_why", "changed_text")),
                            models.Q(
                                ("voided_at__isnull", False),
                                ("voided_by__isnull", False),
                                models.Q(("voided_why", "changed_text"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="signoff_voided_at_iff_by",
                        violation_error_message="A step must have both a time and a person.",
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
                        violation_error_message="A step must have both a time and a person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="commitments.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
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
                        default=django.utils.timezone.now, verbose_name="submitted"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="submitted by",
                    ),
                ),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
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
                (
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="submissions",
                        to="commitments.source",
                        verbose_name="sources",
                    ),
                ),
            ],
            options={
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
                "ordering": ["submitted_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at__isnull", True)),
                        fields=("evaluation", "round", "party"),
                        name="submission_one_standing_per_party",
                        violation_error_message="The party has already submitted.",
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
                        violation_error_message="A step must have both a time and a person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalProgressEntry_authors",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
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
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalprogressentry",
                    ),
                ),
                (
                    "m2m_history_id",
                    kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False),
                ),
            ],
            options={
                "verbose_name": "HistoricalProgressEntry_authors",
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
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalprogressentry",
                    ),
                ),
                (
                    "m2m_history_id",
                    kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False),
                ),
            ],
            options={
                "verbose_name": "HistoricalProgressEntry_sources",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRegionalStatus_authors",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
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
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalregionalstatus",
                    ),
                ),
                (
                    "m2m_history_id",
                    kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False),
                ),
            ],
            options={
                "verbose_name": "HistoricalRegionalStatus_authors",
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
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalregionalstatus",
                    ),
                ),
                (
                    "m2m_history_id",
                    kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False),
                ),
            ],
            options={
                "verbose_name": "HistoricalRegionalStatus_sources",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAssessment_authors",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
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
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="commitments.membership",
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
                    "m2m_history_id",
                    kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False),
                ),
            ],
            options={
                "verbose_name": "HistoricalAssessment_authors",
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
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalassessment",
                    ),
                ),
                (
                    "m2m_history_id",
                    kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False),
                ),
            ],
            options={
                "verbose_name": "HistoricalAssessment_entries",
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
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalassessment",
                    ),
                ),
                (
                    "m2m_history_id",
                    kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False),
                ),
            ],
            options={
                "verbose_name": "HistoricalAssessment_sources",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
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
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="commitments.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[("signed", "signed"), ("one_sided", "one-sided")],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                (
                    "text_version",
                    models.ForeignKey(
                        help_text="The newest when the content was signed or published alone.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="agreements.textversion",
                        verbose_name="version of the text",
                    ),
                ),
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
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.membership",
                        verbose_name="published by",
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
                (
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="revisions",
                        to="commitments.source",
                        verbose_name="sources",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "ordering": ["evaluation", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "number"), name="revision_number_once_an_evaluation"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["signed", "one_sided"])),
                        name="revision_kind_known",
                        violation_error_message="A revision must be signed or one-sided.",
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
                        violation_error_message="Every revision but the first must name the one before.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content", ""), _negated=True),
                            models.Q(("content_sha256", ""), _negated=True),
                            models.Q(("revision_sha256", ""), _negated=True),
                        ),
                        name="revision_has_content_and_hashes",
                        violation_error_message="A revision must have content and both checksums.",
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
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="commitments.historicalsubmission",
                    ),
                ),
                (
                    "m2m_history_id",
                    kvalitet.guard.keys.RandomKey(primary_key=True, serialize=False),
                ),
            ],
            options={
                "verbose_name": "HistoricalSubmission_sources",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
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
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="commitments.revision",
                        verbose_name="revision",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        help_text="Empty: not assessed.",
                        max_length=20,
                        verbose_name="assessment",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=20, verbose_name="reason")),
                (
                    "gap",
                    models.CharField(blank=True, max_length=20, verbose_name="what is missing"),
                ),
                (
                    "reservation",
                    models.CharField(
                        blank=True,
                        help_text="Its reference, as signed.",
                        max_length=20,
                        verbose_name="reservation",
                    ),
                ),
                (
                    "is_view",
                    models.BooleanField(
                        verbose_name="a view on what the other party is responsible for"
                    ),
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
                    "statement",
                    models.TextField(
                        help_text="JSON: the grounds and their sources, as signed.",
                        verbose_name="what the party said",
                    ),
                ),
            ],
            options={
                "verbose_name": "published assessment",
                "verbose_name_plural": "published assessments",
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
                                    "reservation_used",
                                    "cannot_be_verified",
                                    "not_applicable",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="publishedverdict_verdict_known",
                        violation_error_message="Choose one of the assessments.",
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
                        violation_error_message="«Not fulfilled» must have exactly one reason. No other assessment has a reason.",
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
                        violation_error_message="«Cannot be verified» must say what is missing. No other assessment says this.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    ("verdict", "reservation_used"),
                                    ("reason", "reservation_used"),
                                    _connector="OR",
                                ),
                                models.Q(("reservation", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(
                                    ("verdict", "reservation_used"),
                                    ("reason", "reservation_used"),
                                    _connector="OR",
                                    _negated=True,
                                ),
                                ("reservation", ""),
                            ),
                            _connector="OR",
                        ),
                        name="publishedverdict_reservation_iff_used",
                        violation_error_message="«Reservation used» must name a reservation. Nothing else can.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_view", True), ("verdict", "reservation_used"), _negated=True
                        ),
                        name="publishedverdict_view_uses_no_reservation",
                        violation_error_message="A view is never «reservation used».",
                    ),
                ],
            },
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
                ("label", models.CharField(blank=True, max_length=100, verbose_name="type of row")),
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
            ],
            options={
                "verbose_name": "redaction",
                "verbose_name_plural": "redactions",
                "ordering": ["redacted_at"],
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
                        violation_error_message="A redaction must be either in a revision or in another row.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_name", ""), _negated=True),
                            models.Q(("second_name", ""), _negated=True),
                            models.Q(("first_name", models.F("second_name")), _negated=True),
                        ),
                        name="redaction_names_two_people",
                        violation_error_message="Two people must decide on a redaction.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("content_sha256", ""), _negated=True),
                            ("pointer__startswith", "/"),
                        ),
                        name="redaction_says_where_and_why",
                        violation_error_message="A redaction must say where it is and why it was made.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="office",
            name="counties",
            field=models.ManyToManyField(
                related_name="offices",
                through="commitments.OfficeCounty",
                to="commitments.region",
                verbose_name="counties",
            ),
        ),
    ]
