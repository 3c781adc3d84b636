"""What every page must keep, whoever wrote it: readable by anyone, by keyboard, at any width."""

from pathlib import Path

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

RULES = Path(__file__).with_suffix(".js").read_text()

# Notes what gets the focus, and then says what of all that could be used never did. One circle of
# a group is reached by Tab, the others by the arrows.
WATCH = """
window.reached = new Set();
document.addEventListener('focusin', (event) => window.reached.add(event.target));
document.activeElement.blur();
return document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')
  .length;
"""
MISSED = """
return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter((element) => !window.reached.has(element) && !element.disabled
    && !['hidden', 'radio'].includes(element.type)
    && element.checkVisibility({ visibilityProperty: true }))
  .map((element) => element.ariaLabel || element.innerText || element.name);
"""


def broken_rules(person):
    """The rules that the page in front of the person breaks, in words."""
    return person.driver.execute_script(RULES, person.language) + _width(person)


def _width(person):
    metrics = person.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})
    page, window = metrics["cssContentSize"]["width"], person.size[0]
    if page <= window + 1:
        return []
    return [f"the page is {page} wide in a window of {window}: it scrolls sideways"]


def passed_by_tab(person):
    """The visible fields, buttons and links that the Tab key does not reach."""
    count = person.driver.execute_script(WATCH)
    # A date is three stops within one field.
    ActionChains(person.driver, duration=0).send_keys(Keys.TAB * (count + 12)).perform()
    return person.driver.execute_script(MISSED)
