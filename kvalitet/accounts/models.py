"""The user: a person who can sign in with an email address."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kvalitet.guard.history import StepHistory
from kvalitet.guard.keys import RandomKey


class _PersonHistory(StepHistory):
    """Writes a history row only if a save touches a recorded field. Signing in writes none."""

    def post_save(
        self,
        instance: "User",
        created: bool,  # noqa: FBT001 (the library's signature)
        using: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Called by the library after each save."""
        kept = {field.name for field in self.fields_included(type(instance))}
        saved = kwargs.get("update_fields")
        if saved is None or kept & set(saved):
            super().post_save(instance, created, using, **kwargs)


class UserManager(BaseUserManager["User"]):
    """Creates users. Addresses are stored in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create a user. Nobody can sign in without a password until one is set."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create a superuser. Only the command line calls this."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user with this address, ignoring case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. Memberships, not this row, decide what the person may do."""

    id = RandomKey(primary_key=True)
    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language of emails"),
        max_length=2,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    session_round = models.PositiveIntegerField(
        _("round of sessions"),
        default=0,
        editable=False,
        help_text=_("Increases to end all of the person's sessions at once."),
    )

    objects = UserManager()
    history = _PersonHistory(excluded_fields=["password", "last_login", "session_round"])

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_in_small_letters",
                violation_error_message=_("Write the email address in lower-case letters."),
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=list(dict(settings.LANGUAGES))),
                name="user_language_known",
                violation_error_message=_("Choose one of the languages."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Hash the password and round: a session ends when either of them changes."""
        payload = f"{self.session_round}:{self.password}"
        salt = "kvalitet.accounts.User.session"
        return salted_hmac(salt, payload, secret=secret, algorithm="sha256").hexdigest()


class UsedCode(models.Model):
    """An app's code that has been used, identified by its period, so that none works twice."""

    # CASCADE: without the user nobody could use the code again.
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="used_codes")
    period = models.PositiveBigIntegerField()  # half minutes since 1970 (RFC 6238, step 30 s)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "period"],
                name="used_code_once",
                violation_error_message=_("The code has been used. Wait for the next one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.period}"
