import Testing

@testable import ChatTUI

@Suite("The key map")
struct KeyMapTests {
    private func change(_ action: String, _ keys: String, line: Int = 1) -> KeyMap.Change {
        KeyMap.Change(action: action, keys: keys, line: line)
    }

    private func map(_ changes: KeyMap.Change...) -> (KeyMap, [ConfigurationFault]) {
        var faults: [ConfigurationFault] = []
        let map = KeyMap.standard(with: changes, faults: &faults)
        return (map, faults)
    }

    @Test(
        "knows a key that other terminals send alone also with what is held with it",
        arguments: [
            (Key(.enter, .control), Action.send),
            (Key(.enter, [.control, .shift]), .edit(.newline)),
            (Key(.tab, .control), .complete(back: false)),
            (Key(.tab, [.control, .shift]), .complete(back: true)),
            (Key(.backspace, [.control, .shift]), .edit(.backwardDeleteCharacter)),
            (Key(.backspace, .control), .edit(.backwardKillWord)),
            (Key(.escape, .control), .escape),
            (Key(.character("z"), [.control, .alt]), nil),
        ] as [(Key, Action?)]
    )
    func heldKeys(key: Key, action: Action?) {
        #expect(KeyMap.standard.action(for: key) == action)
    }

    @Test("gives every action a name of its own, in the configuration's spelling")
    func names() {
        let names = KeyMap.standard.bindings.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } })
    }

    @Test("writes every standard key so that it can be read back")
    func roundTrip() throws {
        for key in KeyMap.standard.bindings.flatMap(\.keys) {
            #expect(try Key(named: key.description) == key)
            #expect(try Key(named: key.description.lowercased()) == key)
        }
    }

    @Test(
        "reads keys as people write them",
        arguments: [
            ("ctrl-n", Key(.character("n"), .control)), ("Alt-A", Key(.character("a"), .alt)),
            ("alt-shift-a", Key(.character("A"), .alt)), ("F12", Key(.function(12))),
            ("Ctrl-Alt-H", Key(.character("h"), [.control, .alt])), ("pgup", nil),
            ("PageUp", Key(.pageUp)), ("Shift-Tab", Key(.tab, .shift)),
            ("Ctrl-Space", Key(.character(" "), .control)), ("Alt--", Key(.character("-"), .alt)),
            ("Ctrl-_", Key(.character("_"), .control)), ("a", nil), ("Shift-a", nil), ("", nil),
            ("Ctrl-", nil), ("Ctrl-I", nil), ("Ctrl-m", nil), ("Ctrl-[", nil), ("F13", nil),
            ("Ctrl-Shift-A", nil), ("Meta-A", nil), ("Alt-ä", Key(.character("ä"), .alt)),
            ("Esc", Key(.escape)), ("Ctrl-ß", nil),
        ]
    )
    func reading(name: String, key: Key?) {
        #expect((try? Key(named: name)) == key)
    }

    @Test("takes other keys for an action, which then has no others")
    func rebinding() {
        let (map, faults) = map(change("next-room", "F5, Alt-x"), change("redraw", "none"))
        #expect(faults.isEmpty)
        #expect(map.action(for: Key(.function(5))) == .nextRoom)
        #expect(map.action(for: .alt("x")) == .nextRoom)
        #expect(map.action(for: .control("n")) == nil)
        #expect(map.action(for: .control("l")) == nil)
        #expect(map.label(of: .nextRoom) == "F5")
        #expect(map.label(of: .redraw) == nil)
        #expect(map.action(for: .control("p")) == .previousRoom)
    }

    @Test("lets two actions change keys")
    func swapping() {
        let (map, faults) = map(
            change("next-room", "Ctrl-P"),
            change("previous-room", "Ctrl-N", line: 2)
        )
        #expect(faults.isEmpty)
        #expect(map.action(for: .control("p")) == .nextRoom)
        #expect(map.action(for: .control("n")) == .previousRoom)
    }

    @Test("reports what cannot be, with its line")
    func faults() {
        #expect(map(change("fly", "F5", line: 7)).1.map(\.line) == [7])
        #expect(map(change("send", "Hyper-Q", line: 3)).1.map(\.line) == [3])
        let clash = map(change("next-room", "Ctrl-P", line: 4)).1
        #expect(clash.map(\.line) == [4])
        #expect(clash[0].words.contains("Ctrl-P is previous-room as well"))
        let twice = map(change("send", "F5", line: 1), change("send", "F6", line: 2)).1
        #expect(twice == [.init(line: 2, words: "send has its keys on line 1 already")])
        let both = map(change("help", "F5", line: 9), change("redraw", "F5", line: 5)).1
        #expect(both.map(\.line) == [9])
    }

    @Test("drives the client, its help and its hints")
    func drives() {
        let (keys, _) = map(
            change("help", "F2"),
            change("delete-or-quit", "F10"),
            change("reconnect", "F9")
        )
        var options = ClientOptions()
        options.keys = keys
        var model = Model(
            name: anna,
            rooms: [general],
            server: "x",
            size: Size(columns: 100, rows: 24),
            now: morning,
            zone: .fixed(0),
            options: options
        )
        #expect(model.picture.contains { $0.contains("F2 keys") })
        model.press(.control("c"))
        #expect(model.notice == "F10 or /quit leaves")
        model.take(.stream(.offline(reason: "x", retryAt: morning)))
        #expect(model.picture.contains { $0.contains("(F9 now)") })
        model.press(Key(.function(2)))
        #expect(model.overlay == .help(scrolled: 0))
        model.press(Key(.escape))
        #expect(model.press(Key(.function(10))) == [.quit])
    }
}
