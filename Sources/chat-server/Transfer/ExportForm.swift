import ChatClient
import ChatProtocol
import NIOCore

/// What an export in a format looks like, by which a whole one is told from what was cut off.
///
/// A proxy may end an answer that broke off as if it were whole.
struct ExportForm {
    /// The formats that a log is exported in.
    static let names = Format.allCases.filter { $0 != .sse }.map(\.rawValue)

    private let format: Format
    private var lastByte: UInt8?
    /// Whether what came so far ends within the quotes of a cell.
    private var isQuoted = false

    /// Begins; `nil` for a format that no log is exported in.
    init?(_ name: String) {
        guard Self.names.contains(name), let format = Format(rawValue: name) else { return nil }
        self.format = format
    }

    /// What the head of the answer has.
    var expectation: RawCall.Expectation {
        .rows(of: format)
    }

    /// Takes a piece of the answer, cut anywhere.
    mutating func take(_ piece: ByteBuffer) {
        let bytes = piece.readableBytesView
        lastByte = bytes.last ?? lastByte
        guard format == .csv else { return }
        // A quote within a cell is written twice.
        if !bytes.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) { isQuoted.toggle() }
    }

    /// Looks at the end.
    ///
    /// - Throws: ``CommandFailure`` where it is not the end of a row.
    func finish(from address: String) throws(CommandFailure) {
        // Only a table has a row where there are no messages.
        let isEmpty = lastByte == nil && format != .csv
        guard isEmpty || (lastByte == UInt8(ascii: "\n") && !isQuoted) else {
            throw CommandFailure(.temporary, "\(address) did not send all; repeat the command")
        }
    }
}
