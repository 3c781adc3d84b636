import Primitives
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct ConcurrencyTests {
  @Test(arguments: TestDatabase.sharedKinds)
  func `rivals that read and write the same row lose no update`(
    kind: DatabaseKind
  ) async throws {
    try await kind.withURL(Tables.all) { url in
      let databases = [try await Database.open(url), try await Database.open(url)]
      for database in databases { try await database.migrate(Tables.all) }
      try await databases[0].addShops()
      try await databases[0].addAccount(1)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<60 {
          let database = databases[number % 2]
          group.addTask {
            try await database.write { transaction in
              let sql: SQL = "SELECT amount FROM accounts WHERE id = 1"
              let amount: Int = try transaction.first(sql) { try $0(0) } ?? 0
              try transaction.execute("UPDATE accounts SET amount = \(amount + 1) WHERE id = 1")
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await databases[1].amount(of: 1) == 60)
      for database in databases { await database.close() }
    }
  }

  @Test(arguments: TestDatabase.servers)
  func `the loser of a conflict is run again`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      try await database.addAccount(1)
      let runs = Mutex(0)
      let rival = Gate()
      async let other: Void = {
        await rival.wait()
        try await database.write { try $0.execute("UPDATE accounts SET amount = 10") }
        rival.open()
      }()
      try await database.write { transaction in
        let run = runs.withLock { runs in
          runs += 1
          return runs
        }
        let sql: SQL = "SELECT amount FROM accounts WHERE id = 1"
        let amount: Int = try transaction.first(sql) { try $0(0) } ?? 0
        if run == 1 { rival.openAndBlock() }
        try transaction.execute("UPDATE accounts SET amount = \(amount + 1) WHERE id = 1")
      }
      try await other
      #expect(runs.withLock { $0 } == 2)
      #expect(try await database.amount(of: 1) == 11)
    }
  }

  @Test(arguments: TestDatabase.sharedKinds)
  func `a reader keeps its snapshot and stops no writer`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      try await database.addAccount(1, amount: 1)
      let gate = Gate()
      async let writer: Void = {
        await gate.wait()
        try await database.write { try $0.execute("UPDATE accounts SET amount = 2") }
        gate.open()
      }()
      let seen: [Int] = try await database.read { transaction in
        let sql: SQL = "SELECT amount FROM accounts WHERE id = 1"
        let before: Int = try transaction.first(sql) { try $0(0) } ?? 0
        gate.openAndBlock()
        let after: Int = try transaction.first(sql) { try $0(0) } ?? 0
        return [before, after]
      }
      try await writer
      #expect(seen == [1, 1])
      #expect(try await database.amount(of: 1) == 2)
    }
  }

  @Test(arguments: TestDatabase.kinds + [.file])
  func `many readers and writers at once all get their turn`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...100 {
          group.addTask {
            _ = try await database.write { transaction in
              try transaction.execute("INSERT INTO tenants VALUES (\(number), 'a')")
            }
          }
          group.addTask {
            let count = try await database.count("tenants")
            #expect(count <= 100)
          }
        }
        try await group.waitForAll()
      }
      #expect(try await database.count("tenants") == 100)
    }
  }

  @Test(arguments: TestDatabase.sharedKinds)
  func `a cancelled task writes all or nothing and leaves the database usable`(
    kind: DatabaseKind
  ) async throws {
    try await kind.with(Tables.all) { database in
      let done = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 1...1_000 {
          group.addTask {
            do {
              _ = try await database.write { transaction in
                try transaction.execute("INSERT INTO tenants VALUES (\(number), 'a')")
                try transaction.execute("INSERT INTO tenants VALUES (\(10_000 + number), 'b')")
              }
              return 1
            } catch is CancellationError {
              return 0
            }
          }
        }
        var done = try await group.next() ?? 0
        group.cancelAll()
        for try await one in group { done += one }
        return done
      }
      #expect(try await database.count("tenants") == 2 * done)
      #expect(done < 1_000)
    }
  }

  @Test(arguments: TestDatabase.servers)
  func `a lost connection is replaced and the transaction run again`(
    kind: DatabaseKind
  ) async throws {
    try await kind.with(Tables.all, options: .init(connections: 2)) { database in
      try await database.addShops()
      let runs = Mutex(0)
      try await database.write { transaction in
        try transaction.execute("INSERT INTO tenants VALUES (3, 'c')")
        let run = runs.withLock { runs in
          runs += 1
          return runs
        }
        if run == 1 {
          try transaction.each("SELECT pg_terminate_backend(pg_backend_pid())") { _ in }
        }
      }
      #expect(runs.withLock { $0 } == 2)
      #expect(try await database.count("tenants") == 3)
    }
  }

  @Test(arguments: TestDatabase.servers)
  func `a statement past its time is stopped`(kind: DatabaseKind) async throws {
    try await kind.with([], options: .init(statementTimeout: 50)) { database in
      let kind = try await refusal {
        try await database.read { try $0.each("SELECT pg_sleep(5)") { _ in } }
      }
      #expect(kind == .timeout)
    }
  }

  @Test func `another process's lock is waited for and then told`() async throws {
    try await DatabaseKind.file.withURL { url in
      let patient = try await Database.open(url)
      let hasty = try await Database.open(url, options: .init(busyTimeout: 10, attempts: 2))
      try await patient.migrate(Tables.all)
      let gate = Gate()
      async let kind = {
        await gate.wait()
        let kind = try await refusal { try await hasty.addShops() }
        gate.open()
        return kind
      }()
      try await patient.write { transaction in
        try transaction.execute("INSERT INTO tenants VALUES (1, 'a')")
        gate.openAndBlock()
      }
      #expect(try await kind == .busy)
      await patient.close()
      await hasty.close()
    }
  }
}
