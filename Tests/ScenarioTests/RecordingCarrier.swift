import Notifications
import Synchronization

/// Takes every mail, and remembers each.
final class RecordingCarrier: Carrier {
  private struct State {
    var mails: [OutgoingMail] = []
    var refusals = 0
  }

  private let state = Mutex(State())

  func deliver(_ mail: OutgoingMail) async -> DeliveryOutcome {
    state.withLock { state in
      guard state.refusals == 0 else {
        state.refusals -= 1
        return .temporary("451 later")
      }
      state.mails.append(mail)
      return .accepted("250 taken")
    }
  }

  /// The next mails are not taken now.
  func refuseNext(_ count: Int) { state.withLock { $0.refusals = count } }

  var mails: [OutgoingMail] { state.withLock { $0.mails } }

  /// Message ids that were taken more than once: there is none (I-38).
  var doubles: [String] {
    Dictionary(grouping: mails, by: \.messageID).filter { $0.value.count > 1 }.keys.sorted()
  }
}
