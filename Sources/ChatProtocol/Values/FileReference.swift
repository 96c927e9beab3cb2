/// A file that a message carries.
package struct FileReference: Hashable, Sendable {
    package var name: String
    /// Bytes.
    package var size: Int64
    /// A media type.
    package var type: String
    /// 64 hexadecimal digits.
    package var sha256: String
    package var url: String

    /// Makes a reference.
    ///
    /// - Parameters:
    ///   - name: the file's name, from a person.
    ///   - size: in bytes, 0 or more.
    ///   - sha256: of its bytes, 64 hexadecimal digits.
    package init(name: String, size: Int64, type: String, sha256: String, url: String) {
        self.name = name
        self.size = size
        self.type = type
        self.sha256 = sha256
        self.url = url
    }
}
