import ChatProtocol
import SmallFiles

/// What a server has handed on of a log, as a text: the log's name, and a line for each mark.
struct MarksText: Sendable, Hashable {
    /// The file in a data folder that holds it.
    static let fileName = "handed-on"
    /// More than any of our own has.
    private static let byteLimit = 65_536

    let log: LogName
    var marks: SpacedMarks

    /// Takes marks of a log.
    ///
    /// - Parameters:
    ///   - log: its name.
    ///   - marks: of it.
    init(_ log: LogName, _ marks: SpacedMarks) {
        self.log = log
        self.marks = marks
    }

    /// Reads a text; `nil` for what is none, such as the rest of one.
    ///
    /// - Parameter text: from a file.
    init?(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        // One that was cut off does not end with its mark.
        guard lines.popLast() == "", lines.popLast() == "end",
            let log = lines.popFirst().flatMap({ LogName(String($0)) })
        else { return nil }
        var marks = SpacedMarks()
        for line in lines {
            guard let mark = LogMarks.Mark(line: line) else { return nil }
            marks.add(mark)
        }
        self.init(log, marks)
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
        (["\(log)"] + marks.all.map(\.line) + ["end", ""]).joined(separator: "\n")
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
