/// Fields that every event of the task carries: the request's id, the job's id, the shop.
package enum LogContext {
  @TaskLocal package static var fields = LogFields()

  /// Runs `body` with `more` added to the fields of each event logged in it.
  package static func with<T>(
    _ more: LogFields, _ body: () async throws -> T
  ) async rethrows -> T {
    try await $fields.withValue(fields.merging(more), operation: body)
  }
}
