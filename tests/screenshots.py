"""Pictures of the pages of the demonstration: `python -m tests.screenshots [FOLDER] [WHO …]`.

Without arguments the few pictures of the README are taken anew, into docs/pictures. With a folder
every page is taken into it, for each of the people named, on a desk and on a phone.
"""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from guidelines.config import ROOT
from tests.journeys.pages import FINISHED, OPEN, pages
from tests.live import DESKTOP, PHONE, Site, chromium, new_page, served, sign_in
from tests.told import tell_into

PICTURES = ROOT / "docs" / "pictures"
EVERYBODY = {
    "chair": FINISHED, "author-1": OPEN, "facilitator": OPEN, "surgeon-1": OPEN,
    "surgeon-3": FINISHED, "approver-1": FINISHED, "anonymous": FINISHED,
}  # fmt: skip
TALLEST = 2400
LARGEST = 250_000


def every_page(browser: Browser, site: Site, folder: Path, people: list[str]) -> None:
    """Take each page that each of `people` may open."""
    for who in people:
        seen: list[tuple[str, str]] = []
        for phone in (False, True):
            page = new_page(browser, site, phone=phone)
            if who != "anonymous":
                sign_in(page, f"{who}@demo.example")
            seen = seen or list(pages(site.app, site.settings, EVERYBODY[who]))
            for endpoint, path in seen:
                answer = page.goto(path)
                if answer is None or answer.status != 200:
                    continue
                if who == "anonymous" and "/sign-in?" in page.url:
                    continue
                name = f"{endpoint}-{'phone' if phone else 'desk'}.png"
                shot(page, folder / who / name)
            page.context.close()


def shot(page: Page, path: Path) -> None:
    """Take a page from its top, as far down as is useful to look at."""
    size = PHONE if page.viewport_size == PHONE else DESKTOP
    height: int = page.evaluate("document.documentElement.scrollHeight")
    path.parent.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": size["width"], "height": min(height, TALLEST)})
    page.screenshot(path=path)
    page.set_viewport_size(size)


def readme(browser: Browser, site: Site) -> None:
    """Take the pictures of the README."""
    finished = dict(pages(site.app, site.settings, FINISHED))
    open_ = dict(pages(site.app, site.settings, OPEN))
    desk = new_page(browser, site)
    desk.goto(finished["library.show_edition"])
    picture(desk, "published")
    sign_in(desk, "chair@demo.example")
    desk.goto(finished["drafts.show_document"])
    picture(desk, "document")
    desk.goto(finished["consensus.show_results"])
    desk.get_by_role("article").nth(1).evaluate("one => one.scrollIntoView()")
    picture(desk, "results")
    desk.get_by_role("link", name="Overview").first.click()
    desk.get_by_role("link", name="Timing of surgery", exact=True).click()
    desk.get_by_role("link", name="Edit the text").click()
    picture(desk, "writing")
    phone = new_page(browser, site, phone=True)
    phone.goto(finished["library.show_edition"])
    phone.get_by_role("heading", name="Recommendations at a glance").evaluate(
        "one => one.scrollIntoView()"
    )
    picture(phone, "published-phone")
    sign_in(phone, "surgeon-1@demo.example")
    phone.goto(open_["consensus.show_questionnaire"])
    phone.get_by_role("button", name="I take part").click()
    question = phone.locator("[data-question]:visible")
    question.locator("label.scale-option").filter(has_text="8").click()
    question.evaluate("one => scrollTo(0, one.offsetTop - 16)")
    picture(phone, "questionnaire-phone")


def picture(page: Page, name: str) -> None:
    """Take what is in the window, in few enough colours for a small file."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    with Image.open(BytesIO(page.screenshot(animations="disabled"))) as taken:
        taken.convert("RGB").quantize(200, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path} is larger than {LARGEST} bytes")


def main(arguments: list[str]) -> None:
    """Tell the demonstration into a scratch folder, serve it, and take the pictures."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        told = tell_into(Path(scratch) / "instance")
        browser = chromium(playwright)
        with served(told) as site:
            if arguments:
                folder, *people = arguments
                every_page(browser, site, Path(folder), people or list(EVERYBODY))
            else:
                readme(browser, site)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
