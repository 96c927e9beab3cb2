import Testing

@testable import Credentials

@Suite struct PasswordHashTests {
    private static let salt = "AAECAwQFBgcICQoLDA0ODw"
    /// Of `correct horse battery`, by Python's hashlib.scrypt.
    private static let key = "coHb6LlzckOeOHbDHR6JGt8ViaJ/p4LgT4TcMJHWRUI"
    private static let known = "$scrypt$ln=4,r=8,p=1$\(salt)$\(key)"

    @Test("What another program has hashed at the standard cost is told again")
    func standard() throws {
        let key = "BUS/jY3RXIlNUfVFibrXS1m+ZtyDS56ksoZ2SgSjUlQ"
        let hash = try #require(PasswordHash(stored: "$scrypt$ln=15,r=8,p=3$\(Self.salt)$\(key)"))
        #expect(hash.cost == .standard)
        #expect(try hash.matches("correct horse battery"))
    }

    @Test("A hash tells its password from others, also once it was stored")
    func round() throws {
        let hash = try PasswordHash(of: "correct horse battery", cost: .minimal)
        let again = try #require(PasswordHash(stored: hash.stored))
        #expect(again.stored == hash.stored)
        for hash in [hash, again] {
            #expect(try hash.matches("correct horse battery"))
            #expect(try !hash.matches("correct horse batterz"))
            #expect(try !hash.matches("correct horse battery "))
            #expect(try !hash.matches("Correct horse battery"))
            #expect(try !hash.matches(""))
            #expect(hash.cost == .minimal)
        }
    }

    @Test("The same password has another salt each time")
    func salted() throws {
        let hashes = try (0..<20).map { _ in
            try PasswordHash(of: "correct horse battery", cost: .minimal)
        }
        #expect(Set(hashes.map(\.salt)).count == 20)
        #expect(Set(hashes.map(\.key)).count == 20)
        #expect(hashes.allSatisfy { $0.salt.count == 16 && $0.key.count == 32 })
    }

    @Test("What is stored is what the format says, and reads as itself")
    func format() throws {
        #expect(try #require(PasswordHash(stored: Self.known)).stored == Self.known)
    }

    @Test(
        "What is no hash of ours is refused",
        arguments: [
            "", "$", "$$$$", "x", "scrypt$ln=4,r=8,p=1$\(salt)$\(key)", known + "$", known + "=",
            known + "A", known + " ", String(known.dropLast()), "x" + known,
            "$argon2id$ln=4,r=8,p=1$\(salt)$\(key)", "$scrypt$$\(salt)$\(key)",
            "$scrypt$ln=30,r=8,p=1$\(salt)$\(key)", "$scrypt$ln=4,r=8$\(salt)$\(key)",
            "$scrypt$ln=4,r=99999999999999999999,p=1$\(salt)$\(key)",
            "$scrypt$ln=+4,r=8,p=1$\(salt)$\(key)", "$scrypt$ln=04,r=8,p=1$\(salt)$\(key)",
            "$scrypt$r=8,ln=4,p=1$\(salt)$\(key)", "$scrypt$ln=4,r=8,p=1,x=1$\(salt)$\(key)",
            "$scrypt$ln=4,r=8,p=1$\(salt)A$\(key)", "$scrypt$ln=4,r=8,p=1$$\(key)",
            "$scrypt$ln=4,r=8,p=1$\(salt)$", "$scrypt$ln=4,r=8,p=1$\(salt)$!\(key.dropFirst())",
        ]
    )
    func refused(_ stored: String) {
        #expect(PasswordHash(stored: stored) == nil)
    }

    @Test("A damaged row of any length is refused at once")
    func huge() {
        for part in ["A", "$", ","] {
            let rest = String(repeating: part, count: 1 << 20)
            #expect(PasswordHash(stored: Self.known + rest) == nil)
        }
    }

    @Test("However a password was typed, it is the same one")
    func composed() throws {
        let key = "+OsaR/S9PW7oJsOo2yz1+ayKb2FN7KrRDCgzq4/Qvw8"
        let hash = try #require(PasswordHash(stored: "$scrypt$ln=4,r=8,p=1$\(Self.salt)$\(key)"))
        for text in [
            "Br\u{FC}cke im Nebel", "Bru\u{308}cke im Nebel", "Br\u{FC}cke\u{A0}im\u{3000}Nebel",
        ] {
            #expect(try hash.matches(text), "\(text.unicodeScalars.map(\.value))")
        }
        // Compatibility forms and case are told apart.
        #expect(try !hash.matches("Br\u{FC}cke im \u{FF2E}ebel"))
        #expect(try !hash.matches("br\u{FC}cke im nebel"))
    }

    @Test("No password matches a decoy, which costs what it is asked to cost")
    func decoy() throws {
        let decoy = PasswordHash.decoy(cost: .minimal)
        #expect(decoy.cost == .minimal)
        #expect(decoy.key.count == 32)
        #expect(try !decoy.matches(""))
        #expect(try !decoy.matches("correct horse battery"))
    }

    @Test("A text of any length is hashed and compared at once or not at all")
    func long() throws {
        let most = String(repeating: "\u{FC}", count: 512)
        #expect(try PasswordHash(of: most, cost: .minimal).matches(most))
        #expect(throws: PasswordHash.Failure.tooLong) {
            try PasswordHash(of: most + "a", cost: .minimal)
        }
        #expect(try !PasswordHash.decoy(cost: .minimal).matches(most + "a"))
    }

    @Test("Nothing that is printed shows a hash")
    func concealed() throws {
        let hash = try #require(PasswordHash(stored: Self.known))
        var dumped = ""
        dump(hash, to: &dumped)
        for text in ["\(hash)", String(reflecting: hash), "\([hash])", dumped] {
            #expect(text.contains("concealed"))
            #expect(!text.contains("129") && !text.contains("coHb"), "\(text)")
        }
    }
}
