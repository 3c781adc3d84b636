import Synchronization

/// Draws ids that ascend with time over all shops and never meet those of another process.
///
/// 41 bits of milliseconds since 2020, 13 bits of lane (each process claims its own), 9 bits of
/// sequence. When a millisecond is used up, or the clock stands still, the next one is borrowed.
package final class IDGenerator: Sendable {
  /// How many lanes there are; a lane is a number below this.
  package static let lanes = 1 << 13
  private static let epoch: Int64 = 1_577_836_800_000
  private static let sequenceBits: Int64 = 9
  private static let laneBits: Int64 = 13

  private let lane: Int64
  private let last = Mutex<(milliseconds: Int64, sequence: Int64)>((0, 0))

  /// - Parameter lane: the process's own number; taken modulo `lanes`.
  package init(lane: Int) { self.lane = Int64(lane & (IDGenerator.lanes - 1)) }

  /// The next id, greater than every one before it from this generator.
  package func next(at now: Instant) -> Int64 {
    let wanted = min(max(now.milliseconds - IDGenerator.epoch, 1), (1 << 41) - 1)
    return last.withLock { last in
      if wanted > last.milliseconds {
        last = (wanted, 0)
      } else if last.sequence + 1 < 1 << IDGenerator.sequenceBits {
        last.sequence += 1
      } else {
        last = (last.milliseconds + 1, 0)
      }
      let high = last.milliseconds << (IDGenerator.laneBits + IDGenerator.sequenceBits)
      return high | lane << IDGenerator.sequenceBits | last.sequence
    }
  }
}
