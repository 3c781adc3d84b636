import Archives
import CArchive
import Testing

/// Reads a ZIP file with libarchive's reader.
struct Entry: Equatable {
  var name: String
  var modified: Int
  var bytes: [UInt8]

  static func all(in file: [UInt8]) throws -> [Entry] {
    let archive = try #require(archive_read_new())
    defer { archive_read_free(archive) }
    archive_read_support_format_zip(archive)
    var entries: [Entry] = []
    try file.withUnsafeBytes { file in
      try #require(
        archive_read_open_memory(archive, file.baseAddress, file.count) == ARCHIVE_OK)
      var entry: OpaquePointer?
      while archive_read_next_header(archive, &entry) == ARCHIVE_OK, let entry {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
          let count = archive_read_data(archive, &piece, piece.count)
          try #require(count >= 0, "damaged: \(String(cString: archive_error_string(archive)))")
          if count == 0 { break }
          bytes += piece.prefix(count)
        }
        let name = String(cString: archive_entry_pathname(entry))
        entries.append(
          Entry(name: name, modified: Int(archive_entry_mtime(entry)), bytes: bytes))
      }
    }
    return entries
  }
}

@Suite("ZIP files")
struct ZIPTests {
  static let noon: Int64 = 1_795_348_800

  @Test("Files come back whole, with name and time")
  func roundTrip() throws {
    let zip = try ZIPWriter()
    let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
    try zip.add("2026-00001.pdf", large, modified: ZIPTests.noon)
    try zip.add("empty.txt", [], modified: ZIPTests.noon)
    try zip.open("lines.csv", modified: ZIPTests.noon)
    for _ in 0..<100 { try zip.append(Array("a,b\r\n".utf8)) }
    try zip.close()
    try zip.finish()
    let entries = try Entry.all(in: zip.take())
    #expect(entries.map(\.name) == ["2026-00001.pdf", "empty.txt", "lines.csv"])
    #expect(entries.first?.bytes == large)
    #expect(entries.last?.bytes.count == 500)
    #expect(entries.allSatisfy { $0.modified == Int(ZIPTests.noon) })
  }

  @Test("What is taken as it goes is the same file, and little waits at any time")
  func pieces() throws {
    let zip = try ZIPWriter()
    var file: [UInt8] = []
    var most = 0
    for number in 0..<2000 {
      try zip.add("\(number).xml", Array("<a>\(number)</a>".utf8), modified: ZIPTests.noon)
      most = max(most, zip.pending)
      file += zip.take()
    }
    try zip.finish()
    file += zip.take()
    #expect(most < 4096)
    let entries = try Entry.all(in: file)
    #expect(entries.count == 2000)
    #expect(entries.last?.bytes == Array("<a>1999</a>".utf8))
  }

  @Test("More files than an old ZIP can count", .timeLimit(.minutes(1)))
  func many() throws {
    let zip = try ZIPWriter()
    var file: [UInt8] = []
    for number in 0..<66_000 {
      try zip.add("\(number)", [1], modified: 0)
      file += zip.take()
    }
    try zip.finish()
    file += zip.take()
    // The end of the list of contents in its large form.
    let mark: [UInt8] = [0x50, 0x4B, 0x06, 0x06]
    #expect(file.suffix(200).indices.contains { file[$0...].starts(with: mark) })
  }

  @Test("Names in every script are marked as UTF-8 in the file itself")
  func scripts() throws {
    for name in ["factuur é.pdf", "חשבונית.pdf", "請求書.pdf", "👩‍👩‍👧.pdf"] {
      let zip = try ZIPWriter()
      let given = try zip.add(name, [1], modified: 0)
      try zip.finish()
      let file = zip.take()
      // The flags of the first local header; bit 11 says UTF-8.
      #expect(file[7] & 0x08 == 0x08, "\(name)")
      let length = Int(file[26]) | Int(file[27]) << 8
      #expect(String(decoding: file[30..<30 + length], as: UTF8.self) == given)
    }
  }

  @Test("Out of turn nothing is written")
  func outOfTurn() throws {
    let zip = try ZIPWriter()
    #expect(throws: ArchiveError.outOfTurn) { try zip.append([1]) }
    #expect(throws: ArchiveError.outOfTurn) { try zip.close() }
    try zip.open("a", modified: 0)
    #expect(throws: ArchiveError.outOfTurn) { try zip.open("b", modified: 0) }
    #expect(throws: ArchiveError.outOfTurn) { try zip.finish() }
    try zip.close()
    try zip.finish()
    #expect(throws: ArchiveError.outOfTurn) { try zip.add("c", [1], modified: 0) }
    #expect(throws: ArchiveError.outOfTurn) { try zip.finish() }
  }

  @Test("Two files of a name are both there, numbered")
  func duplicates() throws {
    let zip = try ZIPWriter()
    var given: [String] = []
    for name in ["a.pdf", "a.pdf", "A.PDF", "b/../a.pdf", "a (2).pdf", "x", "x"] {
      given.append(try zip.add(name, [1], modified: 0))
    }
    #expect(
      given == [
        "a.pdf", "a (2).pdf", "A (3).PDF", "b-..-a.pdf", "a (2) (2).pdf", "x", "x (2)",
      ])
  }

  @Test(
    "A name is cleaned of what a file system or a shell would read into it",
    arguments: [
      ("2026-00042.pdf", "2026-00042.pdf"),
      ("../../etc/passwd", "-..-etc-passwd"),
      ("/etc/passwd", "-etc-passwd"),
      ("C:\\Windows\\system.ini", "C--Windows-system.ini"),
      ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie- x.pdf"),
      ("a\0b.pdf", "ab.pdf"),
      ("CON", "_CON"), ("con.pdf", "_con.pdf"), ("Lpt1.txt", "_Lpt1.txt"), ("COM10", "COM10"),
      ("NUL.tar.gz", "_NUL.tar.gz"), ("CONTRACT.pdf", "CONTRACT.pdf"),
      ("", "file"), ("...", "file"), (" . ", "file"), (".pdf", "file.pdf"),
      (".bashrc", "file.bashrc"),
      ("name. ", "name"), ("\u{202E}fdp.exe", "fdp.exe"), ("a\u{200B}b", "ab"),
      ("<img onerror=x>.pdf", "-img onerror=x-.pdf"), ("a|b?c*d\"e", "a-b-c-d-e"),
      ("a\u{2028}b", "a b"), ("名前.pdf", "名前.pdf"), ("שלום.pdf", "שלום.pdf"),
    ])
  func cleaned(_ name: String, _ expected: String) {
    #expect(FileName.cleaned(name) == expected)
    #expect(FileName.cleaned(FileName.cleaned(name)) == FileName.cleaned(name))
  }

  @Test("A long name keeps its ending and whole characters", arguments: ["x", "é", "👩‍👩‍👧"])
  func long(_ character: String) {
    let name = FileName.cleaned(String(repeating: character, count: 500) + ".pdf")
    #expect(name.utf8.count <= FileName.maximumLength)
    #expect(name.hasSuffix(".pdf"))
  }
}
