"""A person at a browser: reads text, follows links, fills in what has a label, presses buttons."""

import base64
import os
import re
import shutil
import tempfile
import time
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import (
    ElementNotInteractableException,
    StaleElementReferenceException,
    WebDriverException,
)
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

DESKTOP = (1280, 900)
PHONE = (390, 844)


class Lost(AssertionError):
    """Something that a person would look for is not on the page."""


def plain(text):
    """Text as it is read: one kind of space, no matter how it is written."""
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


class Person:
    """One browser window. Looks for words, never for class names, so that pages may be redrawn."""

    def __init__(self, language="nl", size=DESKTOP, scripts=True):
        self.language = language
        self.scripts = scripts
        self.downloads = Path(tempfile.mkdtemp(prefix="penning-downloads-"))
        self.driver = webdriver.Chrome(options=self._options(), service=_service())
        self.driver.set_page_load_timeout(30)
        self.resize(size)

    def _options(self):
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or "/usr/bin/chromium"
        for argument in [
            "--headless=new",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            f"--lang={self.language}",
        ]:
            options.add_argument(argument)
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")
        preferences = {
            "intl.accept_languages": self.language,
            "download.default_directory": str(self.downloads),
            "download.prompt_for_download": False,
            "plugins.always_open_pdf_externally": True,
        }
        if not self.scripts:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        return options

    def leave(self):
        self.driver.quit()
        shutil.rmtree(self.downloads, ignore_errors=True)

    def resize(self, size):
        """The size of the page itself, which a headless window would not go below 500 for."""
        self.size = width, height = size
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
        )

    # Looking

    def go(self, url):
        self.driver.get(url)
        return self

    def say(self, nl, en):
        """The words in the person's own language, as the names that look-ups take."""
        return (nl if self.language == "nl" else en,)

    def read_in(self, language, url):
        """Chooses a language on a page; the other pages follow."""
        self.language = language
        self.go(f"{url}{'&' if '?' in url else '?'}lang={language}")

    def runs_scripts(self):
        """Whether a page's own script does anything in this browser."""
        self.go("data:text/html,<title>off</title><script>document.title='on'</script>")
        return self.driver.title == "on"

    def links(self):
        """Where the page's links lead."""
        links = self.driver.find_elements(By.CSS_SELECTOR, "a[href]")
        return [link.get_attribute("href") for link in links]

    def rows(self):
        """The rows of the page's tables, as they are read."""
        rows = self.driver.find_elements(By.CSS_SELECTOR, "tbody tr")
        return [plain(row.text) for row in rows]

    def fact(self, *terms):
        """What stands beside a term of a list of facts."""
        wanted = [term.casefold() for term in terms]
        for term in self.driver.find_elements(By.TAG_NAME, "dt"):
            if plain(term.text).casefold() in wanted:
                return plain(term.find_element(By.XPATH, "following-sibling::dd[1]").text)
        raise Lost(f"no {terms} on {self.url}\n{self.text[:1500]}")

    @property
    def url(self):
        return self.driver.current_url

    @property
    def text(self):
        return plain(self.driver.find_element(By.TAG_NAME, "body").text)

    def sees(self, *texts):
        """Whether any of the texts stands on the page, in whatever case."""
        page = self.text.casefold()
        return any(plain(text).casefold() in page for text in texts)

    def must_see(self, *texts):
        """Waits a moment for one of the texts."""
        self._eventually(lambda: self.sees(*texts), f"none of {texts} on {self.url}")

    def must_not_see(self, *texts):
        if self.sees(*texts):
            raise Lost(f"one of {texts} is on {self.url}")

    # Acting

    def press(self, *names):
        """Presses the button or follows the link of one of the names."""
        element = self._eventually(lambda: self._clickable(names), self._missing("press", names))
        self._click(element)
        return self

    def has(self, *names):
        # A page that moves on by itself may do so while it is read.
        for _ in range(5):
            try:
                return self._clickable(names) is not None
            except StaleElementReferenceException:
                continue
        return self._clickable(names) is not None

    def fill(self, labels, value):
        """Fills in the field of one of the labels."""
        field = self.field(labels)
        if field.tag_name == "select":
            self._choose_option(field, value)
        elif field.get_attribute("type") in ("checkbox", "radio"):
            if field.is_selected() != bool(value):
                self._click(field)
        elif field.get_attribute("type") == "date":
            # How a date is typed depends on the machine's language, what it means does not.
            self.driver.execute_script("arguments[0].value = arguments[1]", field, value)
        else:
            field.clear()
            field.send_keys(value)
        return self

    def choose(self, *labels):
        """Ticks the box or circle of one of the labels."""
        return self.fill(labels, True)

    def field(self, labels):
        labels = (labels,) if isinstance(labels, str) else tuple(labels)
        return self._eventually(lambda: self._labelled(labels), self._missing("fill in", labels))

    def download(self, *names):
        """Follows a link to a file and gives the file once it is whole."""
        before = set(self.downloads.iterdir())
        self.press(*names)

        def finished():
            # The browser writes under a name with a dot in front, then under one of its own.
            files = list(set(self.downloads.iterdir()) - before)
            ready = len(files) == 1 and files[0].name[0] != "." and files[0].suffix == ".pdf"
            return files[0] if ready and files[0].stat().st_size else None

        return self._eventually(finished, f"{names} gave no file", seconds=20)

    def screenshot(self, path, whole=True):
        """The page from top to bottom, or what is seen of it at first."""
        size = self.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        height = size["height"] if whole else self.size[1]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1}
        image = self.driver.execute_cdp_cmd(
            "Page.captureScreenshot",
            {"format": "png", "captureBeyondViewport": True, "clip": clip},
        )["data"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(image))

    def complaints(self):
        """What the browser itself found wrong: blocked styles, missing files, server errors. That
        the page itself is a refusal is no complaint."""
        refusal = re.compile(re.escape(f"{self.url} - ") + r".*status of 4\d\d")
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] in ("SEVERE", "WARNING") and not refusal.match(entry["message"])
        ]

    # How words are found

    def _clickable(self, names):
        wanted = [plain(name).casefold() for name in names]
        elements = self.driver.find_elements(
            By.CSS_SELECTOR, "button, a[href], input[type=submit], summary, [role=button]")
        shown = [
            (name, element) for element in elements for name in _names(element) if name
            and element.is_displayed()
        ]
        for exact in (True, False):
            for want in wanted:
                for name, element in shown:
                    if name == want if exact else want in name:
                        return element
        return None

    def _labelled(self, labels):
        wanted = [plain(label).casefold() for label in labels]
        for exact in (True, False):
            for want in wanted:
                for label in self.driver.find_elements(By.TAG_NAME, "label"):
                    text = plain(label.text).casefold()
                    if text == want if exact else want in text:
                        field = self._field_of(label)
                        if field is not None:
                            return field
        return None

    def _field_of(self, label):
        target = label.get_attribute("for")
        fields = (
            self.driver.find_elements(By.ID, target)
            if target
            else label.find_elements(By.CSS_SELECTOR, "input, select, textarea")
        )
        return fields[0] if fields else None

    def _choose_option(self, select, value):
        wanted = plain(value).casefold()
        for option in select.find_elements(By.TAG_NAME, "option"):
            if wanted in (plain(option.text).casefold(), option.get_attribute("value").casefold()):
                option.click()
                return
        raise Lost(f"no option {value}")

    def _click(self, element):
        try:
            element.click()
        except ElementNotInteractableException:
            self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
            element.click()

    def _missing(self, deed, names):
        return f"nothing to {deed} called {names} on {self.url}"

    def _eventually(self, look, complaint, seconds=12):
        deadline = time.monotonic() + seconds
        while True:
            try:
                found = look()
                if found:
                    return found
            except (StaleElementReferenceException, WebDriverException) as trouble:
                if time.monotonic() > deadline:
                    raise Lost(f"{complaint}: {trouble}") from trouble
            if time.monotonic() > deadline:
                raise Lost(f"{complaint}\n--- the page says ---\n{self.text[:1500]}")
            time.sleep(0.1)


def _names(element):
    """What a control is called: by what is written on it, and by what is read out."""
    names = element.text or element.get_attribute("value"), element.get_attribute("aria-label")
    return [plain(name or "").casefold() for name in names]


def _service():
    return Service(shutil.which("chromedriver") or "/usr/bin/chromedriver")
