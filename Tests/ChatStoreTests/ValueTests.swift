import ChatProtocol
import TestTools
import Testing

@testable import ChatStore

@Suite struct ValueTests {
    @Test(
        "Text is found whatever its case",
        arguments: [
            ("STRASSE", "Straße", true), ("straße", "STRAẞE", true), ("ẞ", "strasse", true),
            ("σας", "ΣΑΣ", true), ("É", "café", true),
            ("ab", "aAB", true), ("aab", "aaab", true), ("b", "a", false), ("abc", "ab", false),
            ("", "", true), ("x", "", false), ("[", "{", false), ("@", "`", false),
        ]
    )
    func folding(sought: String, text: String, isFound: Bool) {
        #expect(FoldedText(sought).isIn(text) == isFound)
    }

    // Seen as S4: looking for a text that repeats itself took quadratic time.
    @Test("However texts repeat themselves, each byte is compared twice at the most")
    func foldingIsLinear() {
        let text = String(repeating: "a", count: 16_384)
        for sought in [String(repeating: "a", count: 250) + "b", "ab", text + "b", "b"] {
            var steps = 0
            let found = FoldedText(sought).isIn(SearchedText(text), steps: &steps)
            #expect(!found)
            #expect(steps <= 2 * text.utf8.count)
        }
    }

    @Test("A text is found where it is, whatever repeats in both")
    func foldingFindsAll() {
        var generator = SeededGenerator(seed: 11)
        func draw(_ count: Int) -> String {
            String((0..<count).map { _ in Bool.random(using: &generator) ? "a" : "b" })
        }
        for _ in 0..<3000 {
            let text = draw(Int.random(in: 0...12, using: &generator))
            let sought = draw(Int.random(in: 0...5, using: &generator))
            let isThere = sought.isEmpty || text.contains(sought)
            #expect(FoldedText(sought).isIn(text) == isThere, "\(sought) in \(text), seed 11")
        }
    }

    @Test("Texts with NUL are stored without it, and come back")
    func escape() {
        var generator = SeededGenerator(seed: 7)
        let scalars: [Unicode.Scalar] = ["\0", "\u{10FFFF}", "0", "1", "\u{10FFFE}", "é"]
        for _ in 0..<2000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...8, using: &generator) {
                text.append(scalars[Int.random(in: 0..<scalars.count, using: &generator)])
            }
            let stored = NULEscape.escaped(String(text))
            #expect(!stored.utf8.contains(0), "seed 7")
            #expect(Array(NULEscape.unescaped(stored).unicodeScalars) == Array(text), "seed 7")
        }
    }

    @Test("The line keeps order and both of its bounds")
    func line() throws {
        var line = WaitingLine<Int>(limit: 3, byteLimit: 10)
        try line.add(1, bytes: 100)
        #expect(throws: StoreError.overloaded(limit: 10)) { try line.add(2, bytes: 1) }
        #expect(line.take(most: 5, mostBytes: 10) == [1])
        for number in 2...4 { try line.add(number, bytes: 3) }
        #expect(throws: StoreError.overloaded(limit: 3)) { try line.add(5, bytes: 1) }
        #expect(line.take(most: 1, mostBytes: 10) == [2])
        #expect(line.take(most: 5, mostBytes: 5) == [3])
        try line.add(6, bytes: 7)
        line.close()
        #expect(throws: StoreError.closed) { try line.add(7, bytes: 1) }
        #expect(line.take(most: 5, mostBytes: 10) == [4, 6])
        #expect(line.take(most: 5, mostBytes: 10).isEmpty && line.isEmpty)
    }

    @Test("Parameters are numbered as they first appear")
    func parameters() {
        for text in statements {
            let numbers = text.matches(of: /\$([0-9]+)/).compactMap { Int($0.output.1) }
            var seen: [Int] = []
            for number in numbers where !seen.contains(number) { seen.append(number) }
            #expect(seen == Array(1...max(1, seen.count)), "\(text)")
        }
    }
}

private let statements = [
    Statements.room, Statements.roomID, Statements.roomNumbers, Statements.newestPlace,
    Statements.cutRooms,
    Statements.firstPlace, Statements.makeRoom, Statements.setTopic, Statements.setVisibility,
    Statements.insertEvent, Statements.insertMessage, Statements.event(.said),
    Statements.event(.now), Statements.loggedAt,
    Statements.speechBack, Statements.boundedSpeechBack, Statements.useOfKey,
    Statements.eventOfKey, Statements.keepKey, Statements.keepUnchangedKey,
    Statements.dropOldKeys, Statements.dropOldUnchangedKeys,
    Statements.setRole, Statements.dropRole, Statements.markRead,
    Statements.readSeq, Statements.shownMarks, Statements.readMarkers,
    Statements.lastMessages(rooms: 4, bounding: false),
    Statements.messagePosition, Statements.saidAt, Statements.messageState,
    Statements.setMessageState, Statements.reaction, Statements.addReaction,
    Statements.dropReaction, Statements.dropReactions, Statements.amendingEvents,
    Statements.history(.said, newestFirst: true), Statements.history(.now, newestFirst: false),
    Statements.merged(.said, rooms: 4, bounding: false),
    Statements.merged(.now, rooms: 4, bounding: false),
]
