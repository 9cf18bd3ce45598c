"""The parties conclude, sign, reopen, or publish alone."""
