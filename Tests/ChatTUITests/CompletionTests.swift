import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Completion")
struct CompletionTests {
    private static func peopled() -> Model {
        var model = liveModel()
        model.hear(
            said(1, member("bert"), "x"),
            said(2, alice, "x"),
            said(3, bob, "x"),
            said(4, anna, "x")
        )
        return model
    }

    @Test("adds a name to those the line calls, with commas between")
    func callsSeveral() {
        var model = Self.peopled()
        model.type("al\u{9}".replacing("\u{9}", with: ""))
        model.press(Key(.tab))
        #expect(model.drafts == [general: "alice: "])
        model.type("b")
        model.press(Key(.tab))
        #expect(model.drafts == [general: "alice, bob: "])
        model.press(Key(.tab))
        #expect(model.drafts == [general: "alice, bert: "])
        model.type("look, bo")
        model.press(Key(.tab))
        #expect(model.drafts == [general: "alice, bert: look, bob "])
    }

    @Test("keeps the sign before a name")
    func keepsSigns() {
        var model = Self.peopled()
        model.type("@al")
        model.press(Key(.tab))
        #expect(model.drafts == [general: "@alice "])
    }

    @Test("offers commands from the first slash, with their help, and lets Enter run what stands")
    func offersCommands() {
        var model = Self.peopled()
        model.type("/")
        #expect(model.picture.contains { $0.hasPrefix("│ /join ROOM") })
        #expect(model.picture[23] == "command › /")
        model.type("un")
        #expect(model.picture.contains { $0.contains("/unmute [ROOM]") })
        model.press(Key(.tab))
        #expect(model.drafts == [general: "/unread "])
        #expect(model.picture.contains { $0.hasPrefix("› /unread [N]") })
        model.press(Key(.tab), Key(.tab, .shift), Key(.tab), Key(.enter))
        #expect(model.drafts == [general: "/unmute "])
        #expect(model.completion == nil)
    }

    @Test("stays away from a word where Esc closed it, and offers itself for the next one")
    func isClosed() {
        var model = Self.peopled()
        model.type("a :smil")
        #expect(model.completion != nil)
        model.press(Key(.escape))
        #expect(model.completion == nil)
        model.type("e")
        #expect(model.completion == nil)
        model.type(" :he")
        #expect(model.completion != nil)
    }

    @Test("takes an emoji by Tab, and Enter then sends nothing")
    func takesEmoji() {
        var model = Self.peopled()
        model.type("so :tad")
        model.press(Key(.tab))
        #expect(model.drafts == [general: "so 🎉"])
        model.press(Key(.enter))
        #expect(model.drafts == [general: "so 🎉"] || model.drafts.isEmpty)
    }

    @Test(
        "turns a short name into its emoji at the second colon",
        arguments: [
            (":smile:", "😄"), ("a :+1: b", "a 👍 b"), ("at 12:100:", "at 12:100:"),
            (":nosuch:", ":nosuch:"), ("::", "::"), ("x:smile:", "x:smile:"),
            ("(:heart:)", "(❤️)"),
        ]
    )
    func expands(typed: String, text: String) {
        var model = Self.peopled()
        model.type(typed)
        #expect(model.drafts == [general: text])
    }

    @Test("of an emoji can be undone")
    func isUndone() {
        var model = Self.peopled()
        model.type(":smile:")
        model.press(.control("_"))
        #expect(model.drafts == [general: ":smile:"])
    }

    // Seen as client C35: names with signs that mean something elsewhere.
    @Test(
        "takes names with any sign that a name may have",
        arguments: ["[ann]", #"a\b"#, "{x}", "^z", "`q`", "ann|", "-x-", "_u_", "n.m"]
    )
    func signsInNames(name: String) throws {
        var model = liveModel()
        let odd = try MemberName(name)
        model.hear(said(1, odd, "hi"))
        let start = String(name.prefix(2))
        for (typed, text) in [
            (start, "\(name): "), ("x @\(start)", "x @\(name) "),
            ("/msg \(start)", "/msg \(name) "),
            ("/ignore \(start)", "/ignore \(name) "),
        ] {
            model.press(.control("u"))
            model.type(typed)
            model.press(Key(.tab))
            #expect(model.drafts == [general: text], "\(typed)")
            model.press(Key(.escape))
        }
    }

    @Test("knows what commands take")
    func knowsArguments() {
        var model = Self.peopled()
        for (typed, text) in [
            ("/ignore be", "/ignore bert "), ("/notify no", "/notify none "),
            ("/react tada", "/react 🎉"), ("/room gen", "/room general "),
            ("/silence alice ", "/silence alice 10m "), ("/ban bob 7", "/ban bob 7d "),
            ("/houseban @be", "/houseban bert "), ("/retention ", "/retention off "),
            ("/retention 500 e", "/retention 500 events "), ("/delete @al", "/delete @alice "),
            ("/delete ", "/delete @bob "), ("/kick alice be", "/kick alice bert "),
            ("/me al", "/me alice "), ("/msg bob al", "/msg bob alice "),
        ] {
            model.press(.control("u"))
            model.type(typed)
            model.press(Key(.tab), Key(.escape))
            #expect(model.drafts == [general: text])
        }
    }

    // A member's name stood behind numbers and behind another one.
    @Test(
        "offers nothing where a command takes no such word",
        arguments: [
            "/kick alice ", "/retention 5", "/retention 5 days ", "/slow ", "/nick al",
            "/unban bob al", "/silence alice 5", "/join random al", "/private ", "/invite 5 ",
        ]
    )
    func offersNothing(typed: String) {
        var model = Self.peopled()
        model.type(typed)
        model.press(Key(.tab))
        #expect(model.drafts == [general: typed] && model.completion == nil)
    }

    @Test("knows which word stands where behind an alias, which may hold some")
    func behindAlias() {
        var model = Self.peopled()
        model.type("/alias hush /silence alice\n")
        model.type("/hush ")
        model.press(Key(.tab), Key(.escape))
        #expect(model.drafts == [general: "/hush 10m "])
    }

    @Test(
        "never covers the line",
        arguments: [(120, 36), (80, 24), (40, 10), (20, 4), (9, 2), (5, 1)]
    )
    func leavesTheLine(columns: Int, rows: Int) {
        var model = Self.peopled()
        model.take(.resize(Size(columns: columns, rows: rows)))
        model.type("/")
        let row = model.picture[rows - 1]
        #expect(row.hasSuffix("/"))
        model.press(Key(.tab, .shift))
        if columns >= 20 { #expect(model.picture[rows - 1].hasSuffix("› /quit")) }
        model.take(.paste("a\nb"))
        #expect(model.picture.count == rows)
    }

    @Test("has a name for each emoji that fits between colons, each once")
    func tableIsRight() {
        let names = EmojiNames.all.map(\.name)
        #expect(names.count > 900)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.allSatisfy(EmojiNames.isNamePart) && !$0.isEmpty })
        for entry in EmojiNames.all {
            #expect(entry.emoji.count == 1, "\(entry.name)")
            #expect(SafeText(entry.emoji).singleLine == entry.emoji, "\(entry.name)")
        }
    }

    @Test(
        "reads a reaction as a name or as an emoji, and as nothing else",
        arguments: [
            (":tada:", "🎉"), ("tada", "🎉"), ("TADA", "🎉"), ("👩‍👩‍👧", "👩‍👩‍👧"), ("q", nil), ("ä", nil),
            ("👍👍", nil), ("", nil), ("nosuch", nil), ("日", nil),
            ("ℹ️", "ℹ️"), ("🅰️", "🅰️"), ("ℹ", nil),
        ]
    )
    func readsReactions(text: String, emoji: String?) {
        #expect(EmojiNames.read(text) == emoji)
    }
}

@Suite("Paths by Tab")
struct PathCompletionTests {
    @Test("looks for paths wherever a command takes one, and for commands behind /help")
    func pathsElsewhere() {
        for line in ["/download 1 ~/do", "/exec cat ~/do", "/exec -o ~/do", "/log ~/do"] {
            var model = liveModel()
            model.type(line)
            #expect(model.press(Key(.tab)) == [.listPaths("~/do")], "\(line)")
        }
        for line in ["/help catc", "/help /catc"] {
            var model = liveModel()
            model.type(line)
            model.press(Key(.tab))
            #expect(model.drafts == [general: "/help /catchup "])
        }
    }

    // Seen as client F15: Tab behind /upload gave a member's name and no path.
    @Test("are asked for where a command takes one, and put into the line")
    func asked() {
        var model = liveModel()
        model.type("/upload ~/do")
        #expect(model.press(Key(.tab)) == [.listPaths("~/do")])
        model.take(.paths("~/do", ["~/docs/"]))
        #expect(model.drafts[general] == "/upload ~/docs/")
        #expect(model.press(Key(.tab)) == [.listPaths("~/docs/")])
        model.take(.paths("~/docs/", ["~/docs/a.txt", "~/docs/b.txt"]))
        #expect(model.picture.contains { $0.contains(" a.txt") })
        model.press(Key(.tab))
        #expect(model.drafts[general] == "/upload ~/docs/a.txt ")
        // An answer that comes late is of another word.
        model.type("x")
        model.take(.paths("~/docs/", ["~/docs/c.txt"]))
        #expect(model.drafts[general] == "/upload ~/docs/a.txt x")
    }

    @Test("with blanks and marks are written so that the command reads them")
    func blanks() {
        var model = liveModel()
        model.type("/upload ~/my")
        model.press(Key(.tab))
        model.take(.paths("~/my", ["~/my it's/"]))
        #expect(model.drafts[general] == #"/upload ~/my\ it\'s/"#)
        #expect(model.press(Key(.tab)) == [.listPaths("~/my it's/")])
        model.take(.paths("~/my it's/", ["~/my it's/a b.txt"]))
        #expect(model.drafts[general] == #"/upload ~/my\ it\'s/a\ b.txt "#)
        let sent = model.press(Key(.enter))
        #expect(sent == [.transfer(1, .send(path: "~/my it's/a b.txt", name: nil, room: general))])
        model.type(#"/upload "~/my it"#)
        #expect(model.press(Key(.tab)) == [.listPaths("~/my it")])
        model.take(.paths("~/my it", ["~/my it's/"]))
        #expect(model.drafts[general] == #"/upload ~/my\ it\'s/"#)
    }

    // Without its control a name led to no file.
    @Test("that the line cannot hold are left out")
    func controls() {
        var model = liveModel()
        model.type("/upload a")
        model.press(Key(.tab))
        let paths = ["a\u{1b}[31mred", "a\rb", "a\u{2028}b", "a\tb", "ab"]
        model.take(.paths("a", paths))
        #expect(model.completion?.items.map(\.label) == ["a\tb", "ab"])
        model.press(Key(.escape))
        model.press(Key(.tab))
        model.take(.paths("a", ["a\u{7}b"]))
        #expect(model.completion == nil && model.drafts[general] == "/upload a")
    }

    @Test("of a socket are completed in its address, as far as an address has such signs")
    func sockets() {
        var model = liveModel()
        model.type("/connect unix:/ru")
        #expect(model.press(Key(.tab)) == [.listPaths("/ru")])
        model.take(.paths("/ru", ["/run/"]))
        #expect(model.drafts[general] == "/connect unix:/run/")
        #expect(model.press(Key(.tab)) == [.listPaths("/run/")])
        model.take(.paths("/run/", ["/run/a b", "/run/it's.sock", "/run/ä"]))
        #expect(model.drafts[general] == "/connect unix:/run/it's.sock ")
        #expect(model.press(Key(.enter)) == [.connect("unix:/run/it's.sock")])
        for address in ["unix:", "unix:run", "http://run"] {
            model.type("/connect \(address)")
            #expect(model.press(Key(.tab)) == [])
            model.press(.control("u"))
        }
    }

    @Test("are of no use to a message, and a member's name is none")
    func elsewhere() {
        var model = liveModel()
        model.type("see ~/do")
        #expect(model.press(Key(.tab)) == [])
        model.hear(said(1, bob, "x"))
        var other = model
        other.type("\u{15}")
        other.press(.control("u"))
        other.type("/upload ")
        #expect(other.press(Key(.tab)) == [.listPaths("")])
    }
}
