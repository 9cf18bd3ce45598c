from django.db import migrations

from commitments.triggers import Install


class Migration(migrations.Migration):
    dependencies = [("commitments", "0005_reopening")]

    operations = [Install()]
