import JSON
import Primitives
import Storage

/// The shop's own row: its name, zone, legal details, sender.
package struct ProfileStore {
  let shop: ShopTransaction

  /// The shop as it is in this transaction; the scope's is as old as the scope.
  package func current() throws -> Shop {
    guard let current = try ShopDirectory(transaction: shop.transaction).find(shop.tenant) else {
      throw TenancyRefusal.unknown(.shop)
    }
    return current
  }

  /// Changes it, with an audit line. Package and state belong to the platform: only the system's
  /// own scope changes them. `.stale` when `expected` is given and someone else was first.
  @discardableResult
  package func change(
    expecting expected: Int64? = nil, _ edit: (inout Shop) throws -> Void
  ) throws -> Shop {
    try shop.scope.require(.manageSettings)
    let old = try current()
    if let expected, expected != old.version { throw TenancyRefusal.stale(.shop) }
    var new = old
    try edit(&new)
    try check(&new, against: old)
    guard new != old else { return old }
    new.version = old.version + 1
    guard try ShopDirectory(transaction: shop.transaction).save(new, over: old.version) else {
      throw TenancyRefusal.stale(.shop)
    }
    try shop.audit.record("shop.changed", shop.tenant, ["version": .integer(new.version)])
    return new
  }

  private func check(_ new: inout Shop, against old: Shop) throws {
    new.name = try PlainText.required(new.name, "/name", most: 80)
    new.legal = try new.legal.checked()
    new.country = new.legal.address.country
    new.sender = try new.sender.checked()
    if new.platformPackage != old.platformPackage || new.state != old.state {
      guard shop.scope.actor == .system else { throw TenancyRefusal.notAllowed(.manageSettings) }
    }
    if new.sender.email != nil, new.sender.email != old.sender.email {
      try new.require(.ownSender)
    }
    if let host = new.host, host != old.host { new.host = try checked(host: host) }
  }

  private func checked(host: String) throws -> String {
    let host = host.lowercased()
    // A host name is what may stand behind the @ of an address.
    guard EmailAddress("host@" + host) != nil else {
      throw TenancyRefusal.field("/host", .malformed)
    }
    if let other = try ShopDirectory(transaction: shop.transaction).find(host: host),
      other.id != shop.tenant
    {
      throw TenancyRefusal.taken("/host")
    }
    return host
  }
}

extension ShopTransaction {
  package var profile: ProfileStore { ProfileStore(shop: self) }
}
