"""Etterprøver en revisjon fra Kvalitetsavtalen, uten portalen og bare med det Python har med seg.

Bruk: python3 etterprov.py INNHOLD.json SEGL.json [FORRIGE_SEGL.json]

Filene lastes ned fra siden «Verifiser» ved revisjonen. Skriptet regner ut SHA-256 av de
byte som står i filene, og sammenligner med det som står i seglet.
"""

import hashlib
import json
import sys
from pathlib import Path


def sha256(name: str) -> str:
    """SHA-256 av en fil, byte for byte."""
    return hashlib.sha256(Path(name).read_bytes()).hexdigest()


def compared(
    content_name: str, seal_name: str, before_name: str = ""
) -> list[tuple[str, str, str]]:
    """Det som skal være likt: hva det er, hva som står i seglet, og hva som er regnet ut."""
    content = json.loads(Path(content_name).read_bytes())
    seal = json.loads(Path(seal_name).read_bytes())
    found = sha256(content_name)
    rows = [
        ("Innholdets SHA-256", seal["innhold_sha256"], found),
        *(
            (f"Det {signature['part']} signerte", signature["innhold_sha256"], found)
            for signature in seal["signaturer"]
        ),
    ]
    signed = [signature["part"] for signature in seal["signaturer"]]
    expected = content["parter"] if seal["art"] == "signed" else []
    rows.append(("Hvem som har signert", ", ".join(signed), ", ".join(expected)))
    if before_name:
        rows.append(("Forrige revisjons SHA-256", seal["forrige_sha256"], sha256(before_name)))
    return rows


def main(names: list[str]) -> int:
    """Skriver hva som stemmer; 0 når alt gjør det, 1 når noe ikke gjør det, 2 ved feil bruk."""
    if len(names) not in {2, 3}:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    rows = compared(*names)
    for what, stored, computed in rows:
        verdict = "stemmer" if stored == computed else "STEMMER IKKE"
        sys.stdout.write(f"{verdict}: {what}\n  i seglet:  {stored}\n  regnet ut: {computed}\n")
    sys.stdout.write(f"Revisjonens SHA-256: {sha256(names[1])}\n")
    sys.stdout.write("Sammenlign den med den som står på portalen, og med en kopi du har selv.\n")
    return 0 if all(stored == computed for _what, stored, computed in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
