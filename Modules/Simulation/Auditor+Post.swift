import Invoicing
import Primitives
import Tenancy

// Messages as they were written down, and mails as the post took them.

extension Auditor {
  /// A message once for its cause (I-38); a reminder on its day (I-35).
  func note(_ seen: [SeenMessage]) throws {
    for message in seen {
      let key = "\(message.kind)|\(message.object)|\(message.level)|\(message.recipient)"
      try expect(messageKeys.insert(key).inserted, "I-38", "\(key) is written twice")
      try expect(
        messages[message.messageID] == nil, "I-38", "\(message.messageID) names two messages")
      messages[message.messageID] = message
      if message.kind == "memoryAid" || message.kind == "reminder" { try checkDay(message) }
    }
  }

  private func claim(_ object: String) -> ModelDocument? {
    guard let id = Invoice.ID(object)?.rawValue else { return nil }
    return documents[byInvoice[id] ?? id]
  }

  private func checkDay(_ message: SeenMessage) throws {
    guard let document = claim(message.object) else {
      return try expect(false, "I-37", "\(message.kind) about \(message.object), no claim")
    }
    let settings = shops[document.shop].settings
    let today = try today(document.shop, at: message.createdAt)
    let isOnTime =
      message.kind == "memoryAid"
      ? today < document.dueOn && today >= document.dueOn.plus(days: -settings.memoryAidDays)
      : today >= document.reminded.plus(days: settings.reminderDays)
    try expect(
      isOnTime, "I-35", "\(message.kind) of \(document.number), due \(document.dueOn), on \(today)")
    try expect(
      !document.reminders.contains(message.kind), "I-35",
      "\(message.kind) of \(document.number) twice")
    documents[document.id]?.reminders.insert(message.kind)
  }

  /// What left the house: written down before, taken once, and no reminder after payment or while
  /// money is under way (I-29, I-34, I-38).
  func watchPost(_ posted: [PostedMail]) throws {
    for mail in posted {
      mails += 1
      var counts = taken[mail.messageID] ?? (0, 0)
      if mail.isConfirmed { counts.confirmed += 1 } else { counts.lost += 1 }
      taken[mail.messageID] = counts
      guard let message = messages[mail.messageID] else {
        throw BrokenInvariant(
          invariant: "I-29", detail: "'\(mail.subject)' was sent and never written down")
      }
      try expect(
        message.createdAt <= mail.at, "I-29", "\(mail.messageID) was sent before it was written")
      try expect(
        counts.confirmed <= 1, "I-38", "'\(mail.subject)' to \(mail.recipient) was taken twice")
      guard message.kind == "memoryAid" || message.kind == "reminder",
        let document = claim(message.object)
      else { continue }
      try checkReminder(mail, document)
    }
  }

  private func checkReminder(_ mail: PostedMail, _ document: ModelDocument) throws {
    let isPaid = document.coveredAt.map { $0 < mail.at } ?? false
    try expect(
      !isPaid, "I-34", "'\(mail.subject)' was sent after \(document.number) was paid")
    for debit in document.debits.compactMap({ bank.payment($0) }) {
      let isUnderWay =
        debit.createdAt < mail.at && (debit.finalAt.map { $0 > mail.at } ?? true)
      try expect(
        !isUnderWay, "I-34", "'\(mail.subject)' was sent while \(debit.id) was under way")
    }
  }
}
