import ChatProtocol
import TestTools
import Testing

@Suite struct NameTests {
    @Test(
        "A room's name is folded and kept",
        arguments: [
            ("general", "general"), ("General", "general"), ("0.a_b-c", "0.a_b-c"),
            ("@Alice", "@alice"), ("@[x]|{}\\`^-", "@[x]|{}\\`^-"),
            (String(repeating: "a", count: 64), String(repeating: "a", count: 64)),
        ]
    )
    func rooms(text: String, name: String) throws {
        let room = try RoomName(text)
        #expect(room.description == name)
        #expect(try RoomName(room.description) == room)
    }

    @Test(
        "A text that is no room's name is refused with the reason",
        arguments: [
            ("", NameError.empty), ("@", .empty), ("a b", .badCharacter(" ")),
            (".a", .badCharacter(".")), ("-a", .badCharacter("-")), ("a/b", .badCharacter("/")),
            ("é", .badCharacter("é")), ("e\u{301}", .badCharacter("\u{301}")),
            ("a\u{202e}", .badCharacter("\u{202e}")), ("a\n", .badCharacter("\n")),
            ("@a b", .badCharacter(" ")), ("@@a", .badCharacter("@")),
            (String(repeating: "a", count: 65), .tooLong(count: 65, limit: 64)),
            ("@" + String(repeating: "a", count: 33), .tooLong(count: 33, limit: 32)),
        ]
    )
    func refusedRooms(text: String, reason: NameError) {
        #expect(throws: reason) { try RoomName(text) }
    }

    @Test("A step is no part of a path, also between slashes; a name with dots is one")
    func parts() throws {
        for step in [".", "..", "../x", "x/..", "a/./b", #"..\x"#, "..//", "/.."] {
            #expect(throws: NameError.badCharacter(".")) { try PathPart.check(step) }
        }
        for name in ["...", ".a", "a..", "a.b", "", "+1/..x", "👍", #"a\b"#] {
            try PathPart.check(name)
        }
    }

    @Test("In an address a room's name has what may stand there alone")
    func pathParts() throws {
        #expect(try RoomName("a.b_c-d").pathPart == "a.b_c-d")
        #expect(try RoomName(#"@b\s|[]{}^`"#).pathPart == "@b%5Cs%7C%5B%5D%7B%7D%5E%60")
    }

    @Test("A direct room names its member, any other room none")
    func direct() throws {
        #expect(try RoomName("@Alice").directMember == MemberName("alice"))
        #expect(try RoomName("alice").directMember == nil)
    }

    @Test("Members that differ in case alone are one, and keep their spelling")
    func members() throws {
        let upper = try MemberName("Alice")
        let lower = try MemberName("alice")
        #expect(upper == lower && upper.hashValue == lower.hashValue)
        #expect(upper.description == "Alice" && !(upper < lower) && !(lower < upper))
        #expect(try MemberName("_.|^{}[]\\`-09").description == "_.|^{}[]\\`-09")
    }

    @Test(
        "A text that is no member's name is refused with the reason",
        arguments: [
            ("", NameError.empty), ("a:b", .badCharacter(":")), ("a b", .badCharacter(" ")),
            ("*", .badCharacter("*")), ("#a", .badCharacter("#")), ("@a", .badCharacter("@")),
            ("a\u{0}", .badCharacter("\u{0}")), ("а", .badCharacter("а")),
            (String(repeating: "a", count: 33), .tooLong(count: 33, limit: 32)),
        ]
    )
    func refusedMembers(text: String, reason: NameError) {
        #expect(throws: reason) { try MemberName(text) }
    }

    @Test("A refusal is one line of printable ASCII")
    func refusalsAreSafe() {
        for piece in HostileText.pieces {
            do {
                _ = try MemberName(piece)
            } catch {
                #expect("\(error)".utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f })
            }
        }
    }

    @Test("A log's name is a few lower case letters and digits")
    func logs() throws {
        #expect(LogName("k3f9")?.description == "k3f9")
        for text in ["", "K3f9", "a.b", "a b", "é", String(repeating: "a", count: 17)] {
            #expect(LogName(text) == nil)
        }
        var generator = SeededGenerator(seed: 1)
        let drawn = (0..<100).map { _ in LogName(drawnFrom: &generator) }
        #expect(Set(drawn).count == 100)
        #expect(drawn.allSatisfy { LogName($0.description) == $0 })
    }

    @Test("A cursor survives its text")
    func cursors() throws {
        let log = try #require(LogName("k3f9"))
        for position in [0, 1, 4711, WireNumber.maximum] {
            let cursor = Cursor(log: log, position: position)
            #expect(Cursor(cursor.description) == cursor)
            #expect(cursor.description.utf8.count <= Cursor.byteLimit)
        }
    }

    @Test(
        "What has not the form of a cursor is none",
        arguments: [
            "", ".", "a.", ".1", "a", "a.1.2", "a.-1", "a.+1", "a. 1", "A.1", "a.1\n", "all",
            "a.9223372036854775808", "a." + String(repeating: "0", count: 40), "a.1\u{301}", "a.١",
        ]
    )
    func refusedCursors(text: String) {
        #expect(Cursor(text) == nil)
    }
}
