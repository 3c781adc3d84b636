import Primitives
import Storage
import Testing

/// The tables that these tests work on: shops with accounts that hold amounts.
enum Tables {
  static let all = [shops, accounts, values]

  static let shops = Migration(
    "test.001-shops", "CREATE TABLE tenants (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL);")

  static let accounts = Migration(
    "test.002-accounts",
    """
    -- Accounts; the semicolon in 'a;b' belongs to the text.
    CREATE TABLE accounts (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      name TEXT NOT NULL DEFAULT 'a;b',
      amount BIGINT NOT NULL,
      secret BYTEA,
      due_at BIGINT,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, name),
      CONSTRAINT amount_not_negative CHECK (amount >= 0)
    );
    CREATE INDEX due_accounts ON accounts (due_at, tenant_id, id) WHERE due_at IS NOT NULL;
    CREATE TABLE sessions (
      id BIGINT NOT NULL PRIMARY KEY,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id)
    );
    """, platformTables: ["sessions"])

  static let values = Migration(
    "test.003-values",
    """
    CREATE TABLE things (
      id BIGINT NOT NULL PRIMARY KEY, number BIGINT, words TEXT, content BYTEA
    )
    """)
}

extension Database {
  /// Two shops, 1 and 2.
  func addShops() async throws {
    try await write { transaction in
      for shop in 1...2 {
        try transaction.execute("INSERT INTO tenants (id, name) VALUES (\(shop), 'shop')")
      }
    }
  }

  func addAccount(
    _ id: Int, shop: Int = 1, name: String? = nil, amount: Int = 0
  ) async throws {
    try await write { transaction in
      try transaction.execute(
        """
        INSERT INTO accounts (id, tenant_id, name, amount)
        VALUES (\(id), \(shop), \(name ?? "account \(id)"), \(amount))
        """)
    }
  }

  func count(_ table: String) async throws -> Int {
    try await read { transaction in
      try transaction.first("SELECT COUNT(*) FROM \(sql: table)") { try $0(0) } ?? -1
    }
  }

  func amount(of account: Int) async throws -> Int? {
    try await read { transaction in
      try transaction.first("SELECT amount FROM accounts WHERE id = \(account)") { try $0(0) }
    }
  }
}

/// The kind of the storage error that `work` throws; nil when it throws none.
func refusal<T>(_ work: () async throws -> T) async throws -> StorageError.Kind? {
  do {
    _ = try await work()
    return nil
  } catch let error as StorageError {
    return error.kind
  }
}

func expectRefusal<T>(
  _ expected: StorageError.Kind, sourceLocation: SourceLocation = #_sourceLocation,
  _ work: () async throws -> T
) async throws {
  let kind = try await refusal(work)
  #expect(kind == expected, sourceLocation: sourceLocation)
}
