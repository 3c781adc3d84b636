import Glibc
import JSON
import Observability
import Primitives
import Testing

@Suite
struct LogTests {
  static let clock = LogClock { Instant(milliseconds: 1_795_770_000_123) }

  static func line(_ format: LogFormat, _ fields: LogFields) -> String {
    let sink = MemorySink()
    Log(to: sink, clock: clock).info("thing done", fields)
    return sink.lines(format).first ?? ""
  }

  @Test
  func `a line of text tells moment, level, sentence and fields`() {
    let line = Self.line(
      .text,
      [
        "id": "inv_1", "count": 3, "dry": true, "took": .duration(.microseconds(1_234_567)),
        "name": "a b", "empty": "",
      ])
    #expect(
      line == "2026-11-27T09:00:00.123Z INFO thing done id=inv_1 count=3 dry=true "
        + "took=1234.567 name=\"a b\" empty=\"\"")
  }

  @Test
  func `a line of JSON keeps types`() throws {
    let line = Self.line(
      .json,
      [
        "id": "inv_1", "count": 3, "dry": false, "took": .duration(.milliseconds(-5)),
        "time": "mine",
      ])
    #expect(
      line == #"{"time":"2026-11-27T09:00:00.123Z","level":"info","message":"thing done","#
        + #""id":"inv_1","count":3,"dry":false,"took":-5.000,"field_time":"mine"}"#)
    _ = try JSONValue(parsing: line)
  }

  @Test(
    arguments: LogFormat.allCases,
    [
      "a\r\nb", "\u{1B}[31mred", "\u{7F}", "\u{85}next", "\u{2028}", "\u{202E}abc", "\u{0}",
      "\u{9B}31m", "\u{FEFF}", "\u{2066}x",
    ])
  func `nothing breaks out of its line or reaches the terminal`(
    _ format: LogFormat, _ hostile: String
  ) throws {
    let line = Self.line(format, ["value": .text(hostile), "\(hostile)": 1])
    for scalar in line.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        Issue.record("U+\(String(scalar.value, radix: 16)) in \(line)")
      default: break
      }
    }
    if format == .json { _ = try JSONValue(parsing: line) }
  }

  @Test
  func `a quote in a value ends nothing`() {
    #expect(Self.line(.text, ["v": #"a" b="c\"#]).hasSuffix(#"v="a\" b=\"c\\""#))
  }

  @Test(arguments: LogFormat.allCases)
  func `a secret is masked because of its type`(_ format: LogFormat) {
    let line = Self.line(
      format, ["key": .describing(Secret("hunter2")), "text": "\(Secret("hunter2"))"])
    #expect(!line.contains("hunter2"))
    #expect(line.contains("***"))
  }

  @Test
  func `events below the threshold are dropped, unasked`() {
    let sink = MemorySink()
    let log = Log(to: sink, from: .warning, clock: Self.clock)
    log.debug("one", Self.never())
    log.info("two", Self.never())
    log.notice("three", Self.never())
    log.warning("four")
    log.error("five")
    #expect(sink.events.map(\.message) == ["four", "five"])
    #expect(sink.events.map(\.level) == [.warning, .error])
  }

  static func never() -> LogFields {
    Issue.record("fields were computed")
    return [:]
  }

  @Test
  func `a task's fields are on each of its events`() async {
    let sink = MemorySink()
    let log = Log(to: sink, clock: Self.clock)
    await LogContext.with(["request": "r1", "shop": "a"]) {
      log.info("outer")
      await LogContext.with(["job": "j1", "shop": "b"]) {
        async let inner: Void = log.info("inner", ["job": "j2"])
        await inner
      }
    }
    log.info("after")
    let fields = sink.events.map(\.fields)
    #expect(fields[0] == ["request": "r1", "shop": "a"])
    #expect(fields[1] == ["request": "r1", "shop": "b", "job": "j2"])
    #expect(fields[2] == [:])
  }

  @Test
  func `an error tells its type or its code`() {
    struct Taken: Refusal {
      let kind = RefusalKind.conflict
      let code = "plan.taken"
      let phrase = Phrase(nl: "Bezet", en: "Taken")
    }
    enum Broken: Error { case twice }
    #expect(LogValue.failure(Taken()) == "plan.taken")
    #expect(LogValue.failure(Broken.twice) == "Broken: twice")
  }

  @Test
  func `levels have names and an order`() {
    #expect(LogLevel.allCases.map(\.name) == ["debug", "info", "notice", "warning", "error"])
    #expect(LogLevel(name: "notice") == .notice)
    #expect(LogLevel(name: "loud") == nil)
    #expect(LogLevel.allCases == LogLevel.allCases.sorted())
  }

  @Test
  func `a stream gets whole lines from many tasks at once`() async throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let log = Log(to: StreamSink(.json, descriptor: ends[1]), clock: Self.clock)
    await withTaskGroup { group in
      for task in 0..<8 {
        group.addTask {
          for number in 0..<20 { log.info("line", ["task": .count(task), "n": .count(number)]) }
        }
      }
    }
    close(ends[1])
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(ends[0], &buffer, buffer.count), count > 0 {
      bytes += buffer[..<count]
    }
    close(ends[0])
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == 160)
    for line in lines { #expect(try JSONValue(parsing: Array(line))["message"] == "line") }
  }
}
