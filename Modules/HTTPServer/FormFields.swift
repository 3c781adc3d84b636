/// How much a form may hold.
package struct FormLimits: Sendable, Hashable {
  package var fields: Int
  /// Bytes of one field that is not a file.
  package var fieldSize: Int
  package var files: Int

  package init(fields: Int = 1000, fieldSize: Int = 256 * 1024, files: Int = 20) {
    self.fields = fields
    self.fieldSize = fieldSize
    self.files = files
  }
}

/// A form as it was sent. Fields keep their order, and one that came twice is seen to have:
/// `texts.firstDuplicate`.
package struct FormFields: Sendable, Hashable {
  /// An uploaded file. Its name and type are what the asker claims.
  package struct File: Sendable, Hashable {
    package let field: String
    package let name: String
    package let type: String
    package let bytes: [UInt8]
  }

  package internal(set) var texts = QueryItems()
  package internal(set) var files: [File] = []

  /// The first text of that name.
  package subscript(name: String) -> String? { texts[name] }

  /// The first file of that name.
  package func file(_ field: String) -> File? { files.first { $0.field == field } }

  package init(texts: QueryItems = [:]) { self.texts = texts }

  init(body: [UInt8], type: ContentType, limits: FormLimits) throws(HTTPError) {
    switch type.type {
    case "application/x-www-form-urlencoded":
      guard let items = QueryItems(urlEncoded: body, limit: limits.fields) else {
        throw .malformed("The form can't be read.")
      }
      texts = items
    case "multipart/form-data":
      try readMultipart(body, type, limits)
    default:
      throw .unsupportedType(
        expected: "application/x-www-form-urlencoded or multipart/form-data")
    }
    guard texts.items.allSatisfy({ $0.value.utf8.count <= limits.fieldSize }) else {
      throw .tooLarge
    }
  }

  private mutating func readMultipart(
    _ body: [UInt8], _ type: ContentType, _ limits: FormLimits
  ) throws(HTTPError) {
    guard let boundary = type["boundary"], (1...70).contains(boundary.utf8.count) else {
      throw .malformed("The form has no boundary.")
    }
    let parts = try MultipartReader(body: body, boundary: boundary)
      .parts(limit: limits.fields + limits.files)
    for part in parts {
      if let name = part.fileName {
        files.append(File(field: part.name, name: name, type: part.type, bytes: part.bytes))
      } else {
        guard !part.bytes.contains(0), let text = String(validating: part.bytes, as: UTF8.self)
        else { throw .malformed("The field \(part.name) is not UTF-8 text.") }
        texts.add(part.name, text)
      }
    }
    guard files.count <= limits.files, texts.items.count <= limits.fields else { throw .tooLarge }
  }
}
