import CCrypto
import Primitives

/// The system's cryptographic random source: for keys, tokens, salts and nonces.
///
/// Tests and the simulation inject another `RandomSource` where their bytes must repeat.
package struct SecureRandom: RandomSource {
  package init() {}

  package func next() -> UInt64 {
    bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// `count` unpredictable bytes.
  package func bytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      // Going on with predictable keys would be worse than a stop.
      precondition(
        RAND_bytes(buffer.baseAddress, Int32(count)) == 1, "the system's random source failed")
      filled = count
    }
  }
}
