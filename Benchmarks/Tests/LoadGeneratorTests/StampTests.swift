import Testing

@testable import LoadGenerator

@Suite("What a message says of itself")
struct StampTests {
    @Test("What is written is text of a fixed width")
    func isFixedWidth() {
        let text = String(decoding: message(7, 42, due: 123_456_789), as: UTF8.self)
        #expect(text == "~0007 00000042 0000000123456789 ")
    }

    @Test(
        "What was written is read again",
        arguments: [
            (0, 0, 0), (9999, 99_999_999, 9_999_999_999_999_999),
            (1234, 56_789_012, 3_456_789_012_345_678),
        ] as [(Int, UInt32, UInt64)]
    )
    func isReadAgain(publisher: Int, counter: UInt32, due: UInt64) {
        let expected = Stamp(publisher: publisher, counter: counter, due: due)
        #expect(read(message(publisher, counter, due: due)) == expected)
    }

    @Test("A digit's place that holds none is noticed", arguments: [1, 4, 6, 13, 15, 22, 23, 30])
    func noticesWhatIsNoDigit(place: Int) {
        for byte in [0x0D, 0x20, 0x2F, 0x3A, 0x78] as [UInt8] {
            var bytes = message(1, 2, due: 3)
            bytes[place] = byte
            #expect(read(bytes) == nil)
        }
    }

    private func read(_ bytes: [UInt8]) -> Stamp? {
        unsafe bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            return unsafe Stamp(reading: base)
        }
    }
}
