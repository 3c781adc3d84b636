import Dispatch
import Foundation
package import Primitives
import Synchronization

/// Hashes and checks passwords with scrypt, away from Swift's cooperative threads and at most a
/// few at a time, so that a flood of log-ins can neither stall the server nor eat its memory.
package final class PasswordHasher: Sendable {
  /// Longer passwords are refused unread (S-19); every character counts below that.
  package static let longestPassword = 1024

  private let cost: ScryptCost
  private let random: any RandomSource
  private let lanes: [DispatchQueue]
  private let waitingLimit: Int
  private let state = Mutex(State())

  private struct State {
    var waiting = 0
    var nextLane = 0
  }

  /// `parallel` hashes run at once; further ones wait, up to `waitingLimit` in all.
  package init(
    cost: ScryptCost = .standard, parallel: Int = 2, waitingLimit: Int = 64,
    random: any RandomSource = SecureRandom()
  ) {
    self.cost = cost
    self.random = random
    self.waitingLimit = waitingLimit
    lanes = (0..<max(1, parallel)).map { DispatchQueue(label: "penning.scrypt.\($0)") }
  }

  /// The text to store for a new password. Throws `.tooLong`, `.busy`.
  package func hash(_ password: String) async throws(CryptographyError) -> String {
    let bytes = try Self.bytes(of: password)
    let salt = random.bytes(PasswordHash.saltLength)
    let hash = try await compute(bytes, salt, cost, PasswordHash.hashLength)
    return PasswordHash(cost: cost, salt: salt, hash: hash).text
  }

  /// Whether the password belongs to the stored text.
  ///
  /// With nil, for an unknown account, it works as long and answers false, so that nobody can
  /// tell by the time whether an account exists (S-22). Throws `.malformed` for a stored text
  /// that is none, `.busy` when too many wait.
  package func verify(
    _ password: String, against stored: String?
  ) async throws(CryptographyError) -> Bool {
    guard let bytes = try? Self.bytes(of: password) else { return false }  // too long: no match
    guard let stored else {
      let salt = [UInt8](repeating: 0, count: PasswordHash.saltLength)
      _ = try await compute(bytes, salt, cost, PasswordHash.hashLength)
      return false
    }
    guard let known = PasswordHash(stored) else { throw .malformed }
    let hash = try await compute(bytes, known.salt, known.cost, known.hash.count)
    return constantTimeEquals(hash, known.hash)
  }

  /// Whether a stored text has another cost than new ones get: hash again at the next log-in.
  package func needsRehash(_ stored: String) -> Bool {
    PasswordHash(stored)?.cost != cost
  }

  /// Unicode's composed form, so that the same password typed on two keyboards is the same.
  private static func bytes(of password: String) throws(CryptographyError) -> [UInt8] {
    guard password.utf8.count <= longestPassword else { throw .tooLong }
    return Array(password.precomposedStringWithCanonicalMapping.utf8)
  }

  private func compute(
    _ password: [UInt8], _ salt: [UInt8], _ cost: ScryptCost, _ count: Int
  ) async throws(CryptographyError) -> [UInt8] {
    let lane = try reserveLane()
    defer { state.withLock { $0.waiting -= 1 } }
    let result = await withCheckedContinuation {
      (done: CheckedContinuation<Result<[UInt8], CryptographyError>, Never>) in
      lane.async {
        done.resume(
          returning: Result { () throws(CryptographyError) in
            try scrypt(password, salt: salt, cost: cost, count: count)
          })
      }
    }
    return try result.get()
  }

  private func reserveLane() throws(CryptographyError) -> DispatchQueue {
    let index = state.withLock { state -> Int? in
      guard state.waiting < waitingLimit else { return nil }
      state.waiting += 1
      state.nextLane = (state.nextLane + 1) % lanes.count
      return state.nextLane
    }
    guard let index else { throw .busy }
    return lanes[index]
  }
}
