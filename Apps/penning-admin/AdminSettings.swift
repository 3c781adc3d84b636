import HTTPServer
import Runtime
import Web

/// Every setting of this server; most it shares with the other programs.
enum AdminSettings {
  static let program = Program(
    name: "penning-admin", purpose: "the shop staff's pages and the JSON API",
    settings: [PlatformSetting.adminListen] + PlatformSetting.common
      + [PlatformSetting.trustedProxies])

  static func origin(_ settings: Settings) throws(WrongUse) -> PublicOrigin {
    let text = try settings.required(PlatformSetting.adminURL)
    guard let origin = PublicOrigin(text) else {
      throw WrongUse("PENNING_PUBLIC_ADMIN_URL must be http(s)://host[:port], not '\(text)'")
    }
    return origin
  }

  static func server(_ settings: Settings) throws(WrongUse) -> ServerConfiguration {
    var configuration = ServerConfiguration(
      listen: try settings.required(PlatformSetting.adminListen))
    let proxies = settings[PlatformSetting.trustedProxies] ?? ""
    for text in proxies.split(separator: ",") {
      guard let range = AddressRange(String(text.filter { $0 != " " })) else {
        throw WrongUse("PENNING_TRUSTED_PROXIES: not an address or range: '\(text)'")
      }
      configuration.trustedProxies.append(range)
    }
    // Behind a proxy everybody comes from its address.
    if !configuration.trustedProxies.isEmpty { configuration.connectionsPerAddress = 0 }
    return configuration
  }
}
