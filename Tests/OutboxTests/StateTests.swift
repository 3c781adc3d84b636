import Primitives
import Testing

@testable import Outbox

@Suite struct StateTests {
  @Test(arguments: OutboxState.allCases, OutboxState.Event.allCases)
  func everyPairOfTheOutboxIsDecided(state: OutboxState, event: OutboxState.Event) {
    let allowed: [String: OutboxState] = [
      "waiting claim": .leased, "leased claim": .leased, "leased complete": .delivered,
      "leased retry": .waiting, "leased park": .parked, "parked revive": .waiting,
    ]
    let name = "\(state.rawValue) \(event.rawValue)"
    do throws(OutboxError) {
      #expect(try state.after(event) == allowed[name])
    } catch {
      #expect(allowed[name] == nil)
      #expect(error == .impossible(state: state.rawValue, event: event.rawValue))
    }
  }

  @Test(arguments: InboxState.allCases, InboxState.Event.allCases)
  func everyPairOfTheInboxIsDecided(state: InboxState, event: InboxState.Event) {
    let allowed: [String: InboxState] = [
      "received claim": .leased, "leased claim": .leased, "leased apply": .applied,
      "leased pass": .noop, "leased retry": .received, "leased fail": .failed,
      "failed revive": .received,
    ]
    let name = "\(state.rawValue) \(event.rawValue)"
    do throws(OutboxError) {
      #expect(try state.after(event) == allowed[name])
    } catch {
      #expect(allowed[name] == nil)
    }
  }

  @Test func delaysDoubleUpToTheLongestAndEnd() {
    let backoff = Backoff(first: 10, longest: 60, attempts: 6)
    let random = SeededRandom(seed: 7)
    let delays = (1...6).map { backoff.delay(after: $0, from: random) }
    for (delay, seconds) in zip(delays, [10, 20, 40, 60, 60]) {
      let least = Int64(seconds) * 1000
      #expect(delay.map { (least..<least * 6 / 5).contains($0) } == true)
    }
    #expect(delays.last == .some(nil))
  }

  @Test func absurdBackoffsDoNotOverflow() {
    let backoff = Backoff(first: .max, longest: 60, attempts: .max)
    #expect(backoff.delay(after: .max - 1, from: SeededRandom(seed: 1)) != nil)
    #expect(backoff.delay(after: 0, from: SeededRandom(seed: 1)) != nil)
  }

  @Test func mailIsTriedForAboutThreeDays() {
    let random = SeededRandom(seed: 7)
    let total = (1..<100).compactMap { Backoff.mail.delay(after: $0, from: random) }.reduce(0, +)
    #expect((60 * 3_600_000...90 * 3_600_000).contains(total))
  }

  @Test func aChoiceIsFairAndBounded() {
    var choice = FairChoice(limit: 5, perShop: 2)
    for id in 1...10 { choice.offer(.init(id: Int64(id), tenant: 1, fence: 0, attempts: 0)) }
    choice.offer(.init(id: 11, tenant: 2, fence: 0, attempts: 0))
    choice.offer(.init(id: 11, tenant: 2, fence: 0, attempts: 0))
    #expect(choice.chosen.map(\.id) == [1, 2, 11])
  }
}
