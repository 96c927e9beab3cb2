import ContentHash
import Testing

@testable import Credentials

@Suite struct ScryptTests {
    /// Source: RFC 7914, section 12, the vectors that take little memory.
    @Test(
        "The standard's examples have the standard's keys",
        arguments: [
            (
                "", "", 4, 1, 1,
                "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                    + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
            ),
            (
                "password", "NaCl", 10, 8, 16,
                "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                    + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
            ),
            (
                "pleaseletmein", "SodiumChloride", 14, 8, 1,
                "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                    + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
            ),
        ]
    )
    func examples(
        password: String,
        salt: String,
        logN: Int,
        r: Int,
        p: Int,
        expected: String
    ) throws {
        let cost = try #require(PasswordCost(logN: logN, r: r, p: p))
        let key = Scrypt.key(
            of: Array(password.utf8),
            salt: Array(salt.utf8),
            cost: cost,
            count: 64
        )
        #expect(key?.hexadecimal == expected)
    }

    @Test("A byte less of memory than the cost says is too little, and told")
    func memory() {
        for cost in [PasswordCost.minimal, PasswordCost(logN: 6, r: 2, p: 3)].compactMap(\.self) {
            func key(_ limit: Int) -> [UInt8]? {
                Scrypt.key(of: [1], salt: [2], cost: cost, count: 32, memoryLimit: limit)
            }
            #expect(key(cost.byteCount) != nil)
            #expect(key(cost.byteCount - 1) == nil)
        }
    }

    @Test(
        "No cost takes over 256 MiB or some five times the standard's work",
        arguments: [
            (0, 8, 1), (21, 1, 1), (17, 0, 1), (17, 8, 0), (18, 16, 1), (17, 8, 5), (16, 1, 1),
            (-1, 8, 1), (10, 33, 1), (10, 8, 17), (.max, .max, .max),
        ]
    )
    func bounds(logN: Int, r: Int, p: Int) {
        #expect(PasswordCost(logN: logN, r: r, p: p) == nil)
    }

    @Test("The largest costs fit")
    func largest() {
        for (logN, r, p) in [(18, 8, 2), (17, 16, 2), (17, 8, 4), (15, 1, 16), (1, 32, 16)] {
            let cost = PasswordCost(logN: logN, r: r, p: p)
            #expect((cost?.byteCount ?? .max) <= 257 << 20, "\(logN) \(r) \(p)")
        }
    }
}
