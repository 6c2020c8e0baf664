"""Build ``reference.pptx``: colours, type and layouts of the slides of a guideline.

It is pandoc's own presentation with our look: run ``python exports/make_slides.py`` again after a
change, from the folder of the project.
"""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pypandoc

INK, QUIET, WASH, ACCENT, CAUTION = "1D2A30", "56666E", "F1F6F7", "0B5563", "9A4A12"
MOMENT = (2020, 1, 1, 0, 0, 0)
MASTER = "ppt/slideMasters/slideMaster1.xml"
TITLE_LAYOUT = "ppt/slideLayouts/slideLayout1.xml"
THEMES = ("ppt/theme/theme1.xml", "ppt/theme/theme2.xml")
NAMES = ("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "hlink", "folHlink")
COLOURS = dict(
    zip(NAMES, (INK, "FFFFFF", QUIET, WASH, ACCENT, CAUTION, ACCENT, ACCENT), strict=True)
)
HEIGHT = 5143500
LEFT, WIDTH = 600000, 7944000
BAR = (
    '<p:sp><p:nvSpPr><p:cNvPr id="90" name="Bar"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
    '<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/>'
    "</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/>"
    "</p:txBody></p:sp>"
)


def once(text, before, after):
    """Replace what stands in a part exactly once, or say that pandoc changed it."""
    if text.count(before) != 1:
        raise ValueError(f"{text.count(before)} times: {before}")
    return text.replace(before, after)


def coloured(theme):
    """Give a theme our colours."""
    for name, colour in COLOURS.items():
        theme = re.sub(
            rf"(<a:{name}>).*?(</a:{name}>)", rf'\g<1><a:srgbClr val="{colour}"/>\g<2>', theme
        )
    return theme


def master(part):
    """Set the title to the left in our colour, the text smaller, a bar at the edge."""
    part = once(part, "</p:grpSpPr>", "</p:grpSpPr>" + BAR.format(width=120000, height=HEIGHT))
    part = once(
        part,
        '<a:off x="457200" y="205979"/><a:ext cx="8229600" cy="857250"/>',
        f'<a:off x="{LEFT}" y="260000"/><a:ext cx="{WIDTH}" cy="700000"/>',
    )
    part = once(
        part,
        '<a:off x="457200" y="1200151"/><a:ext cx="8229600" cy="3394472"/>',
        f'<a:off x="{LEFT}" y="1120000"/><a:ext cx="{WIDTH}" cy="3560000"/>',
    )
    title, body = part.split("<p:titleStyle>")[1].split("</p:titleStyle>")
    ours = title.replace('algn="ctr"', 'algn="l"', 1)
    ours = ours.replace('sz="3300"', 'sz="2600" b="1"', 1).replace('"tx1"', '"accent1"', 1)
    part = part.replace(title, ours)
    smaller = body.replace('sz="2400"', 'sz="2200"', 1).replace('sz="2100"', 'sz="1800"', 1)
    smaller = smaller.replace('<a:spcPct val="20000"/>', '<a:spcPts val="700"/>', 1)
    return part.replace(body, smaller)


def title_layout(part):
    """Set title and subtitle of the first slide to the left, under a broad bar."""
    part = once(part, "</p:grpSpPr>", "</p:grpSpPr>" + BAR.format(width=360000, height=HEIGHT))
    part = once(
        part,
        '<a:off x="685800" y="1597819"/><a:ext cx="7772400" cy="1102519"/></a:xfrm></p:spPr>'
        "<p:txBody><a:bodyPr/><a:lstStyle/>",
        f'<a:off x="900000" y="1000000"/><a:ext cx="{WIDTH - 500000}" cy="1700000"/></a:xfrm>'
        '</p:spPr><p:txBody><a:bodyPr anchor="b"/><a:lstStyle><a:lvl1pPr algn="l">'
        '<a:defRPr sz="3600" b="1"/></a:lvl1pPr></a:lstStyle>',
    )
    part = once(
        part,
        '<a:off x="1371600" y="2914650"/><a:ext cx="6400800" cy="1314450"/>',
        f'<a:off x="900000" y="2850000"/><a:ext cx="{WIDTH - 500000}" cy="1200000"/>',
    )
    return part.replace(
        '<a:lvl1pPr marL="0" indent="0" algn="ctr"><a:buNone/><a:defRPr>',
        '<a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/><a:defRPr sz="1800">',
    )


def main():
    """Write ``reference.pptx`` beside this file."""
    program = pypandoc.get_pandoc_path()
    plain = subprocess.check_output([program, "--print-default-data-file", "reference.pptx"])
    change = {MASTER: master, TITLE_LAYOUT: title_layout, **dict.fromkeys(THEMES, coloured)}
    target = Path(__file__).with_name("reference.pptx")
    with (
        zipfile.ZipFile(io.BytesIO(plain)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name in change:
                part = change[name](part.decode()).encode()
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, part)


if __name__ == "__main__":
    main()
