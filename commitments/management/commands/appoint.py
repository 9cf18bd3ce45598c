"""Appoints a party's first approver, or the secretariat's first member."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.urls import reverse

from agreements.models import Party
from commitments.people import membership_actions
from commitments.web import mail


class Command(BaseCommand):
    """Appoints the first person, who can then add or confirm the others."""

    help = (
        "Name a party's first approver, confirmed, or the first person of the secretariat. "
        "The person gets a mail by which a password is set. "
        "An account that the person has already starts over from it. "
        "Refused where there is an approver, or a secretariat, in force."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take either a party or the secretariat, and the person."""
        place = parser.add_mutually_exclusive_group(required=True)
        place.add_argument("--party", help="code of the party: KD or KS")
        place.add_argument("--secretariat", action="store_true", help="the secretariat")
        parser.add_argument("--email", required=True, help="address the person signs in with")
        parser.add_argument("--name", required=True, help="name of the person")
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=dict(settings.LANGUAGES),
            help="of mails to a new person",
        )

    @no_translations
    def handle(
        self,
        *args: object,
        email: str,
        name: str,
        language: str,
        party: str | None,
        **options: object,
    ) -> None:
        """Appoint the person, or report why not."""
        person = {"email": email, "name": name, "language": language}
        try:
            if party is None:
                made = membership_actions.appoint_secretariat(**person, invite=True)
                place = "the secretariat"
            else:
                found = self._party(party)
                made = membership_actions.appoint(**person, party=found, invite=True)
                place = f"approver of {found.code}"
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Appointed {made.user.email}: {place}.")
        if mail.take_unsent():
            raise CommandError(
                "The mail with the link could not be sent. When the mail server works again, the"
                f" person gets it at {settings.ORIGIN}{reverse('account_reset_password')}"
            )

    @staticmethod
    def _party(code: str) -> Party:
        """Return the party with this code, ignoring case."""
        parties = {party.code: party for party in Party.objects.order_by("pk")}
        if code.upper() not in parties:
            known = " or ".join(parties) or "none: run load_agreements first"
            raise CommandError(f"There is no party {code}; known: {known}.")
        return parties[code.upper()]
