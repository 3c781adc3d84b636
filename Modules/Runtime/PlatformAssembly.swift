package import Cryptography
import Documents
import EInvoices
import Gateways
import Invoicing
package import Observability
import Outbound
import Payments
import Primitives
package import Storage
import Tenancy
package import Workflows

/// The platform put together from its parts, as a server or a worker runs it.
package struct RunningPlatform: Sendable {
  package let platform: Platform
  package let log: Log
  package let masterKey: MasterKey
  /// Whether a jump of the clock stops the runs: not where the clock is moved on purpose (I-16).
  package let guardsClock: Bool
  private let http: HTTPClient
  private let mail: SMTPClient

  package var database: Database { platform.database }

  /// Opens the database, migrates it, and wires the providers.
  /// - Throws: `WrongUse` for a setting that cannot be, `ProgramFailed` with one clear line for a
  ///   database that cannot be opened.
  package static func open(_ settings: Settings) async throws -> RunningPlatform {
    let log = try PlatformAssembly.log(settings)
    let key = try PlatformAssembly.masterKey(settings)
    let policy = try PlatformAssembly.policy(settings)
    let server = try PlatformAssembly.mailServer(settings)
    let database = try await PlatformAssembly.database(settings)
    let http = HTTPClient(policy: policy)
    let mail = SMTPClient(server: server, policy: policy.forOwnRelay)
    let mailFrom = try settings.required(PlatformSetting.mailFrom)
    guard let sender = EmailAddress(mailFrom) else {
      throw WrongUse("PENNING_MAIL_FROM is not an e-mail address")
    }
    let sandbox = settings[PlatformSetting.sandbox]
    let outside = OutsideWorld(
      gateway: { MollieGateway(access: $0.redirected(to: sandbox), client: http) },
      carrier: MailCarrier(client: mail, returnAddress: sender), renderPDF: { try renderPDF($0) },
      renderEInvoice: { PlatformAssembly.eInvoice(of: $0, customerNumber: $1) },
      vatRegister: PlatformAssembly.vatRegister(settings, http))
    let platform = Platform(
      database: database,
      addresses: PublicAddresses(
        checkout: try settings.required(PlatformSetting.checkoutURL),
        admin: try settings.required(PlatformSetting.adminURL),
        mailFrom: mailFrom),
      outside: outside,
      credentials: SecretBox(masterKey: key, purpose: "gateway-credentials"),
      links: Signer(masterKey: key, purpose: "payment-return"), random: SecureRandom())
    return RunningPlatform(
      platform: platform, log: log, masterKey: key,
      guardsClock: settings[PlatformSetting.clock] == "system", http: http, mail: mail)
  }

  /// Lets calls under way end and closes the database.
  package func close() async {
    await http.stop()
    await mail.stop()
    await database.close()
  }
}

/// How each setting becomes a part.
enum PlatformAssembly {
  static func log(_ settings: Settings) throws(WrongUse) -> Log {
    let text = try settings.required(PlatformSetting.log)
    guard let format = LogFormat(rawValue: text) else {
      throw WrongUse("PENNING_LOG must be text or json, not '\(text)'")
    }
    return Log(to: StreamSink.standardError(format))
  }

  static func masterKey(_ settings: Settings) throws(WrongUse) -> MasterKey {
    let text = try settings.required(PlatformSetting.secretKey)
    do {
      return try MasterKey(text)
    } catch {
      throw WrongUse("PENNING_SECRET_KEY: \(error)")
    }
  }

  static func policy(_ settings: Settings) throws(WrongUse) -> OutboundPolicy {
    switch settings[PlatformSetting.allowLoopback] {
    case "yes": return .development
    case "no": return .publicOnly
    default: throw WrongUse("PENNING_ALLOW_LOOPBACK must be yes or no")
    }
  }

  static func mailServer(_ settings: Settings) throws(WrongUse) -> SMTPServer {
    do {
      return try SMTPServer(try settings.required(PlatformSetting.smtp))
    } catch let error as WrongUse {
      throw error
    } catch {
      throw WrongUse("PENNING_SMTP_URL is not a mail server's address")
    }
  }

  /// Nil where the parties' details do not suffice: the mail goes out without, and the document's
  /// page says what lacks.
  static func eInvoice(of document: IssuedDocument, customerNumber: String) -> [UInt8]? {
    do {
      return try EInvoice(document, customerNumber: customerNumber).ubl()
    } catch {
      return nil
    }
  }

  static func vatRegister(_ settings: Settings, _ client: HTTPClient) -> VIESRegister {
    let sandbox = settings[PlatformSetting.sandbox].map { url in
      (url.hasSuffix("/") ? String(url.dropLast()) : url) + "/vies"
    }
    let url = settings[PlatformSetting.vies] ?? sandbox ?? VIESRegister.baseURL
    return VIESRegister(baseURL: url, client: client)
  }

  static func database(_ settings: Settings) async throws -> Database {
    let url: DatabaseURL
    do {
      url = try DatabaseURL(try settings.required(PlatformSetting.database))
    } catch let error as StorageError {
      throw WrongUse("PENNING_DATABASE_URL: \(error.message)")
    }
    do {
      let database = try await Database.open(url, clock: try clock(settings))
      try await database.migrate(MigrationManifest.all)
      return database
    } catch let error as StorageError {
      throw ProgramFailed("the database cannot be used: \(error.message)")
    }
  }

  private static func clock(_ settings: Settings) throws(WrongUse) -> PlatformClock {
    switch settings[PlatformSetting.clock] {
    case "system": return .system
    case "database": return .database
    default: throw WrongUse("PENNING_CLOCK must be system or database")
    }
  }
}

extension OutboundPolicy {
  /// The relay is the operator's own and may stand in a private network; what shops can set may
  /// not.
  fileprivate var forOwnRelay: OutboundPolicy {
    var policy = self
    policy.allowsPrivateNetworks = true
    return policy
  }
}

extension GatewayAccess {
  /// The same account at a stand-in for its provider, which speaks the same API.
  func redirected(to sandbox: String?) -> GatewayAccess {
    guard let sandbox else { return self }
    let base = sandbox.hasSuffix("/") ? String(sandbox.dropLast()) : sandbox
    return GatewayAccess(
      account: account, gateway: gateway, mode: mode, baseURL: base + "/v2", apiKey: apiKey)
  }
}
