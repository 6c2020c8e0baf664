"""The process in which typst works: started by `press` under limits, it imports nothing of ours.

Loads the fonts of the folder it is given, reads its orders as JSON from standard input, compiles
``root/main.typ`` of the working directory and writes the pages to standard output. What typst
refuses goes to standard error, with exit 3.
"""

import json
import sys

import typst

REFUSED = 3


def main() -> int:
    """Compile as ordered; return the exit code."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[sys.argv[1]],
    )
    orders = json.load(sys.stdin)
    try:
        pages = typst.compile(
            "root/main.typ",
            format=orders["format"],
            ppi=orders["ppi"],
            root="root",
            font_paths=fonts,
            sys_inputs=orders["inputs"],
            pdf_standards=orders["standard"],
            timestamp=orders["moment"],
            package_path="packages",
            package_cache_path="packages",
        )
    except typst.TypstError as refused:
        sys.stderr.write(str(refused))
        return REFUSED
    sys.stdout.buffer.write(bytes(pages))
    return 0


if __name__ == "__main__":
    sys.exit(main())
