import ChatProtocol
import NIOCore

/// Cuts a body that arrives in any pieces into lines, holding one unfinished line at the most.
struct BodyLines: Sendable {
    /// A line as it was found, without its line break: a line feed, also behind a carriage return.
    enum Line: Hashable, Sendable {
        /// Something of it can be seen.
        case text(String)
        /// This many bytes, of which nothing was kept.
        case tooLong(Int)
        case notUTF8
    }

    private var unfinished: [UInt8] = []
    private var count = 0
    /// Whether the last byte so far is a carriage return, which may be none of the line's.
    private var hasReturn = false
    private let byteLimit: Int

    /// Begins with nothing.
    ///
    /// - Parameter byteLimit: the most bytes of a line without its line break; a longer one is
    ///   counted and forgotten.
    init(byteLimit: Int) {
        self.byteLimit = byteLimit
    }

    /// Takes the next line out of a piece: one at a time, since those behind it may wait for long,
    /// and cut off they would take many times as much.
    ///
    /// - Parameter buffer: of the body; what was gone over is taken from it.
    /// - Returns: a line in which something can be seen; `nil` once all was gone over.
    mutating func next(in buffer: inout ByteBuffer) -> Line? {
        while let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
            let count = end - buffer.readerIndex
            take(buffer.readableBytesView.prefix(count))
            buffer.moveReaderIndex(forwardBy: count + 1)
            if let line = finish() { return line }
        }
        take(buffer.readableBytesView)
        buffer.moveReaderIndex(to: buffer.writerIndex)
        return nil
    }

    /// Ends the line that is unfinished.
    ///
    /// - Returns: the line; `nil` if nothing of it can be seen.
    mutating func finish() -> Line? {
        defer {
            unfinished.removeAll(keepingCapacity: true)
            count = 0
            hasReturn = false
        }
        let length = hasReturn ? count - 1 : count
        guard length <= byteLimit else { return .tooLong(length) }
        if hasReturn { unfinished.removeLast() }
        guard !unfinished.isEmpty else { return nil }
        guard let text = String(validating: unfinished, as: UTF8.self) else { return .notUTF8 }
        return VisibleText.isIn(text) ? .text(text) : nil
    }

    /// A carriage return may stand behind as many bytes as a line may have.
    private mutating func take(_ bytes: some BidirectionalCollection<UInt8>) {
        guard let last = bytes.last else { return }
        hasReturn = last == UInt8(ascii: "\r")
        count += bytes.count
        if count <= byteLimit + 1 { unfinished.append(contentsOf: bytes) } else { unfinished = [] }
    }
}
