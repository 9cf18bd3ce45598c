"""PDF: refuses active content, and finds and removes hidden content. Pure.

A child process with limits of its own runs it, because the library follows every object of the
file.
"""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from commitments.sources.unseen.carried import Carried, carried

# Actions that run something, or that fill in or send a form, by their names in the file.
_RUNS: Final = frozenset({"/JavaScript", "/Launch", "/GoToE", "/ImportData", "/RichMediaExecute"})
_TURNS_PAGES: Final = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
_ACTIVE: Final = frozenset(
    {"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
)
_STANDARD: Final = frozenset(
    {
        *("/Title", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/ModDate"),
        *("/Trapped", "/Author"),
    }
)
_NOTES: Final = frozenset({"/Text", "/Popup", "/Caret", "/FileAttachment", "/Sound", "/Redact"})
_MARKS: Final = frozenset(  # visible on the page, but may have a hidden note
    {
        *("/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/FreeText", "/Stamp", "/Ink"),
        *("/Line", "/Square", "/Circle", "/Polygon", "/PolyLine"),
    }
)
_OF_A_NOTE: Final = ("/T", "/Subj", "/Contents", "/RC", "/Popup", "/CreationDate", "/M", "/NM")
_ATTACHED: Final = ("/EmbeddedFiles",)


# Names of active or hidden content, or of objects that can contain either, and escaped names.
_NAMES: Final = re.compile(
    rb"/(AA|OpenAction|JS|JavaScript|Launch|XFA|Names|AcroForm|Annots|Info|Metadata|ObjStm|Filter"
    rb"|Encrypt|EmbeddedFile)|/[^\s/<>\[\]()]*#"
)
LockedError = pikepdf.PasswordError


class ActsError(ValueError):
    """The document runs or opens something by itself."""


def carries(body: bytes) -> Iterator[Carried]:
    """Yield the document's hidden content.

    Empty if the document is too incomplete to be read but has no name of active or hidden content.

    Raises:
        ActsError: it runs or opens something.
        LockedError: it cannot be read without a password.
        pikepdf.PdfError: it is damaged.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(body))
    except LockedError:
        raise
    except pikepdf.PdfError:
        if _NAMES.search(body):
            raise
        return
    with pdf:
        yield from _of_document(pdf)
        for found in _dictionaries(pdf):
            if _acts(found):
                raise ActsError
            yield from _of_object(found)


def without(body: bytes) -> bytes:
    """Return the document without what ``carries`` lists; the same bytes each time."""
    with pikepdf.open(io.BytesIO(body)) as pdf:
        for name in [name for name in _info(pdf) if name not in _STANDARD - {"/Author"}]:
            del pdf.docinfo[name]
        _strip_xmp(pdf)
        names = pdf.Root.get("/Names", pikepdf.Dictionary())
        for name in _ATTACHED:
            _drop(names, name)
        for found in _dictionaries(pdf):
            _strip(found)
        stripped = io.BytesIO()
        pdf.save(stripped, deterministic_id=True)
    return stripped.getvalue()


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary of the file, also in object streams and within other objects."""
    for whole in pdf.objects:
        waiting: list[Any] = [whole]
        while waiting:
            found = waiting.pop()
            if isinstance(found, pikepdf.Stream):
                found = found.stream_dict
            if isinstance(found, pikepdf.Dictionary):
                yield found
                waiting += [value for _name, value in found.items() if _is_inside(value)]
            elif isinstance(found, pikepdf.Array):
                waiting += [value for value in found if _is_inside(value)]


def _is_inside(value: Any) -> bool:
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect


def _acts(found: Any) -> bool:
    """Whether the dictionary is an action that runs something, or starts one by itself."""
    if any(name in found for name in _ACTIVE):
        return True
    if str(found.get("/S", "")) in _RUNS and found.get("/Type") != pikepdf.Name.StructElem:
        return True
    starts = [found[name] for name in ("/OpenAction",) if name in found]
    if isinstance(found.get("/AA"), pikepdf.Dictionary):
        starts += [action for _event, action in found["/AA"].items()]
    return not all(map(_is_harmless, starts))


def _is_harmless(action: Any) -> bool:
    """Whether the action only shows a place in the document."""
    if not isinstance(action, pikepdf.Dictionary):  # a destination, or nothing
        return True
    kind = str(action.get("/S", ""))
    turns = kind == "/Named" and str(action.get("/N", "")) in _TURNS_PAGES
    return (turns or kind == "/GoTo") and "/Next" not in action


def _info(pdf: pikepdf.Pdf) -> list[str]:
    info = pdf.trailer.get("/Info")
    return [str(name) for name in info.keys()] if isinstance(info, pikepdf.Dictionary) else []  # noqa: SIM118 (no mapping)


def _of_document(pdf: pikepdf.Pdf) -> Iterator[Carried]:
    for name in _info(pdf):
        said = str(pdf.docinfo[name]).strip()
        if said and name == "/Author":
            yield carried("author", said)
        elif said and name not in _STANDARD:
            yield carried("property", f"{name[1:]}: {said}")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for person in _people(metadata):
            yield carried("author", person)


def _people(metadata: Any) -> list[str]:
    found = metadata.get("dc:creator") or []
    return [found] if isinstance(found, str) else [str(person) for person in found]


def _of_object(found: Any) -> Iterator[Carried]:
    kind = str(found.get("/Subtype", ""))
    if kind in _NOTES or kind in _MARKS:
        said = [str(found.get(name, "")).strip() for name in ("/T", "/Contents")]
        if kind == "/FreeText":  # its contents are visible
            said[1] = ""
        if any(said) or kind in _NOTES - {"/Popup"}:
            yield carried("comment", ": ".join(filter(None, said)))
    if "/EF" in found:
        yield carried("attachment", str(found.get("/UF", found.get("/F", ""))))
    if str(found.get("/Type", "")) == "/Sig":
        yield carried("signature", str(found.get("/Name", "")))


def _is_note(note: Any) -> bool:
    return isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) in _NOTES


def _strip(found: Any) -> None:
    if isinstance(found.get("/Annots"), pikepdf.Array):
        notes = list(found["/Annots"])
        kept = [note for note in notes if not _is_note(note)]
        if len(kept) != len(notes):
            found["/Annots"] = pikepdf.Array(kept)
    kind = str(found.get("/Subtype", ""))
    if kind in _MARKS:
        for name in _OF_A_NOTE:
            if not (kind == "/FreeText" and name in {"/Contents", "/RC"}):
                _drop(found, name)
    for name in ("/EF", "/AF"):
        _drop(found, name)


def _strip_xmp(pdf: pikepdf.Pdf) -> None:
    """Remove people from the XMP, which also declares the document archival."""
    if "/Metadata" not in pdf.Root:
        return
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name in ("dc:creator", "dc:contributor", "pdf:Author", "xmpMM:History"):
            if name in metadata:
                del metadata[name]


def _drop(found: Any, name: str) -> None:
    if name in found:
        del found[name]
