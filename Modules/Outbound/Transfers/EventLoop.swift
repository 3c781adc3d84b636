import CCurl
import Synchronization

/// Runs the transfers of one client: any number at once, on one thread, through libcurl's multi
/// interface. The thread starts with the first transfer and ends with `stop` or with the loop.
///
/// Each client has a loop of its own, since libcurl shares idle connections within a loop and a
/// connection that one policy allowed must not serve another.
final class EventLoop: Sendable {
  private let core = LoopCore()

  deinit { core.shutDown() }

  /// Runs the plan to its end. A cancelled task ends the transfer.
  func run(_ plan: TransferPlan) async -> TransferResult {
    let number = core.nextNumber()
    let core = core
    return await withTaskCancellationHandler {
      await withCheckedContinuation { done in
        core.submit(.start(number, plan, done))
        // The handler below may have run before the start was known.
        if Task.isCancelled { core.submit(.cancel(number)) }
      }
    } onCancel: {
      core.submit(.cancel(number))
    }
  }

  /// Ends what is under way as `stopped` and waits for the thread. Later runs are refused.
  func stop() async {
    core.shutDown()
    await core.waitForEnd()
  }
}

/// What the event thread shares with those who ask: a queue of commands and libcurl's waking.
private final class LoopCore: Sendable {
  typealias Answer = CheckedContinuation<TransferResult, Never>

  enum Command: Sendable {
    case start(Int, TransferPlan, Answer)
    case cancel(Int)
  }

  private struct State {
    var commands: [Command] = []
    var isOpen = true
    var counter = 0
    /// Set while the thread runs; only to wake it.
    var multi: UnsafeMutableRawPointer?
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private static let curlStarted = penning_curl_start() == CURLE_OK

  func nextNumber() -> Int {
    state.withLock { state in
      state.counter += 1
      return state.counter
    }
  }

  func submit(_ command: Command) {
    let accepted = state.withLock { state in
      guard state.isOpen, state.multi != nil || startThread(&state) else { return false }
      state.commands.append(command)
      curl_multi_wakeup(state.multi)
      return true
    }
    if !accepted, case .start(_, _, let answer) = command {
      answer.resume(returning: TransferResult(end: .stopped))
    }
  }

  func shutDown() {
    state.withLock { state in
      state.isOpen = false
      if let multi = state.multi { curl_multi_wakeup(multi) }
    }
  }

  func waitForEnd() async {
    await withCheckedContinuation { done in
      let ended = state.withLock { state in
        if state.multi != nil { state.waiting.append(done) }
        return state.multi == nil
      }
      if ended { done.resume() }
    }
  }

  private func startThread(_ state: inout State) -> Bool {
    guard Self.curlStarted, let multi = curl_multi_init() else { return false }
    penning_curl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, 128)
    penning_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 32)
    penning_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 32)
    state.multi = multi
    let started = EventThread.start { self.runThread() }
    if !started {
      curl_multi_cleanup(multi)
      state.multi = nil
    }
    return started
  }

  /// The thread's whole life.
  private func runThread() {
    // Taken here again: a pointer does not travel between threads by itself.
    guard let multi = state.withLock({ $0.multi.map(SentPointer.init) }) else { return }
    var transfers = Transfers(multi: multi.pointer)
    while let commands = takeCommands() {
      for command in commands { transfers.apply(command) }
      transfers.advance()
    }
    let left = state.withLock { state in
      defer { state.commands = [] }
      return state.commands
    }
    for command in left { transfers.apply(command) }
    transfers.end()
    let waiting = state.withLock { state in
      curl_multi_cleanup(multi.pointer)
      state.multi = nil
      defer { state.waiting = [] }
      return state.waiting
    }
    for done in waiting { done.resume() }
  }

  /// Nil when the loop is to end.
  private func takeCommands() -> [Command]? {
    state.withLock { state in
      guard state.isOpen else { return nil }
      defer { state.commands = [] }
      return state.commands
    }
  }
}

/// Carries libcurl's handle out of the lock to the one thread that works with it.
private struct SentPointer: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer
}

/// The transfers under way; belongs to the event thread.
private struct Transfers {
  let multi: UnsafeMutableRawPointer
  private var running: [Int: (transfer: Transfer, answer: LoopCore.Answer)] = [:]
  private var numbers: [UnsafeMutableRawPointer: Int] = [:]

  init(multi: UnsafeMutableRawPointer) { self.multi = multi }

  mutating func apply(_ command: LoopCore.Command) {
    switch command {
    case .start(let number, let plan, let answer): start(number, plan, answer)
    case .cancel(let number): finish(number, .cancelled)
    }
  }

  private mutating func start(_ number: Int, _ plan: TransferPlan, _ answer: LoopCore.Answer) {
    guard let transfer = Transfer(plan) else {
      answer.resume(returning: TransferResult(end: .finished(CURLE_OUT_OF_MEMORY.rawValue)))
      return
    }
    let added = curl_multi_add_handle(multi, transfer.easy)
    guard added == CURLM_OK else {
      answer.resume(returning: TransferResult(end: .finished(CURLE_FAILED_INIT.rawValue)))
      return
    }
    running[number] = (transfer, answer)
    numbers[transfer.easy] = number
  }

  /// One round: let libcurl work, answer what has ended, wait for more.
  mutating func advance() {
    var active: Int32 = 0
    curl_multi_perform(multi, &active)
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let number = numbers[message.pointee.easy_handle]
      else { continue }
      finish(number, .finished(message.pointee.data.result.rawValue))
    }
    curl_multi_poll(multi, nil, 0, running.isEmpty ? 60_000 : 1_000, nil)
  }

  mutating func end() {
    for number in Array(running.keys) { finish(number, .stopped) }
  }

  /// Removing it from the table is what makes the answer come exactly once.
  private mutating func finish(_ number: Int, _ end: TransferResult.End) {
    guard let (transfer, answer) = running.removeValue(forKey: number) else { return }
    numbers[transfer.easy] = nil
    let result = transfer.result(end)
    // The handle must leave the loop before the transfer frees it.
    withExtendedLifetime(transfer) { _ = curl_multi_remove_handle(multi, transfer.easy) }
    answer.resume(returning: result)
  }
}
