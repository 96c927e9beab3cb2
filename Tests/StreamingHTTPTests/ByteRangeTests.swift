import Testing

@testable import StreamingHTTP

@Suite struct ByteRangeTests {
    @Test(
        "A range field is read, and left unheeded where it may be",
        arguments: [
            (nil, ByteRange.whole), ("bytes=0-0", .part(0..<1)), ("bytes=5-", .part(5..<10)),
            ("bytes=-4", .part(6..<10)), ("bytes=-99", .part(0..<10)),
            ("bytes=0-99", .part(0..<10)),
            ("BYTES= 1-2", .part(1..<3)), ("bytes=10-", .unsatisfiable),
            ("bytes=-0", .unsatisfiable),
            ("bytes=2-1", .whole), ("bytes=0-1,3-4", .whole), ("bytes=-", .whole),
            ("bytes=", .whole),
            ("lines=0-1", .whole), ("bytes=a-b", .whole), ("bytes=--1", .whole),
            ("bytes=0-99999999999999999999", .part(0..<10)),
            ("bytes=99999999999999999999-", .unsatisfiable),
            ("bytes=0-9223372036854775807", .part(0..<10)),
        ]
    )
    func range(field: String?, range: ByteRange) {
        #expect(ByteRange(field, size: 10) == range)
    }

    @Test("There is no part of an empty file")
    func emptyRange() {
        #expect(ByteRange("bytes=0-", size: 0) == .unsatisfiable)
        #expect(ByteRange("bytes=-1", size: 0) == .unsatisfiable)
    }
}
