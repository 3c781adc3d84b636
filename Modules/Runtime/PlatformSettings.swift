/// Every setting that more than one program knows, each with its variable, standard and meaning.
package enum PlatformSetting {
  package static let database = Setting(
    "database-url", "PENNING_DATABASE_URL", standard: "sqlite:penning.db", isSecret: false,
    "the database, sqlite:PATH or postgres://...")
  package static let clock = Setting(
    "clock", "PENNING_CLOCK", standard: "system",
    "where time comes from: system, or database for demos (moved by advance-clock)")
  package static let secretKey = Setting(
    "secret-key", "PENNING_SECRET_KEY", isSecret: true,
    "at least 32 characters; encrypts stored PSP keys and signs cookies")
  package static let smtp = Setting(
    "smtp-url", "PENNING_SMTP_URL", standard: "smtp://127.0.0.1:2525", isSecret: true,
    "the mail relay, smtp://user:password@host:port or smtps://...")
  package static let mailFrom = Setting(
    "mail-from", "PENNING_MAIL_FROM", standard: "noreply@penning.example",
    "the platform's own sender address")
  package static let log = Setting(
    "log", "PENNING_LOG", standard: "text", "the form of log lines: text or json")
  package static let allowLoopback = Setting(
    "allow-loopback", "PENNING_ALLOW_LOOPBACK", standard: "no",
    "yes lets the platform talk to services on this machine: for development only")
  package static let sandbox = Setting(
    "sandbox-url", "PENNING_SANDBOX_URL",
    "the sandbox that stands in for payment providers: for development only")
  package static let vies = Setting(
    "vies-url", "PENNING_VIES_URL",
    "the register of VAT numbers; the European Commission's, or the sandbox's where one is set")
  package static let adminListen = Setting(
    "listen", "PENNING_ADMIN_LISTEN", standard: "127.0.0.1:8080", "address and port to serve on")
  package static let checkoutListen = Setting(
    "listen", "PENNING_CHECKOUT_LISTEN", standard: "127.0.0.1:8081",
    "address and port to serve on")
  package static let adminURL = Setting(
    "public-admin-url", "PENNING_PUBLIC_ADMIN_URL", standard: "http://127.0.0.1:8080",
    "how people reach the admin server")
  package static let checkoutURL = Setting(
    "public-checkout-url", "PENNING_PUBLIC_CHECKOUT_URL", standard: "http://127.0.0.1:8081",
    "how customers and payment providers reach the checkout server")
  package static let trustedProxies = Setting(
    "trusted-proxies", "PENNING_TRUSTED_PROXIES", standard: "",
    "addresses of the reverse proxies in front, separated by commas")

  /// What every program that works on the database takes.
  package static let common = [
    database, clock, secretKey, smtp, mailFrom, log, allowLoopback, sandbox, vies,
    adminURL, checkoutURL,
  ]
}
