import Testing

@testable import ChatTUI

@Suite("The keys for a selected message")
struct SelectKeysTests {
    private static func read(_ text: String) -> (SelectKeys, [String]) {
        let (configuration, faults) = Configuration.read("[select]\n" + text)
        return (configuration.options.selectKeys, faults.map { "\($0.line): \($0.words)" })
    }

    @Test("have names of their own, and are written so that they can be read back")
    func names() throws {
        let bindings = SelectKeys.standard.bindings
        #expect(Set(bindings.map(\.name)).count == bindings.count)
        for key in bindings.flatMap(\.keys) {
            #expect(try Key(named: key.description, isTyped: true) == key)
        }
    }

    @Test("can be others, a letter alone too, and are then no others")
    func rebinding() {
        let (keys, faults) = Self.read("copy = c, F5\ncopy-code = none\nopen = O, Shift-B, Space")
        #expect(faults.isEmpty)
        #expect(keys.action(for: Key(.character("c"))) == .copy)
        #expect(keys.action(for: Key(.function(5))) == .copy)
        #expect(keys.action(for: Key(.character("y"))) == nil)
        #expect(keys.action(for: Key(.character("O"))) == .open)
        #expect(keys.action(for: Key(.character("B"))) == .open)
        #expect(keys.action(for: Key(.character(" "))) == .open)
        #expect(keys.action(for: Key(.character("o"))) == nil)
        #expect(keys.action(for: Key(.character("r"))) == .reply)
    }

    @Test(
        "report what cannot be, with its line",
        arguments: [
            ("fly = f", "2: there is no action fly; docs/keys.md lists them"),
            ("copy = r", "2: r is reply as well: give that another key, or `reply = none`"),
            ("copy = x\ncopy = z", "3: copy has its keys on line 2 already"),
            (
                "copy = Hyper-X",
                "2: there is no key Hyper-X; keys are written Ctrl-N, Alt-Shift-A, PageUp, F2"
            ),
        ]
    )
    func faults(text: String, fault: String) {
        #expect(Self.read(text).1 == [fault])
    }

    @Test(
        "may be keys that mean something else in the line, and those of the line may not be typed"
    )
    func modes() {
        #expect(Self.read("copy = Ctrl-N").1.isEmpty)
        let faults = Configuration.read("[keys]\nnext-room = Space").faults
        #expect(faults.map(\.line) == [2])
    }

    @Test("drive the mode, its line and the help")
    func drives() {
        var options = ClientOptions()
        options.selectKeys = Self.read("copy = C\ncopy-code = none\nreply = Ctrl-A").0
        var model = Model(
            name: anna,
            rooms: [general],
            server: "http://127.0.0.1:8080",
            size: Size(columns: 80, rows: 24),
            now: morning,
            zone: .fixed(0),
            options: options
        )
        model.take(.stream(.live))
        model.hear(said(1, bob, "take this"))
        model.press(.control("s"))
        #expect(model.picture[21].hasPrefix("Ctrl-A reply · e edit · d delete · + react · C copy"))
        #expect(!model.picture[21].contains("code"))
        #expect(model.press(Key(.character("y"))) == [])
        #expect(model.press(Key(.character("C"))) == [.copy("take this")])
        model.press(.control("s"), Key(.function(1)))
        let rows = OverlayRows.of(model).map { $0.cells.map(\.text).joined() }
        #expect(rows.contains { $0.contains("Ctrl-A") && $0.contains("answer it") })
        #expect(!rows.contains { $0.contains("copy its code") })
    }
}
