"""The pages of the three faces of Penning, each with the name that its picture gets."""

import re

CHECKOUT = [
    ("plans", ""),
    ("plan", "/koffie"),
    ("plan-yearly", "/proeverij"),
    ("sign-in", "/portal/sign-in"),
    ("spent-link", "/portal/sign-in/spent"),
    ("not-found", "/no-such-plan"),
]

PORTAL = [
    ("overview", "/portal"),
    ("documents", "/portal/invoices"),
]

ADMIN = [
    ("dashboard", "/"),
    ("decisions", "/decisions"),
    ("customers", "/customers"),
    ("customers-none", "/customers?q=nobody"),
    ("customer-new", "/customers/new"),
    ("subscriptions", "/subscriptions"),
    ("invoices", "/invoices"),
    ("payments", "/payments"),
    ("plans", "/plans"),
    ("plan-new", "/plans/new"),
    ("settings", "/settings"),
    ("settings-collection", "/settings/collection"),
    ("settings-migration", "/settings/collection/migrate"),
    ("settings-numbering", "/settings/numbering"),
    ("settings-company", "/settings/company"),
    ("settings-gateway", "/settings/gateway"),
    ("settings-keys", "/settings/keys"),
    ("settings-team", "/settings/team"),
    ("audit", "/audit"),
    ("not-found", "/no-such-page"),
]

# From a list, or with no list from the first page found here, to what it links to, and below.
ADMIN_DETAILS = [
    ("customer", "/customers?q=lukasz@", r"/customers/cus_\w+$", ["", "/edit", "/credit"]),
    ("subscription", None, r"/subscriptions/sub_\w+$", ["", "/cancel"]),
    ("invoice", None, r"/invoices/inv_\w+$", [""]),
    ("payment", None, r"/payments/pay_\w+$", [""]),
    ("plan", "/plans", r"/plans/plan_\w+$", ["", "/archive"]),
    ("key", "/settings/keys", r"/settings/keys/key_\w+/revoke$", [""]),
]

PORTAL_DETAILS = [
    ("document", "/portal", r"/portal/invoices/inv_\w+$", [""]),
    ("subscription", "/portal", r"/portal/subscriptions/sub_\w+/cancel$", [""]),
]


def with_details(person, home, pages, details):
    """The pages with those that they link to: rows of name and whole address."""
    found = [(name, home + path) for name, path in pages]
    first = None
    for name, path, pattern, below in details:
        start = first if path is None else home + path
        person.go(start)
        link = next((link for link in person.links() if re.search(pattern, link)), None)
        if link is None:
            raise AssertionError(f"{start} links to no {pattern}")
        first = first or link
        found += [(name + tail.replace("/", "-"), link + tail) for tail in below]
    return found
