import Outbound

extension OutboundTimeouts {
  /// A busy machine is no fault of the server's: tests wait for the answer, not for a moment.
  static let patient = OutboundTimeouts(connect: 60_000, total: 300_000)
}
