/// Where this process may connect to. The address that a name resolves to is what counts, and
/// it is looked at when the socket is made (S-07).
package struct OutboundPolicy: Sendable, Hashable {
  /// 127/8 and ::1, and plain SMTP to them: explicit development mode only.
  package var allowsLoopback: Bool
  /// 10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7: for a relay of the operator's own,
  /// never for addresses that a shop can set.
  package var allowsPrivateNetworks: Bool
  /// A PEM file with the certificate authorities to trust instead of the system's.
  package var trustedCertificates: String?

  package init(
    allowsLoopback: Bool = false, allowsPrivateNetworks: Bool = false,
    trustedCertificates: String? = nil
  ) {
    self.allowsLoopback = allowsLoopback
    self.allowsPrivateNetworks = allowsPrivateNetworks
    self.trustedCertificates = trustedCertificates
  }

  /// The internet and nothing else.
  package static let publicOnly = OutboundPolicy()
  /// Development and tests: sandboxes on this machine.
  package static let development = OutboundPolicy(allowsLoopback: true)

  func permits(_ address: NetworkAddress) -> Bool {
    switch address.reach {
    case .internet: true
    case .loopback: allowsLoopback
    case .privateNetwork: allowsPrivateNetworks
    case .forbidden: false
    }
  }

  /// For a form that stores a URL: the same checks as at sending, as far as the text tells.
  package func validate(_ url: String) throws(OutboundURLError) {
    let url = try OutboundURL(url)
    if let address = url.address {
      guard permits(address) else { throw .refusedHost }
    } else if url.isLocalName {
      guard allowsLoopback else { throw .refusedHost }
    }
  }
}
