"""The publishing workflow of everything recorded: draft, sent, published, corrected, withdrawn."""
