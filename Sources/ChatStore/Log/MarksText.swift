import ChatProtocol

/// What a server has handed on of a log, as a text: the log's name, and a line for each mark.
struct MarksText: Sendable, Hashable {
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
