/// The sandbox's command line.
struct Options: Sendable, Equatable {
  var listen = "127.0.0.1:8090"
  var smtpListen = "127.0.0.1:2525"
  var seed: UInt64 = 1
  /// Where browsers and servers reach it; else the address it listens on.
  var publicURL: String?
  /// The file in which payments, mandates and the clock outlive the process; nil: they do not.
  var state: String?
  var asJSON = false
  var isQuiet = false

  static let version = "0.1.0"

  static let help = """
    penning-sandbox: a payment service provider and a mail server for trying things out.
    Speaks Mollie's API on loopback, shows a payment page, catches mail. No money moves.

    --listen HOST:PORT       HTTP (127.0.0.1:8090; port 0: any free one)
    --smtp-listen HOST:PORT  SMTP, this machine only (127.0.0.1:2525; port 0: any free one)
    --public-url URL         how browsers and servers reach it (http://HOST:PORT)
    --seed N                 the same ids each time (1)
    --state FILE             keep payments, mandates, what is to come and the clock in this file,
                             mails in FILE.mails (in memory only; a lost FILE is a new world)
    --json                   print one JSON line with the addresses when up
    --quiet                  no request log
    --help, --version

    PENNING_SANDBOX_LISTEN, PENNING_SANDBOX_SMTP_LISTEN and PENNING_SANDBOX_STATE say the same
    as --listen, --smtp-listen and --state, which win.

    API        /v2/…, keys test_… or live_…, each its own world
    Register   /vies/ms/COUNTRY/vat/NUMBER; …404 is nobody's, …503 does not answer
    Pages      / (payments), /mailbox
    Control    /sandbox/clock, /sandbox/behaviour, /sandbox/payments, /sandbox/mails,
               /sandbox/webhooks, POST /sandbox/payments/ID/chargeback
    Rules      recurring x.13 fails AM04, x.14 is charged back, x.15 loses its answer, x.16 hangs;
               refund x.17 comes back, x.18 loses its answer, x.19 is refused, x.20 hangs
    """

  enum Parsed: Equatable {
    case run(Options)
    case help
    case version
    /// With the one line that says what is wrong.
    case wrong(String)
  }

  /// Variables and the flags that win over them.
  private static let variables = [
    "PENNING_SANDBOX_LISTEN": "--listen", "PENNING_SANDBOX_SMTP_LISTEN": "--smtp-listen",
    "PENNING_SANDBOX_STATE": "--state",
  ]

  /// - Parameter variable: the value of an environment variable; an empty one counts as not set.
  static func parse(
    _ arguments: [String], variable: (String) -> String? = { _ in nil }
  ) -> Parsed {
    var options = Options()
    for (name, flag) in variables {
      guard let value = variable(name), !value.isEmpty else { continue }
      guard options.set(flag, value) else { return .wrong("\(name) cannot be \(value)") }
    }
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let pair = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pair[0])
      switch name {
      case "--help": return .help
      case "--version": return .version
      case "--json": options.asJSON = true
      case "--quiet": options.isQuiet = true
      case "--listen", "--smtp-listen", "--public-url", "--seed", "--state":
        guard let value = pair.count == 2 ? String(pair[1]) : rest.popFirst() else {
          return .wrong("\(name) needs a value")
        }
        guard options.set(name, value) else { return .wrong("\(name) cannot be \(value)") }
      default: return .wrong("unknown argument \(argument); see --help")
      }
    }
    return .run(options)
  }

  private mutating func set(_ name: String, _ value: String) -> Bool {
    switch name {
    case "--listen": listen = value
    case "--smtp-listen": smtpListen = value
    case "--state": state = value
    case "--public-url":
      guard value.hasPrefix("http://") || value.hasPrefix("https://") else { return false }
      publicURL = value
    default:
      guard let number = UInt64(value) else { return false }
      seed = number
    }
    return !value.isEmpty
  }
}
