import Catalog
import HTTPServer
import JSON
import Primitives
import Tenancy
import Web

/// What a shop sells; plans say at which price and how often.
enum ProductResource {
  static func declare(in api: inout APISurface) {
    api.list(
      APILinks.products, About("Products, the newest first", tag: "products"), item: answer
    ) { call, page in
      try await call.database.read(as: call.scope) { try $0.catalog.products(page) }
    }
    api.get(APILinks.product, About("One product", tag: "products"), answer: answer) { call, id in
      try await call.database.read(as: call.scope) { try $0.catalog.existingProduct(id) }
    }
    api.write(
      .post, APILinks.products, About("A new product", tag: "products", scope: .write),
      body: draft, answer: answer, status: 201
    ) { shop, draft in try shop.addProduct(draft) }
    api.write(
      .put, APILinks.product,
      About(
        "Changes a product", tag: "products", scope: .write,
        detail: "Its plans are taxed and invoiced so from their next bill on."),
      body: draft, answer: answer
    ) { shop, draft, id in try shop.changeProduct(id, draft) }
  }

  private static let draft = Shape<ProductDraft>.object(
    .required("name", .text(most: 120)),
    .optional("vatCategory", Shape<VATCategory>.choice(), default: .standard),
    .optional("exemption", Shape<VATExemption>.choice()),
    .optional("invoiceMode", Shape<InvoiceMode>.choice())
  ) { ProductDraft(name: $0, vatCategory: $1, exemption: $2, invoiceMode: $3) }
  .titled("NewProduct")

  private static let answer = Answer<Product>.object(
    "Product",
    [
      .init("id", .id) { $0.id }, .init("name", .text) { $0.name },
      .init("vatCategory", Answer<VATCategory>.choice()) { $0.vatCategory },
      .init("exemption", Answer<VATExemption>.choice().orNull) { $0.exemption },
      .init("invoiceMode", Answer<InvoiceMode>.choice().orNull) { $0.invoiceMode },
    ])
}
