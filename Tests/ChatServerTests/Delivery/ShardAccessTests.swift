import ChatProtocol
import ChatStore
import NIOEmbedded
import Synchronization
import Testing

@testable import ChatServer

/// What a loop shows when access changes, with nobody to read the log for it.
@Suite struct ShardAccessTests {
    /// The rooms that may be read, and whether anybody may stay.
    private final class Doors: Sendable {
        let rooms: Mutex<Set<String>>
        let end = Mutex<String?>(nil)
        /// The rooms that nobody has written to.
        let absent = Mutex<Set<String>>([])

        init(_ rooms: String...) { self.rooms = Mutex(Set(rooms)) }

        var access: StreamAccess {
            StreamAccess(
                end: { _ in self.end.withLock { $0 } },
                problem: { room, _ in
                    self.rooms.withLock { $0.contains(room.description) }
                        ? nil : .roomNotFound(room)
                },
                isThere: { room in
                    self.absent.withLock { !$0.contains(room.description) }
                },
                owns: { _, _ in true },
                ownRooms: { _ in
                    self.rooms.withLock { $0.sorted().compactMap { try? RoomName($0) } }
                }
            )
        }

        func open(_ room: String) { rooms.withLock { _ = $0.insert(room) } }
        func close(_ room: String) { rooms.withLock { _ = $0.remove(room) } }
    }

    private func request(_ rooms: [String], followsAll: Bool = false) throws -> StreamRequest {
        var request = try Fixture.request(rooms)
        request.followsAll = followsAll
        request.caller = Caller(identity: .guest(try MemberName("ann")), address: "")
        return request
    }

    private func member(_ role: Role, at position: Int64, in room: String) throws -> DurableEvent {
        var event = try Fixture.message("", at: position, in: room, seq: position + 1)
        event.content = .member(try MemberName("ann"), role: role, terms: MemberTerms())
        return event
    }

    private func text(_ body: TestBody) throws -> String {
        String(decoding: try body.take(), as: UTF8.self)
    }

    @Test("A stream that was decided on before its room was lost shows nothing of it")
    func lostBefore() throws {
        let doors = Doors("a", "b")
        let shard = try TestShard(access: doors.access)
        doors.close("a")
        let (one, several) = (TestBody(), TestBody())
        shard.open(1, try request(["a"]), in: one)
        shard.open(2, try request(["a", "b"]), in: several)
        shard.shard.publish(Fixture.commit([try Fixture.message("x", at: 1, in: "a")]))
        shard.shard.publish(Fixture.commit([try Fixture.message("y", at: 2, in: "b")]))
        shard.loop.run()
        let first = try text(one)
        #expect(first.contains("room_not_found") && first.contains("removed") && one.isFinished)
        let second = try text(several)
        #expect(second.contains("room_not_found") && !second.contains(#""x""#))
        #expect(second.contains(#""y""#) && !several.isFinished)
        doors.end.withLock { $0 = "revoked" }
        let late = TestBody()
        shard.open(3, try request(["b"]), in: late)
        #expect(try text(late).contains("revoked") && late.isFinished)
    }

    @Test("A stream of all rooms that was decided on before a room was gained has it")
    func gainedBefore() throws {
        let doors = Doors("a")
        let shard = try TestShard(access: doors.access)
        doors.open("b")
        shard.shard.publish(Fixture.commit([try member(.member, at: 1, in: "b")]))
        let body = TestBody()
        shard.open(1, try request(["a"], followsAll: true), in: body)
        shard.shard.publish(Fixture.commit([try Fixture.message("y", at: 2, in: "b")]))
        shard.loop.run()
        #expect(try text(body).contains(#""y""#))
    }

    @Test("A room that is gained is shown from the event on that lets one in")
    func begins() throws {
        let doors = Doors("a")
        let shard = try TestShard(access: doors.access)
        let body = TestBody()
        shard.open(1, try request(["a"], followsAll: true), in: body)
        shard.shard.publish(Fixture.commit([try Fixture.message("old", at: 1, in: "b", seq: 2)]))
        doors.open("b")
        shard.shard.publish(
            Fixture.commit([
                try Fixture.message("before", at: 2, in: "b", seq: 3),
                try member(.member, at: 3, in: "b"),
                try Fixture.message("after", at: 4, in: "b", seq: 5),
            ])
        )
        shard.loop.run()
        let shown = try text(body)
        #expect(!shown.contains("old") && !shown.contains("before") && shown.contains("after"))
        // What changes for others is not looked at, and nothing is shown of it.
        doors.close("b")
        shard.shard.publish(Fixture.commit([try member(.none, at: 5, in: "b")]))
        shard.shard.publish(Fixture.commit([try Fixture.message("late", at: 6, in: "b", seq: 7)]))
        shard.loop.run()
        let rest = try text(body)
        #expect(rest.contains("room_not_found") && !rest.contains("late"))
    }

    @Test("A room that is made is looked at for those who may have it, and for no other stream")
    func founded() throws {
        let doors = Doors("a", "b", "c")
        let shard = try TestShard(access: doors.access)
        for id in 1...100 { shard.open(id, try request(["a"]), in: TestBody()) }
        let (waiting, all) = (TestBody(), TestBody())
        var hidden = try request(["c"])
        hidden.awaited = [try RoomName("b")]
        shard.open(101, hidden, in: waiting)
        shard.open(102, try request(["a"], followsAll: true), in: all)
        let room = try RoomName("b")
        let made = shard.shard.streams(concernedBy: room, .everybody)
        #expect(made.map(\.id.number).sorted() == [101, 102])
        let known = shard.shard.streams(concernedBy: try RoomName("a"), .everybody)
        #expect(known.count == 102)
        shard.shard.publish(Fixture.commit([try Fixture.message("first", at: 1, in: "b", seq: 1)]))
        shard.loop.run()
        #expect(try text(waiting).contains("first") && text(all).contains("first"))
    }

    @Test("What concerns a member is looked at for this member's streams alone")
    func own() throws {
        let doors = Doors("a")
        let shard = try TestShard(access: doors.access)
        let (ann, bob, eve) = (try MemberName("ann"), try MemberName("bob"), try MemberName("eve"))
        for id in 1...100 { shard.open(id, try request(["a"]), in: TestBody()) }
        var other = try request(["a"])
        other.caller = Caller(identity: .guest(bob), address: "")
        let bodies = [TestBody(), TestBody()]
        for (index, body) in bodies.enumerated() { shard.open(101 + index, other, in: body) }
        var reader = try request(["a"])
        reader.caller = Caller(identity: .reader, address: "")
        shard.open(103, reader, in: TestBody())
        let room = try RoomName("a")
        let numbers = { (members: Set<MemberName>) in
            shard.shard.streams(concernedBy: room, .members(members)).map(\.id.number).sorted()
        }
        #expect(numbers([bob]) == [101, 102])
        #expect(numbers([ann]) == Array(1...100))
        #expect(numbers([eve]) == [])
        // One that has ended is looked at no more, and takes no other with it.
        bodies[0].leave()
        #expect(numbers([bob]) == [102])
        shard.shard.reviewStreams(of: [bob])
        #expect(shard.shard.count == 102)
        doors.end.withLock { $0 = "revoked" }
        shard.shard.reviewStreams(of: [bob])
        #expect(shard.shard.count == 101 && numbers([bob]) == [])
        #expect(try text(bodies[1]).contains("revoked"))
    }

    // Two who waited for a room that is not there saw each other, and behind a hidden one nobody.
    @Test("A member is seen in a room that is waited for once it is there, and once")
    func seenWhenMade() throws {
        let doors = Doors("a", "b")
        doors.absent.withLock { $0 = ["a", "b"] }
        let seen = Mutex<[String]>([])
        let shard = try TestShard(
            access: doors.access,
            whenMoved: { _, room, isIn in seen.withLock { $0.append("\(room) \(isIn)") } }
        )
        let (a, b) = (try RoomName("a"), try RoomName("b"))
        var waiting = try request(["a", "b"])
        waiting.awaited = Set(waiting.rooms)
        let stream = shard.open(1, waiting, in: TestBody())
        #expect(stream.request.presentRooms == [])
        for position: Int64 in 1...2 {
            shard.shard.publish(Fixture.commit([try Fixture.message("x", at: position)]))
        }
        // Others make this one for themselves.
        doors.close("b")
        let hidden = try Fixture.message("x", at: 3, in: "b", seq: 1)
        shard.shard.publish(Fixture.commit([hidden]))
        let byFirstEvent = seen.withLock { $0 }
        #expect(byFirstEvent == ["a true"])
        #expect(stream.request.presentRooms == [a])
        // One that was made after it was decided on, and before it came here.
        doors.absent.withLock { $0 = [] }
        let late = shard.open(2, waiting, in: TestBody())
        let byComing = seen.withLock { $0 }
        #expect(byComing == ["a true", "a true"])
        #expect(late.request.awaited == [b])
    }

    @Test("A text that is deleted in the commit that brings it is read from the store alone")
    func deletedAtOnce() throws {
        let shard = try TestShard()
        let body = TestBody()
        shard.open(1, try request(["a"]), in: body)
        var delete = try Fixture.message("", at: 2)
        delete.content = .delete(target: 1)
        shard.shard.publish(Fixture.commit([try Fixture.message("secret", at: 1), delete]))
        shard.loop.run()
        #expect(!(try text(body).contains("secret")))
        // Nor does one who comes later get it from what the loop remembers.
        let late = TestBody()
        shard.open(2, try request(["a"]), in: late)
        shard.loop.run()
        #expect(!(try text(late).contains("secret")))
    }

    @Test("A commit is looked at for those whom it may concern")
    func audience() throws {
        let ann = try MemberName("ann")
        let first = Audience(of: [try Fixture.message("x", at: 1)])
        let later = Audience(of: [try Fixture.message("x", at: 2)])
        let role = Audience(of: [try member(.none, at: 2, in: "a")])
        var change = try Fixture.message("", at: 2)
        change.content = .room(RoomChange(visibility: .private))
        var topic = change
        topic.content = .room(RoomChange(topic: "t"))
        #expect(first == .everybody)
        #expect(later.isEmpty && Audience(of: [topic]).isEmpty)
        #expect(role == .members([ann]))
        #expect(Audience(of: [change]) == .everybody)
    }
}
