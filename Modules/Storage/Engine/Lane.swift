import Dispatch

/// Something that runs work on a connection, one piece at a time.
protocol Lane: Actor {
  func run<T: Sendable>(_ work: @Sendable (Session) throws -> T) throws -> T
}

/// Runs work on a thread of its own queue: blocking calls stay off the cooperative pool.
actor BlockingLane: Lane {
  private let executor: QueueExecutor
  private let session: Session

  init(_ open: @escaping Session.Opener) {
    executor = QueueExecutor()
    session = Session(open)
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func run<T: Sendable>(_ work: @Sendable (Session) throws -> T) throws -> T {
    try work(session)
  }
}

/// Runs work on the cooperative pool: for a database in memory, which never blocks and where the
/// change of threads would cost more than the work.
actor InlineLane: Lane {
  private let session: Session

  init(_ open: @escaping Session.Opener) { session = Session(open) }

  func run<T: Sendable>(_ work: @Sendable (Session) throws -> T) throws -> T {
    try work(session)
  }
}

private final class QueueExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "penning.storage")

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    queue.async { unowned.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }
}
