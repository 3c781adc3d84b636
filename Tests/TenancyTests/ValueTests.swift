import Primitives
import Testing

@testable import Tenancy

@Suite struct ValueTests {
  @Test(arguments: [
    "piet@example.nl", "Piet.Jansen+test@Sub.Example.NL", "a@b.co", "o'brien@xn--caf-dma.fr",
  ])
  func takesPlainAddresses(text: String) throws {
    let address = try #require(EmailAddress(text))
    #expect(address.folded == text.lowercased())
  }

  @Test(arguments: [
    "", "piet", "@example.nl", "piet@", "piet@example", "piet@@example.nl", "pi et@example.nl",
    "piet@example.nl\r\nBcc: a@b.nl", "piet@example.nl\n", ".piet@example.nl", "piet.@example.nl",
    "pi..et@example.nl", "piet@-example.nl", "piet@example-.nl", "piet@exa_mple.nl",
    "piet@127.0.0.1", "\"piet\"@example.nl", "piet@café.nl", "piét@example.nl",
    "piet@example.nl,an@example.nl", "<piet@example.nl>", "piet@example..nl",
    "piet\u{0}@example.nl",
  ])
  func refusesOtherAddresses(text: String) {
    #expect(EmailAddress(text) == nil)
  }

  @Test func boundsTheLengthOfAddresses() {
    let local = String(repeating: "a", count: 64)
    #expect(EmailAddress(local + "@example.nl") != nil)
    #expect(EmailAddress(local + "a@example.nl") == nil)
    let label = String(repeating: "b", count: 63)
    let domain = [label, label, label, "nl"].joined(separator: ".")
    #expect(EmailAddress("a@" + domain) != nil)
    #expect(EmailAddress(local + "@" + domain) == nil)
    #expect(EmailAddress(String(repeating: "a", count: 100_000)) == nil)
  }

  @Test func keepsTheLocalPartAndLowersTheDomain() {
    #expect(EmailAddress("Piet@Example.NL")?.text == "Piet@example.nl")
    #expect(EmailAddress("Piet@Example.NL")?.domain == "example.nl")
    #expect(EmailAddress("Piet@Example.NL")?.masked == "P***@example.nl")
  }

  @Test(arguments: [
    "NL91ABNA0417164300", "nl91 abna 0417 1643 00", "BE68539007547034", "DE89370400440532013000",
    "GB82WEST12345698765432", "FR1420041010050500013M02606", "MT84MALT011000012345MTLCAST001S",
  ])
  func takesAccountNumbersWithRightCheckDigits(text: String) {
    #expect(IBAN(text) != nil)
  }

  @Test(arguments: [
    "", "NL", "NL91ABNA0417164301", "NL91ABNA041716430", "NL91ABNA04171643000",
    "9191ABNA0417164300", "NLXXABNA0417164300", "NL91-ABNA-0417-1643-00", "NL91ABNA04171643é0",
    "BE68539007547043",
  ])
  func refusesOtherAccountNumbers(text: String) {
    #expect(IBAN(text) == nil)
  }

  @Test func masksAccountNumbersInText() {
    let iban = IBAN("NL91ABNA0417164300")
    #expect(iban?.masked == "NL91 **** 4300")
    #expect(iban.map { "\($0)" } == "NL91 **** 4300")
    #expect(iban?.grouped == "NL91 ABNA 0417 1643 00")
  }

  @Test func everyChangedDigitOfAnAccountNumberIsSeen() throws {
    let good = Array("NL91ABNA0417164300".utf8)
    for place in [2, 3] + Array(8..<18) {
      for digit in UInt8(48)...57 where digit != good[place] {
        var bad = good
        bad[place] = digit
        #expect(IBAN(String(decoding: bad, as: UTF8.self)) == nil)
      }
    }
  }

  @Test(arguments: [
    "NL123456782B90", "NL 1234.56.782.B90", "BE0123456749", "DE136695976", "EL094259216",
    "GB123456789",
    "XI980780684",
  ])
  func takesVATNumbers(text: String) {
    #expect(VATNumber(text) != nil)
  }

  @Test(arguments: [
    "", "NL123456789B01", "NL12345678B01", "BE0123456748", "BE2123456749", "12", "NL",
  ])
  func refusesOtherVATNumbers(text: String) {
    #expect(VATNumber(text) == nil)
  }

  @Test(arguments: ["demo", "a1", "my-shop-2"])
  func takesSlugs(text: String) { #expect(Slug(text) != nil) }

  @Test(arguments: [
    "", "a", "Demo", "-demo", "demo-", "de--mo", "de mo", "de/mo", "démo", "api",
    String(repeating: "a", count: 41),
  ])
  func refusesOtherSlugs(text: String) { #expect(Slug(text) == nil) }

  @Test func refusesControlsAndOverridesInLines() {
    for text in ["a\nb", "a\rb", "a\u{0}b", "a\u{202E}b", "a\u{7F}b", "a\u{85}b"] {
      #expect(throws: TenancyRefusal.field("/name", .controlCharacter)) {
        try PlainText.required(text, "/name")
      }
    }
    #expect(throws: TenancyRefusal.field("/name", .missing)) {
      try PlainText.required("  \t ", "/name")
    }
    #expect(throws: TenancyRefusal.field("/name", .tooLong(200))) {
      try PlainText.required(String(repeating: "é", count: 201), "/name")
    }
  }

  @Test func printsNumbersInTheShopsFormat() {
    let numbering = Numbering()
    #expect(numbering.proForma.text(number: 123, year: 2026) == "PF000123")
    #expect(numbering.invoice.text(number: 42, year: 2026) == "2026-00042")
    #expect(numbering.invoice.text(number: 1_234_567, year: 2026) == "2026-1234567")
    #expect(numbering.creditNote.text(number: 1, year: 2027) == "CN2027-00001")
  }

  @Test func cursorsReadOnlyWhatTheyPrinted() {
    let cursor = Cursor(lastID: 7_777_777_777)
    #expect(Cursor(cursor.description) == cursor)
    for text in [
      "", "c", "x12", "c-1", "c0", "c00001", "cZZ", "c" + String(repeating: "v", count: 16),
    ] {
      #expect(Cursor(text) == nil)
    }
  }

  @Test(arguments: StaffRole.allCases)
  func onlyOwnersManageStaffAndKeys(role: StaffRole) {
    #expect(role.permissions.contains(.manageStaff) == (role == .owner))
    #expect(role.permissions.contains(.manageKeys) == (role == .owner))
    #expect(role.permissions.contains(.view))
  }

  @Test func theDebtorSystemBelongsToUltimate() {
    #expect(ShopPackage.allCases.filter { $0.allows(.debtorSystem) } == [.ultimate])
  }

  @Test(arguments: [(1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (14, 512), (15, 900), (5000, 900)])
  func delaysGrowAndAreBounded(attempts: Int64, seconds: Int64) {
    #expect(Throttle.signInPair.delay(after: attempts) == seconds)
  }
}
