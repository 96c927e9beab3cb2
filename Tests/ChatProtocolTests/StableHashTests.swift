import ChatProtocol
import Testing

@Suite struct StableHashTests {
    // Source: draft-eastlake-fnv, appendix of test vectors.
    @Test(
        "A text has the hashes that are published",
        arguments: [
            ("", 0x811c_9dc5, 0xcbf2_9ce4_8422_2325),
            ("a", 0xe40c_292c, 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0xbf9c_f968, 0x8594_4171_f739_67e8),
        ] as [(String, UInt32, UInt64)]
    )
    func known(text: String, short: UInt32, long: UInt64) {
        #expect(text.stableHash32 == short && text.stableHash64 == long)
    }
}
