import Notifications
import Primitives
import Synchronization
import Tenancy

/// A mail as the post took it.
struct PostedMail: Sendable {
  let messageID: String
  let recipient: String
  let subject: String
  let at: Instant
  /// Whether the platform was told that it was taken.
  let isConfirmed: Bool
}

/// Every mail server of the world.
final class SimulatedPost: Carrier {
  private struct Office {
    var taken: [PostedMail] = []
    var isCalm = false
    var isFirstTaken = false
  }

  private let clock: ManualClock
  private let misfortune: Misfortune
  private let dice: Dice
  private let planted: PlantedBug?
  private let office = Mutex(Office())

  init(clock: ManualClock, input: SimulationInput, planted: PlantedBug?) {
    self.clock = clock
    self.planted = planted
    misfortune = Misfortune(input.faults, input.scenario.rates)
    dice = Dice(seed: input.seed, "post")
  }

  func calmDown() { office.withLock { $0.isCalm = true } }

  /// What was taken since the last time, in order.
  func drain() -> [PostedMail] {
    office.withLock { office in
      defer { office.taken = [] }
      return office.taken
    }
  }

  func deliver(_ mail: OutgoingMail) async -> DeliveryOutcome {
    if strikes(.mailTemporary) { return .temporary("451 greylisted, come back later") }
    if strikes(.mailRefused) { return .permanent("550 no such mailbox") }
    let isLost = strikes(.mailUnknown)
    let moment = clock.now
    let isAgain = office.withLock { office in
      office.taken.append(
        PostedMail(
          messageID: mail.messageID, recipient: mail.to.address.text, subject: mail.subject,
          at: moment, isConfirmed: !isLost))
      defer { office.isFirstTaken = true }
      return planted == .mailSentAgain && !office.isFirstTaken
    }
    if isAgain { return .temporary("421 try again") }
    return isLost ? .unknown("connection closed after DATA") : .accepted("250 queued")
  }

  private func strikes(_ fault: Fault) -> Bool {
    let hit = misfortune.strikes(fault, dice)
    return hit && !office.withLock { $0.isCalm }
  }
}
