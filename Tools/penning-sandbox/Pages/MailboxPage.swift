import HTML
import HTTPServer
import Primitives

/// The mails that were caught: a list, each mail as text and formatted, its files.
struct MailboxPage: Sendable {
  static let link = FixedLink("/mailbox")
  static let mail = Link<Int>("/mailbox/{number}")
  static let formatted = Link<Int>("/mailbox/{number}/html")
  static let file = Link<Int, Int>("/mailbox/{number}/files/{index}")
  static let shown = 200
  let mailbox: Mailbox

  func declare(in router: inout Router) {
    router.get(Self.link) { request in overview(request) }
    router.get(Self.mail) { request, number in show(request, number) }
    router.get(Self.formatted) { request, number in
      guard let html = mailbox.find(number)?.message.html else {
        return PageFrame.notFound(PageFrame.language(of: request))
      }
      // What came by mail may do nothing here but look as it was meant to; its links open beside.
      return .html("<base target=\"_blank\">" + html).with(
        "Content-Security-Policy",
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
          + "style-src 'unsafe-inline'; img-src data:")
    }
    router.get(Self.file) { request, number, index in
      let files = mailbox.find(number)?.message.attachments ?? []
      guard files.indices.contains(index) else {
        return PageFrame.notFound(PageFrame.language(of: request))
      }
      let file = files[index]
      return .file(.bytes(file.content), name: file.name, type: safeType(file.type))
    }
  }

  /// A type that was mailed is believed only for what a browser does not run.
  private func safeType(_ type: String) -> String {
    ["application/pdf", "application/xml", "text/csv", "application/json"].contains(type)
      ? type : "application/octet-stream"
  }

  private func overview(_ request: HTTPRequest) -> HTTPResponse {
    let language = PageFrame.language(of: request)
    let mails = mailbox.list(to: request.query["to"], limit: Self.shown)
    return PageFrame.page(language, title: Texts.mailbox(language)) {
      h1 { Texts.mailbox(language) }
      if mails.isEmpty {
        p { Texts.noMails(language) }
      } else {
        div(.class("scroll")) {
          table {
            thead {
              tr {
                for column in [Texts.subject, Texts.recipient, Texts.sender, Texts.received] {
                  th(.scope("col")) { column(language) }
                }
              }
            }
            tbody { for mail in mails { row(mail, language) } }
          }
        }
      }
    }
  }

  private func row(_ mail: Mailbox.Mail, _ language: Language) -> Markup {
    tr {
      td {
        a(.href(SafeURL(path: "\(Self.mail.path(mail.number))?lang=\(language.rawValue)"))) {
          mail.subject.isEmpty ? Texts.noSubject(language) : mail.subject
        }
      }
      td { mail.envelope.recipients.joined(separator: ", ") }
      td { mail.message.header("From") ?? mail.envelope.sender }
      td { Texts.moment(mail.receivedAt) }
    }
  }

  private func show(_ request: HTTPRequest, _ number: Int) -> HTTPResponse {
    let language = PageFrame.language(of: request)
    guard let mail = mailbox.find(number) else { return PageFrame.notFound(language) }
    let message = mail.message
    return PageFrame.page(language, title: mail.subject) {
      h1 { mail.subject.isEmpty ? Texts.noSubject(language) : mail.subject }
      dl {
        dt { Texts.sender(language) }
        dd { message.header("From") ?? mail.envelope.sender }
        dt { Texts.recipient(language) }
        dd { mail.envelope.recipients.joined(separator: ", ") }
        if let replyTo = message.header("Reply-To") {
          dt { "Reply-To" }
          dd { replyTo }
        }
        dt { Texts.received(language) }
        dd { Texts.moment(mail.receivedAt) }
      }
      if !message.attachments.isEmpty { files(mail, language) }
      if let text = message.text {
        h2 { Texts.plainText(language) }
        pre(.id("text")) { linked(text) }
      }
      if message.html != nil {
        h2 { Texts.webPage(language) }
        iframe(
          .title(Texts.webPage(language)), .src(SafeURL(path: Self.formatted.path(number))))
      }
    }
  }

  /// Plain text in which web addresses can be followed.
  private func linked(_ text: String) -> Markup {
    var pieces: [Markup] = []
    var rest = text[...]
    while let start = rest.firstRange(of: "http") {
      let word = rest[start.lowerBound...].prefix { !$0.isWhitespace && $0 != "<" && $0 != ">" }
      pieces.append(Markup(String(rest[..<start.lowerBound])))
      if let url = SafeURL(external: String(word)) {
        pieces.append(a(.href(url)) { String(word) })
      } else {
        pieces.append(Markup(String(word)))
      }
      rest = rest[word.endIndex...]
    }
    return Markup(joining: pieces + [Markup(String(rest))])
  }

  private func files(_ mail: Mailbox.Mail, _ language: Language) -> Markup {
    Markup {
      h2 { Texts.attachments(language) }
      ul {
        for (index, file) in mail.message.attachments.enumerated() {
          li {
            a(.href(SafeURL(path: Self.file.path(mail.number, index)))) { file.name }
            span(.class("muted")) { " \(file.type), \(file.content.count) bytes" }
          }
        }
      }
    }
  }

  /// Kept from everything by its `sandbox` attribute and by the answer's own policy.
  private func iframe(_ attributes: Attribute?...) -> Markup {
    element("iframe", attributes, .empty)
  }
}
