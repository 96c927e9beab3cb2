import ChatProtocol
import Testing

@testable import ChatTUI

/// The lists beside the messages.
@Suite("A list beside the messages")
struct PaneTests {
    /// Twelve rooms, of which the last one calls and the second has something unread.
    private func many(_ columns: Int = 80, _ rows: Int = 10) -> Model {
        let names = [general] + (1...11).map { room("room\($0)") }
        var model = liveModel(columns, rows, rooms: names)
        model.hear(
            said(1, bob, "hi", in: room("room1")),
            said(1, bob, "anna: hi", in: room("room11"))
        )
        return model
    }

    private func list(_ model: Model) -> [String] {
        model.picture.compactMap { row in
            row.contains("│") ? String(row.prefix { $0 != "│" }) : nil
        }
    }

    @Test("names a call that has no row, below and above, and a click goes there")
    func hiddenCall() {
        var model = many()
        #expect(list(model).last?.hasPrefix("↓ room11") == true)
        #expect(list(model).last?.contains("@1") == true)
        model.press(.alt("9"))
        #expect(list(model).first?.hasPrefix("↑ room1 ") == true)
        let row = list(model).count
        model.take(.mouse(Mouse(kind: .press, column: 3, row: row)))
        #expect(model.frontRoom == room("room11"))
    }

    @Test("tells long names apart by their ends, and has them whole where there is room")
    func longNames() {
        let names = ["frontend", "backend"].map { room("project-with-a-name-\($0)") }
        let narrow = list(liveModel(80, 10, rooms: [general] + names))
        #expect(narrow[1].contains("…") && narrow[1].hasSuffix("ontend"))
        #expect(narrow[2].hasSuffix("ckend") || narrow[2].hasSuffix("ackend"))
        let wide = list(liveModel(160, 10, rooms: [general] + names))
        #expect(wide[1].contains("project-with-a-name-frontend"))
        var model = liveModel(120, 10)
        model.hear(said(1, member("somebody-called-anna"), "hi"))
        #expect(model.picture.contains { $0.contains("somebody…nna hi") })
    }

    // The pane beside it was wrapped anew with each tenth message, and its cache was of no use.
    @Test("is as wide with a count as without, where there is room")
    func steady() {
        let other = room("deployments-europe")
        var model = liveModel(200, 24, rooms: [general, other])
        let width = ScreenLayout(model).list.width
        for seq in 1...12 as ClosedRange<Int64> {
            model.hear(said(seq, bob, "x", in: other))
            #expect(ScreenLayout(model).list.width == width)
        }
        #expect(width > 20)
        #expect(list(model).contains(" 2 deployments-europe   12"), "\(list(model))")
    }

    @Test("hides no call behind the word for another one")
    func twoCalls() {
        var model = many()
        let rows = list(model)
        let last = rows.count - 1
        // The row that the word takes is that of a room that calls as well.
        model.hear(said(1, bob, "anna: me too", in: room("room\(last)")))
        #expect(list(model).last?.hasPrefix("↓ room\(last)") == true)
        #expect(list(model).last?.contains("@1 +1") == true)
    }

    @Test("scrolls by the wheel, and comes back with the next room")
    func wheel() {
        var model = many()
        let before = list(model)
        model.take(.mouse(Mouse(kind: .wheelDown, column: 2, row: 3)))
        #expect(list(model) != before)
        #expect(list(model)[1].contains("5 room4"))
        for _ in 0..<9 { model.take(.mouse(Mouse(kind: .wheelDown, column: 2, row: 3))) }
        #expect(list(model).last?.contains("12 room11") == true)
        for _ in 0..<9 { model.take(.mouse(Mouse(kind: .wheelUp, column: 2, row: 3))) }
        #expect(list(model) == before)
        model.take(.mouse(Mouse(kind: .wheelDown, column: 2, row: 3)))
        model.press(.control("n"), .control("p"))
        #expect(list(model) == before)
    }

    @Test("is sorted by hand, by name or by what is unread, and the numbers with it")
    func sorted() {
        var model = liveModel(100, 12, rooms: [room("c"), room("a"), room("b")])
        func names() -> [String] { list(model).prefix(3).map { String($0.dropFirst(3).prefix(1)) } }
        #expect(names() == ["c", "a", "b"])
        model.type("/move 3\n")
        #expect(names() == ["a", "b", "c"])
        model.type("/move -1\n")
        #expect(names() == ["a", "c", "b"])
        let kept = Preferences(lines: model.preferences.lines)
        #expect(kept.order == [room("a"), room("c"), room("b")])
        model.type("/set sort name\n")
        #expect(names() == ["a", "b", "c"])
        model.press(.alt("2"))
        #expect(model.frontRoom == room("b"))
        model.type("/move 1\n")
        #expect(model.notice?.contains("/set sort hand") == true)
        model.press(.control("u"))
        model.type("/set sort unread\n")
        model.hear(said(1, bob, "hi", in: room("a")), said(1, bob, "anna: hi", in: room("c")))
        #expect(names() == ["c", "a", "b"])
    }

    /// A room whose members are known.
    private func peopled(_ columns: Int, _ rows: Int) -> Model {
        var model = liveModel(columns, rows)
        model.take(
            .members(
                general,
                [
                    MemberSummary(name: anna, role: .owner, isHere: true),
                    MemberSummary(name: bob, role: .moderator, isHere: false),
                    MemberSummary(name: alice, role: .member, isHere: true),
                    MemberSummary(name: member("zed"), role: .banned, isHere: false),
                    MemberSummary(name: member("guest"), role: .none, isHere: true),
                ]
            )
        )
        return model
    }

    @Test("of members shows by itself where there is much room, those who are here first")
    func members() {
        let model = peopled(140, 10)
        let shown = model.picture.map { String($0.dropFirst(123)) }
        #expect(shown[1...6] == ["│3 here", "│+alice", "│&anna", "│+guest", "│@bob", "│"])
        #expect(!model.picture.contains { $0.contains("zed") })
        #expect(!peopled(139, 10).picture.contains { $0.contains("+alice") })
    }

    @Test("of members is loaded once for each stream, and as one comes to a room")
    func loads() {
        var model = liveModel(140, 20, rooms: [general, random])
        let first = model.press(.control("n"))
        #expect(first.contains(.loadMembers(random)))
        #expect(!model.press(.control("p"), .control("n")).contains(.loadMembers(random)))
        let open = ControlEvent.open(rooms: [], heartbeat: 20)
        let again = model.take(.event(.control(open)), .event(.control(.live)))
        #expect(again.contains(.loadMembers(random)))
    }

    @Test("shows and hides by a key, where there is room for it")
    func keys() {
        var model = peopled(80, 12)
        model.press(Key(.function(8)))
        #expect(model.picture.contains { $0.hasSuffix("│&anna") })
        model.press(Key(.function(8)))
        #expect(!model.picture.contains { $0.hasSuffix("│&anna") })
        model.press(Key(.function(7)))
        #expect(model.picture[1].hasPrefix("›1 general"))
        model.press(Key(.function(7)))
        #expect(!model.picture[1].hasPrefix("›1 general"))
        var small = peopled(50, 12)
        small.press(Key(.function(8)))
        #expect(small.notice == "the screen is too narrow for the list of members")
    }

    @Test("says how many members have no row, and stays whole at any size")
    func sizes() {
        for (columns, rows) in [(120, 36), (80, 24), (40, 10), (20, 4), (160, 5), (60, 6)] {
            var model = peopled(columns, rows)
            let many = (0..<50).map {
                MemberSummary(name: member("m\($0)"), role: .member, isHere: true)
            }
            model.take(.members(general, many))
            model.press(Key(.function(8)), Key(.function(7)))
            let frame = view(model, capabilities: Capabilities())
            for row in 0..<rows {
                #expect(frame.row(row).reduce(0) { $0 + Int($1.width) } == columns)
            }
        }
        var model = peopled(140, 10)
        let many = (0..<50).map {
            MemberSummary(name: member("m\($0)"), role: .member, isHere: true)
        }
        model.take(.members(general, many))
        #expect(model.picture[7].hasSuffix("│45 more"))
    }
}
