import Testing

@testable import Credentials

@Suite struct SecretTests {
    @Test("Every secret has the shape of its kind, reads as itself, and is no other kind's")
    func shape() throws {
        let patterns: [(SecretKind, Regex<Substring>)] = [
            (.token, /burble_[0-9A-Za-z]{43}/),
            (.ticket, /burble_ticket_[0-9A-Za-z]{43}/),
            (.challenge, /burble_challenge_[0-9A-Za-z]{43}/),
            (.invite, /(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}/),
        ]
        #expect(Set(patterns.map(\.0)) == Set(SecretKind.allCases))
        for (kind, pattern) in patterns {
            for _ in 0..<100 {
                let secret = Secret(kind)
                #expect(try pattern.wholeMatch(in: secret.text) != nil, "\(secret.text)")
                #expect(Secret(kind, reading: secret.text)?.text == secret.text)
                for other in SecretKind.allCases where other != kind {
                    #expect(Secret(other, reading: secret.text) == nil)
                }
            }
        }
    }

    @Test("A secret has 256 bits, an invite 80, and each of its characters is as likely")
    func entropy() {
        for kind in SecretKind.allCases {
            let count = Double(kind.alphabet.count)
            #expect(Set(kind.alphabet).count == kind.alphabet.count)
            // 62^43 is above 2^256, and 32^16 is 2^80.
            #expect(kind == .invite ? (count, kind.drawnCount) == (32, 16) : kind.drawnCount >= 43)
            var seen: [Character: Int] = [:]
            let draws = 40_000 / kind.drawnCount
            for _ in 0..<draws {
                for character in Secret(kind).text.dropFirst(kind.prefix.count) {
                    seen[character, default: 0] += 1
                }
            }
            seen["-"] = nil
            #expect(seen.count == kind.alphabet.count)
            let mean = Double(draws * kind.drawnCount) / count
            #expect(seen.values.allSatisfy { abs(Double($0) - mean) < 0.3 * mean })
        }
    }

    @Test("No two secrets are the same")
    func distinct() {
        for kind in SecretKind.allCases {
            #expect(Set((0..<1000).map { _ in Secret(kind).digest }).count == 1000)
        }
    }

    @Test(
        "An invite may be typed as people type",
        arguments: [
            "10V2-3XWT-9ZFA-C2VE", "10v23xwt9zfac2ve", "lou2-3xwt-9zfa-c2ve",
            " IOU2 3xwt 9ZFA  c2ue ", "10V2-3XWT-9ZFA-C2VE-",
        ]
    )
    func typed(_ text: String) {
        #expect(Secret(.invite, reading: text)?.text == "10V2-3XWT-9ZFA-C2VE")
    }

    @Test(
        "What cannot be an invite is none",
        arguments: [
            "", "-", "10V2-3XWT-9ZFA-C2V", "10V2-3XWT-9ZFA-C2VEE", "10V2-3XWT-9ZFA-C2V!",
            "10V2-3XWT-9ZFA-C2VÉ",
        ]
    )
    func noInvite(_ text: String) {
        #expect(Secret(.invite, reading: text) == nil)
    }

    @Test("A text of more bytes than any secret has is not looked at")
    func long() {
        let text = Secret(.invite).text
        #expect(Secret(.invite, reading: text + String(repeating: "-", count: 109)) != nil)
        #expect(Secret(.invite, reading: text + String(repeating: "-", count: 110)) == nil)
    }

    @Test("What cannot be a token is none, and case counts")
    func noToken() {
        let text = Secret(.token).text
        for other in [
            "", "burble_", text + "a", String(text.dropLast()), "Burble_" + text.dropFirst(7),
            text.dropLast() + "-", text + "\n", " " + text, String(repeating: "a", count: 1 << 20),
        ] {
            #expect(Secret(.token, reading: other) == nil, "\(other.prefix(100))")
        }
    }

    @Test("A digest is the SHA-256 of the text, and is stored as its bytes")
    func digest() throws {
        let text = "burble_" + String(repeating: "a", count: 43)
        let digest = SecretDigest(of: text)
        // Source: sha256sum.
        let expected = "009e6af8238cc0a5753e7895f462eb6869cce9049f74d8f829810c096c1f2e4b"
        #expect(digest.hexadecimal == expected)
        #expect(Secret(.token, reading: text)?.digest == digest)
        #expect(SecretDigest(bytes: digest.bytes) == digest)
        #expect(SecretDigest(bytes: Array(digest.bytes.dropLast())) == nil)
        #expect(SecretDigest(bytes: digest.bytes + [0]) == nil)
        for index in 0..<32 {
            var bytes = digest.bytes
            bytes[index] ^= 1
            #expect(SecretDigest(bytes: bytes) != digest)
        }
    }

    @Test("Nothing that is printed shows a secret")
    func concealed() {
        let secret = Secret(.token)
        var dumped = ""
        dump(["key": secret], to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\([secret])", dumped] {
            #expect(text.contains("concealed"))
            #expect(!text.contains("burble_"))
        }
    }
}
