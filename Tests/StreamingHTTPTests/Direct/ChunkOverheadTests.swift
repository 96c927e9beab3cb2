import Testing

@testable import StreamingHTTP

/// What chunks may cost beside the bytes that they bring.
@Suite struct ChunkOverheadTests {
    @Test("Chunks of a byte each are a body like any other, however many there are")
    func shortest() {
        var overhead = ChunkOverhead()
        overhead.begin(isChunked: true)
        for _ in 0..<10_000 {
            overhead.read(600)
            for _ in 0..<100 { overhead.came(1) }
        }
        #expect(!overhead.isTooMuch)
    }

    @Test("What brings nothing is too much at some time, also in between", arguments: [1, 100])
    func nothing(bytes: Int) {
        var overhead = ChunkOverhead()
        overhead.begin(isChunked: true)
        var rounds = 0
        while !overhead.isTooMuch, rounds < 1_000 {
            overhead.read(8_000 + bytes)
            overhead.came(bytes)
            rounds += 1
        }
        #expect(rounds < 10)
    }

    @Test("A body of a told length, and the next request, are not held to it")
    func others() {
        var overhead = ChunkOverhead()
        overhead.read(1_000_000)
        #expect(!overhead.isTooMuch)
        overhead.begin(isChunked: true)
        overhead.read(1_000_000)
        #expect(overhead.isTooMuch)
        overhead.begin(isChunked: false)
        #expect(!overhead.isTooMuch)
    }
}
