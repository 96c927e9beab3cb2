import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("The screen of several servers")
struct WorkspaceScreenTests {
    private static func workspace(_ columns: Int, _ rows: Int) -> Workspace {
        var workspace = ChatTUITests.workspace(columns, rows)
        workspace.hear(from: 0, said(1, bob, "hello", in: general))
        workspace.hear(from: home, said(1, bob, "anna?", in: ops), said(2, bob, "hm", in: ops))
        let retryAt = workspace.model.now.adding(milliseconds: 9_000)
        _ = workspace.take(.stream(.offline(reason: "refused", retryAt: retryAt)), from: home)
        return workspace
    }

    @Test("has each server over its rooms, and names it where one is, at 120×36")
    func at120() {
        let workspace = Self.workspace(120, 36)
        let picture = workspace.picture
        #expect(
            Array(picture[0..<8]) == [
                " #general",
                "work                │",
                "›1 general          │",
                " 2 dev              │",
                "home         offline│",
                " 3 general          │",
                " 4 ops          2 @1│",
                "                    │",
            ]
        )
        #expect(picture[34] == " live · anna · #general · work · home: ops 2 @1, offline")
        let frame = view(workspace, capabilities: Capabilities())
        #expect(frame.title == "(2) #general (work) - burble")
    }

    @Test("is whole at 80×24, 40×10 and 20×4")
    func small() {
        let middle = Self.workspace(80, 24).picture
        #expect(
            Array(middle[1..<7]) == [
                "work        │", "›1 general  │", " 2 dev      │", "home offline│",
                " 3 general  │", " 4 ops    @1│",
            ]
        )
        #expect(middle[22] == " live · anna · #general · work · home: ops 2 @1, offline")
        #expect(
            Self.workspace(40, 10).picture.suffix(3) == [
                "07:41 bob: hello", " live · anna · #general · work · home: …", "[general] ›",
            ]
        )
        #expect(
            Self.workspace(20, 4).picture == [
                "──── 2026-11-22 ────", "bob: hello", " live · anna · #gen…", "›",
            ]
        )
    }

    // Seen as client F20: two servers could not be told apart at 80 to 99 columns.
    @Test(
        "tells servers apart whose names begin alike, also where one is away",
        arguments: [80, 99, 100, 140],
        [
            ["127.0.0.1:9001", "127.0.0.1:9002"],
            ["chat.example.org:8443", "chat.example.org:8444"],
            ["日本語日本語日本語日本語1", "日本語日本語日本語日本語2"],
        ]
    )
    func apart(columns: Int, names: [String]) {
        var workspace = Workspace([liveModel(columns, 24), liveModel(columns, 24)], names: names)
        _ = workspace.take(.stream(.offline(reason: "refused", retryAt: nil)), from: 1)
        let headings = workspace.picture.compactMap { $0.split(separator: "│").first }
            .filter { $0.hasPrefix(names[0].prefix(3)) }
        #expect(headings.count == 2 && headings[0] != headings[1], "\(headings)")
        for (heading, name) in zip(headings, names) {
            #expect(heading.contains(name.suffix(1)), "\(heading)")
        }
    }

    @Test("gives a room's name the columns that it needs beside a count")
    func wholeNames() {
        var model = liveModel(80, 24, rooms: [random, general])
        for seq in 1...121 as ClosedRange<Int64> { model.hear(said(seq, bob, "hi", in: general)) }
        #expect(model.picture.contains { $0.hasPrefix(" 2 general   121│") })
        model.hear(said(122, bob, "anna: you", in: general))
        #expect(model.picture.contains { $0.hasPrefix(" 2 general    @1│") })
    }

    @Test("shows the room in front in a list that is too long, also far down")
    func scrolls() {
        let rooms = (1...20).map { room("room-\($0)") }
        var workspace = Workspace(
            [liveModel(120, 16, rooms: rooms), liveModel(120, 16, rooms: rooms)],
            names: ["work", "home"]
        )
        workspace.press(.control("p"))
        #expect(workspace.place == "home/room-20")
        #expect(workspace.picture.contains { $0.hasPrefix("›40 room-20") })
        // A click counts the rows that show.
        _ = workspace.take(.mouse(Mouse(kind: .press, column: 3, row: 1)))
        #expect(workspace.picture.contains { $0.hasPrefix("›") && $0.contains("room-") })
        #expect(workspace.model.serverName == "home")
    }

    @Test("of one server is that of its model, byte for byte")
    func alone() {
        var model = liveModel(120, 36, rooms: [general, random])
        model.hear(said(1, bob, "anna?", in: random))
        let workspace = Workspace([model], names: ["work"])
        for picture in [workspace.picture, model.picture] {
            #expect(picture[1].hasPrefix("›1 general"))
            #expect(picture[34] == " live · anna · #general · random 1 @1")
        }
        #expect(workspace.picture == model.picture)
    }

    @Test("any size fills each row to its columns")
    func sizes() {
        for columns in [1, 2, 7, 19, 20, 79, 80, 99, 100, 131] {
            for rows in [1, 2, 3, 4, 5, 9, 24] {
                var workspace = Self.workspace(columns, rows)
                for key in [Key.control("g"), .alt("3"), Key(.function(2)), Key(.escape)] {
                    workspace.press(key)
                    let frame = view(workspace, capabilities: Capabilities())
                    #expect(frame.lines.count == rows)
                    #expect(frame.lines.allSatisfy { CellWidth.of($0) == columns })
                }
            }
        }
    }
}
