from django.db import migrations

from commitments.triggers import Install


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]

    operations = [Install()]
