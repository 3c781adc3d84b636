/// A value that prints as `***`, so that no log, page or error shows it (I-44).
package struct Secret<Value: Sendable>: Sendable, CustomStringConvertible,
  CustomDebugStringConvertible, CustomReflectable
{
  /// The value itself; naming this is the one way to it.
  package let revealed: Value

  package init(_ value: Value) { revealed = value }

  package var description: String { "***" }
  package var debugDescription: String { "***" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
