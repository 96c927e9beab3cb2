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

    @Test("has lines in it that are none")
    func lines() {
        var notPosted = NotPosted()
        notPosted.noteLine()
        #expect(notPosted.code == ExitCodes.refused && notPosted.words == "1 line was not posted")
    }
}
