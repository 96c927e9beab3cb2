import ChatProtocol
import Testing

/// Names, places and texts that are changed at random: what is taken is the same when it is written
/// and taken again, and nothing traps.
@Suite struct ValueFuzzTests {
    private static let corpus = [
        "general", "@alice", "a.b-c_9", "alice", "[tom]`^{}|\\", "k3f9.4711", "abcdef.0", "10m",
        "2h",
        "100ms", "1w", "2026-11-22T07:40:00.123Z", "2026-11-22T07:40:00+01:00", "report.pdf",
        "ü.png", "👍", "❤️", "1️⃣", "+1", "é", "text/html;q=0.5, */*", "text/event-stream",
        "application/json;q=0", "0", "9007199254740991",
    ]

    @Test("A name that is taken is the same when it is taken again")
    func names() {
        var mutator = Mutator(Self.corpus, salt: 10)
        for _ in 0..<Mutator.rounds {
            let text = mutator.nextText()
            if let room = try? RoomName(text) {
                #expect((try? RoomName(room.description)) == room, "\(text)")
                #expect(SafeText(room.description).description == room.description)
            }
            if let member = try? MemberName(text) {
                #expect((try? MemberName(member.description)) == member, "\(text)")
                #expect(SafeText(member.description).description == member.description)
            }
            if let file = try? FileName(text) {
                #expect((try? FileName(file.description)) == file, "\(text)")
                let encoded = file.description.percentEncoded
                #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
            }
            if let emoji = try? Emoji(text) {
                #expect((try? Emoji(emoji.description)) == emoji, "\(Array(text.unicodeScalars))")
            }
        }
    }

    @Test("A place or a time that is taken is the same when it is taken again")
    func places() {
        var mutator = Mutator(Self.corpus, salt: 11)
        for _ in 0..<Mutator.rounds {
            let text = mutator.nextText()
            if let cursor = Cursor(text) {
                #expect(Cursor(cursor.description) == cursor, "\(text)")
                #expect((0...WireNumber.maximum).contains(cursor.position))
            }
            if let moment = Timestamp(text) {
                #expect(Timestamp(moment.description) == moment, "\(text)")
            }
            if let span = TimeSpan(text) {
                #expect((0...TimeSpan.bound).contains(span.milliseconds), "\(text)")
            }
            if let number = WireNumber(text) {
                #expect((0...WireNumber.maximum).contains(number.value), "\(text)")
                #expect(text.utf8.allSatisfy { (0x30...0x39).contains($0) }, "\(text)")
            }
            let header = AcceptHeader(text)
            _ = header.preference(type: "text", subtype: "plain")
            _ = Format.accepted(by: text)
        }
    }

    @Test("A safe text has no control, and stays as it is")
    func safeTexts() {
        var mutator = Mutator(Self.corpus + HostileText.pieces, salt: 12)
        for _ in 0..<Mutator.rounds {
            let text = mutator.nextText()
            let safe = SafeText(text).description
            for scalar in safe.unicodeScalars where scalar != "\n" {
                #expect(scalar.properties.generalCategory != .control, "\(Array(text.utf8))")
                #expect(!scalar.properties.isBidiControl, "\(Array(text.utf8))")
            }
            #expect(SafeText(safe).description == safe, "\(Array(text.utf8))")
            #expect(!SafeText(text).singleLine.contains { $0.isNewline }, "\(Array(text.utf8))")
            _ = VisibleText.isIn(text)
        }
    }
}
