import ChatProtocol

/// What is parsed for each request, and what each event's head is made of.
enum NameCases {
    /// The cases.
    ///
    /// - Returns: one for each kind of name.
    static func all() -> [MicroCase] {
        [
            parse("room", "general") { try RoomName($0).description.utf8.count },
            parse("member", "Alice") { try MemberName($0).description.utf8.count },
            parse("cursor", "k3f9ab.471199") { Int(Cursor($0)?.position ?? 0) },
            parse("time", "2026-11-22T07:40:00.123Z") { Int(Timestamp($0)?.milliseconds ?? 0) },
            parse("safe text", "Grüße aus Köln, 日本語 and “quotes”") { text in
                SafeText(text).description.utf8.count
            },
            parse("hostile text", "a\u{1b}[31m e\u{301}\u{202e} 👩‍👩‍👧 \u{200b}x") { text in
                SafeText(text).description.utf8.count
            },
        ]
    }

    private static func parse(
        _ name: String,
        _ text: String,
        _ body: @escaping @Sendable (String) throws -> Int
    ) -> MicroCase {
        MicroCase("parse \(name)") { count in
            var sum = 0
            for _ in 0..<count { sum &+= try body(text) }
            return sum
        }
    }
}
