import Synchronization

/// Where random numbers come from; injected, so that tests and the simulation repeat themselves.
package protocol RandomSource: Sendable {
  func next() -> UInt64
}

extension RandomSource {
  /// A number in `0 ..< bound`, each as likely as the next; 0 for a bound of 0.
  package func below(_ bound: UInt64) -> UInt64 {
    guard bound > 1 else { return 0 }
    var generator = AnyGenerator(source: self)
    return UInt64.random(in: 0..<bound, using: &generator)
  }

  package func bytes(_ count: Int) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count + 8)
    while result.count < count {
      withUnsafeBytes(of: next().littleEndian) { result.append(contentsOf: $0) }
    }
    return Array(result.prefix(count))
  }
}

private struct AnyGenerator<Source: RandomSource>: RandomNumberGenerator {
  let source: Source
  mutating func next() -> UInt64 { source.next() }
}

/// The operating system's random numbers.
package struct SystemRandom: RandomSource {
  package init() {}
  package func next() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}

/// SplitMix64: the same seed gives the same numbers everywhere. Not for secrets.
package final class SeededRandom: RandomSource {
  private let state: Mutex<UInt64>

  package init(seed: UInt64) { state = Mutex(seed) }

  package func next() -> UInt64 {
    state.withLock { state in
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
