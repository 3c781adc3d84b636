import Glibc
import JSON
import Outbound
import Primitives
import Testing

@testable import penning_sandbox

@Suite("What the sandbox remembers after a restart")
struct StateTests {
  /// A file in a folder of its own, taken away afterwards.
  static func withFile(_ body: (String) async throws -> Void) async throws {
    var name = Array("/tmp/penning-sandbox-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&name).map { String(cString: $0) })
    let path = "\(folder)/state.json"
    defer {
      for file in [path, "\(path).new"] { unlink(file) }
      rmdir(folder)
    }
    try await body(path)
  }

  static func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    try #require(descriptor >= 0)
    let bytes = Array(text.utf8)
    #expect(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
  }

  @Test("everything answers as before")
  func sameAnswers() async throws {
    try await Self.withFile { file in
      let paths = [
        "/v2/payments?limit=250", "/v2/customers?limit=250", "/v2/refunds", "/v2/chargebacks",
        "/sandbox/clock", "/sandbox/behaviour", "/sandbox/payments", "/sandbox/webhooks",
      ]
      let body = SandboxBench.firstPayment(of: "", webhook: "http://127.0.0.1:1/hook")
      var (before, customer, kept): ([String], String, [UInt8]) = ([], "", [])
      try await SandboxBench.with(state: file) { bench in
        _ = try await bench.moveClock(to: SandboxBench.start)
        try await bench.call(.put, "/sandbox/behaviour", ["settleDays": 3])
        customer = try await bench.busyCustomer()
        let answer = try await bench.call(.post, "/v2/customers", body, idempotencyKey: "k1")
        kept = answer.bytes
        try await bench.call(.post, "/v2/customers", ["name": "Live"], key: "live_1")
        _ = try await bench.moveClock(to: "2026-11-16T09:45:00Z")
        before = try await bench.answers(paths + ["/v2/customers/\(customer)/mandates"])
      }
      let next = try await SandboxBench.with(state: file) { bench in
        let after = try await bench.answers(paths + ["/v2/customers/\(customer)/mandates"])
        for (was, present) in zip(before, after) { #expect(was == present) }
        let again = try await bench.call(.post, "/v2/customers", body, idempotencyKey: "k1")
        #expect(again.bytes == kept && again.header("Idempotent-Replayed") == "true")
        let other = try await bench.call(.post, "/v2/customers", [:], idempotencyKey: "k1")
        #expect(other.status == 400)
        return try await bench.customer()
      }
      try await SandboxBench.with(state: file) { bench in
        let last = try await bench.customer()
        let known = try await bench.call(.get, "/v2/customers/\(next)")
        #expect(last != next && known.status == 200)
      }
    }
  }

  @Test("a collection that was under way is paid, and its mandate can be charged again")
  func pending() async throws {
    try await Self.withFile { file in
      var (customer, payment, refunded) = ("", "", "")
      try await SandboxBench.with(state: file) { bench in
        _ = try await bench.moveClock(to: SandboxBench.start)
        customer = try await bench.consentingCustomer()
        payment = try await bench.call(
          .post, "/v2/payments", SandboxBench.recurring(of: customer, "30.14")
        ).id
        refunded =
          try await bench.call(.get, "/v2/customers/\(customer)/payments").json[
            "_embedded"]?["payments"]?[1]?["id"]?.stringValue ?? ""
        let refund: JSONValue = ["amount": SandboxBench.amount("5.00")]
        try await bench.call(.post, "/v2/payments/\(refunded)/refunds", refund)
      }
      try await SandboxBench.with(state: file) { bench in
        #expect(try await bench.payment(payment)["status"] == "pending")
        _ = try await bench.moveClock(to: "2026-11-18T09:00:00Z")
        #expect(try await bench.payment(payment)["status"] == "paid")
        let refunds = try await bench.call(.get, "/v2/payments/\(refunded)/refunds").json
        #expect(refunds["_embedded"]?["refunds"]?[0]?["status"] == "refunded")
        let more = try await bench.call(
          .post, "/v2/payments", SandboxBench.recurring(of: customer, "31.00"))
        #expect(more.status == 201 && more.json["status"] == "pending")
      }
      try await SandboxBench.with(state: file) { bench in
        _ = try await bench.moveClock(to: "2026-12-31T09:00:00Z")
        let end = try await bench.payment(payment)
        #expect(end["amountChargedBack"]?["value"] == "30.14")
      }
    }
  }

  @Test("an open page still expires, and a webhook that failed is repeated")
  func timeline() async throws {
    let receiver = try HookReceiver(refusing: [500])
    defer { receiver.stop() }
    try await Self.withFile { file in
      var left = ""
      try await SandboxBench.with(state: file) { bench in
        _ = try await bench.moveClock(to: SandboxBench.start)
        let customer = try await bench.customer()
        let body = SandboxBench.firstPayment(of: customer, webhook: receiver.url)
        left = try await bench.call(.post, "/v2/payments", body).id
        let paid = try await bench.call(.post, "/v2/payments", body).id
        try await bench.call(.post, "/sandbox/payments/\(paid)/paid")
        _ = try await bench.moveClock(to: SandboxBench.start)
      }
      #expect(receiver.hooks.count == 1)
      try await SandboxBench.with(state: file) { bench in
        _ = try await bench.moveClock(to: "2026-11-16T09:01:00Z")
        #expect(receiver.hooks.count == 2)
        _ = try await bench.moveClock(to: "2026-11-16T09:15:00Z")
        #expect(try await bench.payment(left)["status"] == "expired")
        #expect(receiver.hooks.count == 3)
      }
    }
  }

  @Test("a change is saved soon, without waiting for the end")
  func soon() async throws {
    try await Self.withFile { file in
      try await SandboxBench.with(state: file) { bench in
        let customer = try await bench.customer()
        for _ in 0..<50 where access(file, R_OK) != 0 {
          try await Task.sleep(for: .milliseconds(100))
        }
        let saved = try #require(try StateFile(path: file).load())
        #expect(saved.worlds["test_bench"]?.customers[customer] != nil)
        #expect(access("\(file).new", F_OK) != 0)
        var about = stat()
        #expect(stat(file, &about) == 0 && about.st_mode & 0o077 == 0)
        let changes = bench.running.sandbox.with { $0.changes }
        try await Task.sleep(for: .milliseconds(500))
        #expect(bench.running.sandbox.with { $0.changes } == changes)
      }
    }
  }

  @Test("a call of a webhook that was under way is made again")
  func calling() throws {
    var universe = Universe(seed: 1)
    let place = PaymentPlace(key: "test_a", id: "tr_1")
    let now = Instant(milliseconds: 1_800_000_000_000)
    universe.setTime(now)
    let happening = Happening.callWebhook(place, attempt: 2, first: now)
    universe.timeline.plan(happening, at: now)
    universe.timeline.plan(.settle(place), at: now)
    #expect(universe.letHappen(until: now) == happening)
    var again = try Universe(state: try JSONValue(parsing: universe.state.serialized()))
    #expect(again.timeline.count == 2)
    #expect(again.letHappen(until: now) == happening)
  }

  @Test("the file stays within its bound: the oldest things make room")
  func bounded() throws {
    var universe = Universe(seed: 1)
    let now = Instant(milliseconds: 1_800_000_000_000)
    for number in 0..<1000 {
      let payment = SandboxPayment(
        id: "tr_\(number)", sequence: .oneoff, amount: .eur(100), description: "x", offered: [],
        metadata: .null, locale: nil, customer: nil, createdAt: now)
      universe.put(payment, in: "test_a")
      universe.timeline.plan(
        .expire(PaymentPlace(key: "test_a", id: payment.id)), at: now.adding(days: 1))
    }
    let whole = StateKeeper.encode(universe)
    let all = try Universe(state: try JSONValue(parsing: whole))
    #expect(all.keyOfPayment.count == 1000)
    let bytes = StateKeeper.encode(universe, limit: 50_000)
    #expect(bytes.count <= 50_000)
    let cut = try Universe(state: JSONValue(parsing: bytes))
    #expect((50..<1000).contains(cut.keyOfPayment.count))
    #expect(cut.timeline.count == cut.keyOfPayment.count)
    #expect(cut.place(of: "tr_999") != nil && cut.place(of: "tr_0") == nil)
  }

  /// What stands in the file, and what the complaint names.
  static let damaged = [
    ("", "no text"), ("{", "ends too early"), ("[]", "must be an object"), ("{}", "format"),
    (#"{"format":2}"#, "format"), (#"{"format":1,"format":1}"#, "twice"),
    (#"{"format":1,"identifiers":7}"#, "identifiers"),
    (#"{"format":1,"identifiers":"7","behaviour":{},"more":1}"#, "unknown"),
    (#"{"format":1,"identifiers":"7","behaviour":{"settleDays":-1}}"#, "settleDays"),
    (#"{"format":1,"identifiers":"7","behaviour":{},"worlds":[{"key":"a"},{"key":"a"}]}"#, "twice"),
    (#"{"format":1,"identifiers":"7","behaviour":{},"worlds":[{"payments":[]}]}"#, "/worlds/0/key"),
    (
      #"{"format":1,"identifiers":"7","behaviour":{},"timeline":[{"key":"a","payment":"b","what":"fly","at":1}]}"#,
      "/timeline/0/what"
    ),
  ]

  @Test("a damaged file is refused in one line, and left as it is", arguments: damaged)
  func refused(text: String, word: String) async throws {
    try await Self.withFile { file in
      try Self.write(text, to: file)
      var options = SandboxBench.options
      options.state = file
      do {
        let running = try RunningSandbox(options)
        await running.stop()
        Issue.record("taken: \(text)")
      } catch let error as StateFault {
        #expect(error.description.contains(file) && error.description.contains(word), "\(error)")
        #expect(!error.description.contains("\n"))
      }
      var about = stat()
      #expect(stat(file, &about) == 0 && Int(about.st_size) == text.utf8.count)
    }
  }

  @Test("so is a folder, and a file in a folder that is not there")
  func unreachable() async throws {
    try await Self.withFile { file in
      #expect(throws: StateFault.self) { try StateFile(path: "\(file)/deep/x").load() }
      #expect(throws: StateFault.self) { try StateFile(path: "/tmp").load() }
      let none = try StateFile(path: file).load()
      #expect(none == nil)
    }
  }
}

extension SandboxBench {
  /// A customer with each kind of thing that a payment can have.
  fileprivate func busyCustomer() async throws -> String {
    let customer = try await consentingCustomer("Łukasz \"<b>\"")
    let hook = "http://127.0.0.1:1/hook"
    let open = Self.firstPayment(of: customer, webhook: hook, method: "creditcard")
    try await call(.post, "/v2/payments", open)
    for amount in ["30.00", "30.13", "30.14"] {
      try await call(.post, "/v2/payments", Self.recurring(of: customer, amount, webhook: hook))
    }
    let paid = try await call(.post, "/v2/payments", Self.recurring(of: customer, "40.00")).id
    try await call(.post, "/sandbox/payments/\(paid)/paid")
    let part: JSONValue = ["amount": Self.amount("10.00")]
    try await call(.post, "/sandbox/payments/\(paid)/chargeback", part)
    try await call(.post, "/sandbox/payments/\(paid)/chargeback-reversal")
    let refund: JSONValue = [
      "amount": Self.amount("2.50"), "description": "terug", "metadata": ["n": .number("1.50")],
    ]
    for _ in 0..<2 { try await call(.post, "/v2/payments/\(paid)/refunds", refund) }
    return customer
  }

  /// The answers with this sandbox's own address taken out: another port is no difference.
  fileprivate func answers(_ paths: [String]) async throws -> [String] {
    var texts: [String] = []
    for path in paths {
      texts.append(try await call(.get, path).text.replacing(url, with: "http://sandbox"))
    }
    return texts
  }
}

/// Takes the file away.
func unlinkMails(_ path: String) { for file in [path, "\(path).new"] { unlink(file) } }

/// A stop in the middle of a line.
func breakOff(_ path: String) {
  var about = stat()
  guard stat(path, &about) == 0 else { return }
  truncate(path, about.st_size - 2)
}
