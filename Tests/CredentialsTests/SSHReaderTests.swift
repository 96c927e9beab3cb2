import Testing

@testable import Credentials

@Suite struct SSHReaderTests {
    /// Source: RFC 4251, section 5, the examples of `mpint`, without those that are not above zero.
    @Test("Numbers above zero are as short as they can be")
    func integers() {
        let taken: [[UInt8]] = [
            [0x09, 0xA3, 0x78, 0xF9, 0xB2, 0xE3, 0x32, 0xA7], [0x00, 0x80], [1], [0x7F],
        ]
        for bytes in taken {
            var reader = SSHReader(SSHString.bytes(bytes))
            #expect(reader.positiveInteger() == bytes)
            #expect(reader.isAtEnd)
        }
        let refused: [[UInt8]] = [
            [], [0], [0, 0], [0, 0x7F], [0x80], [0xED, 0xCC], [0, 0, 0x80],
        ]
        for bytes in refused {
            var reader = SSHReader(SSHString.bytes(bytes))
            #expect(reader.positiveInteger() == nil, "\(bytes)")
        }
    }

    @Test("A part that is longer than what is left is none, and takes nothing")
    func bounds() {
        for count: [UInt8] in [[0, 0, 0, 3], [255, 255, 255, 255], [127, 255, 255, 255]] {
            var reader = SSHReader(count + [1, 2])
            #expect(reader.string() == nil)
            #expect(reader.bytes(2) == [1, 2])
            #expect(reader.isAtEnd)
            #expect(reader.byte() == nil)
            #expect(reader.number() == nil)
            #expect(reader.bytes(0) == [])
        }
    }

    @Test("A name is of printable ASCII")
    func names() {
        var reader = SSHReader(SSHString.bytes(Array("ssh-ed25519".utf8)))
        #expect(reader.name() == "ssh-ed25519")
        for text in ["a\u{0}", "a\n", "ä", "\u{7F}"] {
            var reader = SSHReader(SSHString.bytes(Array(text.utf8)))
            #expect(reader.name() == nil)
        }
    }

    @Test("The lengths of DER, short and long")
    func lengths() {
        func head(_ count: Int) -> ArraySlice<UInt8> {
            DER.integer([UInt8](repeating: 1, count: count)).dropLast(count)
        }
        #expect(head(0) == [2, 0])
        #expect(head(127) == [2, 127])
        #expect(head(128) == [2, 0x81, 128])
        #expect(head(255) == [2, 0x81, 255])
        #expect(head(256) == [2, 0x82, 1, 0])
        #expect(head(70_000) == [2, 0x83, 1, 0x11, 0x70])
    }
}
