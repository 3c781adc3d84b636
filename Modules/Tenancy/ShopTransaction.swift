package import Primitives
package import Storage

/// One transaction within one shop. Stores are views on it, added by extensions in their modules:
/// `shop.customers.find(id)`.
package struct ShopTransaction {
  package let transaction: Transaction
  package let scope: TenantScope

  init(_ transaction: Transaction, _ scope: TenantScope) {
    transaction.fence(tenant: scope.shop.id.rawValue)
    self.transaction = transaction
    self.scope = scope
  }

  /// The moment of the transaction, fixed when it opened.
  package var now: Instant { transaction.now }
  /// The civil date of that moment in the shop's zone.
  package var today: CivilDate { scope.shop.today(at: transaction.now) }
  package var tenant: Shop.ID { scope.shop.id }
  package var currency: Currency { scope.shop.currency }

  package func newID<Owner: Entity>(_ owner: Owner.Type = Owner.self) -> EntityID<Owner> {
    transaction.newID(owner)
  }

  /// How many rows it changed.
  @discardableResult
  package func execute(_ sql: SQL) throws -> Int { try transaction.execute(sql) }

  package func all<Value>(_ sql: SQL, _ map: (Row) throws -> Value) throws -> [Value] {
    try transaction.all(sql, map)
  }

  package func first<Value>(_ sql: SQL, _ map: (Row) throws -> Value) throws -> Value? {
    try transaction.first(sql, map)
  }

  package func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    try transaction.each(sql, body)
  }

  package func insert(_ rows: BulkRows) throws { try transaction.insert(rows) }

  @discardableResult
  package func update(_ rows: BulkRows, key: [String]) throws -> Int {
    try transaction.update(rows, key: key)
  }
}

extension Database {
  /// Reads one snapshot of a shop.
  package func read<Value: Sendable>(
    as scope: TenantScope, _ body: @Sendable (ShopTransaction) throws -> Value
  ) async throws -> Value {
    try await read { transaction in try body(ShopTransaction(transaction, scope)) }
  }

  /// Writes in a shop, all or nothing. The body may run again after a conflict: it must do
  /// nothing outside its transaction.
  @discardableResult
  package func write<Value: Sendable>(
    as scope: TenantScope, _ body: @Sendable (ShopTransaction) throws -> Value
  ) async throws -> Value {
    try await write { transaction in try body(ShopTransaction(transaction, scope)) }
  }

  /// The same as a write, always undone: what a preview is made of.
  package func rehearse<Value: Sendable>(
    as scope: TenantScope, _ body: @Sendable (ShopTransaction) throws -> Value
  ) async throws -> Value {
    try await rehearse { transaction in try body(ShopTransaction(transaction, scope)) }
  }
}
