import Dispatch
import Glibc
import JSON

@main
struct SandboxApp {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let parsed = Options.parse(arguments) { name in getenv(name).map { String(cString: $0) } }
    switch parsed {
    case .help: write(Options.help, to: STDOUT_FILENO)
    case .version: write("penning-sandbox \(Options.version)", to: STDOUT_FILENO)
    case .wrong(let reason):
      complain(reason)
      exit(2)
    case .run(let options): exit(await run(options))
    }
  }

  private static func run(_ options: Options) async -> Int32 {
    let signals = StopSignals()
    let running: RunningSandbox
    do { running = try RunningSandbox(options) } catch {
      complain("\(error)")
      return 1
    }
    announce(running, asJSON: options.asJSON)
    await signals.wait()
    await running.stop()
    return 0
  }

  private static func announce(_ running: RunningSandbox, asJSON: Bool) {
    let lines =
      asJSON
      ? running.json.text
      : """
      sandbox  \(running.sandbox.publicURL)
      API      \(running.sandbox.publicURL)/v2
      mailbox  \(running.sandbox.publicURL)/mailbox
      SMTP     \(running.mailAddress)
      """
    write(lines, to: STDOUT_FILENO)
  }

  private static func complain(_ reason: String) {
    write("penning-sandbox: \(reason)", to: STDERR_FILENO)
  }

  /// At once, since a reader at the other end of a pipe waits for the line.
  private static func write(_ text: String, to descriptor: Int32) {
    let line = Array("\(text)\n".utf8)
    _ = Glibc.write(descriptor, line, line.count)
  }
}

/// SIGTERM and SIGINT, as something to wait for.
final class StopSignals: Sendable {
  private let stream: AsyncStream<Void>
  /// Only kept alive; Dispatch guards them.
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  init() {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    self.stream = stream
    sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield() }
      source.resume()
      return source
    }
  }

  /// Returns with the first signal.
  func wait() async {
    for await _ in stream { return }
  }
}
