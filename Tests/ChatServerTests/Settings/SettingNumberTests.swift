import Testing

@testable import ChatServer

/// Numbers as an operator writes them.
@Suite struct SettingNumberTests {
    private static let odd = [
        "+1", "-1", "-0", "1e0", "1e-400", "0x1", "nan", "inf", "infinity", " 1", "1 ", "1_0",
        "1,0", "١", "", "one",
    ]

    private func settings(_ key: String, _ text: String) throws -> ServerSettings {
        try ServerSettings(dataHome: "/data") { $0 == key ? text : nil }
    }

    @Test("A number in digits is taken", arguments: [("0", 0), ("7", 7), ("1000000", 1_000_000)])
    func whole(text: String, number: Int) throws {
        #expect(try settings("rate-limit", text).limits.messagesPerSecond == number)
    }

    @Test("What has anything but digits is no number, and is refused with words", arguments: odd)
    func refused(text: String) {
        for key in ["rate-limit", "drain-time", "event-loops"] {
            let refusal = #expect(throws: ServerSettings.Refusal.self) { try settings(key, text) }
            #expect(refusal?.key == key && refusal?.value == text)
            #expect(refusal?.expected.hasSuffix(", in digits") == true)
        }
    }

    @Test(
        "A share is written in digits and a dot",
        arguments: [("0", 0), ("1", 1), ("0.25", 0.25), ("1.0", 1), ("0.000", 0)]
    )
    func share(text: String, share: Double) throws {
        #expect(try settings("trace-share", text).traceShare == share)
    }

    @Test(
        "A share that is none, or so small that it would be 0, is refused with words",
        arguments: odd + ["1.1", "0.2.5", ".", "0." + String(repeating: "0", count: 400) + "1"]
    )
    func noShare(text: String) {
        let refusal = #expect(throws: ServerSettings.Refusal.self) {
            try settings("trace-share", text)
        }
        #expect(refusal?.key == "trace-share")
    }
}
