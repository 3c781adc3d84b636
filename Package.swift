// swift-tools-version: 6.2
// The floor plan of Penning: one line a module, from the ground up. A module imports only what
// its line names, which CI checks (`--explicit-target-dependency-import-check error`).

import PackageDescription

// Ground floor: values and machinery. Knows nothing of billing.
let ground: [[Target]] = [
  system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
  system("CPostgres", pkgConfig: "libpq", apt: "libpq-dev"),
  system("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
  system("CCairo", pkgConfig: "cairo", apt: "libcairo2-dev"),
  system("CArchive", pkgConfig: "libarchive", apt: "libarchive-dev"),
  system("CQREncode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
  shim("CCurl", links: "curl"),
  shim("CMicroHTTPD", links: "microhttpd"),
  module("Primitives"),
  module("JSON"),
  module("HTML"),
  module("XML"),
  module("Archives", uses: "CArchive"),
  module("Observability", uses: "JSON", "Primitives"),
  module("Cryptography", uses: "CCrypto", "Primitives"),
  module("Storage", uses: "CPostgres", "CSQLite", "Primitives"),
  module("HTTPServer", uses: "CMicroHTTPD", "JSON", "Observability", "Primitives"),
  module("Outbound", uses: "CCurl", "Primitives"),
]

// Domain: one module a subject, each with its values, its pure rules, its tables and its store.
let domain: [[Target]] = [
  subject("Tenancy", uses: "Cryptography"),
  subject("Catalog", uses: "Tenancy"),
  subject("Ledger", uses: "Tenancy"),
  subject("Outbox", uses: "Tenancy"),
  subject("Notifications", uses: "HTML", "Tenancy"),
  subject("Subscriptions", uses: "Catalog", "Tenancy"),
  subject("Credits", uses: "Ledger", "Tenancy"),
  subject("Invoicing", uses: "Cryptography", "Ledger", "Tenancy"),
  subject("Payments", uses: "Cryptography", "Invoicing", "Ledger", "Tenancy"),
  subject("Dunning", uses: "Invoicing", "Tenancy"),
]

let machinery = ["Cryptography", "JSON", "Primitives", "Storage"]
let subjects = [
  "Catalog", "Credits", "Dunning", "Invoicing", "Ledger", "Notifications", "Outbox", "Payments",
  "Subscriptions", "Tenancy",
]
let adapters = [
  "Archives", "AuditFiles", "Documents", "EInvoices", "Exports", "Gateways", "Reports",
  "Workflows",
]
let serving = ["HTML", "HTTPServer", "Observability", "Outbound", "Runtime", "Web"]

// Workflows cross the subjects, one file a use case; beside them the adapters to the world.
let workflows: [[Target]] = [
  module("Workflows", uses: machinery + subjects + ["Reports"]),
  module("Reports", uses: machinery + subjects),
  module(
    "Gateways",
    uses: "Cryptography", "JSON", "Notifications", "Outbound", "Payments", "Primitives", "Tenancy"),
  module("Documents", uses: "CCairo", "CQREncode", "Invoicing", "Primitives"),
  module("EInvoices", uses: "Invoicing", "Primitives", "XML"),
  module(
    "AuditFiles", uses: "Invoicing", "Ledger", "Primitives", "Storage", "Tenancy", "XML"),
  module(
    "Exports",
    uses: "Archives", "AuditFiles", "EInvoices", "Invoicing", "JSON", "Ledger", "Primitives",
    "Storage", "Tenancy"),
]

// Surfaces: what people and programs see. No rule of billing is written here.
let surfaces: [[Target]] = [
  module(
    "Web",
    uses: "Cryptography", "HTML", "HTTPServer", "JSON", "Observability", "Primitives", "Storage",
    "Tenancy"),
  module("Runtime", uses: machinery + subjects + adapters + ["Observability", "Outbound"]),
  module("Simulation", uses: machinery + subjects + adapters + ["Runtime"]),
]

// Apps and tools: wiring only.
let apps: [[Target]] = [
  app("penning-admin", uses: machinery + subjects + adapters + serving),
  app("penning-checkout", uses: machinery + subjects + adapters + serving),
  app(
    "penning-worker",
    uses: machinery + subjects + adapters + ["Observability", "Outbound", "Runtime"]),
  app("penning-simulate", uses: ["Primitives", "JSON", "Runtime", "Simulation", "Storage"]),
  tool(
    "penning-sandbox",
    uses: ["Cryptography", "HTML", "HTTPServer", "JSON", "Observability", "Outbound", "Primitives"]),
  tool("penning-bench", uses: machinery + subjects + adapters + ["Runtime"]),
]

// Proof that belongs to no single module.
let proof: [Target] = [
  .target(
    name: "TestSupport", dependencies: named(machinery + ["Tenancy"]), path: "Tests/TestSupport",
    swiftSettings: .penning),
  .target(name: "TestPeers", path: "Tests/TestPeers", swiftSettings: .penning),
  proofs("SchemaTests", of: ["Runtime"] + machinery + subjects),
  proofs("ScenarioTests", of: ["Runtime"] + machinery + subjects + adapters),
  proofs("AdminTests", of: ["penning-admin"] + machinery + subjects + adapters + serving),
  proofs("CheckoutTests", of: ["penning-checkout"] + machinery + subjects + adapters + serving),
  proofs("SandboxTests", of: ["penning-sandbox", "JSON", "Outbound", "Primitives"]),
  proofs("CrashTests", of: ["penning-worker", "Runtime"] + machinery + subjects),
  proofs("TidyTests", of: []),
]

let package = Package(
  name: "penning",
  dependencies: [],
  targets: (ground + domain + workflows + surfaces + apps).flatMap { $0 } + proof,
  swiftLanguageModes: [.v6])

// How a line of the plan becomes targets.

extension [SwiftSetting] {
  /// The upcoming features keep imports honest and existentials visible.
  static let penning: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
  ]
}

func named(_ names: [String]) -> [Target.Dependency] { names.map { .init(stringLiteral: $0) } }

/// A library and its tests.
func module(_ name: String, uses: String...) -> [Target] { module(name, uses: uses) }

func module(_ name: String, uses: [String]) -> [Target] {
  [
    .target(
      name: name, dependencies: named(uses), path: "Modules/\(name)", exclude: ["README.md"],
      swiftSettings: .penning),
    .testTarget(
      name: "\(name)Tests", dependencies: named([name] + uses + support(for: name, uses)),
      path: "Tests/\(name)Tests", swiftSettings: .penning),
  ]
}

/// A subject of billing: stands on Primitives, JSON and Storage.
func subject(_ name: String, uses: String...) -> [Target] {
  module(name, uses: ["JSON", "Primitives", "Storage"] + uses)
}

/// For the tests of whatever stands on Storage: temporary databases and builders. For those of
/// whatever goes out: peers that misbehave.
func support(for name: String, _ uses: [String]) -> [String] {
  (name == "Storage" || uses.contains("Storage") ? ["TestSupport"] : [])
    + (name == "Outbound" || uses.contains("Outbound") ? ["TestPeers"] : [])
}

func app(_ name: String, uses: [String], in folder: String = "Apps") -> [Target] {
  [
    .executableTarget(
      name: name, dependencies: named(uses), path: "\(folder)/\(name)", exclude: ["README.md"],
      swiftSettings: .penning)
  ]
}

func tool(_ name: String, uses: [String]) -> [Target] { app(name, uses: uses, in: "Tools") }

func proofs(_ name: String, of uses: [String]) -> Target {
  .testTarget(
    name: name, dependencies: named(["TestSupport"] + uses), path: "Tests/\(name)",
    swiftSettings: .penning)
}

func system(_ name: String, pkgConfig: String, apt: String) -> [Target] {
  [
    .systemLibrary(
      name: name, path: "Modules/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
  ]
}

/// A few lines of C for a library whose calls are variadic.
func shim(_ name: String, links library: String) -> [Target] {
  [
    .target(
      name: name, path: "Modules/\(name)", linkerSettings: [.linkedLibrary(library)])
  ]
}
