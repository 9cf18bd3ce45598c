"""The rows that a text makes: what has a page of its own is never taken away."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from agreements import shipped
from agreements.reading.folder import read_folder
from commitments.register import load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]


@pytest.mark.parametrize("kind", ["commitments", "goals", "reservations"])
def test_a_text_that_lacks_what_has_an_address_is_refused(kind: str) -> None:
    text = read_folder(shipped.FOLDER, loaded={})[-1]
    load.refuse_vanished(text)
    changed: dict[str, Any] = {kind: getattr(text, kind)[1:]}

    with pytest.raises(ValidationError) as refused:
        load.refuse_vanished(replace(text, **changed))

    assert refused.value.code == "vanished"
    assert getattr(text, kind)[0].ref in refused.value.messages[0]
