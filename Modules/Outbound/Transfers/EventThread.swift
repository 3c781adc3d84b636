import Glibc

/// Starts a thread of the process's own, for work that waits in C.
enum EventThread {
  /// False when the system gives no thread.
  static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let work = Unmanaged.passRetained(Work(body)).toOpaque()
    var thread = pthread_t()
    if pthread_create(&thread, nil, live, work) == 0 {
      pthread_detach(thread)
      return true
    }
    Unmanaged<Work>.fromOpaque(work).release()
    return false
  }
}

private final class Work: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func live(_ work: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let work else { return nil }
  ignoreBrokenPipes()
  Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
  return nil
}

/// OpenSSL writes without MSG_NOSIGNAL: a peer that hangs up must not end the process.
private func ignoreBrokenPipes() {
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, SIGPIPE)
  pthread_sigmask(SIG_BLOCK, &signals, nil)
}
