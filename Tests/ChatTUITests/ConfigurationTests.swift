import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("The configuration")
struct ConfigurationTests {
    private func faults(_ text: String) -> [String] {
        Configuration.read(text).faults.map { "\($0.line): \($0.words)" }
    }

    @Test("says what it says")
    func settings() throws {
        let text = """
            # mine
            server = https://chat.example.org
              name=  anna
            rooms = #general, random

            [screen]
            theme = light
            time = 12h
            mouse = on
            [colours]
            unread = bright-yellow
            failed = 17
            link = #5fafFF
            [notifications]
            calls = all
            highlights = deploy, "on call"
            [keys]
            next-room = F5
            """
        let (configuration, faults) = Configuration.read(text)
        #expect(faults.isEmpty)
        #expect(configuration.server == .init(value: "https://chat.example.org", line: 2))
        #expect(configuration.name == anna)
        #expect(configuration.rooms == [general, random])
        #expect(configuration.theme.ground == .light)
        #expect(
            configuration.theme.changes == [
                .unread: .palette(11), .failed: .palette(17),
                .link: .rgb(red: 0x5f, green: 0xaf, blue: 0xff),
            ]
        )
        #expect(configuration.options.time == .twelve)
        #expect(configuration.options.takesMouse)
        #expect(configuration.options.calls == .all)
        #expect(configuration.options.highlights == ["deploy", "on call"])
        #expect(configuration.options.keys.action(for: Key(.function(5))) == .nextRoom)
    }

    @Test("of nothing is the default")
    func nothing() {
        let (configuration, faults) = Configuration.read("\u{feff}\r\n# only this\r\n\r\n")
        #expect(faults.isEmpty)
        #expect(configuration.server == nil)
        #expect(configuration.rooms.isEmpty)
        #expect(configuration.options.calls == .mentions)
        #expect(configuration.options.keys.action(for: .control("n")) == .nextRoom)
    }

    @Test(
        "reports each fault with its line",
        arguments: [
            ("name anna", "1: this is no `key = value`, no [section] and no # comment"),
            ("\n= x", "2: this is no `key = value`, no [section] and no # comment"),
            ("\n\nflavour = mint", "3: there is no setting flavour before the first section"),
            ("[taste]\nx = 1", "2: there is no section [taste]"),
            (
                "theme = dark",
                "1: there is no setting theme before the first section; it belongs in [screen]"
            ),
            ("[screen]\ntheme = blue", "2: theme is one of auto, dark, light, plain, not blue"),
            ("[screen]\nmouse = yes", "2: mouse must be on or off, not yes"),
            ("name = a\nname = b", "2: name is set on line 1 already"),
            ("[keys]\nfly = F5", "2: there is no action fly; docs/keys.md lists them"),
            ("[keys]\nsend = x", "2: x is typed, and cannot be a command: add Ctrl- or Alt-"),
            (
                "[colours]\nlink = #12",
                "2: #12 is not a colour: it must be a name, 0 to 255, #rrggbb or default"
            ),
            ("server =", "1: the address is missing"),
        ]
    )
    func aFault(text: String, fault: String) {
        #expect(faults(text) == [fault])
    }

    @Test("reports names that are none, and all faults in the order of the lines")
    func manyFaults() {
        let found = faults("[keys]\nsend = x\n[screen]\ntheme = blue\n[keys]\nfly = F1")
        #expect(found.map { $0.prefix(2) } == ["2:", "4:", "6:"])
        #expect(faults("name = no blanks").first?.hasPrefix("1: ") == true)
        #expect(faults("rooms = ok, not ok").first?.hasPrefix("1: not ok: ") == true)
        let many = String(repeating: "x\n", count: 1_000)
        #expect(Configuration.read(many).faults.count == Configuration.faultLimit)
    }

    // Each was taken without a word, as if the mark or the comma were not there.
    @Test(
        "reports a list with a word too few, or a mark too few",
        arguments: [
            (#""a b", , "unterminated"#, "a comma has nothing before it"),
            (", a", "a comma has nothing before it"), (",", "a comma has nothing before it"),
            (#"a, "b"#, "a quotation mark has no partner between its commas"),
            (#""a"#, "a quotation mark has no partner between its commas"),
            ("\"", "a quotation mark has no partner between its commas"),
            (#"a", b"#, "a quotation mark has no partner between its commas"),
            (#"x, "a, b", y"#, "a quotation mark has no partner between its commas"),
        ]
    )
    func listFaults(value: String, words: String) {
        #expect(faults("[notifications]\nhighlights = \(value)") == ["2: \(words)"])
        #expect(faults("rooms = \(value)") == ["1: \(words)"])
    }

    @Test(
        "takes a list with marks around all of it, around some words or around each",
        arguments: [
            (#"a b, c"#, ["a b", "c"]), (#""a b", "c""#, ["a b", "c"]),
            (#""a b, c""#, ["a b", "c"]), (#""a b", c"#, ["a b", "c"]),
            (#""a b", "c", "d""#, ["a b", "c", "d"]), ("a, b,", ["a", "b"]), ("\"\"", []), ("", []),
        ] as [(String, [String])]
    )
    func lists(value: String, words: [String]) {
        let (configuration, faults) = Configuration.read("[notifications]\nhighlights = \(value)")
        #expect(faults.isEmpty)
        #expect(configuration.options.highlights == words)
    }

    @Test("has a sample in which every line that may be uncommented is right")
    func sample() {
        let text = Configuration.sample
        #expect(Configuration.read(text).faults.isEmpty)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 100 })
        let open = lines.map { line in
            line.contains(#/^\# [a-z0-9-]+ = /#) ? line.dropFirst(2) : line
        }
        let (configuration, faults) = Configuration.read(open.joined(separator: "\n"))
        #expect(faults.isEmpty)
        #expect(configuration.name == anna)
        for setting in ConfigurationSetting.all {
            #expect(text.contains("\n# \(setting.key) = \(setting.sample)\n"))
        }
        let keys = configuration.options.keys
        for binding in KeyMap.standard.bindings {
            #expect(text.contains("\n# \(binding.name) = "))
            for key in binding.keys { #expect(keys.action(for: key) == binding.action) }
        }
    }
}
