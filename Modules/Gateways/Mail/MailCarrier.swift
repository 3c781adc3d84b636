package import Notifications
package import Outbound
package import Tenancy

/// Takes mail to a relay over SMTP. The relay's answer decides what becomes of the mail
/// (facts/http_conventions, section 5).
package struct MailCarrier: Carrier {
  private let client: SMTPClient
  private let returnAddress: EmailAddress?

  /// `returnAddress` gets the bounces; without one the From address does. A shop's own From needs
  /// the platform's return address, since that is what SPF looks at.
  package init(client: SMTPClient, returnAddress: EmailAddress? = nil) {
    self.client = client
    self.returnAddress = returnAddress
  }

  package func deliver(_ mail: OutgoingMail) async -> DeliveryOutcome {
    let bytes: [UInt8]
    do {
      bytes = try MIMEMessage(mail).bytes()
    } catch {
      return .permanent("the mail cannot be written down: \(error)")
    }
    do {
      let receipt = try await client.send(
        envelopeFrom: (returnAddress ?? mail.from.address).text, to: mail.to.address.text,
        message: bytes)
      return .accepted(receipt.reply.description)
    } catch {
      return Self.outcome(error)
    }
  }

  /// What the relay has against us is not the mail's fault: it waits until the operator has mended
  /// it.
  static func outcome(_ error: SMTPError) -> DeliveryOutcome {
    switch error {
    case .temporary(let reply, let detail): .temporary(said(reply, detail))
    case .permanent(let reply): .permanent(said(reply, ""))
    case .configuration(let reply, let detail):
      .temporary("the mail relay refuses us: " + said(reply, detail))
    case .unknownOutcome(let detail): .unknown("no answer after the mail was given: \(detail)")
    case .invalidAddress: .permanent("not an address that a mail server takes")
    case .invalidMessage: .permanent("the mail is not in a form that a mail server takes")
    case .cancelled, .stopped: .temporary("stopped before it was sent")
    }
  }

  private static func said(_ reply: SMTPReply, _ detail: String) -> String {
    guard reply.code > 0 else { return detail.isEmpty ? "no answer" : detail }
    return detail.isEmpty ? reply.description : "\(reply) (\(detail))"
  }
}
