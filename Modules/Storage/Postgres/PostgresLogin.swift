import CPostgres

#if canImport(Glibc)
  import Glibc
#endif

/// Connecting, with what a server needs beyond the URL.
enum PostgresLogin {
  static func connect(_ url: String) throws(StorageError) -> OpaquePointer {
    var settings = [
      ("connect_timeout", "10"), ("keepalives_idle", "30"), ("tcp_user_timeout", "30000"),
      ("fallback_application_name", "penning"),
    ]
    if try needsEncryption(url) { settings.append(("sslmode", "verify-full")) }
    // What the URL says comes after the defaults and overrides them.
    settings += [("dbname", url), ("client_encoding", "UTF8")]
    guard let handle = open(settings) else {
      throw StorageError(.unavailable, message: "libpq has no memory for a connection")
    }
    guard PQstatus(handle) == CONNECTION_OK else {
      let message = String(cString: PQerrorMessage(handle))
      PQfinish(handle)
      throw StorageError(.unavailable, message: message.trimmingLines)
    }
    _ = PQsetNoticeProcessor(handle, { _, _ in }, nil)
    return handle
  }

  private static func open(_ settings: [(name: String, value: String)]) -> OpaquePointer? {
    let names = settings.map { strdup($0.name) }
    let values = settings.map { strdup($0.value) }
    defer { (names + values).forEach { free($0) } }
    let nameList = names.map { UnsafePointer($0) } + [nil]
    let valueList = values.map { UnsafePointer($0) } + [nil]
    return PQconnectdbParams(nameList, valueList, 1)
  }

  /// libpq by itself falls back silently to an open connection. Over a network a certificate is
  /// demanded unless the URL says otherwise (S-57).
  private static func needsEncryption(_ url: String) throws(StorageError) -> Bool {
    guard let options = PQconninfoParse(url, nil) else {
      throw StorageError(.invalidURL, message: "libpq cannot read the database's URL")
    }
    defer { PQconninfoFree(options) }
    var values: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val {
        values[String(cString: keyword)] = String(cString: value)
      }
      option += 1
    }
    guard values["sslmode"] == nil else { return false }
    let hosts = (values["hostaddr"] ?? values["host"] ?? "").split(separator: ",")
    return !hosts.allSatisfy { host in
      host.hasPrefix("/") || host.hasPrefix("@")
        || ["localhost", "127.0.0.1", "::1"].contains(host)
    }
  }
}

extension String {
  /// In one line.
  var trimmingLines: String {
    split { $0.isNewline }.map { $0.drop { $0 == "\t" || $0 == " " } }.joined(separator: " ")
  }
}
