import Primitives

/// A stream of random numbers for one concern. Streams are forked from the seed by name, so that
/// one more draw here changes nothing there.
struct Dice: Sendable {
  let source: SeededRandom

  init(seed: UInt64, _ concern: String, _ index: Int = 0) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in concern.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    let place = UInt64(truncatingIfNeeded: index) &* 0xD6E8_FEB8_6659_FD93
    source = SeededRandom(seed: SeededRandom(seed: seed ^ hash ^ place).next())
  }

  /// True so many times in a thousand. Always draws, so that a rate of 0 shifts nothing else.
  func chance(_ perMille: Int) -> Bool { source.below(1000) < UInt64(max(perMille, 0)) }

  func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(source.below(UInt64(range.upperBound - range.lowerBound + 1)))
  }

  /// One of them, each as often as its weight says; nil when there is none.
  func pick<Value>(_ choices: [(weight: Int, value: Value)]) -> Value? {
    var left = within(0...max(choices.map(\.weight).reduce(0, +) - 1, 0))
    for choice in choices {
      if left < choice.weight { return choice.value }
      left -= choice.weight
    }
    return choices.last?.value
  }
}
