import Foundation
import Testing

/// The house rules that a compiler does not know.
@Suite struct TidyTests {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  struct SourceFile: Sendable {
    let path: String
    let lines: [String]
    var isTest: Bool { path.hasPrefix("Tests/") }
  }

  static let files: [SourceFile] = ["Modules", "Apps", "Tools", "Tests"].flatMap(sources)

  static func sources(in folder: String) -> [SourceFile] {
    let start = root.appending(path: folder)
    guard let walk = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil)
    else { return [] }
    return walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.compactMap { url in
      guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
      let path = url.path.replacingOccurrences(of: root.path + "/", with: "")
      return SourceFile(path: path, lines: text.components(separatedBy: "\n"))
    }
  }

  @Test func `there are files to look at`() { #expect(TidyTests.files.count > 100) }

  @Test func `no file passes 400 lines`() {
    for file in TidyTests.files { #expect(file.lines.count <= 401, "\(file.path)") }
  }

  @Test func `no line passes 100 columns`() {
    for file in TidyTests.files where !file.isTest {
      for (index, line) in file.lines.enumerated() where line.count > 100 {
        Issue.record("\(file.path):\(index + 1)")
      }
    }
  }

  /// Spellings that have one home each; everywhere else they are a mistake.
  static let banned: [(word: String, homes: [String])] = [
    ("try!", []), ("fatalError(", []), ("as!", []), ("Date()", []), ("UUID()", []),
    ("Task.sleep", ["Modules/HTTPServer/", "Modules/Outbound/", "Apps/penning-worker/", "Tools/"]),
    ("FIXME", []), ("TO" + "DO:", []),
    (
      "import Foundation",
      [
        "Modules/Primitives/CivilZone.swift", "Modules/Runtime/", "Modules/HTTPServer/",
        "Modules/Observability/", "Modules/Outbound/", "Modules/Cryptography/", "Modules/Storage/",
        "Modules/Simulation/", "Apps/", "Tools/",
      ]
    ),
    ("ProcessInfo.processInfo.environment", ["Apps/", "Tools/"]),
    ("import CSQLite", ["Modules/Storage/"]), ("import CPostgres", ["Modules/Storage/"]),
    ("import CCurl", ["Modules/Outbound/"]), ("import CCairo", ["Modules/Documents/"]),
    ("import CCrypto", ["Modules/Cryptography/"]),
    ("import CMicroHTTPD", ["Modules/HTTPServer/"]),
  ]

  @Test(arguments: banned.indices)
  func `a banned spelling stays in its home`(index: Int) {
    let (word, homes) = TidyTests.banned[index]
    for file in TidyTests.files
    where !file.isTest && !homes.contains(where: { file.path.hasPrefix($0) }) {
      for (number, line) in file.lines.enumerated()
      where line.contains(word) && !line.trimmingPrefix(" ").hasPrefix("//") {
        Issue.record("\(file.path):\(number + 1) uses \(word)")
      }
    }
  }

  @Test func `workflows hold no SQL and no floating point`() {
    for file in TidyTests.files where file.path.hasPrefix("Modules/Workflows/") {
      for word in ["SELECT ", "INSERT INTO", "UPDATE ", "Double"] {
        #expect(!file.lines.contains { $0.contains(word) }, "\(file.path) holds \(word)")
      }
    }
  }

  @Test func `money never meets floating point`() {
    for folder in [
      "Primitives", "Catalog", "Subscriptions", "Invoicing", "Credits", "Ledger", "Payments",
      "Dunning",
    ] {
      for file in TidyTests.files where file.path.hasPrefix("Modules/\(folder)/") {
        #expect(
          !file.lines.contains { $0.contains("Double") || $0.contains("Float") }, "\(file.path)")
      }
    }
  }

  @Test func `every module has its page and its tests`() throws {
    let modules = try FileManager.default.contentsOfDirectory(
      atPath: TidyTests.root.appending(path: "Modules").path)
    let cLibraries = [
      "CSQLite", "CPostgres", "CCrypto", "CCairo", "CArchive", "CQREncode", "CCurl", "CMicroHTTPD",
    ]
    for module in modules where !cLibraries.contains(module) {
      let page = TidyTests.root.appending(path: "Modules/\(module)/README.md")
      let text = try String(contentsOf: page, encoding: .utf8)
      #expect(text.components(separatedBy: "\n").count <= 60, "\(module)'s page is long")
      let tests = TidyTests.root.appending(path: "Tests/\(module)Tests")
      #expect(FileManager.default.fileExists(atPath: tests.path), "\(module) has no tests")
    }
  }

  @Test func `the floor plan names no package`() throws {
    let plan = try String(
      contentsOf: TidyTests.root.appending(path: "Package.swift"), encoding: .utf8)
    #expect(plan.contains("dependencies: [],"))
    #expect(!plan.contains(".package("))
  }
}
