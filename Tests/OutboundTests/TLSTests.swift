import Foundation
import TestPeers
import Testing

@testable import Outbound

/// Certificates that must not be believed (S-57), shown by `openssl s_server`.
@Suite(.enabled(if: TLSPeer.isAvailable)) struct TLSTests {
  private func reason(
    _ peer: TLSPeer, host: String = "localhost", trusting authority: String? = nil
  ) async throws -> OutboundError.Reason? {
    let client = HTTPClient(
      policy: OutboundPolicy(allowsLoopback: true, trustedCertificates: authority))
    do {
      let url = "https://\(host):\(peer.port)/"
      let response = try await client.send(OutboundRequest(.get, url))
      #expect(response.status == 200)
      return nil
    } catch {
      #expect(!error.mayHaveBeenSent || error.reason != .tls, "\(error)")
      return error.reason
    }
  }

  @Test("a certificate that the given authority signed is believed")
  func trusted() async throws {
    let peer = try TLSPeer()
    #expect(try await reason(peer, trusting: peer.certificate) == nil)
  }

  @Test("a self-signed certificate is refused and nothing is sent")
  func selfSigned() async throws {
    #expect(try await reason(TLSPeer()) == .tls)
  }

  @Test("a certificate of another name is refused")
  func wrongName() async throws {
    let peer = try TLSPeer(name: "elsewhere.example")
    #expect(try await reason(peer, trusting: peer.certificate) == .tls)
  }

  @Test("an expired certificate is refused")
  func expired() async throws {
    let peer = try TLSPeer(until: "20240131000000Z")
    #expect(try await reason(peer, trusting: peer.certificate) == .tls)
  }

  @Test("TLS 1.1 is refused")
  func oldVersion() async throws {
    let peer = try TLSPeer(options: ["-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0"])
    #expect(try await reason(peer, trusting: peer.certificate) == .tls)
  }

  @Test("a server without TLS is refused")
  func plain() async throws {
    let peer = try Peer { connection in
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
      connection.waitForEnd()
    }
    let client = HTTPClient(policy: .development)
    let error = await #expect(throws: OutboundError.self) {
      try await client.send(OutboundRequest(.get, "https://localhost:\(peer.port)/"))
    }
    #expect(error?.reason == .tls)
  }
}

/// `openssl s_server` with a certificate of its own making.
private final class TLSPeer {
  static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")
  let port: Int
  let certificate: String
  private let folder: String
  private let process = Process()

  init(
    name: String = "localhost", until end: String = "20490101000000Z", options: [String] = []
  ) throws {
    folder = NSTemporaryDirectory() + "penning-tls-\(UInt64.random(in: 0...UInt64.max))"
    certificate = folder + "/certificate.pem"
    try Self.makeCertificate(in: folder, name: name, until: end)
    let lines = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments =
      [
        "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key",
        folder + "/key.pem",
      ] + options
    process.standardOutput = lines
    process.standardError = FileHandle.nullDevice
    try process.run()
    // It says where it listens: `ACCEPT 127.0.0.1:40123`.
    var said = ""
    while !(said.contains("ACCEPT ") && said.hasSuffix("\n")) {
      let more = lines.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      said += String(decoding: more, as: UTF8.self)
    }
    let digits = said.split(separator: ":").last?.trimmingCharacters(in: .whitespacesAndNewlines)
    port = try #require(digits.flatMap(Int.init), "openssl said: \(said)")
  }

  /// `openssl req -x509` makes none that has expired, hence the small authority.
  private static func makeCertificate(in folder: String, name: String, until end: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try "".write(toFile: folder + "/index", atomically: true, encoding: .utf8)
    try """
    [ca]
    default_ca = own
    [own]
    database = \(folder)/index
    new_certs_dir = \(folder)
    rand_serial = yes
    default_md = sha256
    policy = names
    x509_extensions = extensions
    [names]
    commonName = supplied
    [extensions]
    subjectAltName = DNS:\(name)
    """.write(toFile: folder + "/authority", atomically: true, encoding: .utf8)
    try openssl([
      "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", folder + "/key.pem", "-out", folder + "/request.pem", "-subj", "/CN=\(name)",
    ])
    try openssl([
      "ca", "-batch", "-selfsign", "-notext", "-config", folder + "/authority", "-keyfile",
      folder + "/key.pem", "-in", folder + "/request.pem", "-out", folder + "/certificate.pem",
      "-startdate", "20240101000000Z", "-enddate", end,
    ])
  }

  private static func openssl(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "openssl \(arguments)")
  }

  deinit {
    process.terminate()
    try? FileManager.default.removeItem(atPath: folder)  // left-overs in /tmp do no harm
  }
}
