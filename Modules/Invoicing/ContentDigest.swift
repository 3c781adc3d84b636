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

extension DocumentContent {
  /// The hash of all that must never change once issued.
  func digest(
    number: String, issuedOn: CivilDate, reference: PaymentReference, seller: [UInt8],
    buyer: [UInt8]
  ) -> [UInt8] {
    var digest = ContentDigest()
    digest.add("1")
    digest.add(kind.rawValue)
    digest.add(number)
    digest.add(issuedOn.description)
    digest.add(dueOn.description)
    digest.add(customer.rawValue)
    digest.add(language.rawValue)
    digest.add(currency.code)
    digest.add(pricesIncludeVAT ? 1 : 0)
    digest.add(reference.text)
    digest.add(proForma.map { String($0.rawValue) })
    digest.add(credited.map { String($0.rawValue) })
    digest.add(seller)
    digest.add(buyer)
    digest.add(total.minorUnits)
    digest.add(Int64(lines.count))
    for line in lines { line.add(to: &digest) }
    // A pro forma has no VAT split, not even in its rows.
    for rate in kind == .proForma ? [] : rates {
      digest.add(Int64(rate.rate.hundredthsOfPercent))
      digest.add(rate.net.minorUnits)
      digest.add(rate.vat.minorUnits)
    }
    return digest.value
  }
}

extension DocumentContent.Line {
  fileprivate func add(to digest: inout ContentDigest) {
    digest.add(description)
    digest.add(explanation)
    digest.add(period?.description)
    digest.add(quantity)
    digest.add(unitPrice.minorUnits)
    digest.add(amount.minorUnits)
    digest.add(net.minorUnits)
    digest.add(Int64(rate.hundredthsOfPercent))
    digest.add(source)
    digest.add(component)
  }
}
