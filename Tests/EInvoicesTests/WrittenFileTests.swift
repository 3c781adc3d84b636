import Foundation
import FoundationXML
import Primitives
import Testing

@testable import EInvoices

/// The rules that hold by the way a file is written, read back with libxml2. The official rules of
/// Peppol cannot be had offline; docs/standards.md says which test stands for which rule.
@Suite("Files of electronic invoices")
struct WrittenFileTests {
  static func read(_ name: String) throws -> (invoice: EInvoice, file: ReadFile) {
    let invoice = try EInvoiceTests.sample(name).invoice()
    return (invoice, try #require(ReadFile(invoice.ubl())))
  }

  @Test(
    "PEPPOL-EN16931-R008, -R051: nothing is empty, and there is one currency",
    arguments: EInvoiceTests.names)
  func nothingEmpty(_ name: String) throws {
    let (invoice, file) = try WrittenFileTests.read(name)
    #expect(file.emptyElements.isEmpty)
    #expect(file.currencies == [invoice.currency.code])
  }

  @Test(
    "PEPPOL-EN16931-R001, -R004, -R007: the profile is named as Peppol names it, or not at all",
    arguments: EInvoiceTests.names)
  func profile(_ name: String) throws {
    let (invoice, file) = try WrittenFileTests.read(name)
    let isPeppol = invoice.profile == .peppol
    #expect(
      file("cbc:ProfileID") == (isPeppol ? ["urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"] : []))
    #expect(
      file("cbc:CustomizationID") == [
        isPeppol
          ? "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
          : "urn:cen.eu:en16931:2017"
      ])
    let consumers = ["consumer", "consumer-credit-note", "outside-scope"]
    #expect(isPeppol != consumers.contains(name))
  }

  @Test(
    "PEPPOL-EN16931-R002, -R043, -R053, -R054, -R130: one note, one tax total, one unit a line",
    arguments: EInvoiceTests.names)
  func counted(_ name: String) throws {
    let (invoice, file) = try WrittenFileTests.read(name)
    let root = invoice.kind == .invoice ? "Invoice" : "CreditNote"
    #expect(file.count("\(root)/cbc:Note") <= 1)
    #expect(file.count("\(root)/cac:TaxTotal") == 1)
    #expect(file.count("\(root)/cbc:TaxCurrencyCode") == 0)
    #expect(Set(file("cac:AllowanceCharge/cbc:ChargeIndicator")).isSubset(of: ["false"]))
    let line = invoice.kind == .invoice ? "cac:InvoiceLine" : "cac:CreditNoteLine"
    #expect(file.count("\(root)/\(line)") == invoice.lines.count)
    #expect(file.unitsDiffer == false)
  }

  @Test(
    "Every amount has at most two decimals and no thousands sign", arguments: EInvoiceTests.names)
  func decimals(_ name: String) throws {
    let (_, file) = try WrittenFileTests.read(name)
    for amount in file.amounts {
      #expect(amount.wholeMatch(of: /-?[0-9]+(\.[0-9]{1,2})?/) != nil, "\(amount)")
    }
  }

  @Test("A file within comes back byte for byte, under its name")
  func embedded() throws {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let pdf = EInvoiceFile(name: "2026-00042.pdf", type: "application/pdf", bytes: bytes)
    let invoice = try EInvoice(try Sample().issued(), files: [pdf])
    let file = try #require(ReadFile(invoice.ubl()))
    let text = try #require(file("cac:Attachment/cbc:EmbeddedDocumentBinaryObject").first)
    #expect(Data(base64Encoded: text).map(Array.init) == bytes)
    #expect(file.attributes["cbc:EmbeddedDocumentBinaryObject"]?["filename"] == "2026-00042.pdf")
  }

  @Test("A pro forma is named on the invoice that it became, a credited invoice on its credit note")
  func references() throws {
    let paid = try WrittenFileTests.read("paid").file
    #expect(paid("cac:AdditionalDocumentReference/cbc:ID") == ["PF000123"])
    let note = try WrittenFileTests.read("credit-note").file
    #expect(note("cac:InvoiceDocumentReference/cbc:ID") == ["2026-00042"])
    #expect(note("cac:InvoiceDocumentReference/cbc:IssueDate") == ["2026-11-16"])
    #expect(note("CreditNote/cac:PaymentMeans/cbc:PaymentMeansCode").isEmpty)
  }

  @Test("Both days of a period count in the file")
  func periods() throws {
    let file = try WrittenFileTests.read("periods-and-units").file
    #expect(file("cac:InvoiceLine/cac:InvoicePeriod/cbc:StartDate").first == "2026-11-01")
    #expect(file("cac:InvoiceLine/cac:InvoicePeriod/cbc:EndDate").first == "2026-11-30")
    #expect(file("Invoice/cac:InvoicePeriod/cbc:EndDate") == ["2027-10-31"])
  }
}

/// A file as libxml2 reads it.
final class ReadFile: NSObject, XMLParserDelegate {
  private(set) var leaves: [(path: String, text: String)] = []
  private(set) var counts: [String: Int] = [:]
  private(set) var attributes: [String: [String: String]] = [:]
  private(set) var emptyElements: [String] = []
  private(set) var currencies: Set<String> = []
  private(set) var amounts: [String] = []
  private(set) var unitsDiffer = false
  private var open: [(name: String, attributes: [String: String], hasChildren: Bool)] = []
  private var text = ""
  private var unit: String?

  init?(_ bytes: [UInt8]) {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  /// The texts of the elements whose path ends so.
  func callAsFunction(_ end: String) -> [String] {
    leaves.filter { ("/" + $0.path).hasSuffix("/" + end) }.map(\.text)
  }

  /// The elements of exactly this path.
  func count(_ path: String) -> Int { counts[path, default: 0] }

  private var path: String { open.map(\.name).joined(separator: "/") }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if !open.isEmpty { open[open.count - 1].hasChildren = true }
    open.append((name, attributes, false))
    counts[path, default: 0] += 1
    self.attributes[name] = attributes
    text = ""
    if let code = attributes["currencyID"] { currencies.insert(code) }
    if name == "cbc:InvoicedQuantity" || name == "cbc:CreditedQuantity" {
      unit = attributes["unitCode"]
    }
    if name == "cbc:BaseQuantity", attributes["unitCode"] != unit { unitsDiffer = true }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if let last = open.last, !last.hasChildren {
      leaves.append((path, text))
      if text.allSatisfy(\.isWhitespace) { emptyElements.append(path) }
      if last.attributes["currencyID"] != nil { amounts.append(text) }
    }
    open.removeLast()
    text = ""
  }

  func parser(_ parser: XMLParser, foundCharacters more: String) { text += more }
}
