/// What names a file that is kept: its bytes' hash and their count.
struct StoredFile: Hashable, Sendable {
    /// SHA-256 in lower case hexadecimal.
    let hash: String
    /// Bytes.
    let size: Int64
}
