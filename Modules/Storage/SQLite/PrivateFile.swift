#if canImport(Glibc)
  import Glibc
#endif

enum PrivateFile {
  /// Makes a new, empty file that only its owner can read. An existing one is not touched:
  /// closing it here would let go of the locks that this process holds on it. Where it cannot be
  /// made, opening the database tells why.
  static func create(_ path: String) {
    let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 { close(descriptor) }
  }
}
