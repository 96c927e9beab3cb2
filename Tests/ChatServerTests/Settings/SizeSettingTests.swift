import Testing

@testable import ChatServer

/// Sizes as an operator writes them.
@Suite struct SizeSettingTests {
    private func settings(_ key: String, _ text: String) throws -> ServerSettings {
        try ServerSettings(dataHome: "/data") { $0 == key ? text : nil }
    }

    @Test(
        "A size is a number of bytes, or of a unit of them",
        arguments: [
            ("4096", 4096), ("4k", 4096), ("7M", 7 << 20), ("1024G", 1 << 40),
            ("2T", 2 << 40), ("1p", 1 << 50),
            // More of a small unit than fit into 32 bits.
            ("2147483648K", 1 << 41),
        ] as [(String, Int)]
    )
    func size(text: String, bytes: Int) throws {
        #expect(try settings("file-quota", text).limits.allFileBytes == bytes)
    }

    // The last two ended the process, which could not say what was wrong.
    @Test(
        "One that is negative, or more than a number holds, is refused with words",
        arguments: [
            "-1", "-1K", "-4096", "9999999999999G", "2P", "9999999999999P",
            "9223372036854775807K", "99999999999999999999", "G", "", "1.5G", "+4096", "+4K", "1e9",
            "0x4000", "4 K", "4KK", "-9999999999G", "-9223372036854775808K",
        ]
    )
    func refused(text: String) {
        for (key, least) in [("file-quota", 4096), ("disk-floor", 0)] {
            let refusal = #expect(throws: ServerSettings.Refusal.self) {
                try settings(key, text)
            }
            #expect(refusal?.key == key && refusal?.value == text)
            let words = "\(key): \"\(text)\" is not a size from \(least) to "
            #expect(refusal?.description.hasPrefix(words) == true)
        }
    }
}
