import ChatProtocol
import TestTools
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct SeqSearchTests {
    @Test("Each number is found, however unevenly its room was posted to")
    func uneven() async throws {
        try await withStore { store in
            // The room sleeps for long, wakes, and goes silent again.
            let positions = try await fill(store, gaps: [3, 0, 0, 400, 0, 1, 0, 0, 0, 250, 0, 90])
            let room = try RoomName.general
            for (index, position) in positions.enumerated() {
                let event = try await store.event(room: room, seq: Int64(index + 1))
                #expect(event?.cursor?.position == position)
            }
            for seq in [Int64.min, -1, 0, Int64(positions.count + 1), .max] {
                #expect(try await store.event(room: room, seq: seq) == nil)
            }
        }
    }

    @Test("A search looks at few events of a log that is posted to evenly")
    func looks() async throws {
        try await withStore { store in
            let positions = try await fill(store, gaps: Array(repeating: 1, count: 1000))
            let (found, looks) = try await store.database.read { session in
                let counting = CountingSession(session)
                let number = try #require(try session.number(of: try .general))
                let search = SeqSearch(session: counting, room: number)
                return (try search.position(atOrAfter: 700), counting.prepared)
            }
            #expect(found == positions[699])
            #expect(looks <= 6)
        }
    }
}

/// Posts to the room, each time after so many posts elsewhere; gives the positions in the room.
private func fill(_ store: ChatStore, gaps: [Int]) async throws -> [Int64] {
    let answers = AnswerRecord()
    for gap in gaps {
        for _ in 0..<gap { store.append(try .message("x", in: "other")) { answers.record($0) } }
        store.append(try .message("x")) { answers.record($0) }
    }
    await answers.until { $0.count >= gaps.count + gaps.reduce(0, +) }
    let events = try answers.all.map { try $0.get().event }
    let room = try RoomName.general
    return events.filter { $0.room == room }.compactMap(\.cursor?.position)
}
