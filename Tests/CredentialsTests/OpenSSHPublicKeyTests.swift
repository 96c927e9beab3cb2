import Serialization
import Testing

@testable import Credentials

@Suite struct OpenSSHPublicKeyTests {
    private func refusal(_ line: String) -> OpenSSHPublicKey.Refusal? {
        do throws(OpenSSHPublicKey.Refusal) {
            _ = try OpenSSHPublicKey(line)
            return nil
        } catch {
            return error
        }
    }

    private var known: String { SSHVector.all[0].line }
    private var bare: String { String(known.prefix { $0 != "@" }.dropLast(4)) }

    @Test("Each key has the fingerprint that ssh-keygen shows", arguments: SSHVector.all)
    func fingerprint(_ vector: SSHVector) throws {
        let key = try OpenSSHPublicKey(vector.line)
        #expect(key.fingerprint == vector.fingerprint)
        #expect(vector.line.hasPrefix("\(key) "))
        #expect(vector.line.hasPrefix(key.algorithm + " "))
        #expect(try OpenSSHPublicKey("\(key)") == key)
    }

    @Test("Keys are equal whatever their comments, and differ otherwise")
    func equality() throws {
        let keys = try SSHVector.all.map { try OpenSSHPublicKey($0.line) }
        #expect(Set(keys).count == SSHVector.all.count)
        let other = try OpenSSHPublicKey(bare + " other comment")
        #expect(other == keys[0])
        #expect(Set([other, keys[0]]).count == 1)
    }

    @Test("Blanks and line ends about the parts of a line do not count")
    func blanks() throws {
        let key = try OpenSSHPublicKey(known)
        for line in [
            known + "\n", known + "\r\n", "\n  " + known + " \t\n", bare, bare + "\n", bare + "  ",
            known.replacing(" ", with: "\t  "),
        ] {
            let read = try OpenSSHPublicKey(line)
            #expect(read == key && "\(read)" == bare)
        }
    }

    @Test("A comment may be long, but never goes on in another line")
    func comment() {
        #expect(refusal(bare + " " + String(repeating: "ü", count: 500)) == nil)
        #expect(refusal(bare + " a\u{1B}[2Jb") == .malformed)
        #expect(refusal(bare + " a\nb") == .malformed)
        #expect(refusal(bare + " a\u{85}b") == .malformed)
    }

    @Test("A line has a bound")
    func bound() {
        let most = OpenSSHPublicKey.byteLimit
        #expect(refusal(known + String(repeating: " ", count: most - known.utf8.count)) == nil)
        #expect(
            refusal(known + String(repeating: " ", count: most + 1 - known.utf8.count)) == .tooLong
        )
    }

    /// A key of Ed25519 as a line, of a number and the sign of x.
    private func ed25519(_ y: [UInt8], isNegative: Bool) -> String {
        var point = y + [UInt8](repeating: 0, count: 32 - y.count)
        if isNegative { point[31] |= 0x80 }
        let blob = SSHString.bytes("ssh-ed25519".utf8) + SSHString.bytes(point)
        return "ssh-ed25519 " + Base64.text(blob, isPadded: true)
    }

    // Without any private key a signature by the neutral point was good.
    @Test("A key by which anybody signs is none, however it is written")
    func smallOrder() {
        func high(_ first: UInt8) -> [UInt8] {
            [first] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]
        }
        for y in [
            [], [1], high(0xEC), high(0xED), high(0xEE), high(0xF3), high(0xFF),
            [
                0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF,
                0x98, 0xF0, 0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88,
                0x6D, 0x53, 0xFC, 0x05,
            ],
            [
                0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10,
                0x67, 0x0F, 0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77,
                0x92, 0xAC, 0x03, 0x7A,
            ],
        ] as [[UInt8]] {
            for isNegative in [false, true] {
                #expect(refusal(ed25519(y, isNegative: isNegative)) == .malformed, "\(y)")
            }
        }
        // The base point is written as no other.
        let base = [0x58] + [UInt8](repeating: 0x66, count: 31)
        #expect(refusal(ed25519(base, isNegative: false)) == nil)
    }

    @Test("What is refused says why")
    func refused() {
        #expect(refusal(SSHVector.dsa) == .unsupported)
        #expect(refusal(SSHVector.certificate) == .unsupported)
        #expect(refusal(SSHVector.weak) == .weak)
        #expect(refusal("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n") == .privateKey)
        #expect(refusal("ssh-ed25520 AAAA") == .unsupported)
    }

    @Test("Options in front of a key, half a key and no key are malformed")
    func malformed() {
        let body = bare.split(separator: " ")[1]
        for line in [
            "", " ", "\n", "a", "ssh-ed25519", "ssh-ed25519 ", "ssh-ed25519 AAAA",
            "no-pty " + known, "command=\"ssh-ed25519 x\" " + known, "ssh-=x " + known,
            "restrict,pty " + known, String(body), "ssh-rsa \(body)",
            "ecdsa-sha2-nistp256 \(body)", "sk-ssh-ed25519@openssh.com \(body)",
            "ssh-ed25519 \(body)=", "ssh-ed25519 \(body)AAAA", "ssh-ed25519 \(body.dropLast())",
            "ssh-ed25519 \(body.dropLast(4))", known + "\n" + known, "SSH-ED25519 \(body)",
            "ssh-ed25519 \(body)\u{301}",
        ] {
            #expect(refusal(line) == .malformed, "\(line)")
        }
    }

    /// A key put together of its parts.
    private func refusal(_ algorithm: String, _ parts: [UInt8]...) -> OpenSSHPublicKey.Refusal? {
        let blob = ([Array(algorithm.utf8)] + parts).flatMap(SSHString.bytes)
        return refusal(algorithm + " " + Base64.text(blob, isPadded: true))
    }

    @Test("A key of Ed25519 has 32 bytes")
    func ed25519() {
        let key = [UInt8](repeating: 7, count: 32)
        #expect(refusal("ssh-ed25519", key) == nil)
        #expect(refusal("ssh-ed25519", key + [7]) == .malformed)
        #expect(refusal("ssh-ed25519", Array(key.dropLast())) == .malformed)
        #expect(refusal("ssh-ed25519", key, []) == .malformed)
    }

    @Test("Numbers of RSA are positive, odd, as short as can be, and within bounds")
    func rsa() {
        let modulus: [UInt8] = [0xC1] + [UInt8](repeating: 7, count: 255)
        let usual: [UInt8] = [1, 0, 1]
        #expect(refusal("ssh-rsa", usual, [0] + modulus) == nil)
        #expect(refusal("ssh-rsa", [3], [0] + modulus) == nil)
        // 2,047 bits.
        #expect(refusal("ssh-rsa", usual, [0x41] + modulus.dropFirst()) == .weak)
        for exponent: [UInt8] in [
            [], [0], [1], [2], [0, 3], [0x83], [1, 0, 0], [1, 0, 0, 0, 0, 1],
        ] {
            #expect(refusal("ssh-rsa", exponent, [0] + modulus) == .malformed, "\(exponent)")
        }
        let long = [UInt8](repeating: 7, count: 2050)
        let even = [0] + modulus.dropLast() + [8]
        for modulus: [UInt8] in [[], [0], modulus, [0, 0] + modulus, even, long] {
            #expect(refusal("ssh-rsa", usual, modulus) == .malformed, "\(modulus.count)")
        }
    }

    @Test("A point lies on its curve")
    func ecdsa() throws {
        let key = try OpenSSHPublicKey(SSHVector.all[1].line)
        guard case .ecdsa(.nistp256, let point) = key.material else {
            Issue.record("\(key) is no key of ECDSA")
            return
        }
        let algorithm = "ecdsa-sha2-nistp256"
        let curve = Array("nistp256".utf8)
        #expect(refusal(algorithm, curve, point) == nil)
        #expect(refusal(algorithm, Array("nistp384".utf8), point) == .malformed)
        #expect(refusal("ecdsa-sha2-nistp384", curve, point) == .malformed)
        var other = point
        other[64] ^= 1
        let compressed = [2 + (point[64] & 1)] + point[1...32]
        let hybrid = [7] + point.dropFirst()
        for point: [UInt8] in [other, compressed, hybrid, [], [0], point + [0]] {
            #expect(refusal(algorithm, curve, point) == .malformed, "\(point.count)")
        }
    }

    @Test("No change of a key's bytes makes it trap, or be taken for the same key")
    func changed() throws {
        for vector in SSHVector.forms {
            let key = try OpenSSHPublicKey(vector.line)
            for blob in Mutations.of(key.blob) where blob != key.blob {
                #expect((try? OpenSSHPublicKey(blob: blob)) != key)
            }
        }
    }
}
