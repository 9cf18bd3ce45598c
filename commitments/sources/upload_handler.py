"""Receives uploads: in memory up to the limit, and only counted beyond it."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from commitments.sources.file_contents import LARGEST_FILE


class BoundedUploadHandler(FileUploadHandler):
    """Stores no more than the largest allowed file. A larger one arrives empty, with its size.

    The action can then refuse it with a reason, and everything else in the form is kept.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.body = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Store the chunk if there is room."""
        if start + len(raw_data) <= LARGEST_FILE:
            self.body.write(raw_data)
        else:
            self.body = BytesIO()

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """Return the file, with the size that was sent."""
        self.body.seek(0)
        return InMemoryUploadedFile(
            self.body,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            file_size,
            self.charset,
            self.content_type_extra,
        )
