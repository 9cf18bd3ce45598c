from django.db import migrations

from commitments.trust.triggers import Install


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]

    operations = [Install()]
