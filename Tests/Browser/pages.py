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

# From a list to the page of its first row, and what hangs below that.
ADMIN_DETAILS = [
    ("customer", "/customers", r"/customers/cus_\w+$", ["", "/edit", "/credit"]),
    ("subscription", "/subscriptions", r"/subscriptions/sub_\w+$", ["", "/cancel"]),
    ("invoice", "/invoices", r"/invoices/inv_\w+$", [""]),
    ("payment", "/payments", r"/payments/pay_\w+$", [""]),
    ("plan", "/plans", r"/plans/plan_\w+$", ["", "/archive"]),
    ("key", "/settings/keys", r"/settings/keys/key_\w+/revoke$", [""]),
]

PORTAL_DETAILS = [
    ("document", "/portal", r"/portal/invoices/inv_\w+$", [""]),
    ("subscription", "/portal", r"/portal/subscriptions/sub_\w+/cancel$", [""]),
]


def with_details(person, home, pages, details):
    """The pages with those of the first row of each list: rows of name and whole address."""
    found = [(name, home + path) for name, path in pages]
    for name, path, pattern, below in details:
        person.go(home + path)
        link = next((link for link in person.links() if re.search(pattern, link)), None)
        if link is None:
            raise AssertionError(f"{home + path} links to no {pattern}")
        found += [(name + tail.replace("/", "-"), link + tail) for tail in below]
    return found
