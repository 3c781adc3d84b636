import Ledger
import Primitives
import Tenancy
import XML

/// Writes what stands before the transactions.
struct AuditHeadWriter {
  let head: AuditHead
  let version: AuditFileVersion

  private var limits: AuditLimits { version.limits }

  /// The header, and the company up to its customers; the company stays open.
  func write(_ xml: inout XMLWriter) {
    let days = AuditHead.period(of: head.year)
    xml.element("header") { xml in
      xml.element("fiscalYear", "\(head.year)")
      xml.element("startDate", days?.from.description)
      xml.element("endDate", days?.lastDay.description)
      xml.element("curCode", head.currency.code)
      xml.element("dateCreated", head.createdOn.description)
      xml.element("softwareDesc", AuditText.cut(head.software.name, limits.name))
      xml.element("softwareVersion", AuditText.cut(head.software.version, 20))
    }
    let legal = head.shop.legal
    xml.open("company")
    switch version {
    case .xaf32:
      xml.element("companyIdent", AuditText.cut(legal.registration, limits.identification))
    case .xaf40: xml.element("Commercenr", AuditText.cut(legal.registration, limits.number))
    }
    let name = legal.legalName.isEmpty ? head.shop.name : legal.legalName
    xml.element("companyName", AuditText.cut(name, limits.companyName))
    xml.element("taxRegistrationCountry", head.shop.country.code)
    xml.element(
      "taxRegIdent",
      AuditText.cut(legal.vatNumber?.text ?? legal.registration, limits.taxNumber))
    write(legal.address, &xml)
  }

  private func write(_ address: PostalAddress, _ xml: inout XMLWriter) {
    xml.element("streetAddress") { xml in
      xml.element("streetname", AuditText.cut(address.street, limits.street))
      xml.element("city", AuditText.cut(address.city, limits.city))
      xml.element("postalCode", AuditText.cut(address.postalCode, limits.postalCode))
      xml.element("country", address.country.code)
    }
  }

  func write(_ customer: Customer, _ xml: inout XMLWriter) {
    let details = customer.details
    xml.element("customerSupplier") { xml in
      xml.element("custSupID", customer.id.description)
      xml.element("custSupName", AuditText.cut(details.addressee, limits.name))
      if version == .xaf32 {
        let contact = details.company == nil ? nil : details.name
        xml.element("contact", AuditText.cut(contact, limits.name))
        xml.element("telephone", AuditText.cut(details.phone, 30))
      }
      xml.element("eMail", details.email.text)
      if let vatNumber = details.vatNumber {
        xml.element("taxRegistrationCountry", vatNumber.registrationCountry)
        xml.element("taxRegIdent", AuditText.cut(vatNumber.text, limits.taxNumber))
      }
      if version == .xaf32 {
        xml.element("relationshipID", AuditText.cut(details.reference, limits.identification))
      }
      xml.element("custSupTp", "C")
      write(details.address, &xml)
    }
  }

  /// The chart, VAT codes, periods and the opening balance.
  func writeLedger(_ xml: inout XMLWriter) {
    xml.element("generalLedger") { xml in
      for account in head.accounts { write(account, &xml) }
    }
    xml.element("vatCodes") { xml in
      for code in head.vatCodes { write(code, &xml) }
    }
    xml.element("periods") { xml in
      for month in 1...12 { writePeriod(month, &xml) }
    }
    writeOpenings(&xml)
  }

  private func write(_ account: AuditHead.Account, _ xml: inout XMLWriter) {
    xml.element("ledgerAccount") { xml in
      xml.element("accID", AuditText.cut(account.id, limits.identification))
      xml.element("accDesc", AuditText.cut(account.name, limits.account) ?? account.id)
      xml.element("accTp", account.isBalance ? "B" : "P")
      switch version {
      case .xaf32: xml.element("leadCode", AuditText.cut(account.reference, limits.account))
      case .xaf40: xml.element("RGScode", AuditText.cut(account.reference, limits.account))
      }
    }
  }

  private func write(_ code: AuditHead.VATCode, _ xml: inout XMLWriter) {
    let payable = head.accounts.first { $0.code == .vatPayable(code.treatment) }
    xml.element("vatCode") { xml in
      xml.element("vatID", AuditText.cut(code.id, limits.identification))
      xml.element("vatDesc", AuditText.cut(code.name, limits.vat) ?? code.id)
      xml.element("vatToPayAccID", AuditText.cut(payable?.id, limits.identification))
    }
  }

  private func writePeriod(_ month: Int, _ xml: inout XMLWriter) {
    guard let first = CivilDate(year: head.year, month: month, day: 1) else { return }
    xml.element("period") { xml in
      xml.element("periodNumber", "\(month)")
      if version == .xaf32 {
        xml.element(
          "periodDesc", String(first.formatted(head.shop.language).drop { $0 != " " }.dropFirst()))
      }
      xml.element("startDatePeriod", first.description)
      xml.element("endDatePeriod", first.firstOfNextMonth.adding(days: -1).description)
    }
  }

  private func writeOpenings(_ xml: inout XMLWriter) {
    guard !head.openings.isEmpty else { return }
    let amounts = head.openings.map(\.amount)
    // Each balance fits; what they add up to may not, and then there is no sum to state.
    guard let debit = AuditSums.total(amounts.filter(\.isPositive), head.currency),
      let credit = AuditSums.total(amounts.filter(\.isNegative), head.currency)
    else { return }
    xml.element("openingBalance") { xml in
      if version == .xaf32 {
        xml.element("opBalDate", AuditHead.period(of: head.year)?.from.description)
        xml.element(
          "opBalDesc", Phrase(nl: "Beginbalans", en: "Opening balance")(head.shop.language))
      }
      xml.element("linesCount", "\(amounts.count)")
      xml.element("totalDebit", debit.decimal)
      xml.element("totalCredit", credit.negated.decimal)
      for (index, opening) in head.openings.enumerated() {
        xml.element("obLine") { xml in
          xml.element("nr", "\(index + 1)")
          xml.element("accID", AuditText.cut(opening.account, limits.identification))
          xml.element(amount: opening.amount)
        }
      }
    }
  }
}

enum AuditSums {
  static func total(_ amounts: [Money], _ currency: Currency) -> Money? {
    do { return try amounts.total(in: currency) } catch { return nil }
  }
}

extension XMLWriter {
  /// The amount, never below zero, and the side on which it stands.
  mutating func element(amount: Money) {
    element("amnt", (amount.isNegative ? amount.negated : amount).decimal)
    element("amntTp", amount.isNegative ? "C" : "D")
  }
}

extension VATNumber {
  /// Greek numbers begin with EL, the country is GR; Northern Ireland's with XI.
  fileprivate var registrationCountry: String {
    switch country {
    case "EL": "GR"
    case "XI": "GB"
    default: country
    }
  }
}
