"""Take HTML comments out of a text, the same way for the preview and for every edition."""

import re

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


def normalise_newlines(source: str) -> str:
    """Return `source` with line feeds as the only line ends."""
    return source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else source


def without_comments(source: str) -> tuple[str, int]:
    """Return `source` without its `<!-- … -->` and how many there were.

    Code keeps its comments, an unclosed comment is text. A comment that fills its lines goes
    with them, so that it does not cut a paragraph in two.
    """
    if "<!--" not in source or "-->" not in source:
        return source, 0
    kept: list[str] = []
    count, position, fence = 0, 0, ""
    while position < len(source):
        line_end = source.find("\n", position) + 1 or len(source)
        line = source[position:line_end]
        match = _FENCE.match(line)
        if match and (not fence or (match[1].startswith(fence) and not line.strip(" \n`~"))):
            fence = "" if fence else match[1]
        begin = -1 if fence else _comment_start(line)
        close = source.find("-->", position + begin + 4) if begin >= 0 else -1
        if close < 0:
            kept.append(line)
            position = line_end
            continue
        count += 1
        rest = source.find("\n", close + 3) + 1 or len(source)
        if not line[:begin].strip() and not source[close + 3 : rest].strip():
            position = rest
        else:
            kept.append(line[:begin])
            position = close + 3
    return "".join(kept), count


def _comment_start(line: str) -> int:
    """Return where a comment begins in `line` outside code, or -1."""
    start = line.find("<!--")
    if start > 0 and "`" in line:
        for match in _CODE.finditer(line):
            if match.start() < start < match.end():
                start = line.find("<!--", match.end())
                if start < 0:
                    break
    return start
