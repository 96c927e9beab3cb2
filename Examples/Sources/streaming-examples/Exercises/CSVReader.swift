import NIOCore
import StreamingHTTP

/// Reads rows of RFC 4180 out of pieces that are cut anywhere.
///
/// A line ends with CR, LF or both, and an empty one is no row.
struct CSVReader {
    /// The most bytes of one row, beyond which the upload is refused.
    let rowLimit: Int
    private var row: [String] = []
    private var field: [UInt8] = []
    private var rowBytes = 0
    private var isQuoted = false
    private var isAfterQuote = false
    private var hasBegun = false
    /// What has come of a byte order mark, which is no part of the first field; `nil` behind it.
    private var mark: Int? = 0

    /// Makes a reader at the beginning of a table.
    init(rowLimit: Int) {
        self.rowLimit = rowLimit
    }

    /// Reads the rows that end in a piece.
    mutating func rows(in piece: ByteBuffer) throws -> [[String]] {
        var rows: [[String]] = []
        for byte in piece.readableBytesView {
            rowBytes += 1
            guard rowBytes <= rowLimit else {
                throw StreamFailure(code: "row-too-long", message: "A row is too long.")
            }
            if isMark(byte) { continue }
            if let row = read(byte) { rows.append(row) }
        }
        return rows
    }

    /// The row that no line break ended.
    mutating func last() throws -> [String]? {
        guard !isQuoted else {
            throw StreamFailure(code: "open-quote", message: "A quote is never closed.")
        }
        return hasBegun ? endRow() : nil
    }

    private mutating func isMark(_ byte: UInt8) -> Bool {
        guard let count = mark else { return false }
        let bytes: [UInt8] = [0xef, 0xbb, 0xbf]
        guard count < bytes.count, byte == bytes[count] else {
            mark = nil
            // A part of one is text, such as it is.
            if count < bytes.count, count > 0 {
                field += bytes.prefix(count)
                hasBegun = true
            }
            return false
        }
        mark = count + 1
        return true
    }

    private mutating func read(_ byte: UInt8) -> [String]? {
        if isQuoted {
            if byte == UInt8(ascii: "\"") {
                (isQuoted, isAfterQuote) = (false, true)
            } else {
                field.append(byte)
            }
            return nil
        }
        defer { isAfterQuote = false }
        switch byte {
        // Elsewhere in a cell that is not quoted it is a character as any other, as in 5" of rain.
        case UInt8(ascii: "\"") where isAfterQuote || field.isEmpty:
            // A quote behind a closed quote stands for one.
            if isAfterQuote { field.append(byte) }
            (isQuoted, hasBegun) = (true, true)
        case UInt8(ascii: ","): endField()
        case 10, 13: return endLine()
        default:
            field.append(byte)
            hasBegun = true
        }
        return nil
    }

    private mutating func endField() {
        row.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
        hasBegun = true
    }

    /// The row that a line break ends; `nil` for an empty line, such as is between CR and LF.
    private mutating func endLine() -> [String]? {
        guard !hasBegun else { return endRow() }
        rowBytes = 0
        return nil
    }

    private mutating func endRow() -> [String] {
        endField()
        defer { (row, hasBegun, rowBytes) = ([], false, 0) }
        return row
    }
}
