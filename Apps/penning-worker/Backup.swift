import Runtime
import Storage

/// Copies an SQLite database while others work on it.
struct Backup: Sendable {
  let running: RunningPlatform

  init(_ running: RunningPlatform) { self.running = running }

  func run(to path: String?) async throws {
    guard let path else { throw WrongUse("backup needs --to") }
    do {
      try await running.database.backup(to: path)
    } catch let error as StorageError {
      throw ProgramFailed("no backup was made: \(error.message)")
    }
    Console.out("backed up to \(path)\n")
  }
}
