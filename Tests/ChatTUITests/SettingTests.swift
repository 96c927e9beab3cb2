import ChatProtocol
import Testing

@testable import ChatTUI

/// Settings while the client runs, and what they leave in the file.
@Suite("A setting")
struct SettingTests {
    @Test("changes at once, is kept in the file, and is told")
    func sets() {
        var model = liveModel()
        model.hear(said(1, bob, "hi"))
        let effects = model.type("/set time seconds\n")
        #expect(effects.contains(.keepSetting(section: "screen", key: "time", value: "seconds")))
        #expect(effects.contains(.applySettings))
        #expect(model.picture.contains { $0.contains("07:41:00") })
        model.type("/set screen.time = none\n")
        #expect(!model.picture.contains { $0.contains("07:41") })
        model.type("/set time\n")
        #expect(model.notice?.hasPrefix("time = none · How times") == true)
        model.type("/set\n")
        #expect(model.picture.contains { $0.contains("  time = none") })
    }

    @Test(
        "that is none, or cannot be so, changes nothing and stays in the line",
        arguments: [
            ("/set flavour mint", "there is no setting flavour"),
            ("/set time noon", "time is one of 24h, 12h, seconds, none, not noon"),
            ("/set rooms a", "rooms stands in the file alone"),
            ("/set escape 1", "escape must be 10 to 5000"), ("/theme blue", "theme is one of auto"),
            ("/set link \"\"", "\"\" is not a colour"), ("/theme \"\"", "plain, not \"\""),
            ("/set mouse \"\"", "on or off, not \"\""),
        ]
    )
    func refuses(_ line: String, _ words: String) {
        var model = liveModel()
        #expect(model.type("\(line)\n") == [])
        #expect(model.notice?.contains(words) == true)
        #expect(model.room.editor.text == line)
    }

    @Test("of a colour shows at once")
    func colours() {
        var model = liveModel()
        model.hear(said(1, bob, "see http://example.org"))
        model.type("/set link red\n")
        let frame = view(model, capabilities: Capabilities())
        let cells = frame.cells.filter { $0.style.underline }
        #expect(!cells.isEmpty && cells.allSatisfy { $0.style.foreground == .palette(1) })
        model.type("/theme plain\n")
        let plain = view(model, capabilities: Capabilities())
        #expect(plain.cells.allSatisfy { $0.style.foreground == nil })
    }

    // What is kept now has to be found at the next start, or the file would be a faulty one.
    @Test(
        "is taken as the file's reader takes it",
        arguments: [
            ("link", "\"#5fafff\""), ("link", "#5fafff"), ("highlights", "\"on call, deploy\""),
            ("highlights", "\"\""), ("highlights", "# a, b = c"), ("highlights", "[x]"),
        ]
    )
    func asInTheFile(_ key: String, _ value: String) throws {
        var model = liveModel()
        let kept = model.type("/set \(key) \(value)\n").compactMap { effect -> String? in
            guard case .keepSetting(let section, let key, let value) = effect else { return nil }
            return ConfigurationText.setting("", section: section, key: key, value: value)
        }
        let (found, faults) = Configuration.read(try #require(kept.first))
        #expect(faults == [])
        #expect(found.options.highlights == model.options.highlights)
        #expect(found.theme.changes == model.theme?.changes ?? [:])
    }

    @Test("stands in one line, as the file has it")
    func oneLine() {
        var model = liveModel()
        model.type("/set highlights a")
        model.press(Key(.enter, .alt))
        model.type("[colours]")
        #expect(model.press(Key(.enter)) == [])
        #expect(model.notice == "a value stands in one line")
    }

    @Test("is completed with its values")
    func completes() {
        var model = liveModel()
        model.type("/set sor")
        model.press(Key(.tab))
        #expect(model.room.editor.text == "/set sort ")
        model.type("u")
        model.press(Key(.tab))
        #expect(model.room.editor.text == "/set sort unread ")
        model.press(.control("u"))
        model.type("/theme d")
        model.press(Key(.tab))
        #expect(model.room.editor.text == "/theme dark ")
    }

    @Test("holds for all servers, also for one that is connected to later")
    func shared() {
        var workspace = Workspace([liveModel(), liveModel()], names: ["a", "b"])
        for character in "/set time seconds" {
            _ = workspace.take(.key(Key(.character(character))))
        }
        _ = workspace.take(.key(Key(.enter)))
        #expect(workspace.models.allSatisfy { $0.options.time == .seconds })
        let effects = workspace.connect(model(), name: "a")
        #expect(workspace.models[2].options.time == .seconds)
        #expect(workspace.front == 2 && workspace.models[2].title == "a-2")
        #expect(effects.contains(ServerEffect(server: 2, effect: .loadRooms)))
    }

    @Test("that can be changed has a value to show, and takes the one it shows")
    func shows() {
        for setting in ConfigurationSetting.all where setting.shows != nil {
            var configuration = Configuration()
            let line = ConfigurationLine(
                section: setting.section,
                key: setting.key,
                value: setting.sample,
                number: 1
            )
            #expect(setting.take(line, &configuration) == nil, "\(setting.key)")
            #expect(setting.shows?(configuration) == setting.sample, "\(setting.key)")
            #expect(setting.choices.isEmpty || setting.choices.contains { !$0.isEmpty })
        }
    }

    @Test(
        "stands in the file where it belongs, and all else stays",
        arguments: [
            ("", "[screen]\ntime = 12h\n"), ("[screen]\ntime = none\n", "[screen]\ntime = 12h\n"),
            ("# a\n[ screen ]\n# time = 24h\n", "# a\n[ screen ]\ntime = 12h\n# time = 24h\n"),
            ("[screen]\r\ntime=none\r\nmouse = on", "[screen]\ntime = 12h\nmouse = on\n"),
            ("name = x\n", "name = x\n\n[screen]\ntime = 12h\n"),
            ("[keys]\ntime = F5\n", "[keys]\ntime = F5\n\n[screen]\ntime = 12h\n"),
        ]
    )
    func file(_ before: String, _ after: String) {
        let text = ConfigurationText.setting(before, section: "screen", key: "time", value: "12h")
        #expect(text == after)
    }
}
