import Testing

@testable import Primitives

@Suite("References by their check digits (R-27)")
struct ReferenceTests {
  /// An account of every country of the euro payments area.
  static let accounts = [
    "AD6400077940AOJYUXYPVNBC", "AT323807644826494640", "BE80977907729077",
    "BG74STSA937585WWP68RZT", "CH7008634EHKWLV7QVFLW", "CY5067720725K2WHMN1LTOAUVBJS",
    "CZ8020608222236393329786", "DE52230631291157071234", "DK3078515470548169",
    "EE095562406482321444", "ES9501445035224046951460", "FI2083752129133969",
    "FR221780757334FFCEXW3X77B11", "GB22BUKB37942432934998", "GI92OVQLEH0DXWJIDM6EEKA",
    "GR366940577DOQWJHKKTTHM107Y", "HR5524000087846334790", "HU21589885447525399443009346",
    "IE66DBIL29260344099851", "IS240326371814214984317128", "IT77W0306249349ILMCCBXZB1BJ",
    "LI2183053OTE4DIKV1CHF", "LT355011997835199102", "LU43093W647NNIGDNQRE",
    "LV52LATCYAQZDSL47DMUH", "MC8330003308870XVGINCSSJO96", "MT37CFTE87243CRKHXMFYCPUW8TMGSQ",
    "NL04WOFT5670744974", "NO1250382236227", "PL60910110423941372230755002",
    "PT50002793685512379460773", "RO24ROINVKBRZSPFKZV6IMLT", "SE8790440751299507251690",
    "SI56199005543735312", "SK4884407376783205614026", "SM91E3588891206TTWS3XUQX2UK",
    "VA54995719352493752041",
  ]

  @Test("An account of every SEPA country is read", arguments: accounts)
  func takesAccounts(text: String) throws {
    #expect(try ReferenceScheme.iban.normalized(text) == text)
    let grouped = text.lowercased().enumerated().map { $0 % 4 == 0 ? " \($1)" : "\($1)" }
    #expect(try ReferenceScheme.iban.normalized(grouped.joined()) == text)
  }

  @Test(
    "What is written in another way comes out in one",
    arguments: [
      (ReferenceScheme.iban, " nl91 abna 0417 1643 00", "NL91ABNA0417164300"),
      (.iban, "NL39RABO0300065264", "NL39RABO0300065264"),
      (.iban, "BE71 0961 2345 6769", "BE71096123456769"),
      (.iban, "DE89370400440532013000", "DE89370400440532013000"),
      (.iban, "SC18SSCB11010000000000001497USD", "SC18SSCB11010000000000001497USD"),
      (.bic, "ABNANL2A", "ABNANL2A"), (.bic, "abnanl2axxx", "ABNANL2AXXX"),
      (.bic, "KREDBEBB", "KREDBEBB"), (.bic, "PCBKXKPR", "PCBKXKPR"),
      (.rf, "rf18 5390 0754 7034", "RF18539007547034"), (.rf, "RF741", "RF741"),
      (.rf, "RF8820260042", "RF8820260042"), (.rf, "RF71PF20260042", "RF71PF20260042"),
      (.ogm, "+++202/6000/04236+++", "202600004236"),
      (.ogm, "***000/0000/09797***", "000000009797"),
      (.ogm, "000000000101", "000000000101"), (.ogm, "010806817183", "010806817183"),
      (.nlPaymentReference, "5000 0567 8901 2345", "5000056789012345"),
      (.nlPaymentReference, "8202600000000042", "8202600000000042"),
      (.nlPaymentReference, "12234534622567", "12234534622567"),
      (.nlPaymentReference, "2820260042", "2820260042"),
      (.nlPaymentReference, "1234567", "1234567"),
      (.sepaCreditorId, "NL69ZZZ123456780000", "NL69ZZZ123456780000"),
      (.sepaCreditorId, "nl69 abc 123456780000", "NL69ABC123456780000"),
      (.sepaCreditorId, "BE10ZZZ0050000121", "BE10ZZZ0050000121"),
      (.sepaCreditorId, "DE98ZZZ09999999999", "DE98ZZZ09999999999"),
      (.euVAT, "nl 0044.95.445.b01", "NL004495445B01"), (.euVAT, "BE 0428.759.497", "BE0428759497"),
      (.euVAT, "IE8Z49289F", "IE8Z49289F"), (.euVAT, "FR 40 303 265 045", "FR40303265045"),
    ])
  func normalizes(scheme: ReferenceScheme, typed: String, text: String) throws {
    #expect(try scheme.normalized(typed) == text)
    #expect(try scheme.normalized(text) == text)
  }

  @Test(
    "What is wrong is said in words",
    arguments: [
      (ReferenceScheme.iban, "", ReferenceFault.empty),
      (.iban, "NL91ABNA0417164301", .checkDigits), (.iban, "NL91ABNA041716430", .length("NL", 18)),
      (.iban, "NL91ABNA04171643000", .length("NL", 18)),
      (.iban, "US91ABNA0417164300", .country("US")),
      (.iban, "NL91-ABNA-0417-1643-00", .characters), (.iban, "NL91ABNA04171643é0", .characters),
      (.iban, "NL9112340417164300", .form("NL99AAAA9999999999")),
      (.iban, "NL91", .length("IBAN", nil)),
      (.iban, "NL00ABNA0417164300", .checkDigits), (.iban, "\u{0}", .characters),
      (.bic, "ABNANL2", .form("AAAAAAXX / AAAAAAXXXXX")), (.bic, "ABNAXX2A", .country("XX")),
      (.bic, "AB1ANL2A", .form("AAAAAAXX / AAAAAAXXXXX")),
      (.bic, "ABNANL2AXX", .form("AAAAAAXX / AAAAAAXXXXX")), (.bic, "ABNANL2Å", .characters),
      (.rf, "RF18539007547035", .checkDigits), (.rf, "RF18", .length("RF", nil)),
      (.rf, "RF181234567890123456789012", .length("RF", nil)),
      (.rf, "FR18539007547034", .form("RF99X…")),
      (.rf, "RF18-5390", .characters), (.ogm, "+++202/6000/04237+++", .checkDigits),
      (.ogm, "000000000000", .checkDigits), (.ogm, "00000000970", .length("OGM", 12)),
      (.ogm, "20260000423A", .form("+++999/9999/99999+++")),
      (.nlPaymentReference, "6000056789012345", .checkDigits),
      (.nlPaymentReference, "12345678", .length("betalingskenmerk", 16)),
      (.nlPaymentReference, "123456789012345", .length("betalingskenmerk", 16)),
      (.nlPaymentReference, "2920260042", .checkDigits),
      (.nlPaymentReference, "RF18539007547034", .form("9999 9999 9999 9999")),
      (.sepaCreditorId, "NL50ZZZ123456780000", .checkDigits),
      (.sepaCreditorId, "NL69ZZZ12345678000", .length("NL", 19)),
      (.sepaCreditorId, "US69ZZZ123456780000", .country("US")),
      (.sepaCreditorId, "NLAAZZZ123456780000", .form("NL99XXX…")),
      (.euVAT, "NL000000000B00", .checkDigits), (.euVAT, "NL004495445B00", .checkDigits),
      (.euVAT, "NL004495445A01", .form("NL999999999B99")), (.euVAT, "GR094259216", .country("GR")),
      (.euVAT, "US123456789", .country("US")), (.euVAT, "BE2123456749", .checkDigits),
      (.euVAT, "BE0000000097", .checkDigits), (.euVAT, "DE12345678", .form("DE999999999")),
      (.euVAT, "DE000000000", .checkDigits), (.euVAT, "BE", .length("btw-id", nil)),
      (.euVAT, "FR00000000000", .checkDigits), (.euVAT, "XIGD500", .checkDigits),
      (.euVAT, "XIHA499", .checkDigits),
    ])
  func refuses(scheme: ReferenceScheme, typed: String, fault: ReferenceFault) {
    #expect(throws: fault) { try scheme.normalized(typed) }
    #expect(!fault.phrase.nl.isEmpty && !fault.phrase.en.isEmpty && fault.kind == .invalid)
  }

  @Test(
    "No text of any length or script is taken or does harm", arguments: ReferenceScheme.allCases)
  func survivesAnything(scheme: ReferenceScheme) {
    for text in [
      String(repeating: "9", count: 100_000), "９９９９", "\u{202E}NL", "=cmd|", "{{7*7}}", "ﬀ", "ß",
      "<img onerror>", " ", "NL\r\n91",
    ] {
      #expect(scheme.reading(text) == nil)
    }
  }
}

@Suite("VAT numbers of the member states")
struct VATNumberRulesTests {
  /// At least one for every form of every country.
  static let numbers = [
    "ATU00330766", "ATU72979262", "BE1570338047", "BE1410997335", "BG238032997", "BG4778194118",
    "CY52010685W", "CY15806451F", "CZ88744396", "CZ210922114", "CZ1582304427", "DE254134263",
    "DE294361346", "DK24474917", "DK28919174", "EE427160060", "EE988920859", "EL743701927",
    "EL474395931", "ESR01352509", "ES32462377Q", "FI50542393", "FI33024797", "FRTC203014873",
    "FRPP928310044", "HR47297954116", "HR74261449832", "HU00403379", "HU76906523", "IE2727747E",
    "IE6910490RT", "IE6P45536J", "IE5+84868Q", "IE1*75187A", "IT76263250672", "IT15736740885",
    "LT318172715", "LT238624163513", "LU07809037", "LU93653173", "LV86360107613", "LV94207634891",
    "MT51748214", "MT48721751", "NL174319095B64", "NL213236361B73", "PL6573392176",
    "PL5485645571", "PT852739966", "PT843247983", "RO1197", "RO78704355", "RO7515223623",
    "SE577193165501", "SE392147974101", "SI97298727", "SI67618472", "SK1976105131",
    "SK3870595949", "XI377120220", "XI141461651455", "XIGD317", "XIHA833", "NL239246024B05",
    "NL664128790B72",
  ]

  @Test("A number with right check digits is read", arguments: numbers)
  func takes(text: String) throws { #expect(try ReferenceScheme.euVAT.normalized(text) == text) }

  @Test(
    "A number with a wrong one is refused",
    arguments: [
      "ATU71452118", "BE0140826873", "BG490147332", "CY53713013X", "CZ63281464", "DE941333521",
      "DK35489153", "EE011323405", "EL175482081", "ESE5768802B", "FI84579929", "FRP6436303187",
      "HR78917401969", "HU52959533", "IE5626042L", "IT28399850575", "LT372880317", "LU76750351",
      "LV82504143500", "MT68677215", "NL029313632B93", "PL2979526812", "PT176166902", "RO8668",
      "SE337251921001", "SI34581253", "SK3280486753", "XI285997187",
    ])
  func refuses(text: String) {
    #expect(throws: ReferenceFault.checkDigits) { try ReferenceScheme.euVAT.normalized(text) }
  }

  @Test("Every member state and Northern Ireland has its rule")
  func coversTheUnion() {
    let union =
      "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI"
    #expect(ReferenceScheme.vatPrefixes == Set(union.split(separator: " ").map(String.init)))
    #expect(Set(Self.numbers.map { String($0.prefix(2)) }) == ReferenceScheme.vatPrefixes)
  }
}

@Suite("Every typing error of one digit")
struct TypingErrorTests {
  /// The text with each digit in turn replaced by each other digit.
  private func errors(in text: String, from start: Int) -> [String] {
    let good = Array(text.utf8)
    return good.indices.dropFirst(start).filter { Alphabet.isDigit(good[$0]) }.flatMap { place in
      (UInt8(48)...57).filter { $0 != good[place] }.map { digit in
        var bad = good
        bad[place] = digit
        return String(decoding: bad, as: UTF8.self)
      }
    }
  }

  @Test("is seen in every account", arguments: ReferenceTests.accounts)
  func accounts(text: String) {
    for bad in errors(in: text, from: 0) { #expect(ReferenceScheme.iban.reading(bad) == nil) }
  }

  @Test(
    "is seen by every other scheme modulo 97",
    arguments: [
      (ReferenceScheme.rf, "RF18539007547034", 0), (.rf, "RF71PF20260042", 0),
      (.ogm, "202600004236", 0), (.ogm, "000000009797", 0), (.ogm, "010806817183", 0),
      (.sepaCreditorId, "NL69ZZZ123456780000", 0), (.sepaCreditorId, "DE98ZZZ09999999999", 0),
      (.euVAT, "BE0428759497", 0),
    ])
  func moduloNinetySeven(scheme: ReferenceScheme, text: String, start: Int) {
    #expect(scheme.reading(text) == text)
    for bad in errors(in: text, from: start) { #expect(scheme.reading(bad) == nil) }
  }

  @Test("is seen by the check that the Dutch eleven test leaves, but where 10 and 1 meet")
  func dutchReference() throws {
    let slipped = errors(in: "5000056789012345", from: 0).filter {
      ReferenceScheme.nlPaymentReference.reading($0) != nil
    }
    for text in slipped { #expect(["0", "1"].contains(String(text.prefix(1)))) }
  }

  @Test("RF check digits are made and read alike", arguments: 0..<200)
  func makesRF(seed: Int) {
    let body = String(seed &* 7_919 &+ 1, radix: 36, uppercase: true)
    let text = ReferenceScheme.rf(carrying: body)
    #expect(ReferenceScheme.rf.reading(text) == text)
  }

  @Test(
    "Any two OGM check digits but one pair are refused", arguments: [0, 1, 96, 97, 9_999_999_999])
  func oneOGM(number: Int) {
    let digits = String(number)
    let body = String(repeating: "0", count: 10 - digits.count) + digits
    let read = (0...99).filter { check in
      ReferenceScheme.ogm.reading(body + (check < 10 ? "0\(check)" : "\(check)")) != nil
    }
    #expect(read == [number % 97 == 0 ? 97 : number % 97])
  }
}

@Suite("Countries by name")
struct CountryNameTests {
  @Test("There are 249, each with a name in both languages")
  func isWhole() {
    #expect(CountryName.codes.count == 249)
    for code in CountryName.codes {
      #expect(code.utf8.count == 2 && !CountryName.of(code).nl.isEmpty)
    }
    #expect(CountryName.of("NL") == Phrase(nl: "Nederland", en: "Netherlands"))
    #expect(CountryName.of("BE")(.en) == "Belgium")
    #expect(CountryName.of("ZZ")(.nl) == "ZZ")
  }
}
