import Foundation
import Primitives
import Storage

/// How many were done in how long, and the longest that others had to wait meanwhile.
struct Pace: Sendable {
  private(set) var subscriptions = 0
  private(set) var batches = 0
  private var nanoseconds: UInt64 = 0
  private var longest: UInt64 = 0
  /// What the process itself computed meanwhile: tells more than the clock on a busy machine.
  private(set) var processorSeconds = 0.0

  /// What a server computed for it, as far as that can be seen.
  var serverSeconds = 0.0

  mutating func add(_ count: Int, in lap: Stopwatch) {
    let nanoseconds = lap.nanoseconds
    subscriptions += count
    batches += 1
    self.nanoseconds += nanoseconds
    longest = max(longest, nanoseconds)
    processorSeconds += lap.processorSeconds
  }

  var seconds: Double { Double(nanoseconds) / 1e9 }
  var perSecond: Double { Double(subscriptions) / max(seconds, 1e-9) }
  var longestMilliseconds: Double { Double(longest) / 1e6 }
}

/// Counts from when it was made.
struct Stopwatch {
  private let start = SystemTime.monotonicNanoseconds()
  private let processorStart = ProcessUsage.now().processorSeconds

  var nanoseconds: UInt64 { SystemTime.monotonicNanoseconds() - start }
  var seconds: Double { Double(nanoseconds) / 1e9 }
  var processorSeconds: Double { ProcessUsage.now().processorSeconds - processorStart }
}

/// What the kernel counts for this process.
struct ProcessUsage {
  let processorSeconds: Double
  let peakMebibytes: Double

  static func now() -> ProcessUsage {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let times = [usage.ru_utime, usage.ru_stime]
    let seconds = times.map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }.reduce(0, +)
    return ProcessUsage(
      processorSeconds: seconds, peakMebibytes: Double(usage.ru_maxrss) / 1024)
  }
}

/// The most memory that was resident since it was made.
struct PeakMemory {
  /// Tells the kernel to forget the peak so far. Where that is not allowed the figure is the
  /// whole process's, which is no less.
  init() {
    guard let handle = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
    try? handle.write(contentsOf: Array("5".utf8))
    try? handle.close()
  }

  /// `VmHWM` since then.
  var mebibytes: Double {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Double($0) })
    else { return 0 }
    return kibibytes / 1024
  }
}

enum Memory {
  /// glibc gives each new thread memory of its own and never joins it again: with threads that
  /// come and go the process grows by what each of them once held.
  static func keepTogether() {
    guard let symbol = dlsym(nil, "mallopt") else { return }
    typealias Option = @convention(c) (Int32, Int32) -> Int32
    let mostArenas: Int32 = -8
    _ = unsafeBitCast(symbol, to: Option.self)(mostArenas, 2)
  }
}

/// What the server's processes for this database computed, where they run on this machine; 0
/// elsewhere and for a database in the process.
struct ServerUsage: Sendable {
  private let processes: [Int64]

  init(of database: Database) async throws {
    guard database.dialect == .postgres else {
      processes = []
      return
    }
    processes = try await database.read { transaction in
      try transaction.all(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
      ) { try $0(0) }
    }
  }

  var processorSeconds: Double {
    processes.reduce(0) { $0 + (ServerUsage.ticks(of: $1) ?? 0) } / 100
  }

  /// The fields utime and stime, which stand 12 and 13 after the name in brackets.
  private static func ticks(of process: Int64) -> Double? {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let name = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[name...].split(separator: " ")
    guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
      return nil
    }
    return user + system
  }
}
