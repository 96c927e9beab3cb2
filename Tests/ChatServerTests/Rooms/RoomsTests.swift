import ChatProtocol
import ChatStore
import Foundation
import Testing

@testable import ChatServer

/// Rooms of which the log knows more than was told so far.
@Suite(.timeLimit(.minutes(10))) struct RoomsTests {
    // It was taken for another room of the same name, and its streams ended.
    @Test("A room that is asked for before its first event was told stays the same room")
    func untold() async throws {
        let folder = NSTemporaryDirectory() + "burble-rooms-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try ChatStore.open(folder: folder, now: { Timestamp(milliseconds: 0) })
        let rooms = try await Rooms(store: store, limits: ServerLimits(), uptime: { .zero })
        let name = try RoomName("a")
        let (commits, told) = AsyncStream.makeStream(of: CommitBatch.self)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await store.run { told.yield(CommitBatch($0)) } }
            defer {
                store.close()
                tasks.cancelAll()
            }
            _ = try await store.append(.said("first"))
            let found = try await rooms.room(making: name)
            #expect(found.facts.newest == 0)
            var iterator = commits.makeAsyncIterator()
            let commit = try #require(await iterator.next())
            #expect(rooms.apply(commit) == [])
            #expect(rooms.room(named: name) === found && found.facts.newest == 1)
        }
    }

    // Of two who made it at once, one was told that the name is taken.
    @Test("A room that the log has and nobody was told of is changed as any other")
    func unheard() async throws {
        try await TestServer.run { _ in
        } _: { server in
            _ = try await server.services.store.makeRoom(RoomName("x"))
            let answer = try await server.ask("PUT", "/rooms/x", #"{"topic":"tea"}"#)
            #expect(answer.status == 200, "\(answer.text)")
        }
    }
}
