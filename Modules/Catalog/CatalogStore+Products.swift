package import Primitives
import Storage
package import Tenancy

extension CatalogStore {
  package func createProduct(_ draft: ProductDraft) throws -> Product {
    let draft = try PlanRules.checked(draft)
    let product = Product(
      id: shop.newID(), name: draft.name, vatCategory: draft.vatCategory,
      exemption: draft.exemption, invoiceMode: draft.invoiceMode)
    try shop.execute(
      """
      INSERT INTO products (id, tenant_id, name, vat_category, exemption, invoice_mode)
      VALUES (\(product.id), \(shop.tenant), \(product.name), \(product.vatCategory),
        \(product.exemption?.rawValue), \(product.invoiceMode?.rawValue))
      """)
    return product
  }

  /// Changes a product. Its plans are taxed and invoiced so from their next bill on; documents
  /// that stand keep what they say (I-18).
  package func editProduct(_ id: Product.ID, _ draft: ProductDraft) throws -> Product {
    let draft = try PlanRules.checked(draft)
    let changed = try shop.execute(
      """
      UPDATE products SET name = \(draft.name), vat_category = \(draft.vatCategory),
        exemption = \(draft.exemption?.rawValue), invoice_mode = \(draft.invoiceMode?.rawValue)
      WHERE id = \(id) AND tenant_id = \(shop.tenant)
      """)
    guard changed == 1 else { throw CatalogRefusal.productUnknown }
    return try existingProduct(id)
  }

  /// - Throws: `CatalogRefusal.productUnknown`.
  package func existingProduct(_ id: Product.ID) throws -> Product {
    let found = try shop.first(
      CatalogStore.selectProduct + " WHERE tenant_id = \(shop.tenant) AND id = \(id)",
      CatalogStore.product)
    guard let found else { throw CatalogRefusal.productUnknown }
    return found
  }

  /// The newest first.
  package func products(_ request: PageRequest) throws -> Page<Product> {
    let rows = try shop.all(
      CatalogStore.selectProduct
        + """
         WHERE tenant_id = \(shop.tenant) AND id < \(request.before)
        ORDER BY id DESC LIMIT \(request.fetch)
        """,
      CatalogStore.product)
    return Page(fetched: rows, for: request) { $0.id.rawValue }
  }

  private static let selectProduct: SQL =
    "SELECT id, name, vat_category, exemption, invoice_mode FROM products"

  private static func product(_ row: Row) throws -> Product {
    Product(
      id: try row(0), name: try row(1), vatCategory: try row(2),
      exemption: try exemption(row, 3), invoiceMode: try invoiceMode(row, 4))
  }
}
