import Catalog
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// Where a product is made and changed.
enum ProductForm {
  static func showNew(_ visit: StaffVisit) async throws -> HTTPResponse {
    page(visit, nil, FormState(values: ["vatCategory": VATCategory.standard.rawValue]))
  }

  static func show(_ visit: StaffVisit, _ id: Product.ID) async throws -> HTTPResponse {
    let product = try await visit.read { try $0.catalog.existingProduct(id) }
    let values = [
      "name": product.name, "vatCategory": product.vatCategory.rawValue,
      "exemption": product.exemption?.rawValue ?? "",
      "invoiceMode": product.invoiceMode?.rawValue ?? "",
    ]
    return page(visit, id, FormState(values: values))
  }

  static func create(_ visit: StaffVisit) async throws -> HTTPResponse {
    try await save(visit, nil)
  }

  static func save(_ visit: StaffVisit, _ id: Product.ID) async throws -> HTTPResponse {
    try await save(visit, Optional(id))
  }

  private static func save(_ visit: StaffVisit, _ id: Product.ID?) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let name = form.text("name", most: 120)
    let tax = form.productTax()
    let mode: InvoiceMode? = form.optionalChoice("invoiceMode")
    guard form.isComplete(), let name, let tax else {
      return page(visit, id, form.state, status: 422)
    }
    let draft = ProductDraft(
      name: name, vatCategory: tax.category, exemption: tax.exemption, invoiceMode: mode)
    try await visit.write { shop in
      if let id { try shop.changeProduct(id, draft) } else { _ = try shop.addProduct(draft) }
    }
    return visit.visit.redirect(to: Links.products.path(), notice: Notice(visit(Texts.saved)))
  }

  private static func page(
    _ visit: StaffVisit, _ id: Product.ID?, _ state: FormState, status: Int = 200
  ) -> HTTPResponse {
    let title = id == nil ? visit("Nieuw product", "New product") : visit("Product", "Product")
    let action = id.map { Links.product.path($0) } ?? Links.newProduct.path()
    let products = visit.crumb(visit("Producten", "Products"), Links.products.path())
    return visit.page(
      title, in: .plans, width: .narrow, crumbs: [visit.crumb(.plans), products], status: status
    ) {
      pageHead(
        title,
        lead: visit(
          "Wat u verkoopt. Een aanbod zegt voor welke prijs en hoe vaak.",
          "What you sell. A plan says at which price and how often."))
      FormView(visit.visit, state, action: SafeURL(path: action)).markup { form in
        card {
          form.text(
            "name", visit(Texts.name),
            FieldLook(hint: visit("Zoals u het zelf noemt.", "As you call it.")), most: 120)
          form.productTaxFields(visit)
          form.invoiceModeField(visit)
        }
        if id != nil {
          p(.class("muted")) {
            visit(
              "Geldt vanaf de eerstvolgende rekening; bestaande documenten veranderen niet.",
              "Holds from the next bill on; existing documents do not change.")
          }
        }
        form.submit(visit.visit(WebText.save), cancel: SafeURL(path: Links.products.path()))
      }
    }
  }
}

// How something sold is taxed and invoiced, asked for by two forms.

extension FormReader {
  mutating func productTax() -> ProductTax? {
    let category: VATCategory? = choice("vatCategory")
    let exemption: VATExemption? = optionalChoice("exemption")
    guard let category else { return nil }
    if category == .exempt, exemption == nil {
      refuse("exemption", FormText.notSelected)
      return nil
    }
    return ProductTax(category, exemption: category == .exempt ? exemption : nil)
  }
}

extension FormView {
  @MarkupBuilder func productTaxFields(_ visit: StaffVisit) -> Markup {
    select(
      "vatCategory", visit("Btw", "VAT"),
      VATCategory.allCases.map { ($0.rawValue, $0.name(visit.language)) },
      FieldLook(
        hint: visit(
          "Het percentage volgt uit het land van de klant en de datum.",
          "The rate follows from the customer's country and the date.")))
    select(
      "exemption", visit("Vrijstelling", "Exemption"),
      [("", visit("niet vrijgesteld", "not exempt"))]
        + VATExemption.allCases.map { ($0.rawValue, visit($0.mention)) },
      FieldLook(
        hint: visit(
          "Alleen bij btw “Vrijgesteld”; komt op de factuur.",
          "Only where VAT is “Exempt”; stands on the invoice."), isRequired: false))
  }

  func invoiceModeField(_ visit: StaffVisit) -> Markup {
    select(
      "invoiceMode", visit("Wat de klant eerst krijgt", "What the customer gets first"),
      [
        ("", visit("zoals de winkel heeft ingesteld", "as the shop has set")),
        ("proFormaFirst", visit("pro forma eerst", "pro forma first")),
        ("invoiceAtOnce", visit("meteen de factuur", "the invoice at once")),
      ], FieldLook(isRequired: false))
  }
}
