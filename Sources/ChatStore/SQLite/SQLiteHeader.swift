/// The first bytes of a SQLite file.
///
/// Source: https://www.sqlite.org/fileformat2.html, section 1.3.
struct SQLiteHeader {
    /// How many bytes it has.
    static let length = 100
    private static let magic = Array("SQLite format 3\0".utf8)

    let applicationID: Int32
    /// The `user_version`.
    let version: Int
    /// The bytes that the file should have; `nil` when the header does not know.
    let fileSize: Int64?

    /// Reads a header; `nil` when it is none.
    ///
    /// - Parameter bytes: the first of the file.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.length, bytes.starts(with: Self.magic) else { return nil }
        func number(at index: Int, bytes count: Int = 4) -> UInt32 {
            bytes[index..<(index + count)].reduce(0) { $0 << 8 | UInt32($1) }
        }
        applicationID = Int32(bitPattern: number(at: 68))
        version = Int(number(at: 60))
        let size = number(at: 16, bytes: 2)
        let pageSize: Int64 = size == 1 ? 65_536 : Int64(size)
        let isCountValid = number(at: 24) == number(at: 92)
        fileSize = isCountValid ? pageSize * Int64(number(at: 28)) : nil
    }
}
