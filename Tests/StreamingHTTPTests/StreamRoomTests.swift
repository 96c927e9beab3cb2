import Testing

@testable import StreamingHTTP

@Suite struct StreamRoomTests {
    private func room(after count: Int, limit: Int = 32_768) -> StreamRoom {
        var room = StreamRoom(limit: limit)
        var left = count
        while left > 0 {
            left -= room.bytes
            room.sent(room.bytes, in: .zero)
        }
        return room
    }

    @Test("An answer begins with larger pieces than a stream goes on with")
    func begins() {
        #expect(room(after: 24_576).bytes == 8_192)
        #expect(room(after: 32_768).bytes == 4_096)
    }

    @Test("A reader has all room once it took more at once than the kernel takes for any")
    func grows() {
        #expect(room(after: 32_768 + 389_120).bytes == 4_096)
        #expect(room(after: 32_768 + 393_216).bytes == 32_768)
    }

    @Test("The room never grows beyond the limit, however small that is")
    func limited() {
        #expect(room(after: 1_000_000).bytes == 32_768)
        #expect(room(after: 1_000_000, limit: 100).bytes == 100)
        #expect(room(after: 1_000_000, limit: 5_000).bytes == 5_000)
    }

    @Test("One piece that leaves slowly leaves as much room as the reader takes in a moment")
    func shrinks() {
        var room = room(after: 1_000_000)
        room.sent(32_768, in: .milliseconds(100))
        #expect(room.bytes == 16_384)
        room.sent(16_384, in: .seconds(2))
        #expect(room.bytes == 2_048)
        // What the kernel takes in one go makes no slow reader a quick one.
        for _ in 0..<100 { room.sent(2_048, in: .zero) }
        #expect(room.bytes == 2_048)
    }

    @Test("A quick reader's connection takes a piece beside the last one, and another's one alone")
    func marks() {
        #expect(room(after: 1_000_000).mark == 32_768)
        #expect(room(after: 32_768).mark == 2_048)
    }

    @Test("A small room stays as small")
    func small() {
        var room = StreamRoom(limit: 100)
        room.sent(100, in: .seconds(1))
        #expect(room.bytes == 100)
    }
}
