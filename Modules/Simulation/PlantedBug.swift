/// A bug that a run carries on purpose: the auditor must find it, or it proves nothing (F-52).
package enum PlantedBug: String, CaseIterable, Sendable {
  /// One request, two payments at the bank.
  case bankCapturesTwice
  /// No webhook comes and no question is answered: money at the bank that the books never hear of.
  case deafToTheBank
  /// A plan costs one cent more than was agreed.
  case oneCentOff
  /// A number of the invoices is left out.
  case numberSkipped
  /// A cancelled subscription goes on.
  case billedAfterTheEnd
  /// A mail that was taken is sent again.
  case mailSentAgain
  /// Credits are worth twice what was granted.
  case creditUsedTwice
}
