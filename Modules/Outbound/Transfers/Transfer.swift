import CCurl
import Glibc
import Primitives

/// One libcurl transfer under way. Lives on the event thread and never leaves it.
final class Transfer {
  let easy: UnsafeMutableRawPointer
  private let plan: TransferPlan
  private var lines: [[UInt8]] = []
  private var lineBytes = 0
  private var body: [UInt8] = []
  private var upload: ArraySlice<UInt8> = []
  private var exceededLimit = false
  private var refusedAddress = false
  private var lists: [UnsafeMutablePointer<curl_slist>] = []
  private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  /// Header lines of one answer together; libcurl itself allows more than anyone needs.
  private static let lineLimit = 64 << 10

  /// Nil when libcurl lacks memory or refuses an option.
  init?(_ plan: TransferPlan) {
    words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    guard let easy = curl_easy_init() else {
      words.deallocate()
      return nil
    }
    self.easy = easy
    self.plan = plan
    guard configure() else { return nil }
  }

  deinit {
    curl_easy_cleanup(easy)
    for list in lists { curl_slist_free_all(list) }
    words.deallocate()
  }

  func result(_ end: TransferResult.End) -> TransferResult {
    var code = 0
    var requestBytes = 0
    var connections = 0
    var untilReady: curl_off_t = 0
    penning_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &code)
    penning_curl_get_long(easy, CURLINFO_REQUEST_SIZE, &requestBytes)
    penning_curl_get_long(easy, CURLINFO_NUM_CONNECTS, &connections)
    penning_curl_get_size(easy, CURLINFO_PRETRANSFER_TIME_T, &untilReady)
    return TransferResult(
      end: end, detail: detail(end), code: code, lines: lines, body: body,
      exceededLimit: exceededLimit, refusedAddress: refusedAddress,
      mayHaveBeenSent: requestBytes > 0 || untilReady > 0, openedConnection: connections > 0)
  }

  private func detail(_ end: TransferResult.End) -> String {
    guard case .finished(let code) = end, code != 0 else { return "" }
    let own = String(cString: words)
    return own.isEmpty ? String(cString: curl_easy_strerror(CURLcode(code))) : own
  }
}

// MARK: - Options

extension Transfer {
  private func configure() -> Bool {
    let me = Unmanaged.passUnretained(self).toOpaque()
    return set(CURLOPT_URL, plan.url)
      && set(CURLOPT_ERRORBUFFER, pointer: words)
      && set(CURLOPT_NOSIGNAL, 1)
      // An environment variable must not lead round the address check.
      && set(CURLOPT_PROXY, "")
      && set(CURLOPT_FOLLOWLOCATION, 0)
      && set(CURLOPT_SSL_VERIFYPEER, 1) && set(CURLOPT_SSL_VERIFYHOST, 2)
      && set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
      && (plan.policy.trustedCertificates.map { set(CURLOPT_CAINFO, $0) } ?? true)
      && set(CURLOPT_CONNECTTIMEOUT_MS, max(plan.timeouts.connect, 1))
      && set(CURLOPT_TIMEOUT_MS, max(plan.timeouts.total, 1))
      && set(CURLOPT_FRESH_CONNECT, plan.freshConnection ? 1 : 0)
      && set(CURLOPT_FORBID_REUSE, plan.freshConnection ? 1 : 0)
      && set(CURLOPT_WRITEDATA, pointer: me) && set(CURLOPT_WRITEFUNCTION, onBody)
      && set(CURLOPT_HEADERDATA, pointer: me) && set(CURLOPT_HEADERFUNCTION, onLine)
      && set(CURLOPT_OPENSOCKETDATA, pointer: me)
      && penning_curl_set_socket_opener(easy, onSocket) == CURLE_OK
      && configureConversation(me)
  }

  private func configureConversation(_ me: UnsafeMutableRawPointer) -> Bool {
    switch plan.conversation {
    case .http(let method, let headers, let body): configure(method, headers, body)
    case .mail(let mail): configure(mail, me)
    }
  }

  private func configure(
    _ method: OutboundRequest.Method, _ headers: [OutboundHeader], _ body: [UInt8]?
  ) -> Bool {
    // libcurl would ask for leave before a large body; not all answer.
    let lines = headers.map { "\($0.name): \($0.value)" } + ["Expect:"]
    return set(CURLOPT_PROTOCOLS_STR, "http,https")
      && set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
      && set(CURLOPT_HTTPHEADER, list: lines)
      && set(CURLOPT_MAXFILESIZE_LARGE, size: plan.responseLimit)
      && configure(method, body)
  }

  private func configure(_ method: OutboundRequest.Method, _ body: [UInt8]?) -> Bool {
    if method == .head { return set(CURLOPT_NOBODY, 1) }
    guard let body = body ?? (method == .post ? [] : nil) else {
      return set(CURLOPT_HTTPGET, 1) && set(CURLOPT_CUSTOMREQUEST, method.rawValue)
    }
    return set(CURLOPT_POST, 1) && set(CURLOPT_POSTFIELDSIZE_LARGE, size: body.count)
      && setCopied(body) && set(CURLOPT_CUSTOMREQUEST, method.rawValue)
  }

  /// libcurl copies as many bytes as it was told before, zeros included. Without any pointer it
  /// would read the body from the standard input.
  private func setCopied(_ body: [UInt8]) -> Bool {
    guard !body.isEmpty else { return set(CURLOPT_COPYPOSTFIELDS, "") }
    return body.withUnsafeBytes { bytes in
      set(CURLOPT_COPYPOSTFIELDS, pointer: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }
  }

  private func configure(_ mail: MailTransfer, _ me: UnsafeMutableRawPointer) -> Bool {
    upload = mail.message[...]
    let security = mail.encryption == .required ? CURLUSESSL_ALL : CURLUSESSL_NONE
    return set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
      // Relays soon hang up on those who say nothing.
      && set(CURLOPT_MAXAGE_CONN, 30)
      && set(CURLOPT_USE_SSL, Int(security.rawValue))
      && (mail.credentials.map {
        set(CURLOPT_USERNAME, $0.user) && set(CURLOPT_PASSWORD, $0.password.revealed)
      } ?? true)
      && set(CURLOPT_MAIL_FROM, "<\(mail.sender)>")
      && set(CURLOPT_MAIL_RCPT, list: ["<\(mail.recipient)>"])
      && set(CURLOPT_UPLOAD, 1)
      && set(CURLOPT_INFILESIZE_LARGE, size: mail.message.count)
      && set(CURLOPT_READDATA, pointer: me) && set(CURLOPT_READFUNCTION, onUpload)
  }

  private func set(_ option: CURLoption, _ value: Int) -> Bool {
    penning_curl_set_long(easy, option, value) == CURLE_OK
  }

  private func set(_ option: CURLoption, size: Int) -> Bool {
    penning_curl_set_size(easy, option, curl_off_t(size)) == CURLE_OK
  }

  private func set(_ option: CURLoption, _ value: String) -> Bool {
    penning_curl_set_text(easy, option, value) == CURLE_OK
  }

  private func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) -> Bool {
    penning_curl_set_pointer(easy, option, pointer) == CURLE_OK
  }

  private func set(_ option: CURLoption, _ stream: curl_write_callback) -> Bool {
    penning_curl_set_stream(easy, option, stream) == CURLE_OK
  }

  /// libcurl keeps no copy of a list; it is freed with the transfer.
  private func set(_ option: CURLoption, list texts: [String]) -> Bool {
    var head: UnsafeMutablePointer<curl_slist>?
    for text in texts {
      guard let longer = curl_slist_append(head, text) else {
        curl_slist_free_all(head)
        return false
      }
      head = longer
    }
    guard let head else { return true }
    lists.append(head)
    return penning_curl_set_list(easy, option, head) == CURLE_OK
  }
}

// MARK: - What libcurl calls

extension Transfer {
  fileprivate static func of(_ pointer: UnsafeMutableRawPointer?) -> Transfer? {
    pointer.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// False ends the transfer.
  fileprivate func take(body bytes: UnsafeRawBufferPointer) -> Bool {
    guard body.count + bytes.count <= plan.responseLimit else {
      exceededLimit = true
      return false
    }
    body.append(contentsOf: bytes)
    return true
  }

  fileprivate func take(line bytes: UnsafeRawBufferPointer) -> Bool {
    // A new status line begins a new answer: what came before was a 1xx.
    if case .http = plan.conversation, bytes.starts(with: Array("HTTP/".utf8)) {
      lines = []
      lineBytes = 0
    }
    lineBytes += bytes.count
    guard lineBytes <= Self.lineLimit else {
      exceededLimit = true
      return false
    }
    lines.append(bytes.filter { $0 != 13 && $0 != 10 })
    return true
  }

  fileprivate func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    let part = upload.prefix(buffer.count)
    buffer.copyBytes(from: part)
    upload = upload.dropFirst(part.count)
    return part.count
  }

  /// Makes the socket, unless the policy is against the address it is for.
  fileprivate func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    guard let target = NetworkAddress(address), permits(target) else {
      refusedAddress = true
      return -1
    }
    let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    return socket(address.pointee.family, kind, address.pointee.protocol)
  }

  private func permits(_ address: NetworkAddress) -> Bool {
    if case .mail(let mail) = plan.conversation, mail.encryption == .loopbackOnly {
      return address.reach == .loopback && plan.policy.allowsLoopback
    }
    return plan.policy.permits(address)
  }
}

extension NetworkAddress {
  /// From the socket address that libcurl is about to connect to.
  init?(_ address: UnsafeMutablePointer<curl_sockaddr>) {
    guard let start = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
    // The struct's last member is longer than declared: `addrlen` bytes.
    let bytes = UnsafeRawBufferPointer(
      start: UnsafeRawPointer(address) + start, count: Int(address.pointee.addrlen))
    let part: Range<Int>
    switch address.pointee.family {
    case AF_INET: part = 4..<8
    case AF_INET6: part = 8..<24
    default: return nil
    }
    guard bytes.count >= part.upperBound else { return nil }
    self.init(bytes: Array(bytes[part]))
  }
}

private let onBody: curl_write_callback = { bytes, size, count, transfer in
  let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return Transfer.of(transfer)?.take(body: buffer) == true ? buffer.count : 0
}

private let onLine: curl_write_callback = { bytes, size, count, transfer in
  let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return Transfer.of(transfer)?.take(line: buffer) == true ? buffer.count : 0
}

private let onUpload: curl_write_callback = { bytes, size, count, transfer in
  let buffer = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
  return Transfer.of(transfer)?.give(buffer) ?? 0
}

private let onSocket: curl_opensocket_callback = { transfer, _, address in
  guard let address, let transfer = Transfer.of(transfer) else { return -1 }
  return transfer.open(address)
}
