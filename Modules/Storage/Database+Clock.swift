package import Primitives

extension Database {
  /// The platform's time, by whatever clock it runs.
  package func platformTime() async throws -> Instant {
    try await read { $0.now }
  }

  /// Moves the platform's time forwards, for every process at once. `clockRefused` on another
  /// clock than `.database` and for a time that lies before the present one (I-16).
  package func setPlatformTime(_ time: Instant) async throws {
    guard case .database = clock else {
      throw StorageError(.clockRefused, message: "only a database clock can be set")
    }
    try await write { transaction in
      let moved = try transaction.execute(
        "UPDATE platform_clock SET now_ms = \(time) WHERE id = 1 AND now_ms <= \(time)")
      guard moved == 1 else {
        throw StorageError(.clockRefused, message: "the platform's time never goes back")
      }
    }
  }

  /// Sets where a database clock begins, also back. Only for a database that holds nothing yet:
  /// once there are rows, time never goes back (I-16).
  package func beginPlatformTime(at time: Instant) async throws {
    guard case .database = clock else {
      throw StorageError(.clockRefused, message: "only a database clock can be set")
    }
    try await write { transaction in
      try transaction.execute("UPDATE platform_clock SET now_ms = \(time) WHERE id = 1")
    }
  }
}
