import ChatProtocol
import Testing

@testable import ChatStore

/// What a server keeps of a log beyond its own life.
struct SpacedMarksTests {
    private func mark(_ position: Int64) -> LogMarks.Mark {
        LogMarks.Mark(
            position: position,
            seq: position,
            at: Timestamp(milliseconds: -1),
            user: "an^n"
        )
    }

    private func marks(_ positions: some Sequence<Int64>) -> SpacedMarks {
        positions.reduce(into: SpacedMarks()) { $0.add(mark($1)) }
    }

    @Test("However much is lost, a mark is from not much longer before", arguments: [1, 7, 100])
    func spaced(step: Int64) {
        let newest: Int64 = 70_000
        let marks = marks(stride(from: step, through: newest, by: Int(step)))
        #expect(marks.all.count < 100)
        #expect(marks.all.last == mark(newest / step * step))
        for lost in [1, 2, 5, 100, 999, 30_000, 69_000] as [Int64] {
            let head = newest - lost
            let before = marks.all.last { $0.position <= head }?.position ?? 0
            #expect(head - before <= lost + 2 * step, "\(lost)")
        }
    }

    @Test("Of a log that is there the same places are kept, from its end on")
    func positions() {
        #expect(SpacedMarks.positions(through: 0) == [])
        #expect(SpacedMarks.positions(through: 1) == [1])
        #expect(SpacedMarks.positions(through: 10) == [2, 6, 8, 9, 10])
        let all = SpacedMarks.positions(through: .max)
        #expect(all.count == 54 && all == all.sorted())
    }

    @Test("Marks are read as they were written, and the rest of a file tells nothing")
    func text() throws {
        let log = try #require(LogName("house"))
        let access = AccessMark(number: 7, mark: 1 << 52)
        let text = MarksText(log, marks(1...50 as ClosedRange<Int64>), access)
        #expect(MarksText(text.text) == text)
        let empty = MarksText(log, SpacedMarks())
        #expect(MarksText(empty.text) == empty)
        // As an older program wrote it.
        #expect(MarksText("house\nend\n") == empty)
        for count in 0..<text.text.count {
            #expect(MarksText(String(text.text.prefix(count))) == nil, "\(count)")
        }
        for line in ["1 2 3", "1 2 3 a b", "x 2 3 a", ""] {
            #expect(MarksText("house\n\(line)\nend\n") == nil, "\(line)")
        }
        for line in ["house x", "house 1 x", "house 1 2 3", "house ", " 1"] {
            #expect(MarksText("\(line)\nend\n") == nil, "\(line)")
        }
    }
}
