import ChatTUI
import Testing

@testable import ChatTerminal

@Suite("What a pipe could not post")
struct NotPostedTests {
    // A pipe into the client without a screen ended with 0 whatever became of its lines.
    @Test(
        "is told by the code of its worst cause, and counted",
        arguments: [
            ([], 0, nil), ([400], 65, "1 line was not posted"),
            ([nil, 413], 65, "2 lines were not posted"),
            ([403, 400], 77, "2 lines were not posted"), ([401], 77, "1 line was not posted"),
        ] as [([Int?], CInt, String?)]
    )
    func refusals(statuses: [Int?], code: CInt, words: String?) {
        var notPosted = NotPosted()
        notPosted.note(.notice("something else"))
        notPosted.note(.posted(key: "k", nil))
        for status in statuses { notPosted.note(.refused(key: "k", reason: "no", status: status)) }
        #expect(notPosted.code == code)
        #expect(notPosted.words == words)
    }

    // What was said in a room that was lost, or could not be made, was not told.
    @Test("has lines in it that are none, and those for rooms that are not there")
    func lines() {
        var notPosted = NotPosted()
        notPosted.noteLines(0)
        notPosted.noteLines(-1)
        #expect(notPosted.code == ExitCodes.done && notPosted.words == nil)
        notPosted.noteLines()
        #expect(notPosted.code == ExitCodes.refused && notPosted.words == "1 line was not posted")
        notPosted.noteLines(2)
        #expect(notPosted.code == ExitCodes.refused && notPosted.words == "3 lines were not posted")
    }

    @Test(
        "is told by the worse code of what ended it and of what was refused before",
        arguments: [(400, ExitCodes.unavailable), (403, ExitCodes.notAllowed)]
    )
    func end(status: Int, code: CInt) {
        var notPosted = NotPosted()
        notPosted.note(.refused(key: "k", reason: "no", status: status))
        notPosted.noteEnd(ExitCodes.unavailable, lines: 2)
        #expect(notPosted.code == code)
        #expect(notPosted.words == "3 lines were not posted")
    }

    @Test("waits for a server that is away a while, and again after it was there")
    func patience() throws {
        let start = ContinuousClock.now
        var patience = Patience()
        #expect(patience.wait(at: start) == nil)
        patience.note(isStuck: true, at: start)
        patience.note(isStuck: true, at: start + .seconds(14))
        #expect(patience.wait(at: start + .seconds(14)) == .seconds(1))
        #expect(patience.wait(at: start + .seconds(20)) == .zero)
        patience.note(isStuck: false, at: start + .seconds(20))
        #expect(patience.wait(at: start + .seconds(20)) == nil)
        patience.note(isStuck: true, at: start + .seconds(30))
        #expect(patience.wait(at: start + .seconds(31)) == .seconds(14))
    }
}
