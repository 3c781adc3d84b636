import HTTPServer
import JSON
import Observability
import Primitives

/// The sandbox with its servers up.
final class RunningSandbox: Sendable {
  let sandbox: Sandbox
  let address: ListeningAddress
  let mailAddress: String
  private let server: HTTPServer
  private let mail: MailListener
  private let heartbeat: Heartbeat
  private let keeper: StateKeeper?

  /// Starts both servers.
  /// - Throws: `ServerError`, `ListenError` when an address cannot be had, `StateFault` when the
  ///   state cannot be read or kept.
  init(_ options: Options) throws {
    let log = options.isQuiet ? Log.none : Log(to: StreamSink.standardError(.text))
    let file = options.state.map { StateFile(path: $0) }
    let universe = try file?.load() ?? Universe(seed: options.seed)
    let mails = options.state.map { MailFile(path: "\($0).mails") }
    let sandbox = Sandbox(universe, mailbox: Mailbox(file: mails), log: log)
    let mail = try MailListener(listen: options.smtpListen) { envelope in
      sandbox.mailbox.keep(envelope, at: sandbox.with { $0.now })
    }
    var configuration = ServerConfiguration(listen: options.listen)
    configuration.connectionsPerAddress = 0
    let server = HTTPServer(
      configuration, router: Self.routes(sandbox), log: log, metrics: Metrics(),
      around: Self.answer)
    do { address = try server.start() } catch {
      mail.stop()
      throw error
    }
    sandbox.publicURL = options.publicURL ?? "http://\(address)"
    self.sandbox = sandbox
    self.server = server
    self.mail = mail
    mailAddress = mail.address
    heartbeat = Heartbeat(sandbox)
    // Also where requests are not logged: what is not saved is lost.
    keeper = file.map { StateKeeper($0, sandbox, log: Log(to: StreamSink.standardError(.text))) }
  }

  func stop() async {
    heartbeat.stop()
    mail.stop()
    await server.stop(grace: .seconds(2))
    await sandbox.stop()
    await keeper?.stop()
  }

  /// The line that `--json` prints.
  var json: JSONValue {
    [
      "sandboxURL": .string(sandbox.publicURL), "apiURL": .string("\(sandbox.publicURL)/v2"),
      "listen": .string(address.description), "smtp": .string("smtp://\(mailAddress)"),
      "mailboxURL": .string("\(sandbox.publicURL)/mailbox"),
    ]
  }

  private static func routes(_ sandbox: Sandbox) -> Router {
    var router = Router()
    MollieAPI(sandbox: sandbox).declare(in: &router)
    ControlAPI(sandbox: sandbox).declare(in: &router)
    VIESAPI(sandbox: sandbox).declare(in: &router)
    CheckoutPage(sandbox: sandbox).declare(in: &router)
    OverviewPage(sandbox: sandbox).declare(in: &router)
    MailboxPage(mailbox: sandbox.mailbox).declare(in: &router)
    PageFrame.declare(in: &router)
    return router
  }

  private static func answer(
    _ request: HTTPRequest, _ router: Router
  ) async throws -> HTTPResponse {
    do {
      return MollieAPI.convert(try await router.respond(to: request), for: request)
    } catch let fault as APIFault {
      return fault.response
    }
  }
}
