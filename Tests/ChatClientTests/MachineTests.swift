import ChatProtocol
import TestTools
import Testing

@testable import ChatClient

@Suite struct BackOffTests {
    @Test("Waits are drawn below a ceiling that doubles from a quarter second to sixteen")
    func ceilings() {
        let ceilings = [0.25, 0.5, 1, 2, 4, 8, 16, 16, 16]
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SeededGenerator(seed: seed)
        var longest = Array(repeating: Duration.zero, count: ceilings.count)
        for _ in 0..<500 {
            var backOff = BackOff()
            for (index, ceiling) in ceilings.enumerated() {
                let wait = backOff.next(using: &generator)
                #expect(wait >= .zero && wait <= .seconds(ceiling), "seed \(seed)")
                longest[index] = max(longest[index], wait)
            }
        }
        for (wait, ceiling) in zip(longest, ceilings) {
            #expect(wait > .seconds(ceiling * 0.9), "the whole range is drawn from; seed \(seed)")
        }
    }

    @Test("After a success the waits begin anew")
    func reset() {
        var generator = SeededGenerator(seed: 1)
        var backOff = BackOff()
        for _ in 0..<20 { _ = backOff.next(using: &generator) }
        backOff.reset()
        #expect(backOff == BackOff())
    }
}

@Suite struct StreamWatchTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Double) -> ContinuousClock.Instant {
        start.advanced(by: .seconds(seconds))
    }

    @Test("A stream is stale a second after its heartbeat, and dead after two heartbeats")
    func verdicts() {
        var watch = StreamWatch(at: start)
        watch.beats(every: 10)
        #expect(watch.verdict(at: at(0)) == .alive(until: at(11)))
        #expect(watch.verdict(at: at(10.9)) == .alive(until: at(11)))
        #expect(watch.verdict(at: at(11)) == .stale(.seconds(11), until: at(12)))
        #expect(watch.verdict(at: at(19.5)) == .stale(.seconds(19.5), until: at(20)))
        #expect(watch.verdict(at: at(20)) == .dead(.seconds(20)))
    }

    @Test("A byte begins the silence anew")
    func heard() {
        var watch = StreamWatch(at: start)
        watch.beats(every: 10)
        watch.readsOn(at: at(15))
        #expect(watch.verdict(at: at(16)) == .alive(until: at(26)))
    }

    @Test("While what came is handed on, silence says nothing")
    func held() {
        var watch = StreamWatch(at: start)
        watch.handsOn()
        #expect(watch.verdict(at: at(1000)) == .alive(until: at(1020)))
        watch.readsOn(at: at(1000))
        #expect(watch.verdict(at: at(1041)) == .dead(.seconds(41)))
    }

    @Test("A heartbeat out of bounds is brought to their edge", arguments: [-5, 0, 61, Int.max])
    func bounds(seconds: Int) {
        var watch = StreamWatch(at: start)
        watch.beats(every: seconds)
        let heartbeat = seconds < 1 ? 1.0 : 60
        #expect(watch.verdict(at: at(heartbeat * 2)) == .dead(.seconds(heartbeat * 2)))
        #expect(watch.verdict(at: at(heartbeat * 0.9)) == .alive(until: at(heartbeat + 1)))
    }
}

@Suite struct StreamResumeTests {
    /// Whether a stream passes an event on.
    private func passes(_ event: Event, _ resume: inout StreamResume) -> Bool {
        resume.accepts(event)
    }

    private func passes(_ line: String, _ resume: inout StreamResume) throws -> Bool {
        resume.accepts(try Lines.event(line))
    }

    private func cursor(_ text: String) throws -> Cursor { try #require(Cursor(text)) }

    @Test("An event that was passed on is not passed on again")
    func doubles() throws {
        var resume = StreamResume(tail: 1)
        #expect(resume.start == .now(tail: 1))
        #expect(try passes(Lines.message("a", 4), &resume))
        #expect(try !passes(Lines.message("a", 4), &resume))
        #expect(try !passes(Lines.message("z", 3), &resume))
        #expect(try passes(Lines.message("b", 9), &resume))
        #expect(resume.start == .after(try cursor("abc.9")))
    }

    @Test("Presence and the like never move the cursor and are never held back")
    func ephemeral() throws {
        var resume = StreamResume(tail: 1)
        _ = resume.accepts(try Lines.event(Lines.message("a", 4)))
        let presence = Event.ephemeral(
            .presence(room: try RoomName("general"), user: try MemberName("bob"), here: true)
        )
        #expect(passes(presence, &resume))
        #expect(passes(presence, &resume))
        #expect(resume.start == .after(try cursor("abc.4")))
    }

    @Test("A heartbeat moves the cursor forward, never back")
    func ping() throws {
        var resume = StreamResume(tail: 1)
        _ = resume.accepts(try Lines.event(Lines.ping(7)))
        #expect(resume.start == .after(try cursor("abc.7")))
        _ = resume.accepts(try Lines.event(Lines.ping(5)))
        #expect(resume.start == .after(try cursor("abc.7")))
        #expect(try !passes(Lines.message("old", 7), &resume))
    }

    @Test("Another log's events pass, and its cursor takes the old one's place")
    func otherLog() throws {
        var resume = StreamResume(tail: 1)
        _ = resume.accepts(try Lines.event(Lines.message("a", 4)))
        #expect(try passes(Lines.gap("other_log"), &resume))
        #expect(resume.start == .after(try cursor("abc.4")))
        #expect(try passes(Lines.message("b", 2, log: "xyz"), &resume))
        #expect(resume.start == .after(try cursor("xyz.2")))
    }

    @Test(
        "A log set back counts anew after its gap; removed events do not",
        arguments: ["removed", "retention"]
    )
    func setBack(reason: String) throws {
        var resume = StreamResume(tail: 1)
        _ = resume.accepts(try Lines.event(Lines.message("a", 40)))
        _ = resume.accepts(try Lines.event(Lines.gap(reason)))
        #expect(try !passes(Lines.message("b", 2), &resume))
        _ = resume.accepts(try Lines.event(Lines.gap("ahead")))
        #expect(try passes(Lines.message("b", 2), &resume))
        #expect(resume.start == .after(try cursor("abc.2")))
    }

    @Test("Without a cursor, rooms found empty are read from the beginning, others from now")
    func empty() throws {
        var resume = StreamResume(tail: 1)
        _ = resume.accepts(try Lines.event(Lines.open(newest: 0)))
        #expect(resume.start == .beginning)
        resume.roomsChanged()
        #expect(resume.start == .now(tail: 1))
        _ = resume.accepts(try Lines.event(Lines.open(newest: 5)))
        #expect(resume.start == .now(tail: 1))
    }
}

@Suite struct ReconnectTests {
    @Test("A refusal for good is asked again late, one that says when is asked then")
    func refusals() throws {
        var generator = SeededGenerator(seed: 1)
        var reconnect = Reconnect()
        let gone = Problem(status: 404, code: "room_not_found", title: "", detail: "")
        let late = reconnect.wait(after: .refused(gone), lived: .zero, using: &generator)
        #expect(try #require(late) >= BackOff.longest)
        var busy = Problem(status: 503, code: "busy", title: "", detail: "")
        busy.retryAfter = 9
        let then = reconnect.wait(after: .refused(busy), lived: .zero, using: &generator)
        #expect(try #require(then) >= .seconds(9))
        #expect(try #require(then) <= .seconds(9.5))
    }

    // Seen as client C37: servers that say anything, such as to wait for ever.
    @Test("No server can silence a client for longer than the limit")
    func limit() throws {
        var generator = SeededGenerator(seed: 1)
        var reconnect = Reconnect()
        let bye = ControlEvent.Bye(
            reason: "shutdown",
            reconnect: true,
            retryAfter: Int.max,
            cursor: try #require(Cursor("abc.1"))
        )
        let wait = reconnect.wait(after: .bye(bye), lived: .zero, using: &generator)
        #expect(try #require(wait) <= .seconds(Double(Reconnect.waitLimit) + 0.25))
    }

    @Test("Waits grow while streams fail at once, and begin anew after one that lived")
    func growth() throws {
        var generator = SeededGenerator(seed: 7)
        var reconnect = Reconnect()
        var longest = Duration.zero
        for _ in 0..<20 {
            let wait = reconnect.wait(after: .cutOff, lived: .zero, using: &generator)
            longest = max(longest, try #require(wait))
        }
        #expect(longest > .seconds(4))
        let wait = reconnect.wait(after: .cutOff, lived: .seconds(60), using: &generator)
        #expect(try #require(wait) <= BackOff.shortest)
    }
}

@Suite struct ServerAddressTests {
    @Test(
        "An address is kept as people write it, without a slash at its end",
        arguments: [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("localhost:8080", "http://localhost:8080"),
            ("HTTPS://chat.example.org/", "https://chat.example.org"),
            ("http://h/base/path//", "http://h/base/path"),
            ("http://[::1]:80", "http://[::1]:80"),
            ("unix:/run/chat.sock", "unix:/run/chat.sock"),
        ]
    )
    func valid(text: String, expected: String) throws {
        #expect(try ServerAddress(text).description == expected)
    }

    @Test(
        "An address says where a connection goes, and whether others on the way can read it",
        arguments: [
            ("http://127.9.0.1:8080", .host("127.9.0.1", port: 8080), true),
            ("localhost/base", .host("localhost", port: 80), true),
            ("https://chat.example.org/", .host("chat.example.org", port: 443), true),
            ("https://[fe80::1]:1", .host("fe80::1", port: 1), true),
            ("http://[::1]", .host("::1", port: 80), true), ("h", .host("h", port: 80), false),
            ("http://127.0.0.256", .host("127.0.0.256", port: 80), false),
            ("unix:/run/a%b", .socket(path: "/run/a%b"), true),
        ] as [(String, ServerAddress.Place, Bool)]
    )
    func place(text: String, place: ServerAddress.Place, isConfidential: Bool) throws {
        let address = try ServerAddress(text)
        #expect(address.place == place)
        #expect(address.isConfidential == isConfidential)
    }

    @Test(
        "A wrong address is refused with its reason",
        arguments: [
            ("", AddressError.empty), ("ftp://h", .badScheme("ftp")), ("http://", .noHost),
            ("http://h:0", .badPort("0")), ("http://h:99999", .badPort("99999")),
            ("http://h:", .badPort("")), ("http://h:80x", .badPort("80x")),
            ("http://me@h", .notAnAddress), ("http://h?x", .notAnAddress),
            ("http://h h", .badCharacter), ("http://h\u{1b}[31m", .badCharacter),
            ("http://hé", .badCharacter), ("http://h!", .badHost("h!")),
            ("unix:run", .relativeSocketPath),
        ]
    )
    func invalid(text: String, reason: AddressError) {
        #expect(throws: reason) { try ServerAddress(text) }
    }
}
