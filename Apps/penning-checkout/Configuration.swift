import HTTPServer
import Runtime
import Web

extension Settings {
  /// Where and for whom to listen.
  func serverConfiguration() throws(WrongUse) -> ServerConfiguration {
    var configuration = ServerConfiguration(
      listen: try required(PlatformSetting.checkoutListen))
    for text in (self[PlatformSetting.trustedProxies] ?? "").split(separator: ",") {
      guard let range = AddressRange(text.filter { $0 != " " }) else {
        throw WrongUse("PENNING_TRUSTED_PROXIES: '\(text)' is no address")
      }
      configuration.trustedProxies.append(range)
    }
    if !configuration.trustedProxies.isEmpty { configuration.connectionsPerAddress = 0 }
    return configuration
  }

  /// How customers reach this server.
  func origin() throws(WrongUse) -> PublicOrigin {
    let text = try required(PlatformSetting.checkoutURL)
    guard let origin = PublicOrigin(text) else {
      throw WrongUse("PENNING_PUBLIC_CHECKOUT_URL must be an origin, such as https://pay.shop.nl")
    }
    return origin
  }
}
