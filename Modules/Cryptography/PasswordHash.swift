/// What is stored of a password: cost, salt and hash in one text,
/// `$scrypt$n=16384,r=8,p=5$salt$hash` (salt and hash in base64url).
struct PasswordHash: Sendable, Hashable {
  static let saltLength = 16
  static let hashLength = 32

  let cost: ScryptCost
  let salt: [UInt8]
  let hash: [UInt8]

  var text: String {
    "$scrypt$n=\(cost.n),r=\(cost.r),p=\(cost.p)$"
      + "\(Base64URL.encode(salt))$\(Base64URL.encode(hash))"
  }

  init(cost: ScryptCost, salt: [UInt8], hash: [UInt8]) {
    self.cost = cost
    self.salt = salt
    self.hash = hash
  }

  /// Nil for another form or a cost out of bounds.
  init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
      let cost = Self.cost(parts[2]),
      let salt = Base64URL.decode(parts[3]), (8...64).contains(salt.count),
      let hash = Base64URL.decode(parts[4]), (16...64).contains(hash.count)
    else { return nil }
    self.init(cost: cost, salt: salt, hash: hash)
  }

  private static func cost(_ text: Substring) -> ScryptCost? {
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
    let names = ["n=", "r=", "p="]
    guard fields.count == names.count else { return nil }
    var values: [Int] = []
    for (field, name) in zip(fields, names) {
      guard field.hasPrefix(name), let value = Int(field.dropFirst(name.count)) else { return nil }
      values.append(value)
    }
    return ScryptCost(checking: values[0], values[1], values[2])
  }
}
