/// Why a document did not become paper. None of these is the fault of a reader's input: texts of
/// any length and script are set; only a paper of absurd length is refused.
package enum DocumentError: Error, Hashable, Sendable {
  /// cairo refused; its own words.
  case drawing(String)
  /// The document would take more pages than anyone prints.
  case tooManyPages(limit: Int)
}
