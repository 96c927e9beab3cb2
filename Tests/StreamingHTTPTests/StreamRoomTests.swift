import Testing

@testable import StreamingHTTP

@Suite struct StreamRoomTests {
    private func room(after pieces: Int, limit: Int = 32_768) -> StreamRoom {
        var room = StreamRoom(limit: limit)
        for _ in 0..<pieces { room.sent(room.bytes, in: .zero) }
        return room
    }

    @Test("An answer of a few pieces has large ones, and a stream begins with small ones")
    func begins() {
        #expect(room(after: 1).bytes == 24_576)
        #expect(room(after: 2).bytes == 4_096)
    }

    @Test("Pieces that leave at once grow, but only after many")
    func grows() {
        #expect(room(after: 2 + 15).bytes == 4_096)
        #expect(room(after: 2 + 16).bytes == 8_192)
        #expect(room(after: 2 + 48).bytes == 32_768)
    }

    @Test("The room never grows beyond the limit, however small that is")
    func limited() {
        #expect(room(after: 1_000).bytes == 32_768)
        #expect(room(after: 1_000, limit: 100).bytes == 100)
        #expect(room(after: 1_000, limit: 5_000).bytes == 5_000)
    }

    @Test("One piece that leaves slowly leaves as much room as the reader takes in a moment")
    func shrinks() {
        var room = room(after: 100)
        room.sent(32_768, in: .milliseconds(100))
        #expect(room.bytes == 16_384)
        room.sent(16_384, in: .seconds(2))
        #expect(room.bytes == 4_096)
        room.sent(65_535, in: .zero)
        #expect(room.bytes == 4_096)
    }

    @Test("A small room stays as small")
    func small() {
        var room = StreamRoom(limit: 100)
        room.sent(100, in: .seconds(1))
        #expect(room.bytes == 100)
    }
}
