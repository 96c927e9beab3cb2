/// Cuts bytes into lines as they come.
///
/// It is pure, and the same in every split. It holds one line at most, and of a line that is too
/// long no more than the limit.
struct InputLines {
    /// A line without its ending, which is a line feed, also behind a carriage return.
    enum Line: Hashable, Sendable {
        case text(String)
        /// It has more bytes than the limit; with its beginning.
        case tooLong(String)
        /// With what stands for the bytes that are none.
        case notUTF8(String)

        /// What of it can be shown; to do what it says, all of it is wanted.
        var shown: String {
            switch self {
            case .text(let text), .tooLong(let text), .notUTF8(let text): text
            }
        }

        /// Why what is shown of it is not what was said, for people; `nil` if it is.
        var fault: String? {
            switch self {
            case .text: nil
            case .tooLong: "a line is too long"
            case .notUTF8: "a line is not UTF-8"
            }
        }
    }

    /// The most bytes of a line, without its ending.
    let byteLimit: Int
    private var rest: [UInt8] = []
    /// Whether the line that is begun has more bytes than are held.
    private var isCut = false

    /// Makes a splitter that has seen nothing.
    ///
    /// - Parameter byteLimit: the most bytes of a line, without its ending.
    init(byteLimit: Int) {
        self.byteLimit = byteLimit
    }

    /// Takes bytes as they were read.
    ///
    /// - Parameter bytes: any bytes.
    /// - Returns: the lines that they end, in order.
    mutating func take(_ bytes: ArraySlice<UInt8>) -> [Line] {
        var lines: [Line] = []
        var left = bytes
        while let end = left.firstIndex(of: UInt8(ascii: "\n")) {
            add(left[left.startIndex..<end])
            lines.append(finish())
            left = left[(end + 1)...]
        }
        add(left)
        return lines
    }

    /// Notes that nothing more comes.
    ///
    /// - Returns: the last line, which nothing ended; `nil` if there is none.
    mutating func end() -> Line? {
        rest.isEmpty ? nil : finish()
    }

    /// A carriage return may stand behind as many bytes as a line may have.
    private mutating func add(_ bytes: ArraySlice<UInt8>) {
        let room = byteLimit + 1 - rest.count
        if bytes.count > room { isCut = true }
        rest += bytes.prefix(room)
    }

    private mutating func finish() -> Line {
        var line = rest
        let isWhole = !isCut
        rest = []
        isCut = false
        if isWhole, line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard isWhole, line.count <= byteLimit else {
            return .tooLong(String(decoding: line.prefix(byteLimit), as: UTF8.self))
        }
        guard let text = String(validating: line, as: UTF8.self) else {
            return .notUTF8(String(decoding: line, as: UTF8.self))
        }
        return .text(text)
    }
}
