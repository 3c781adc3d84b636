import Foundation
import HTTPServer
import Observability
import Runtime
import Web

/// The shop staff's pages and the JSON API.
@main
struct AdminServer {
  static func main() async {
    let process = ProcessInfo.processInfo
    let status = await AdminSettings.program.run(
      process.arguments, environment: process.environment
    ) { _, settings in try await serve(settings) }
    exit(status)
  }

  /// Serves until the operator says stop.
  private static func serve(_ settings: Settings) async throws {
    let configuration = try AdminSettings.server(settings)
    let origin = try AdminSettings.origin(settings)
    let running = try await RunningPlatform.open(settings)
    let app = AdminApp(
      running.platform, masterKey: running.masterKey, origin: origin, log: running.log,
      metrics: Metrics())
    let server = app.server(configuration)
    do {
      let address = try server.start()
      running.log.info("the admin server listens", ["address": .describing(address)])
    } catch {
      await running.close()
      throw ProgramFailed(error.description)
    }
    await Signals.untilStop()
    await server.stop(grace: .seconds(20))
    await running.close()
  }
}
