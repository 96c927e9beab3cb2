import ChatProtocol
import SmallFiles

/// What a server has handed on of a log, as a text: a line with the log's name and what is known of
/// the changes of access, and one for each mark.
struct MarksText: Sendable, Hashable {
    /// The file in a data folder that holds it.
    static let fileName = "handed-on"
    /// More than any of our own has.
    private static let byteLimit = 65_536

    let log: LogName
    var marks: SpacedMarks
    var access: AccessMark

    /// Takes marks of a log.
    ///
    /// - Parameter access: how far the changes of access have come.
    init(_ log: LogName, _ marks: SpacedMarks, _ access: AccessMark = AccessMark()) {
        self.log = log
        self.marks = marks
        self.access = access
    }

    /// Reads a text; `nil` for what is none, such as the rest of one.
    init?(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        // One that was cut off does not end with its mark.
        guard lines.popLast() == "", lines.popLast() == "end",
            let (log, access) = lines.popFirst().flatMap(Self.first)
        else { return nil }
        var marks = SpacedMarks()
        for line in lines {
            guard let mark = LogMarks.Mark(line: line) else { return nil }
            marks.add(mark)
        }
        self.init(log, marks, access)
    }

    /// Reads the first line, which older programs wrote without the changes of access.
    private static func first(_ line: Substring) -> (LogName, AccessMark)? {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard let log = words.first.flatMap({ LogName(String($0)) }) else { return nil }
        let numbers = words.dropFirst().compactMap { Int64($0) }
        guard words.count <= 3, numbers.count == words.count - 1 else { return nil }
        let mark = numbers.count > 1 ? numbers[1] : nil
        return (log, AccessMark(number: numbers.first ?? 0, mark: mark))
    }

    /// Reads what a server has handed on before of a log that is in a database.
    ///
    /// - Parameter folder: the data folder's whole path; `nil` where nothing is known.
    init?(in folder: String) {
        // What cannot be read tells nothing, as one that is not there.
        let file = try? SmallFile("\(folder)/\(Self.fileName)", .own).text(upTo: Self.byteLimit)
        guard let file else { return nil }
        self.init(file)
    }

    /// As a file holds it.
    var text: String {
        let numbers = [access.number] + (access.mark.map { [$0] } ?? [])
        let first = "\(log) " + numbers.map(String.init).joined(separator: " ")
        return ([first] + marks.all.map(\.line) + ["end", ""]).joined(separator: "\n")
    }
}

extension LogMarks.Mark {
    fileprivate var line: String { "\(position) \(seq) \(at.milliseconds) \(user)" }

    fileprivate init?(line: Substring) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, let position = Int64(words[0]), let seq = Int64(words[1]),
            let at = Int64(words[2])
        else { return nil }
        self.init(
            position: position,
            seq: seq,
            at: Timestamp(milliseconds: at),
            user: String(words[3])
        )
    }
}
