import Runtime
import Storage
import Testing

private let database = Setting(
  "database-url", "PENNING_DATABASE_URL", standard: "sqlite:x.db", "the database")
private let secret = Setting("secret-key", "PENNING_SECRET_KEY", isSecret: true, "the secret")

private let program = Program(
  name: "penning-test", purpose: "is tested.", verbs: [("verify", "checks")],
  settings: [database, secret], options: [("to", "a moment")], switches: [("json", "as JSON")])

@Suite struct ArgumentsTests {
  private func read(_ words: String...) throws(WrongUse) -> Arguments {
    try Arguments(words, verbs: ["verify"], options: ["to", "months"], switches: ["json"])
  }

  @Test func `verb, options in both forms and switches are read`() throws {
    let read = try read("verify", "--to=2027", "--json", "--months", "12")
    #expect(read.verb == "verify")
    #expect(read.options == ["to": "2027", "months": "12"])
    #expect(read.switches == ["json"])
    #expect(try read.number("months", in: 1...24, standard: 3) == 12)
    #expect(try read.number("years", in: 1...24, standard: 3) == 3)
  }

  @Test(arguments: [
    ["--nothing"], ["verify", "verify"], ["other"], ["--to"], ["--to=1", "--to=2"], ["--json=yes"],
    ["--json", "--json"], ["--"], ["-j"], ["--t", "1"],
  ])
  func `whatever is not declared is wrong use`(words: [String]) {
    #expect(throws: WrongUse.self) {
      try Arguments(words, verbs: ["verify"], options: ["to"], switches: ["json"])
    }
  }

  @Test(arguments: ["0", "25", "-1", "x", "1.5", "", "99999999999999999999"])
  func `a number out of range is wrong use`(text: String) throws {
    let read = try read("--months=\(text)")
    #expect(throws: WrongUse.self) { try read.number("months", in: 1...24, standard: 3) }
  }
}

@Suite struct ProgramTests {
  /// The exit status, and what the body saw.
  private func run(
    _ words: [String], _ environment: [String: String] = [:],
    failing: (any Error)? = nil
  ) async -> (status: Int32, seen: [String]) {
    nonisolated(unsafe) var seen: [String] = []
    let status = await program.run(["penning-test"] + words, environment: environment) { _, given in
      seen.append(given[database] ?? "")
      if let failing { throw failing }
    }
    return (status, seen)
  }

  @Test func `the flag wins over the variable, the variable over the standard`() async {
    #expect(await run([]).seen == ["sqlite:x.db"])
    let variable = ["PENNING_DATABASE_URL": "sqlite:y.db"]
    #expect(await run([], variable).seen == ["sqlite:y.db"])
    #expect(await run(["--database-url", "sqlite:z.db"], variable).seen == ["sqlite:z.db"])
    #expect(await run([], ["PENNING_DATABASE_URL": ""]).seen == ["sqlite:x.db"])
  }

  @Test func `exit status is 0, 1 or 2`() async {
    #expect(await run([]).status == 0)
    #expect(await run([], failing: ProgramFailed("no")).status == 1)
    #expect(await run(["--what"]).status == 2)
    #expect(await run([], failing: WrongUse("no")).status == 2)
  }

  @Test(arguments: ["--help", "--version", "--print-config"])
  func `what only informs does no work`(word: String) async {
    let answer = await run([word])
    #expect(answer.status == 0)
    #expect(answer.seen.isEmpty)
  }

  @Test func `the help names every verb, option, setting and variable`() {
    for word in ["verify", "--to", "--json", "--database-url", "PENNING_SECRET_KEY", "sqlite:x.db"]
    {
      #expect(program.help.contains(word))
    }
  }
}

@Suite struct SettingsTests {
  @Test(arguments: [
    ("postgres://penning:geheim@db/penning", "geheim"), ("smtp://user:pass%40@host:587", "pass"),
  ])
  func `a password within a URL is masked`(url: String, password: String) async {
    nonisolated(unsafe) var text = ""
    _ = await program.run(
      ["x", "--database-url", url], environment: ["PENNING_SECRET_KEY": "very-secret"]
    ) { _, given in text = given.description }
    #expect(!text.contains(password))
    #expect(!text.contains("very-secret"))
    #expect(text.contains("PENNING_SECRET_KEY=***"))
    #expect(text.contains("***@"))
  }

  @Test func `what is needed and missing is named with its flag and variable`() async {
    nonisolated(unsafe) var message = ""
    _ = await program.run(["x"], environment: [:]) { _, given in
      do { _ = try given.required(secret) } catch { message = "\(error)" }
    }
    #expect(message.contains("--secret-key"))
    #expect(message.contains("PENNING_SECRET_KEY"))
  }
}

@Suite struct MigrationManifestTests {
  @Test func `every migration has its own name`() {
    let names = MigrationManifest.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.first?.hasPrefix("tenancy.") == true)
  }
}
