/// Bank accounts and banks by their international codes.
enum IBANRules {
  static func checked(_ bytes: [UInt8]) throws(ReferenceFault) -> [UInt8] {
    guard bytes.count > 4 else { throw .length("IBAN", nil) }
    let country = String(decoding: bytes[..<2], as: UTF8.self)
    guard let form = forms[country] else { throw .country(country) }
    let body = Array(bytes[4...])
    guard body.count == form.utf8.count else { throw .length(country, form.utf8.count + 4) }
    guard Alphabet.matches(body, form), Alphabet.digits(bytes[2..<4]) != nil else {
      throw .form(country + "99" + form)
    }
    guard CheckDigits.fitISO(bytes) else { throw .checkDigits }
    return bytes
  }

  /// Where euro payments by SEPA rules go (EPC409-09); the territories have their state's codes.
  static let sepaCountries: Set<String> = [
    "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI",
    "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL",
    "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "VA",
  ]

  /// What follows the check digits, for every country with such numbers (ISO 13616): the count
  /// stands before N (digit), A (letter) or X (either).
  private static let registered = """
    AD 8N12X, AE 19N, AL 8N16X, AT 16N, AZ 4A20X, BA 16N, BE 12N, BG 4A6N8X, BH 4A14X, BI 23N,
    BR 23N1A1X, BY 4X4N16X, CH 5N12X, CR 18N, CY 8N16X, CZ 20N, DE 18N, DJ 23N, DK 14N,
    DO 4X20N, EE 16N, EG 25N, ES 20N, FI 14N, FK 2A12N, FO 14N, FR 10N11X2N, GB 4A14N, GE 2A16N,
    GI 4A15X, GL 14N, GR 7N16X, GT 4X20X, HN 4A20N, HR 17N, HU 24N, IE 4A14N, IL 19N, IQ 4A15N,
    IS 22N, IT 1A10N12X, JO 4A4N18X, KW 4A22X, KZ 3N13X, LB 4N20X, LC 4A24X, LI 5N12X, LT 16N,
    LU 3N13X, LV 4A13X, LY 21N, MC 10N11X2N, MD 2X18X, ME 18N, MK 3N10X2N, MN 16N, MR 23N,
    MT 4A5N18X, MU 4A19N3A, NI 4A20N, NL 4A10N, NO 11N, OM 3N16X, PK 4A16X, PL 24N, PS 4A21X,
    PT 21N, QA 4A21X, RO 4A16X, RS 18N, RU 14N15X, SA 2N18X, SC 4A20N3A, SD 14N, SE 20N, SI 15N,
    SK 20N, SM 1A10N12X, SO 19N, ST 21N, SV 4A20N, TL 19N, TN 20N, TR 6N16X, UA 6N19X, VA 18N,
    VG 4A16N, XK 16N, YE 4A4N18X
    """

  /// Spelled out: "AAAA9999999999" for the Netherlands.
  static let forms: [String: String] = {
    var forms: [String: String] = [:]
    for entry in registered.split(whereSeparator: { $0 == "," || $0 == "\n" }) {
      let parts = entry.split(separator: " ")
      if parts.count == 2 { forms[String(parts[0])] = Alphabet.spelled(String(parts[1])) }
    }
    return forms
  }()
}

/// Four letters for the bank, its country, its place, and its branch where one is named.
enum BICRules {
  static func checked(_ bytes: [UInt8]) throws(ReferenceFault) -> [UInt8] {
    guard bytes.count == 8 || bytes.count == 11 else { throw .form("AAAAAAXX / AAAAAAXXXXX") }
    guard Alphabet.matches(bytes, bytes.count == 8 ? "AAAAAAXX" : "AAAAAAXXXXX") else {
      throw .form("AAAAAAXX / AAAAAAXXXXX")
    }
    let country = String(decoding: bytes[4..<6], as: UTF8.self)
    // Kosovo has no ISO code, but its banks have codes with XK.
    guard CountryName.isCode(country) || country == "XK" else { throw .country(country) }
    return bytes
  }
}
