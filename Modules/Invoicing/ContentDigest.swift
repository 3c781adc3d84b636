import Cryptography
import Primitives

/// Gathers what a document says in a form that has one reading, and hashes it (I-19). Each field
/// is its length, a colon and its bytes, so that no two contents look alike.
struct ContentDigest {
  private var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(1024) }

  mutating func add(_ text: String) { add(Array(text.utf8)) }

  mutating func add(_ field: [UInt8]) {
    bytes.append(contentsOf: String(field.count).utf8)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(contentsOf: field)
  }

  /// A field that is not there differs from an empty one.
  mutating func add(_ text: String?) {
    if let text { add(text) } else { bytes.append(UInt8(ascii: "-")) }
  }

  mutating func add(_ number: Int64) { add(String(number)) }

  var value: [UInt8] { SHA256.hash(bytes) }
}

/// What a digest takes besides the content: what issuing gave the document.
struct IssuedMarks {
  let number: String
  let issuedOn: CivilDate
  let reference: PaymentReference
  let seller: [UInt8]
  let buyer: [UInt8]
}

extension DocumentContent {
  /// The hash of all that must never change once issued.
  func digest(_ marks: IssuedMarks) -> [UInt8] {
    var digest = ContentDigest()
    digest.add("2")
    addHead(marks, to: &digest)
    digest.add(customerReference)
    digest.add(note)
    digest.add(Int64(attachments.count))
    for attachment in attachments {
      digest.add(attachment.name)
      digest.add(attachment.mediaType.rawValue)
      digest.add(attachment.hash)
    }
    digest.add(Int64(lines.count))
    for line in lines {
      line.add(to: &digest)
      digest.add(line.treatment.code)
      digest.add(line.creditedOrdinal.map { String($0) })
    }
    for rate in writtenRates {
      digest.add(rate.treatment.code)
      digest.add(rate.net.minorUnits)
      digest.add(rate.vat.minorUnits)
    }
    return digest.value
  }

  /// The hash of a document from before treatments, remarks and attachments; nil for one that
  /// says more than those could.
  func firstDigest(_ marks: IssuedMarks) -> [UInt8]? {
    let isPlain = lines.allSatisfy { [.standard, .zero].contains($0.treatment.category) }
    guard isPlain, customerReference == nil, note == nil, attachments.isEmpty else { return nil }
    var digest = ContentDigest()
    digest.add("1")
    addHead(marks, to: &digest)
    digest.add(Int64(lines.count))
    for line in lines {
      line.add(to: &digest, rate: line.treatment.rate)
    }
    for rate in writtenRates {
      digest.add(Int64(rate.rate.hundredthsOfPercent))
      digest.add(rate.net.minorUnits)
      digest.add(rate.vat.minorUnits)
    }
    return digest.value
  }

  /// A pro forma has no VAT split, not even in its rows.
  private var writtenRates: [IssuedDocument.RateTotal] { kind == .proForma ? [] : rates }

  private func addHead(_ marks: IssuedMarks, to digest: inout ContentDigest) {
    digest.add(kind.rawValue)
    digest.add(marks.number)
    digest.add(marks.issuedOn.description)
    digest.add(dueOn.description)
    digest.add(customer.rawValue)
    digest.add(language.rawValue)
    digest.add(currency.code)
    digest.add(pricesIncludeVAT ? 1 : 0)
    digest.add(marks.reference.text)
    digest.add(proForma.map { String($0.rawValue) })
    digest.add(credited.map { String($0.rawValue) })
    digest.add(marks.seller)
    digest.add(marks.buyer)
    digest.add(total.minorUnits)
  }
}

extension DocumentContent.Line {
  /// - Parameter rate: where a document of the first kind had its rate.
  fileprivate func add(to digest: inout ContentDigest, rate: VATRate? = nil) {
    digest.add(description)
    digest.add(explanation)
    digest.add(period?.description)
    digest.add(quantity)
    digest.add(unitPrice.minorUnits)
    digest.add(amount.minorUnits)
    digest.add(net.minorUnits)
    if let rate { digest.add(Int64(rate.hundredthsOfPercent)) }
    digest.add(source)
    digest.add(component)
  }
}
