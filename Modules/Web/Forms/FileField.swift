package import HTML
package import HTTPServer

extension FormReader {
  /// An uploaded file that must be there and hold something. Its name and type are what the asker
  /// claims.
  package mutating func file(_ name: String) -> FormFields.File? {
    guard let file = optionalFile(name) else {
      if state.fault(name) == nil { refuse(name, FormText.missing) }
      return nil
    }
    return file
  }

  /// An uploaded file, or nil where none was chosen: browsers then send an empty one.
  package mutating func optionalFile(_ name: String) -> FormFields.File? {
    let files = sentFiles(name)
    if files.count > 1 { refuse(name, FormText.twice) }
    return files.count == 1 && !files[0].bytes.isEmpty ? files[0] : nil
  }
}

extension FormView {
  /// A file to be chosen; the form must be multipart.
  package func file(
    _ name: String, _ label: String, _ look: FieldLook = FieldLook(), accepts: StaticString
  ) -> Markup {
    field(name, label, look) { described in
      input(
        .type("file"), .id(Self.id(name)), .name(name), .accept(accepts),
        look.isRequired ? .required : nil, described, invalid(name))
    }
  }
}
