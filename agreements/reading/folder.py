"""Reads a folder of agreements, each a pair of files, and checks them against one another."""

from collections.abc import Collection, Mapping
from pathlib import Path

from agreements.reading.content import AgreementText, Fault, InvalidTextError
from agreements.reading.reader import examine_pair


def read_folder(folder: Path, *, loaded: Mapping[str, Collection[str]]) -> list[AgreementText]:
    """Read all agreements of the folder, by file name. ``loaded``: references in use, by slug.

    Raises:
        InvalidTextError: pairs are faulty or cannot be combined; names all their faults.
    """
    agreements: list[AgreementText] = []
    faults: list[Fault] = []
    for cut_file in sorted(folder.glob("*.toml")):
        agreement, own = examine_pair(cut_file.with_suffix(".txt"), cut_file)
        faults += own
        agreements += [agreement] if agreement else []
    faults += _meetings(agreements, loaded)
    if faults:
        raise InvalidTextError(faults)
    return agreements


def _meetings(
    agreements: Collection[AgreementText], loaded: Mapping[str, Collection[str]]
) -> list[Fault]:
    """Find agreements with the same first year, because their references could be the same."""
    read = {agreement.slug for agreement in agreements}
    others = {f"{slug}, which is loaded": refs for slug, refs in loaded.items() if slug not in read}
    faults = []
    for agreement in agreements:
        file, year = f"{agreement.slug}.toml", agreement.slug[:4]
        for other, refs in others.items():
            if year and other.startswith(year):
                ref = next((ref for ref in agreement.refs if ref in refs), f"{year}-…")
                reason = (
                    f"begins in the same year as {other}, so that the reference {ref} would "
                    "stand in both, but the portal carries one agreement for each first year only"
                )
                faults.append(Fault(file, reason))
        others[file] = agreement.refs
    return faults
