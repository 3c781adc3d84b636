import CMicroHTTPD
import Synchronization

/// Hands a body to the library piece by piece: the next piece is only asked for when the last one
/// is taken, and the connection rests until it is there.
final class BodyFeed: Sendable {
  private enum State {
    case piece([UInt8], offset: Int)
    case empty
    case fetching
    case ended
    case failed
  }

  private let exchange: Exchange
  /// Nil: what stands in the state is all.
  private let source: (@Sendable () async throws -> [UInt8]?)?
  private let state: Mutex<State>
  private let taken = Mutex(0)
  private let waited = Mutex(Duration.zero)
  private let began = ContinuousClock.now

  init(_ exchange: Exchange, source: @escaping @Sendable () async throws -> [UInt8]?) {
    self.exchange = exchange
    self.source = source
    state = Mutex(.empty)
  }

  init(_ exchange: Exchange, bytes: [UInt8]) {
    self.exchange = exchange
    source = nil
    state = Mutex(.piece(bytes, offset: 0))
  }

  /// Copies what there is into `buffer`: the count, 0 after the connection was put to rest, or
  /// one of the library's negative marks.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let ended = -1
    let failed = -2
    return state.withLock { state in
      switch state {
      case .piece(let bytes, let offset):
        let count = min(buffer.count, bytes.count - offset)
        bytes.withUnsafeBytes {
          buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count]))
        }
        let isLast = offset + count == bytes.count
        state = isLast ? (source == nil ? .ended : .empty) : .piece(bytes, offset: offset + count)
        note(count)
        return count
      case .empty:
        guard let source, exchange.rest() else { return failed }
        state = .fetching
        exchange.connection?.enter(.ours)
        fetch(source)
        return 0
      case .fetching: return failed  // Woken before the piece was there: all is broken off.
      case .ended: return ended
      case .failed: return failed
      }
    }
  }

  private func note(_ count: Int) {
    let total = taken.withLock {
      $0 += count
      return $0
    }
    exchange.sent(total)
    exchange.connection?.enter(
      .answer(since: began.advanced(by: waited.withLock { $0 }), bytes: total))
  }

  private func fetch(_ source: @escaping @Sendable () async throws -> [UInt8]?) {
    let asked = ContinuousClock.now
    Task {
      let next = await Self.next(source, exchange)
      waited.withLock { $0 += asked.duration(to: .now) }
      state.withLock { $0 = next }
      exchange.wake()
    }
  }

  private static func next(
    _ source: @Sendable () async throws -> [UInt8]?, _ exchange: Exchange
  ) async -> State {
    do {
      while let piece = try await source() {
        if !piece.isEmpty { return .piece(piece, offset: 0) }
      }
      return .ended
    } catch {
      exchange.service.streamFailed(error, exchange.id)
      return .failed
    }
  }
}
