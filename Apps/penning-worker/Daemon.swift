import Observability
import Outbox
import Primitives
import Runtime
import Synchronization
import Workflows

/// Works until a signal: as soon as something is due, else after a short rest.
struct Daemon: Sendable {
  /// Milliseconds between two looks when nothing is due. A look costs six index probes.
  static let rest: UInt64 = 500

  let running: RunningPlatform

  init(_ running: RunningPlatform) { self.running = running }

  func runUntilStopped() async throws {
    let stop = StopFlag()
    let log = running.log
    let work = running.dueWork()
    let worker = Task { await loop(work, stop) }
    log.info("worker started")
    await Signals.untilStop()
    log.info("worker stopping")
    stop.raise()
    worker.cancel()
    await worker.value
    log.info("worker stopped")
  }

  /// A pass that fails as a whole, such as with the database gone, is tried again after a rest.
  private func loop(_ work: DueWork, _ stop: StopFlag) async {
    var clock = RunVerdict.go
    while !stop.isRaised {
      do {
        let pass = try await work.runOnce(shouldStop: { stop.isRaised })
        if pass.clock != clock { running.log.tell(pass.clock) }
        clock = pass.clock
        if !pass.isIdle { continue }
      } catch {
        running.log.error("pass failed", ["error": .failure(error)])
      }
      // Cancelled at the stop: the rest then ends at once.
      try? await Task.sleep(nanoseconds: Daemon.rest * 1_000_000)
    }
  }
}

/// Raised once, read by everyone.
final class StopFlag: Sendable {
  private let raised = Atomic(false)

  var isRaised: Bool { raised.load(ordering: .acquiring) }

  func raise() { raised.store(true, ordering: .releasing) }
}

extension RunningPlatform {
  /// The platform's due work, with failures in the log.
  func dueWork() -> DueWork {
    let log = log
    let name = "worker-\(platform.random.next() % 1_000_000)"
    return DueWork(platform, worker: name, guardsClock: guardsClock) { problem in
      log.error(
        "job failed",
        [
          "job": .text(problem.job), "shop": .describing(problem.shop),
          "error": .failure(problem.error),
        ])
    }
  }
}

extension Log {
  /// Runs that stand still must be seen: nothing is billed until somebody acts (I-16).
  func tell(_ clock: RunVerdict) {
    switch clock {
    case .go: info("runs go on")
    case .behind(let lastRun):
      error("runs wait: the clock is behind the last run", ["lastRun": .text(lastRun.rfc3339)])
    case .jumped(let lastRun):
      error(
        "runs stopped: the clock jumped; penning-worker confirm-clock lets them go on",
        ["lastRun": .text(lastRun.rfc3339)])
    }
  }
}
