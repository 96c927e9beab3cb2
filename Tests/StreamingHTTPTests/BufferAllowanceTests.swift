import Testing

@testable import StreamingHTTP

@Suite struct BufferAllowanceTests {
    private func allowance(after count: Int, limit: Int = 32_768) -> BufferAllowance {
        var allowance = BufferAllowance(limit: limit)
        var left = count
        while left > 0 {
            left -= allowance.bytes
            allowance.sent(allowance.bytes, in: .zero)
        }
        return allowance
    }

    @Test("An answer begins with larger pieces than a stream goes on with")
    func begins() {
        #expect(allowance(after: 24_576).bytes == 8_192)
        #expect(allowance(after: 32_768).bytes == 4_096)
    }

    @Test("A reader has all of it once it took more at once than the kernel takes for any")
    func grows() {
        #expect(allowance(after: 32_768 + 389_120).bytes == 4_096)
        #expect(allowance(after: 32_768 + 393_216).bytes == 32_768)
    }

    @Test("The allowance never grows beyond the limit, however small that is")
    func limited() {
        #expect(allowance(after: 1_000_000).bytes == 32_768)
        #expect(allowance(after: 1_000_000, limit: 100).bytes == 100)
        #expect(allowance(after: 1_000_000, limit: 5_000).bytes == 5_000)
    }

    @Test("One piece that leaves slowly leaves as much as the reader takes in a moment")
    func shrinks() {
        var allowance = allowance(after: 1_000_000)
        allowance.sent(32_768, in: .milliseconds(100))
        #expect(allowance.bytes == 16_384)
        allowance.sent(16_384, in: .seconds(2))
        #expect(allowance.bytes == 2_048)
        // What the kernel takes in one go makes no slow reader a quick one.
        for _ in 0..<100 { allowance.sent(2_048, in: .zero) }
        #expect(allowance.bytes == 2_048)
    }

    @Test("A quick reader's connection takes a piece beside the last one, and another's one alone")
    func marks() {
        #expect(allowance(after: 1_000_000).mark == 32_768)
        #expect(allowance(after: 32_768).mark == 2_048)
    }

    @Test("A small allowance stays as small")
    func small() {
        var allowance = BufferAllowance(limit: 100)
        allowance.sent(100, in: .seconds(1))
        #expect(allowance.bytes == 100)
    }
}
