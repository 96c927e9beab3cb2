import Testing

@testable import Serialization

@Suite struct Base64Tests {
    /// Source: RFC 4648, section 10.
    @Test(
        "The standard's examples",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ]
    )
    func examples(plain: String, padded: String) {
        let bytes = Array(plain.utf8)
        let bare = padded.filter { $0 != "=" }
        #expect(Base64.text(bytes, isPadded: true) == padded)
        #expect(Base64.text(bytes, isPadded: false) == bare)
        #expect(Base64.bytes(padded.utf8, isPadded: true) == bytes)
        #expect(Base64.bytes(bare.utf8, isPadded: false) == bytes)
        guard bare != padded else { return }
        #expect(Base64.bytes(bare.utf8, isPadded: true) == nil)
        #expect(Base64.bytes(padded.utf8, isPadded: false) == nil)
    }

    @Test("All bytes of every length go there and back")
    func round() {
        let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 37) }
        for count in 0...300 {
            let part = Array(bytes[..<count])
            for isPadded in [true, false] {
                let text = Base64.text(part, isPadded: isPadded)
                #expect(Base64.bytes(text.utf8, isPadded: isPadded) == part)
            }
        }
    }

    @Test(
        "There is one text for the same bytes",
        arguments: [
            "Zh==", "Zm9=", "Zg=", "Z===", "====", "=", "Zg==Zg==", "Zm9v\n", "Zm 9v", "Zm-v",
            "Zm_v",
            "Zm9v====", "Zé==", "Z",
        ]
    )
    func strict(_ text: String) {
        #expect(Base64.bytes(text.utf8, isPadded: true) == nil)
    }

    @Test("A lone character holds no byte", arguments: ["A", "AAAAA"])
    func lone(_ text: String) {
        #expect(Base64.bytes(text.utf8, isPadded: false) == nil)
    }
}
