import Primitives
import Tenancy
import Testing

@testable import Invoicing

/// I-19: every field of a document is in its hash, so that none can change unseen.
@Suite("What is issued is frozen (I-19)") struct FrozenTests {
  static let marks = IssuedMarks(
    number: "2026-00001", issuedOn: .first, reference: PaymentReference(for: .init(rawValue: 7)),
    seller: [1], buyer: [2])

  static func line(
    description: String = "Basis", explanation: String? = nil, period: Period? = nil,
    quantity: Int64 = 1, unitPrice: Int64 = 3000, amount: Int64 = 3000, net: Int64 = 2479,
    treatment: VATTreatment = .taxed(.standard), source: String? = nil,
    component: String? = nil, creditedOrdinal: Int? = nil
  ) -> DocumentContent.Line {
    DocumentContent.Line(
      description: description, explanation: explanation, period: period, quantity: quantity,
      unitPrice: .eur(unitPrice), amount: .eur(amount), net: .eur(net), treatment: treatment,
      source: source, component: component, creditedOrdinal: creditedOrdinal)
  }

  static func content(
    kind: DocumentKind = .invoice, customer: Int64 = 1, language: Language = .nl,
    includes: Bool = true, lines: [DocumentContent.Line] = [line()],
    rates: [(VATTreatment, Int64, Int64)] = [(.taxed(.standard), 2479, 521)],
    total: Money = .eur(3000), dueOn: CivilDate = .first, proForma: Int64? = nil,
    credited: Int64? = nil, customerReference: String? = nil, note: String? = nil,
    attachments: [DocumentAttachment] = []
  ) -> DocumentContent {
    let party = DocumentContent.Snapshot.stored(
      StoredParty(id: StoredParty.Row.ID(rawValue: 1), hash: []))
    return DocumentContent(
      kind: kind, customer: Customer.ID(rawValue: customer), seller: party, buyer: party,
      language: language, pricesIncludeVAT: includes, lines: lines,
      rates: rates.map {
        IssuedDocument.RateTotal(treatment: $0.0, net: .eur($0.1), vat: .eur($0.2))
      }, net: .eur(0), vat: .eur(0), total: total, credits: .eur(0), paid: .eur(0),
      issuedOn: .first, dueOn: dueOn, collectOn: nil, source: nil,
      proForma: proForma.map(Invoice.ID.init(rawValue:)),
      credited: credited.map(Invoice.ID.init(rawValue:)), customerReference: customerReference,
      note: note, attachments: attachments)
  }

  static func file(_ name: String, _ type: DocumentAttachment.MediaType, _ hash: [UInt8])
    -> DocumentAttachment
  {
    DocumentAttachment(file: .init(rawValue: 1), name: name, mediaType: type, size: 1, hash: hash)
  }

  static let later = CivilDate.first.adding(days: 1)
  static let period = Period(from: .first, until: later)

  /// One change each, in the order of the fields.
  static let changes: [(String, DocumentContent)] = [
    ("kind", content(kind: .creditNote)), ("customer", content(customer: 2)),
    ("language", content(language: .en)), ("rounding", content(includes: false)),
    ("due date", content(dueOn: later)), ("pro forma", content(proForma: 1)),
    ("credited", content(credited: 1)), ("reference", content(customerReference: "PO")),
    ("empty reference", content(customerReference: "")), ("note", content(note: "x")),
    ("total", content(total: .eur(3001))),
    ("currency", content(total: Money(minorUnits: 3000, currency: .usd))),
    ("attachment", content(attachments: [file("a.pdf", .pdf, [1])])),
    ("attachment name", content(attachments: [file("b.pdf", .pdf, [1])])),
    ("attachment type", content(attachments: [file("a.pdf", .png, [1])])),
    ("attachment bytes", content(attachments: [file("a.pdf", .pdf, [2])])),
    ("no lines", content(lines: [])), ("twice a line", content(lines: [line(), line()])),
    ("description", content(lines: [line(description: "Basis ")])),
    ("explanation", content(lines: [line(explanation: "")])),
    ("period", content(lines: [line(period: period)])),
    ("quantity", content(lines: [line(quantity: 2)])),
    ("unit price", content(lines: [line(unitPrice: 3001)])),
    ("amount", content(lines: [line(amount: 3001)])),
    ("net", content(lines: [line(net: 2480)])),
    ("treatment", content(lines: [line(treatment: .taxed(.reducedNL))])),
    ("exemption", content(lines: [line(treatment: .exempt(.education))])),
    ("another exemption", content(lines: [line(treatment: .exempt(.healthcare))])),
    ("source", content(lines: [line(source: "sub_1")])),
    ("component", content(lines: [line(component: "plan")])),
    ("credited line", content(lines: [line(creditedOrdinal: 0)])),
    ("another credited line", content(lines: [line(creditedOrdinal: 1)])),
    ("no groups", content(rates: [])),
    ("group's treatment", content(rates: [(.reverseCharge, 2479, 521)])),
    ("group's net", content(rates: [(.taxed(.standard), 2480, 521)])),
    ("group's VAT", content(rates: [(.taxed(.standard), 2479, 522)])),
    ("two groups", content(rates: [(.taxed(.standard), 2479, 521), (.zero, 0, 0)])),
  ]

  @Test("a change of anything changes the hash", arguments: changes)
  func changed(_ name: String, _ content: DocumentContent) {
    #expect(content.digest(Self.marks) != Self.content().digest(Self.marks), "\(name)")
  }

  @Test("no two changes look alike")
  func distinct() {
    let digests = Self.changes.map { $0.1.digest(Self.marks) }
    #expect(Set(digests).count == digests.count)
  }

  @Test("what issuing gave is in the hash too")
  func issued() {
    let content = Self.content()
    let other = PaymentReference(for: .init(rawValue: 8))
    func marks(
      _ number: String = "2026-00001", _ date: CivilDate = .first,
      _ reference: PaymentReference = FrozenTests.marks.reference, _ seller: [UInt8] = [1],
      _ buyer: [UInt8] = [2]
    ) -> IssuedMarks {
      IssuedMarks(
        number: number, issuedOn: date, reference: reference, seller: seller, buyer: buyer)
    }
    let all = [
      marks(), marks("2026-00002"), marks("2026-00001", Self.later),
      marks("2026-00001", .first, other), marks("2026-00001", .first, Self.marks.reference, [2]),
      marks("2026-00001", .first, Self.marks.reference, [1], [3]),
    ]
    #expect(Set(all.map { content.digest($0) }).count == all.count)
  }

  @Test("fields cannot flow into one another")
  func boundaries() {
    let one = Self.content(lines: [Self.line(description: "a1:b", explanation: "c")])
    let two = Self.content(lines: [Self.line(description: "a", explanation: "b1:c")])
    #expect(one.digest(Self.marks) != two.digest(Self.marks))
    let note = Self.content(note: "x"), reference = Self.content(customerReference: "x")
    #expect(note.digest(Self.marks) != reference.digest(Self.marks))
  }

  @Test("the first digest is only for what it could say", arguments: changes)
  func first(_ name: String, _ content: DocumentContent) {
    let says = [
      "reference", "empty reference", "note", "attachment", "attachment name",
      "attachment type", "attachment bytes", "exemption", "another exemption",
    ]
    let digest = content.firstDigest(Self.marks)
    #expect((digest == nil) == says.contains(name), "\(name)")
    #expect(digest != content.digest(Self.marks))
  }
}
