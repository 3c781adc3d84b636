import Invoicing
import Primitives
import Testing

@testable import EInvoices

@Suite("Parties of an electronic invoice")
struct PartyTests {
  @Test(
    "A business is reached under its register number, else its VAT number; a consumer is not",
    arguments: [
      ("NL", "12345678", "NL004495445B01", "0106:12345678"),
      ("NL", "1234 5678", nil, "0106:12345678"),
      ("NL", "00000001234567890000", nil, "0190:00000001234567890000"),
      ("NL", "1234567", "NL004495445B01", "9944:NL004495445B01"),
      ("NL", nil, "NL 0044.95.445.B.01", "9944:NL004495445B01"),
      ("NL", "1234567", nil, nil),
      ("BE", "0428.759.497", nil, "0208:0428759497"),
      ("BE", "BE0428759497", nil, "0208:0428759497"),
      ("BE", nil, "BE0428759497", "0208:0428759497"),
      ("BE", nil, "BE0428759498", "9925:BE0428759498"),
      ("BE", "0428759498", nil, nil),
      ("DE", "HRB 12345", "DE136695976", "9930:DE136695976"),
      ("FR", nil, "FR40303265045", "9957:FR40303265045"),
      ("AT", nil, "ATU13585627", "9914:ATU13585627"),
      ("GR", nil, "EL123456783", "9933:EL123456783"),
      ("DK", nil, "DK13585628", "0184:DK13585628"),
      ("SE", nil, "SE123456789701", nil),
      ("US", "12-3456789", nil, nil),
      ("NL", nil, nil, nil),
      ("NL", "", "", nil),
    ] as [(String, String?, String?, String?)])
  func endpoint(_ country: String, _ register: String?, _ vat: String?, _ expected: String?) {
    let party = EInvoiceParty(
      Party(
        name: "x", street: "", postalCode: "", city: "", country: country, vatNumber: vat,
        registrationNumber: register), namesVAT: true)
    #expect(party.endpoint.map { "\($0.scheme ?? ""):\($0.value)" } == expected)
  }

  @Test(
    "A legal number has a scheme where there is one; a Dutch one that is none is left out",
    arguments: [
      ("NL", "12345678", "0106 12345678"), ("NL", "123456789", nil), ("NL", "ABCDEFGH", nil),
      ("BE", "0428759497", "0208 0428759497"), ("BE", "0428759490", " 0428759490"),
      ("DE", "HRB 12345", " HRB12345"), ("DE", "-", nil),
    ] as [(String, String, String?)])
  func legalID(_ country: String, _ register: String, _ expected: String?) {
    let id = PartyNumbers.legalID(country, registration: PartyNumbers.compact(register))
    #expect(id.map { "\($0.scheme ?? "") \($0.value)" } == expected)
  }

  @Test("Belgian enterprise numbers keep their check", arguments: ["0428759497", "0403170701"])
  func enterprise(_ number: String) {
    #expect(PartyNumbers.isEnterpriseNumber(number))
    for digit in 0..<10 where "\(digit)" != number.suffix(1) {
      #expect(!PartyNumbers.isEnterpriseNumber(number.dropLast() + "\(digit)"))
    }
  }

  @Test(
    "A unit is named where one of something is a whole week, month or year of it",
    arguments: [
      (1, "2026-11-01", "2026-12-01", "MON"), (1, "2026-11-15", "2026-12-15", "MON"),
      (1, "2026-01-31", "2026-02-28", "MON"), (1, "2026-02-28", "2026-03-31", "MON"),
      (1, "2024-02-29", "2024-03-31", "MON"), (1, "2026-11-16", "2026-12-01", "C62"),
      (2, "2026-11-01", "2026-12-01", "C62"), (1, "2026-11-01", "2027-11-01", "ANN"),
      (1, "2024-02-29", "2025-02-28", "ANN"), (1, "2026-11-01", "2027-02-01", "C62"),
      (1, "2026-11-02", "2026-11-09", "WEE"), (1, "2026-11-02", "2026-11-10", "C62"),
      (1, "2026-02-01", "2026-02-08", "WEE"), (1, "2026-11-01", "2026-11-02", "C62"),
    ] as [(Int64, String, String, String)])
  func unit(_ quantity: Int64, _ from: String, _ until: String, _ code: String) {
    #expect(
      EInvoiceUnit(quantity: quantity, period: Sample.period(from, until)).rawValue == code)
  }

  @Test("Without a period it is pieces")
  func pieces() {
    #expect(EInvoiceUnit(quantity: 1, period: nil) == .piece)
  }
}
