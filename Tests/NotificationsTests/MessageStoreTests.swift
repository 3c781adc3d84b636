import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@testable import Notifications

@Suite struct MessageStoreTests {
  static let domain = "penning.example"

  @Test(arguments: TestDatabase.kinds)
  func aMessageIsWrittenDownOnce(kind: DatabaseKind) async throws {
    try await kind.withShop(NotificationsMigrations.all) { bench in
      let draft = try bench.draft(level: 1)
      let first = try await bench.compose([draft])
      bench.clock.advance(seconds: 60)
      // The same message, whoever asks again and whatever has changed since.
      try await bench.database.write(as: bench.scope) {
        _ = try $0.profile.change { $0.sender.name = "Andere naam" }
      }
      let upper = try bench.draft(level: 1, to: "PIET@example.nl")
      let again = try await bench.compose([draft, upper])
      #expect(again == first + first)
      let other = try await bench.compose([try bench.draft(level: 2)])
      #expect(other.first?.id != first.first?.id)
      #expect(first.first?.messageID == first.first.map { "\($0.id)@\(Self.domain)" })
      let timeline = try await bench.database.read(as: bench.scope) {
        try $0.messages.about("inv_1")
      }
      #expect(timeline.map(\.level) == [1, 2])
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func manyAreComposedInOrder(kind: DatabaseKind) async throws {
    try await kind.withShop(NotificationsMigrations.all) { bench in
      let drafts = try (0..<700).map { try bench.draft(about: "inv_\($0)") }
      let half = try await bench.compose(Array(drafts[100..<400]))
      let all = try await bench.compose(drafts)
      #expect(all.map(\.object) == drafts.map(\.object))
      #expect(Array(all[100..<400]) == half)
      let page = try await bench.database.read(as: bench.scope) {
        try $0.messages.page(try PageRequest(limit: 3))
      }
      #expect(page.items.count == 3 && page.next != nil)
      #expect(page.items == page.items.sorted { $0.id > $1.id })
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aMessageIsSentOrRefusedOnce(kind: DatabaseKind) async throws {
    try await kind.withShop(NotificationsMigrations.all) { bench in
      let sent = try #require(try await bench.compose([try bench.draft(level: 1)]).first)
      let refused = try #require(try await bench.compose([try bench.draft(level: 2)]).first)
      try await bench.database.write(as: bench.scope) { shop in
        try shop.messages.note(sent.id, reply: "451 later")
        try shop.messages.markSent(sent.id, reply: "250 ok")
        try shop.messages.markRefused(refused.id, reply: "550 no such user")
      }
      let (one, two) = try await bench.database.read(as: bench.scope) {
        (try $0.messages.find(sent.id), try $0.messages.find(refused.id))
      }
      #expect(one.state == .sent && one.sentAt == Demo.start && one.lastReply == "250 ok")
      #expect(one.content == sent.content)
      #expect(two.state == .refused && two.lastReply == "550 no such user")
      for id in [sent.id, refused.id] {
        await #expect(throws: MessageError.self) {
          try await bench.database.write(as: bench.scope) {
            try $0.messages.markSent(id, reply: "250")
          }
        }
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aSignInLinkIsForgottenOnceSent(kind: DatabaseKind) async throws {
    try await kind.withShop(NotificationsMigrations.all) { bench in
      let content = SignInLinkMail(url: "https://shop.example.nl/sign-in/geheim")
      let draft = MessageDraft(content, about: "tok_1", to: try bench.recipient())
      let message = try #require(try await bench.compose([draft]).first)
      #expect(message.content.text.contains("geheim"))
      try await bench.database.write(as: bench.scope) {
        try $0.messages.markSent(message.id, reply: "250")
      }
      let kept = try await bench.database.read(as: bench.scope) {
        try $0.messages.find(message.id)
      }
      #expect(!kept.content.text.contains("geheim") && !kept.content.html.contains("geheim"))
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func anotherShopSeesNoMessage(kind: DatabaseKind) async throws {
    try await kind.withShop(NotificationsMigrations.all) { bench in
      let other = try await bench.otherShop()
      let message = try #require(try await bench.compose([try bench.draft()]).first)
      let seen = try await bench.database.read(as: other) {
        (try $0.messages.about("inv_1").count, try $0.messages.page().items.count)
      }
      #expect(seen == (0, 0))
      await #expect(throws: MessageError.unknown) {
        try await bench.database.write(as: other) {
          try $0.messages.markSent(message.id, reply: "250")
        }
      }
      let draft = try bench.draft()
      let theirs = try await bench.database.write(as: other) {
        try $0.messages.compose(draft, domain: Self.domain)
      }
      #expect(theirs.id != message.id)
    }
  }

  @Test(arguments: MessageState.allCases, MessageState.Event.allCases)
  func everyPairIsDecided(state: MessageState, event: MessageState.Event) {
    if state == .composed {
      #expect(throws: Never.self) { try state.after(event) }
    } else {
      let error = MessageError.impossible(state: state.rawValue, event: event.rawValue)
      #expect(throws: error) { try state.after(event) }
    }
  }

  @Test func aStoredMessageBecomesAMail() async throws {
    try await DatabaseKind.memory.withShop(NotificationsMigrations.all) { bench in
      let draft = try bench.draft(references: ["a@x.example", "b@x.example"])
      let message = try #require(try await bench.compose([draft]).first)
      let kept = try await bench.database.read(as: bench.scope) {
        try $0.messages.find(message.id)
      }
      #expect(kept == message)
      let platform = try #require(EmailAddress("post@penning.example"))
      let pdf = MailAttachment(
        fileName: "factuur.pdf", contentType: "application/pdf", bytes: [37, 80])
      let mail = kept.mail(
        from: SenderIdentity(bench.scope.shop, platformAddress: platform), attachments: [pdf],
        date: Demo.start)
      #expect(mail.messageID == message.messageID && mail.attachments == [pdf])
      #expect(mail.references == ["a@x.example", "b@x.example"])
      #expect(mail.to.address.text == "piet@example.nl")
    }
  }
}

extension ShopBench {
  func recipient(_ email: String = "piet@example.nl") throws -> Recipient {
    Recipient(email: try #require(EmailAddress(email)), name: "Piet Jansen", language: .nl)
  }

  func draft(
    about object: String = "inv_1", level: Int = 0, to email: String = "piet@example.nl",
    references: [String] = []
  ) throws -> MessageDraft {
    MessageDraft(
      PaymentRequestMail(try LetterTests.claim()), about: object, level: level,
      to: try recipient(email), attachment: nil, references: references)
  }

  func compose(_ drafts: [MessageDraft]) async throws -> [StoredMessage] {
    try await database.write(as: scope) {
      try $0.messages.compose(drafts, domain: MessageStoreTests.domain)
    }
  }
}
