import Foundation
import Testing

@testable import ChatTUI

/// The pages that are made from the tables.
///
/// `make manual` writes them anew.
@Suite("The manual")
struct ManualTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test(
        "is what the tables say",
        arguments: [("docs/keys.md", KeysPage.text), ("docs/chat-tui.1", ManPage.text)]
    )
    func pages(path: String, text: String) throws {
        let file = Self.root.appending(path: path)
        if ProcessInfo.processInfo.environment["BURBLE_WRITE_MANUAL"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(written == text, "\(path) is old: make manual")
    }

    @Test("names every key, every command, every option, every setting and every exit code")
    func wholeness() {
        for binding in KeyMap.standard.bindings {
            #expect(KeysPage.text.contains("| `\(binding.name)` |"))
            for key in binding.keys {
                let cell = key.description.replacing("|", with: "\\|")
                #expect(KeysPage.text.contains("`\(cell)`"))
            }
        }
        for command in Command.all { #expect(KeysPage.text.contains("/\(command.name)")) }
        for option in ClientOption.all {
            let name = option.name.replacing("-", with: "\\-")
            #expect(ManPage.text.contains("\\-\\-\(name)\\fR"))
        }
        for setting in ConfigurationSetting.all {
            let key = setting.key.replacing("-", with: "\\-")
            #expect(ManPage.text.contains("\(key)\\fR = "))
        }
        for meaning in ExitCodes.all { #expect(ManPage.text.contains("\\fB\(meaning.code)")) }
    }
}
