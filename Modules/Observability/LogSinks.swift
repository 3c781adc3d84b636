import Glibc
import Synchronization

/// Writes each event as one line with one `write` call, so that lines of several threads and
/// processes don't mix.
package struct StreamSink: LogSink {
  private let format: LogFormat
  private let descriptor: Int32

  package init(_ format: LogFormat, descriptor: Int32) {
    self.format = format
    self.descriptor = descriptor
  }

  package static func standardError(_ format: LogFormat) -> StreamSink {
    StreamSink(format, descriptor: STDERR_FILENO)
  }

  package func write(_ event: LogEvent) {
    var line = Array(format.line(event).utf8)
    line.append(UInt8(ascii: "\n"))
    line.withUnsafeBytes { bytes in
      var rest = bytes[...]
      // One call in all but the rarest case; a log that can't be written has nowhere to say so.
      while !rest.isEmpty {
        let written = Glibc.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return }
        rest = rest.dropFirst(written)
      }
    }
  }
}

/// Keeps events, for tests.
package final class MemorySink: LogSink {
  private let kept = Mutex<[LogEvent]>([])

  package init() {}

  package var events: [LogEvent] { kept.withLock { $0 } }

  package func write(_ event: LogEvent) { kept.withLock { $0.append(event) } }

  /// The kept events as lines.
  package func lines(_ format: LogFormat = .text) -> [String] { events.map(format.line) }
}
