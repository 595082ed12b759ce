"""Giving a kept file back: as an attachment, never shown or run by the browser."""

from django.http import FileResponse

from goldenthread.files import queries
from goldenthread.files.queries import KeptFile


def serve(file: KeptFile) -> FileResponse:
    """The response for whoever may see `file`; Refused when its content is missing."""
    content = queries.open_bytes(file.id, local_area_id=file.local_area_id)
    response = FileResponse(
        content, as_attachment=True, filename=file.name, content_type=file.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
