import Serialization
import Testing

@testable import Credentials

@Suite struct SSHSignatureTests {
    private func verifies(
        _ text: String,
        by key: OpenSSHPublicKey,
        of message: [UInt8] = SSHVector.message,
        for namespace: String = "burble"
    ) -> Bool {
        SSHSignature(text)?.verifies(message: message, namespace: namespace, by: key) ?? false
    }

    @Test("What ssh-keygen signed is of its key, its message and its purpose alone")
    func verified() throws {
        let keys = try SSHVector.all.map { try OpenSSHPublicKey($0.line) }
        for (vector, key) in zip(SSHVector.all, keys) {
            #expect(SSHSignature(vector.armored)?.publicKey == key)
            #expect(verifies(vector.armored, by: key), "\(vector.name)")
            for other in keys where other != key { #expect(!verifies(vector.armored, by: other)) }
            for message in [[], SSHVector.message + [10], Array(SSHVector.message.dropLast())] {
                #expect(!verifies(vector.armored, by: key, of: message))
            }
            for namespace in ["", "git", "Burble", "burble ", "burbl", "burble\u{0}"] {
                #expect(!verifies(vector.armored, by: key, for: namespace))
            }
        }
    }

    @Test("The other hash, another purpose and an empty message")
    func variants() throws {
        let key = try OpenSSHPublicKey(SSHVector.all[0].line)
        #expect(verifies(SSHVector.armored(SSHVector.sha256), by: key))
        #expect(verifies(SSHVector.armored(SSHVector.empty), by: key, of: []))
        #expect(!verifies(SSHVector.armored(SSHVector.empty), by: key))
        #expect(verifies(SSHVector.armored(SSHVector.git), by: key, for: "git"))
        #expect(!verifies(SSHVector.armored(SSHVector.git), by: key))
    }

    @Test("RSA signs by either hash of SHA-2")
    func rsa() throws {
        let key = try OpenSSHPublicKey(SSHVector.all[4].line)
        #expect(verifies(SSHVector.armored(SSHVector.rsaSHA256), by: key))
    }

    @Test("A good signature in a frame that is not ours is none", arguments: SSHVector.strange)
    func strange(part: String, key: Int, body: String) throws {
        let key = try OpenSSHPublicKey(SSHVector.all[key].line)
        #expect(!verifies(SSHVector.armored(body), by: key), "\(part)")
    }

    @Test("A text that was copied loses blanks and line ends, or gains them")
    func copied() throws {
        let vector = SSHVector.all[0]
        let key = try OpenSSHPublicKey(vector.line)
        let (head, tail) = (vector.signature.prefix(70), vector.signature.dropFirst(70))
        let lines = SSHVector.armored("\(head)\n\(tail)")
        for text in [
            lines, String(lines.dropLast()), lines.replacing("\n", with: "\r\n"),
            lines.replacing("\n", with: " "), lines.replacing("\n", with: ""),
            lines.replacing("\n", with: "  \n\t"), "\r\n \(lines)\n\n ",
        ] {
            #expect(verifies(text, by: key), "\(text)")
        }
    }

    @Test("A text has a bound")
    func bound() throws {
        let vector = SSHVector.all[0]
        let room = SSHSignature.byteLimit - vector.armored.utf8.count
        #expect(SSHSignature(vector.armored + String(repeating: "\n", count: room)) != nil)
        #expect(SSHSignature(vector.armored + String(repeating: "\n", count: room + 1)) == nil)
    }

    @Test("What is not enclosed as a signature is none")
    func enclosed() {
        let (text, body) = (SSHVector.all[0].armored, SSHVector.all[0].signature)
        for other in [
            "", "\n", body, "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----",
            "-----BEGIN SSH SIGNATURE-----END SSH SIGNATURE-----", SSHVector.armored(""),
            "x" + text, text + "x", text + text, text.replacing("N SSH", with: "N PGP"),
            text.replacing("D SSH", with: "D PGP"),
            SSHVector.armored(String(body.dropLast())), SSHVector.armored(body + "AAAA"),
            SSHVector.armored(body + "="), SSHVector.armored("!" + body.dropFirst()),
        ] {
            #expect(SSHSignature(other) == nil, "\(other)")
        }
    }

    @Test("No change of a signature's bytes makes it trap or verify", arguments: SSHVector.forms)
    func changed(_ vector: SSHVector) throws {
        let key = try OpenSSHPublicKey(vector.line)
        let bytes = try #require(Base64.bytes(vector.signature.utf8, isPadded: true))
        for other in Mutations.of(bytes) where other != bytes {
            let read = SSHSignature(bytes: other)
            let message = SSHVector.message
            #expect(read?.verifies(message: message, namespace: "burble", by: key) != true)
        }
    }

    @Test("No text that is near to one traps")
    func texts() {
        let text = SSHVector.all[0].armored
        for other in Mutations.of(Array(text.utf8)) {
            _ = SSHSignature(String(decoding: other, as: UTF8.self))
            _ = try? OpenSSHPublicKey(String(decoding: other, as: UTF8.self))
        }
    }
}
