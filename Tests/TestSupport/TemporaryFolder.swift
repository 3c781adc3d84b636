import Storage

#if canImport(Glibc)
  import Glibc
#endif

/// A folder that a test may fill, removed afterwards.
package struct TemporaryFolder: Sendable {
  package let path: String

  package init() throws {
    var template = Array("/tmp/penning-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestSupportError.noTemporaryFolder }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes the files in it, which lie flat, and the folder.
  package func remove() {
    if let listing = opendir(path) {
      while let entry = readdir(listing) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
          tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { unlink(path + "/" + name) }
      }
      closedir(listing)
    }
    rmdir(path)
  }
}

package enum TestSupportError: Error {
  case noTemporaryFolder
  case noServer
}
