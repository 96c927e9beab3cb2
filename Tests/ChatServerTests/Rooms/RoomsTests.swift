import ChatProtocol
import Foundation
import Testing

@testable import ChatServer
@testable import ChatStore

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

    @Test("A room of which events are gone unheard is taken over as it is, or as another one")
    func anew() async throws {
        let folder = NSTemporaryDirectory() + "burble-rooms-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try ChatStore.open(folder: folder, now: { Timestamp(milliseconds: 5) })
        let rooms = try await Rooms(store: store, limits: ServerLimits(), uptime: { .zero })
        let ann = try MemberName("ann")
        var row = try await store.makeRoom(RoomName("a"))
        let known = rooms.add(RoomFacts(row))
        (row.visibility, row.oldest, row.newest, row.removedThrough) = (.private, 7, 9, 6)
        let banned = StoredMember(name: ann, role: .banned, terms: MemberTerms())
        #expect(rooms.takeAnew([.init(room: row, members: [banned])]) == [])
        #expect(known.facts.visibility == .private && known.facts.newest == 6)
        #expect(known.roles { $0.role(of: ann, at: row.createdAt) } == .banned)
        row.createdAt = Timestamp(milliseconds: 6)
        #expect(rooms.takeAnew([.init(room: row, members: [])]) == [row.name])
        let other = try #require(rooms.room(named: row.name))
        #expect(other !== known && other.facts.visibility == .private)
        #expect(other.roles { $0.role(of: ann, at: row.createdAt) } == .none)
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
