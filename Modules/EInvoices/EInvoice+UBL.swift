import Primitives
import XML

extension EInvoice {
  /// The file: UBL 2.1, in UTF-8.
  package func ubl() -> [UInt8] {
    var xml = XMLWriter()
    let (root, namespace): (StaticString, String) =
      kind == .invoice ? ("Invoice", "Invoice-2") : ("CreditNote", "CreditNote-2")
    let schema = "urn:oasis:names:specification:ubl:schema:xsd:"
    xml.open(
      root,
      [
        XMLAttribute("xmlns", schema + namespace),
        XMLAttribute("xmlns:cac", schema + "CommonAggregateComponents-2"),
        XMLAttribute("xmlns:cbc", schema + "CommonBasicComponents-2"),
      ])
    writeHead(&xml)
    writeReferences(&xml)
    xml.element("cac:AccountingSupplierParty") { seller.write(&$0) }
    xml.element("cac:AccountingCustomerParty") { buyer.write(&$0) }
    payment?.write(&xml)
    xml.element("cac:PaymentTerms") { $0.element("cbc:Note", terms) }
    for allowance in allowances { allowance.write(&xml) }
    writeTaxTotal(&xml)
    totals.write(&xml)
    for line in lines { line.write(&xml, kind) }
    xml.close()
    return xml.take()
  }

  private func writeHead(_ xml: inout XMLWriter) {
    xml.element("cbc:CustomizationID", profile.customizationID)
    xml.element("cbc:ProfileID", profile.processID)
    xml.element("cbc:ID", number)
    xml.element("cbc:IssueDate", issuedOn.description)
    switch kind {
    case .invoice:
      xml.element("cbc:DueDate", dueOn?.description)
      xml.element("cbc:InvoiceTypeCode", "380")
    case .creditNote: xml.element("cbc:CreditNoteTypeCode", "381")
    }
    xml.element("cbc:Note", note)
    xml.element("cbc:DocumentCurrencyCode", currency.code)
    xml.element("cbc:BuyerReference", buyerReference)
    period?.write(&xml)
  }

  private func writeReferences(_ xml: inout XMLWriter) {
    xml.element("cac:OrderReference") { $0.element("cbc:ID", orderReference) }
    if let preceding {
      xml.element("cac:BillingReference") { xml in
        xml.element("cac:InvoiceDocumentReference") { xml in
          xml.element("cbc:ID", preceding.number)
          xml.element("cbc:IssueDate", preceding.issuedOn?.description)
        }
      }
    }
    if let proFormaNumber {
      xml.element("cac:AdditionalDocumentReference") { xml in
        xml.element("cbc:ID", proFormaNumber)
        xml.element("cbc:DocumentDescription", "Pro forma")
      }
    }
    for file in files {
      xml.element("cac:AdditionalDocumentReference") { xml in
        xml.element("cbc:ID", file.name)
        xml.element("cac:Attachment") { xml in
          xml.element(
            "cbc:EmbeddedDocumentBinaryObject", base64: file.bytes,
            [XMLAttribute("mimeCode", file.type), XMLAttribute("filename", file.name)])
        }
      }
    }
  }

  private func writeTaxTotal(_ xml: inout XMLWriter) {
    xml.element("cac:TaxTotal") { xml in
      xml.element("cbc:TaxAmount", totals.vat)
      for group in groups {
        xml.element("cac:TaxSubtotal") { xml in
          xml.element("cbc:TaxableAmount", group.taxable)
          xml.element("cbc:TaxAmount", group.tax)
          group.vat.write(
            &xml, as: "cac:TaxCategory", code: group.exemptionCode, reason: group.exemptionReason)
        }
      }
    }
  }
}

extension EInvoice.Profile {
  /// BT-24.
  package var customizationID: String {
    switch self {
    case .peppol:
      "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
    case .core: "urn:cen.eu:en16931:2017"
    }
  }

  /// BT-23.
  package var processID: String? {
    switch self {
    case .peppol: "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
    case .core: nil
    }
  }
}

extension EInvoiceParty {
  fileprivate func write(_ xml: inout XMLWriter) {
    xml.element("cac:Party") { xml in
      xml.element("cbc:EndpointID", endpoint)
      xml.element("cac:PostalAddress") { xml in
        xml.element("cbc:StreetName", street)
        xml.element("cbc:CityName", city)
        xml.element("cbc:PostalZone", postalCode)
        xml.element("cac:Country") { $0.element("cbc:IdentificationCode", country) }
      }
      if let vatNumber {
        xml.element("cac:PartyTaxScheme") { xml in
          xml.element("cbc:CompanyID", vatNumber)
          xml.element("cac:TaxScheme") { $0.element("cbc:ID", "VAT") }
        }
      }
      xml.element("cac:PartyLegalEntity") { xml in
        xml.element("cbc:RegistrationName", name)
        xml.element("cbc:CompanyID", legalID)
      }
      xml.element("cac:Contact") { xml in
        xml.element("cbc:Name", contact)
        xml.element("cbc:ElectronicMail", email)
      }
    }
  }
}

extension EInvoice.Payment {
  fileprivate func write(_ xml: inout XMLWriter) {
    xml.element("cac:PaymentMeans") { xml in
      xml.element("cbc:PaymentMeansCode", code)
      xml.element("cbc:PaymentID", reference)
      xml.element("cac:PayeeFinancialAccount") { xml in
        xml.element("cbc:ID", iban)
        xml.element("cbc:Name", accountName)
      }
      xml.element("cac:PaymentMandate") { $0.element("cbc:ID", mandate) }
    }
  }
}

extension EInvoice.VATClass {
  fileprivate func write(
    _ xml: inout XMLWriter, as name: StaticString, code: String? = nil, reason: String? = nil
  ) {
    xml.element(name) { xml in
      xml.element("cbc:ID", category.rawValue)
      xml.element("cbc:Percent", category == .outsideScope ? nil : rate.percent)
      xml.element("cbc:TaxExemptionReasonCode", code)
      xml.element("cbc:TaxExemptionReason", reason)
      xml.element("cac:TaxScheme") { $0.element("cbc:ID", "VAT") }
    }
  }
}

extension EInvoice.Allowance {
  fileprivate func write(_ xml: inout XMLWriter) {
    xml.element("cac:AllowanceCharge") { xml in
      xml.element("cbc:ChargeIndicator", "false")
      xml.element("cbc:AllowanceChargeReason", reason)
      xml.element("cbc:Amount", amount)
      vat.write(&xml, as: "cac:TaxCategory")
    }
  }
}

extension EInvoice.Totals {
  fileprivate func write(_ xml: inout XMLWriter) {
    xml.element("cac:LegalMonetaryTotal") { xml in
      xml.element("cbc:LineExtensionAmount", lines)
      xml.element("cbc:TaxExclusiveAmount", net)
      xml.element("cbc:TaxInclusiveAmount", gross)
      if !allowances.isZero { xml.element("cbc:AllowanceTotalAmount", allowances) }
      if !prepaid.isZero { xml.element("cbc:PrepaidAmount", prepaid) }
      if !rounding.isZero { xml.element("cbc:PayableRoundingAmount", rounding) }
      xml.element("cbc:PayableAmount", payable)
    }
  }
}

extension EInvoice.Line {
  fileprivate func write(_ xml: inout XMLWriter, _ kind: EInvoice.Kind) {
    let unitCode = [XMLAttribute("unitCode", unit.rawValue)]
    xml.element(kind == .invoice ? "cac:InvoiceLine" : "cac:CreditNoteLine") { xml in
      xml.element("cbc:ID", id)
      xml.element(
        kind == .invoice ? "cbc:InvoicedQuantity" : "cbc:CreditedQuantity", "\(quantity)", unitCode)
      xml.element("cbc:LineExtensionAmount", net)
      period?.write(&xml)
      xml.element("cac:Item") { xml in
        xml.element("cbc:Description", description)
        xml.element("cbc:Name", name)
        vat.write(&xml, as: "cac:ClassifiedTaxCategory")
      }
      xml.element("cac:Price") { xml in
        xml.element("cbc:PriceAmount", price)
        if baseQuantity != 1 { xml.element("cbc:BaseQuantity", "\(baseQuantity)", unitCode) }
      }
    }
  }
}

extension Period {
  /// Both days count in UBL.
  fileprivate func write(_ xml: inout XMLWriter) {
    xml.element("cac:InvoicePeriod") { xml in
      xml.element("cbc:StartDate", from.description)
      xml.element("cbc:EndDate", until.adding(days: -1).description)
    }
  }
}

extension XMLWriter {
  fileprivate mutating func element(_ name: StaticString, _ amount: Money) {
    element(name, amount.decimal, [XMLAttribute("currencyID", amount.currency.code)])
  }

  fileprivate mutating func element(_ name: StaticString, _ id: SchemedID?) {
    guard let id else { return }
    element(name, id.value, id.scheme.map { [XMLAttribute("schemeID", $0)] } ?? [])
  }
}
