import Foundation
import HTTPServer
import Observability
import Primitives
import Runtime
import Web

/// The customers' server: checkout, portal, and the payment services' calls.
@main
struct CheckoutServer {
  static func main() async {
    let program = Program(
      name: "penning-checkout",
      purpose: "serves checkout pages, the customer portal and payment webhooks",
      settings: PlatformSetting.common
        + [PlatformSetting.checkoutListen, PlatformSetting.trustedProxies])
    let process = ProcessInfo.processInfo
    exit(
      await program.run(process.arguments, environment: process.environment) { _, settings in
        try await serve(settings)
      })
  }

  private static func serve(_ settings: Settings) async throws {
    let configuration = try settings.serverConfiguration()
    let origin = try settings.origin()
    let running = try await RunningPlatform.open(settings)
    let app = CheckoutApp(
      running.platform, masterKey: running.masterKey, origin: origin,
      sandbox: settings[PlatformSetting.sandbox], log: running.log, metrics: Metrics())
    let server = app.server(configuration)
    let address = try server.start()
    running.log.notice("serving", ["address": .describing(address)])
    await Signals.untilStop()
    await server.stop(grace: .seconds(20))
    await running.close()
  }
}
