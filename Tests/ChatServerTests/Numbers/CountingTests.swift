import ChatProtocol
import Synchronization
import TestTools
import Testing

@testable import ChatServer

@Suite struct CountingTests {
    @Test("A ring counts the last minute, and forgets what is older")
    func window() {
        var ring = CountRing()
        ring.add(3, at: 0)
        ring.add(2, at: 30)
        for (time, total) in [(0, 5), (59, 5), (60, 2), (89, 2), (90, 0), (1_000_000, 0)] {
            #expect(ring.total(at: Int64(time)) == total)
        }
        ring.add(1, at: 60)
        #expect(ring.total(at: 60) == 3)
        ring.add(1, at: 1_000_000)
        #expect(ring.total(at: 1_000_000) == 1)
    }

    @Test("A ring is told what a list of all times tells, in any order of adding and waiting")
    func model() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            var ring = CountRing()
            var all: [(at: Int64, count: Int)] = []
            var now: Int64 = 0
            for _ in 0..<200 {
                now += Int64.random(in: 0...(Bool.random(using: &random) ? 3 : 90), using: &random)
                let count = Int.random(in: 0...5, using: &random)
                ring.add(count, at: now)
                all.append((now, count))
                let oldest = now / CountRing.slotSeconds - Int64(CountRing.slots) + 1
                let expected = all.filter { $0.at / CountRing.slotSeconds >= oldest }
                #expect(ring.total(at: now) == expected.reduce(0) { $0 + $1.count })
            }
        }
    }

    @Test("A time that goes back counts where the ring stands, and a full slot stays full")
    func bounds() {
        var ring = CountRing()
        ring.add(1, at: 100)
        ring.add(1, at: 2)
        #expect(ring.total(at: 2) == 2)
        ring.add(.max, at: 100)
        ring.add(5, at: 100)
        ring.add(-3, at: 100)
        #expect(ring.total(at: 100) == Int(UInt32.max))
    }

    @Test("A room names the most active members, by name where they said as much")
    func mostActive() throws {
        var room = RoomActivity()
        for (name, count) in [("bob", 2), ("ann", 2), ("eve", 5)] {
            room.add(count, by: try MemberName(name), at: 10)
        }
        #expect(room.messages(at: 10) == 9)
        let active = room.mostActive(2, at: 10)
        #expect(active.map(\.member.description) == ["eve", "ann"])
        #expect(active.map(\.messages) == [5, 2])
        #expect(room.mostActive(2, at: 80).isEmpty)
        #expect(room.messages(at: 80) == 0)
    }

    @Test("A member beyond the bound counts in the room alone, until another falls silent")
    func memberBound() throws {
        var room = RoomActivity()
        for number in 0..<RoomActivity.memberLimit + 10 {
            room.add(1, by: try MemberName("m\(number)"), at: 0)
        }
        #expect(room.messages(at: 0) == RoomActivity.memberLimit + 10)
        #expect(room.mostActive(.max, at: 0).count == RoomActivity.memberLimit)
        room.add(1, by: try MemberName("late"), at: 70)
        #expect(room.mostActive(.max, at: 70).map(\.member.description) == ["late"])
    }

    @Test("What an import brings of earlier times is not of the last minute")
    func imported() throws {
        let book = ActivityBook { .seconds(5) }
        let room = try Fixture.room("general")
        let now = Timestamp(milliseconds: 1_000_000)
        var events = try (1...3).map {
            try Fixture.message("hi", at: Int64($0), in: "general")
        }
        for (index, age) in [60_001, 60_000, 0].enumerated() {
            events[index].at = Timestamp(milliseconds: now.milliseconds - Int64(age))
        }
        book.note(Fixture.commit(events), at: now)
        #expect(book.room(room, naming: 1).messages == 2)
        #expect(book.busiest().map(\.messages) == [2])
    }

    @Test("A direct room is counted for its own two, and is none of the busiest")
    func direct() throws {
        let book = ActivityBook { .seconds(5) }
        let pair = RoomName(of: try MemberName("ann"), and: try MemberName("bob"))
        let room = try Fixture.room("general")
        for name in [pair, room] {
            var message = try Fixture.message("hi", at: 1, in: "general")
            message.room = name
            message.at = .now()
            book.note(Fixture.commit([message]))
        }
        #expect(book.room(pair, naming: 1).messages == 1)
        #expect(book.busiest().map(\.name) == [room])
    }

    /// Says something in a room at a second, at which the clock stands from then on.
    private func say(
        in room: String,
        at second: Int64,
        _ clock: BookClock,
        _ book: ActivityBook
    ) throws {
        clock.set(second)
        var message = try Fixture.message("hi", at: 1, in: room)
        message.at = .now()
        book.note(Fixture.commit([message]))
    }

    @Test("A room beyond the bound counts once another has fallen silent")
    func roomBound() throws {
        let clock = BookClock()
        let book = clock.book()
        for number in 0..<ActivityBook.roomLimit { try say(in: "r\(number)", at: 100, clock, book) }
        try say(in: "late", at: 159, clock, book)
        #expect(book.room(try Fixture.room("late"), naming: 1).messages == 0)
        // The look for silent rooms of a moment ago holds for as long as a step of the window.
        try say(in: "late", at: 160, clock, book)
        #expect(book.room(try Fixture.room("late"), naming: 1).messages == 0)
        try say(in: "late", at: 161, clock, book)
        #expect(book.room(try Fixture.room("late"), naming: 1).messages == 1)
        #expect(book.busiest().count == 1)
    }

    @Test("A room that fell silent is told of no more, and makes place for another at once")
    func forgotten() throws {
        let clock = BookClock()
        let book = clock.book()
        for number in 1..<ActivityBook.roomLimit { try say(in: "r\(number)", at: 0, clock, book) }
        try say(in: "kept", at: 30, clock, book)
        #expect(book.busiest().count == ActivityBook.roomLimit)
        clock.set(61)
        #expect(book.busiest().map(\.name.description) == ["kept"])
        // There is place, and nothing has to be looked for.
        try say(in: "late", at: 61, clock, book)
        #expect(book.busiest().map(\.name.description) == ["kept", "late"])
    }

    @Test("Times fall into the first class that holds them, and have a mean since a moment")
    func histogram() {
        var times = Histogram()
        times.add(.microseconds(100))
        times.add(.microseconds(101))
        let earlier = times
        times.add(.seconds(60))
        times.add(.milliseconds(2))
        #expect(times.counts[0] == 1 && times.counts[1] == 1)
        #expect(times.counts.last == 1)
        #expect(times.count == 4)
        #expect(times.mean(since: earlier) == .milliseconds(30_001))
        #expect(times.mean(since: times) == .zero)
    }

    @Test("A number in decimals is short, rounded and never in exponents")
    func decimals() {
        for (number, text) in [
            (0, "0"), (1.5, "1.5"), (-0.25, "-0.25"), (2.0004, "2"), (0.9996, "1"),
            (1_234_567.125, "1234567.125"), (.infinity, "0"), (.nan, "0"), (-0.0001, "0"),
        ] as [(Double, String)] {
            #expect(number.decimal(3) == text)
        }
    }
}

/// The clock of a book, which a test sets.
private final class BookClock: Sendable {
    private let seconds = Mutex<Int64>(0)

    func set(_ now: Int64) { seconds.withLock { $0 = now } }

    func book() -> ActivityBook { ActivityBook { .seconds(self.seconds.withLock { $0 }) } }
}
