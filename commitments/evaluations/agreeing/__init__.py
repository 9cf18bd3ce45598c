"""The parties agree on a conclusion and sign, reopen the evaluation, or publish alone."""
