/// Where a database is: `sqlite:PATH`, `sqlite::memory:` or
/// `postgres://user:password@host:port/name?host=/socket/folder`. Prints without the password.
package struct DatabaseURL: Sendable, Hashable {
  enum Location: Sendable, Hashable {
    case memory
    case file(String)
    /// As libpq reads it.
    case postgres(String)
  }

  let location: Location

  /// `StorageError` of kind `invalidURL` when it is neither of the three forms.
  package init(_ text: String) throws(StorageError) {
    guard !text.utf8.contains(0) else { throw Self.refusal }
    if let path = text.dropping(prefix: "sqlite:") {
      guard !path.isEmpty else { throw Self.refusal }
      location = path == ":memory:" ? .memory : .file(path)
    } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
      location = .postgres(text)
    } else {
      throw Self.refusal
    }
  }

  package static let memory = DatabaseURL(location: .memory)

  package static func file(_ path: String) -> DatabaseURL {
    DatabaseURL(location: .file(path))
  }

  package var dialect: Dialect {
    if case .postgres = location { .postgres } else { .sqlite }
  }

  private init(location: Location) { self.location = location }

  private static let refusal = StorageError(
    .invalidURL, message: "expected sqlite:PATH, sqlite::memory: or postgres://…")
}

extension DatabaseURL: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String {
    switch location {
    case .memory: "sqlite::memory:"
    case .file(let path): "sqlite:\(path)"
    case .postgres(let url): Self.masking(url)
    }
  }

  package var debugDescription: String { description }

  /// The password can stand before the `@` of the authority or in the query.
  private static func masking(_ url: String) -> String {
    let halves = url.split(separator: "?", maxSplits: 1)
    var masked = String(halves.first ?? "")
    if let scheme = masked.firstRange(of: "://"),
      let at = masked[scheme.upperBound...].lastIndex(of: "@"),
      let colon = masked[scheme.upperBound..<at].firstIndex(of: ":")
    {
      masked.replaceSubrange(masked.index(after: colon)..<at, with: "***")
    }
    guard halves.count == 2 else { return masked }
    let query = halves[1].split(separator: "&").map { pair in
      pair.lowercased().contains("password") ? "password=***" : String(pair)
    }
    return masked + "?" + query.joined(separator: "&")
  }
}

extension String {
  func dropping(prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
