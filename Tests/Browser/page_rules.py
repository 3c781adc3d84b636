"""What every page must keep, whoever wrote it: readable by anyone, by keyboard, at any width."""

from selenium.webdriver.common.by import By

NAMED_ELSEWHERE = ("hidden", "submit", "button", "reset", "image")


def broken_rules(person):
    """The rules that the page in front of the person breaks, in words."""
    return [
        *_language(person),
        *_one_heading(person),
        *_labels(person),
        *_names(person),
        *_width(person),
        *_title(person),
    ]


def _language(person):
    language = person.driver.find_element(By.TAG_NAME, "html").get_attribute("lang")
    if language != person.language:
        yield f"html lang is '{language}', the reader asked for '{person.language}'"


def _one_heading(person):
    count = len(person.driver.find_elements(By.TAG_NAME, "h1"))
    if count != 1:
        yield f"{count} h1 headings instead of one"


def _title(person):
    if not person.driver.title.strip():
        yield "no title"


def _labels(person):
    described = {
        label.get_attribute("for") for label in person.driver.find_elements(By.TAG_NAME, "label")
    }
    for field in person.driver.find_elements(By.CSS_SELECTOR, "input, select, textarea"):
        if field.get_attribute("type") in NAMED_ELSEWHERE:
            continue
        labelled = (
            field.get_attribute("id") in described
            or field.get_attribute("aria-label")
            or field.get_attribute("aria-labelledby")
            or field.find_elements(By.XPATH, "./ancestor::label")
        )
        if not labelled:
            yield f"the field '{field.get_attribute('name')}' has no label"


def _names(person):
    for element in person.driver.find_elements(By.CSS_SELECTOR, "a[href], button"):
        if element.is_displayed() and not element.accessible_name.strip():
            yield f"a link or button without a name: {element.get_attribute('outerHTML')[:120]}"
    for image in person.driver.find_elements(By.TAG_NAME, "img"):
        if image.get_dom_attribute("alt") is None:
            yield f"an image without alt: {image.get_attribute('src')}"


def _width(person):
    metrics = person.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})
    page, window = metrics["cssContentSize"]["width"], person.size[0]
    if page > window + 1:
        yield f"the page is {page} wide in a window of {window}: it scrolls sideways"


def unreachable_by_keyboard(person):
    """The visible fields, buttons and links that the Tab key passes by."""
    stops = person.tab_stops()
    passed = []
    for element in person.driver.find_elements(
        By.CSS_SELECTOR, "a[href], button, input, select, textarea, summary"
    ):
        kind = element.get_attribute("type")
        if not element.is_displayed() or not element.is_enabled() or kind == "hidden":
            continue
        # One circle of a group is reached by Tab, the others by the arrows.
        if kind == "radio":
            continue
        if element not in stops:
            passed.append(element.accessible_name or element.get_attribute("outerHTML")[:120])
    return passed
