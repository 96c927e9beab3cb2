import ChatProtocol
import Testing

@testable import ChatTUI

/// What stands behind a command.
@Suite("The words behind a command")
struct ArgumentTests {
    @Test(
        "mean the same with the blank behind them that Tab leaves",
        arguments: [
            "/set sort unread", "/theme dark", "/notify all", "/highlight deploy", "/copy 2",
            "/open 1", "/whois bob", "/server home", "/connect http://127.0.0.1:1", "/help join",
            "/me waves", "/topic new", "/room general", "/ignore bob", "/search word",
            "/react tada", "/unread 1", "/alias hi /me waves", "/cancel file",
        ]
    )
    func blankBehind(_ line: String) {
        func outcome(_ line: String) -> ([Effect], String?, Preferences) {
            var model = liveModel()
            model.servers = ["work", "home"]
            model.hear(said(1, bob, "https://e.org/1"), said(2, bob, "two"))
            let effects = model.type(line + "\n").filter {
                if case .typing = $0 { false } else { true }
            }
            return (effects, model.notice, model.preferences)
        }
        let (bare, behind) = (outcome(line), outcome(line + " "))
        #expect(bare.0 == behind.0)
        #expect(bare.1 == behind.1)
        #expect(bare.2 == behind.2)
    }

    @Test("are completed by Tab into what Enter takes")
    func completed() {
        var model = liveModel()
        model.type("/set sort u")
        model.press(Key(.tab), Key(.enter))
        #expect(model.options.sort == .unread)
    }

    @Test("may be any number, and none stops the client")
    func numbers() {
        let numbers = [
            "\(Int.min)", "\(Int.max)", "-\(Int.max)", "+\(Int.max)", "-1", "0",
            "99999999999999999999",
        ]
        for command in Command.all where command.kind != .quit {
            for number in numbers {
                var workspace = workspace()
                workspace.hear(from: 0, said(1, bob, "https://e.org/1"), said(2, anna, "two"))
                _ = workspace.obey("/\(command.name) \(number)")
                _ = workspace.obey("/\(command.name) \(number) \(number)")
                #expect(!view(workspace, capabilities: Capabilities()).lines.isEmpty)
            }
        }
    }
}
