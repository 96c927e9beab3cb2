import ChatProtocol
import Testing

@testable import ChatStore

struct LogMarksTests {
    private func mark(_ position: Int64, _ user: String = "ann") -> LogMarks.Mark {
        LogMarks.Mark(position: position, seq: position, at: Timestamp(milliseconds: 0), user: user)
    }

    private func marks(_ positions: Int64...) -> LogMarks {
        var marks = LogMarks()
        for position in positions { marks.add(mark(position)) }
        return marks
    }

    @Test("A database that has what was handed on has lost nothing, whatever more it has")
    func same() {
        let marks = marks(3, 5, 8)
        #expect(marks.end(head: 8, [mark(3), mark(5), mark(8)]) == nil)
        #expect(marks.end(head: 20, [mark(8)]) == nil)
        #expect(LogMarks().end(head: 0, []) == nil)
    }

    @Test("What was removed for its age is not lost")
    func removed() {
        let marks = marks(3, 5, 8)
        #expect(marks.end(head: 9, [mark(3), mark(5)]) == nil)
        #expect(marks.end(head: 9, []) == nil)
    }

    @Test("What is not there, and what is another event, is lost from there on")
    func lost() {
        let marks = marks(3, 5, 8)
        #expect(marks.end(head: 7, [mark(3), mark(5)]) == 5)
        #expect(marks.end(head: 9, [mark(3), mark(5, "bob"), mark(8, "bob")]) == 3)
        #expect(marks.end(head: 9, [mark(3, "bob"), mark(5, "bob"), mark(8, "bob")]) == 0)
        #expect(marks.end(head: 2, []) == 0)
    }

    @Test("No more marks are kept than the bound, and those are the newest")
    func bounded() {
        var marks = LogMarks()
        let count = Int64(LogMarks.limit) * 3
        for position in 1...count { marks.add(mark(position)) }
        #expect(marks.positions == Array((count - Int64(LogMarks.limit) + 1)...count))
    }
}
