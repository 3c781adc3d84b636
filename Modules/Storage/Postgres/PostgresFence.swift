enum PostgresFence {
  static func raise(in transaction: Transaction, except platform: Set<String>) throws {}
}
