import CArchive
import Glibc

/// Why a ZIP file could not be written on. None of it can be caused from outside.
package enum ArchiveError: Error, Hashable, Sendable {
  case outOfMemory
  /// What libarchive says.
  case refused(String)
  /// An entry was begun, or something written, out of turn.
  case outOfTurn
}

/// Writes a ZIP file entry by entry, over libarchive. What is ready is taken whenever its owner
/// likes, so that memory holds one piece of one entry and the names, however large the file is.
///
/// Not for two threads at once: an actor or one function owns it.
package final class ZIPWriter {
  /// AE_IFREG, which is a macro with a cast that Swift does not see.
  private static let regularFile: UInt32 = 0o100000

  private let archive: OpaquePointer
  private let output = Output()
  private var names = FileNames()
  private var entryIsOpen = false
  private var isFinished = false

  /// - Throws: `ArchiveError`.
  package init() throws(ArchiveError) {
    guard let archive = archive_write_new() else { throw .outOfMemory }
    self.archive = archive
    try check(archive_write_set_format_zip(archive))
    // Nothing is held back to fill a block, and nothing is padded.
    try check(archive_write_set_bytes_per_block(archive, 0))
    try check(archive_write_set_bytes_in_last_block(archive, 1))
    let here = Unmanaged.passUnretained(output).toOpaque()
    try check(
      archive_write_open(
        archive, here, nil,
        { _, here, bytes, count in
          guard let here, let bytes else { return -1 }
          Unmanaged<Output>.fromOpaque(here).takeUnretainedValue()
            .append(UnsafeRawBufferPointer(start: bytes, count: count))
          return count
        }, nil))
  }

  deinit { archive_write_free(archive) }

  /// How many bytes can be taken.
  package var pending: Int { output.bytes.count }

  /// Hands out what is ready since the last time.
  package func take() -> [UInt8] { output.take() }

  /// A whole file. Its name is cleaned, and numbered when there is one like it.
  /// - Parameter modified: seconds since 1970, UTC.
  /// - Returns: the name that it got.
  @discardableResult
  package func add(
    _ name: String, _ bytes: [UInt8], modified: Int64
  ) throws(ArchiveError) -> String {
    let given = try open(name, modified: modified, size: bytes.count)
    try append(bytes)
    try close()
    return given
  }

  /// Begins a file of a size that is not known yet.
  @discardableResult
  package func open(_ name: String, modified: Int64) throws(ArchiveError) -> String {
    try open(name, modified: modified, size: nil)
  }

  /// The next piece of the file that was begun.
  package func append(_ bytes: [UInt8]) throws(ArchiveError) {
    guard entryIsOpen else { throw .outOfTurn }
    guard !bytes.isEmpty else { return }
    let written = bytes.withUnsafeBytes {
      archive_write_data(archive, $0.baseAddress, $0.count)
    }
    guard written == bytes.count else { throw failure() }
  }

  /// Ends the file that was begun.
  package func close() throws(ArchiveError) {
    guard entryIsOpen else { throw .outOfTurn }
    entryIsOpen = false
    try check(archive_write_finish_entry(archive))
  }

  /// Writes the list of contents; nothing can be added after it.
  package func finish() throws(ArchiveError) {
    guard !entryIsOpen, !isFinished else { throw .outOfTurn }
    isFinished = true
    try check(archive_write_close(archive))
  }

  private func open(
    _ name: String, modified: Int64, size: Int?
  ) throws(ArchiveError) -> String {
    guard !entryIsOpen, !isFinished else { throw .outOfTurn }
    guard let entry = archive_entry_new() else { throw .outOfMemory }
    defer { archive_entry_free(entry) }
    let given = names.claim(name)
    archive_entry_set_pathname(entry, given)
    archive_entry_set_filetype(entry, ZIPWriter.regularFile)
    archive_entry_set_perm(entry, 0o644)
    archive_entry_set_mtime(entry, time_t(modified), 0)
    if let size { archive_entry_set_size(entry, la_int64_t(size)) }
    // The bytes of the name are UTF-8; libarchive says so in the file when the thread's locale is.
    try check(UTF8Locale.use { archive_write_header(archive, entry) })
    entryIsOpen = true
    return given
  }

  private func check(_ status: Int32) throws(ArchiveError) {
    guard status == ARCHIVE_OK else { throw failure() }
  }

  private func failure() -> ArchiveError {
    .refused(archive_error_string(archive).map { String(cString: $0) } ?? "unknown")
  }
}

/// Where libarchive's bytes wait until they are taken.
private final class Output {
  private(set) var bytes: [UInt8] = []

  func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

  func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}

/// The locale in which names are UTF-8, for one call on this thread alone.
private enum UTF8Locale {
  private struct Handle: @unchecked Sendable { let locale: locale_t? }

  private static let handle = Handle(locale: newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))

  static func use<Result>(_ body: () -> Result) -> Result {
    guard let locale = handle.locale else { return body() }
    let previous = uselocale(locale)
    defer { uselocale(previous) }
    return body()
  }
}
