import NIOCore
import Testing

@testable import StreamingHTTP

@Suite("Bytes on their way from a generator", .timeLimit(.minutes(10)))
struct StreamBufferTests {
    @Test("What was written before a look is taken in one piece")
    func gathers() async throws {
        let buffer = StreamBuffer(limit: 100)
        try await buffer.write { $0.writeString("a") }
        try await buffer.write { $0.writeString("b") }
        buffer.end(.complete, last: ByteBuffer(string: "c"))
        #expect(try await buffer.take().map(String.init(buffer:)) == "abc")
        #expect(try await buffer.take() == nil)
    }

    @Test("A write at the limit waits until its bytes are taken")
    func waits() async throws {
        let buffer = StreamBuffer(limit: 2)
        async let writing: Void = buffer.write { $0.writeString("abc") }
        #expect(try await buffer.take()?.readableBytes == 3)
        try await writing
    }

    @Test("Records of one size never have a piece grow beyond half of the limit")
    func bounded() async throws {
        let buffer = StreamBuffer(limit: 1_024)
        let record = ByteBuffer(repeating: 65, count: 100)
        async let writing: Void = {
            for _ in 0..<1_000 { try await buffer.write { $0.writeImmutableBuffer(record) } }
            buffer.end(.complete)
        }()
        var taken = 0
        while let piece = try await buffer.take() {
            #expect(piece.storageCapacity <= 512)
            taken += piece.readableBytes
        }
        try await writing
        #expect(taken == 100_000)
    }

    @Test("For a taker that is slow less may wait, and its connection is told so")
    func slowTaker() async throws {
        let buffer = StreamBuffer(limit: 65_536)
        #expect(buffer.changedMark() == 4_096)
        buffer.sent(8_192, in: .seconds(2))
        #expect(buffer.changedMark() == 1_024)
        #expect(buffer.changedMark() == nil)
        let record = ByteBuffer(repeating: 65, count: 500)
        async let writing: Void = {
            for _ in 0..<100 { try await buffer.write { $0.writeImmutableBuffer(record) } }
            buffer.end(.complete)
        }()
        while let piece = try await buffer.take() { #expect(piece.storageCapacity <= 2_048) }
        try await writing
    }

    @Test("What comes fast is gathered until there is a piece of it, or for as long as is asked")
    func gathersFast() async throws {
        let buffer = StreamBuffer(limit: 160)
        for _ in 0..<15 { try await buffer.write { $0.writeString("a") } }
        #expect(!buffer.gather())
        try await buffer.write { $0.writeString("a") }
        #expect(buffer.gather())
        #expect(!buffer.gather())
        async let piece = buffer.take()
        for _ in 0..<44 { try await buffer.write { $0.writeString("b") } }
        #expect(try await piece?.readableBytes == 60)
        async let rest = buffer.take()
        try await buffer.write { $0.writeString("c") }
        buffer.stopGathering()
        #expect(try await rest.map(String.init(buffer:)) == "c")
    }

    @Test("The end comes without being gathered")
    func endsWhileGathering() async throws {
        let buffer = StreamBuffer(limit: 100)
        for _ in 0..<16 { try await buffer.write { $0.writeString("a") } }
        #expect(buffer.gather())
        async let all = buffer.take()
        buffer.end(.complete, last: ByteBuffer(string: "."))
        #expect(try await all?.readableBytes == 17)
        #expect(try await buffer.take() == nil)
    }

    @Test("A write that waits ends when its task is cancelled, or nobody wants its bytes")
    func wakes() async throws {
        let buffer = StreamBuffer(limit: 1)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 1...3 {
                group.addTask {
                    do { try await buffer.write { $0.writeString("a") } } catch { return true }
                    return false
                }
            }
            group.cancelAll()
            for await threw in group { #expect(threw) }
        }
        async let writing: Void = buffer.write { $0.writeString("b") }
        buffer.end(.unwanted(StreamCut.clientGone))
        _ = try? await writing
        await #expect(throws: StreamCut.clientGone) { try await buffer.take() }
        await #expect(throws: CancellationError.self) { try await buffer.write { _ in } }
    }

    @Test("What was written before a failure comes before it")
    func fails() async throws {
        let buffer = StreamBuffer(limit: 100)
        try await buffer.write { $0.writeString("a") }
        buffer.end(.failed(StreamCut.stalled))
        #expect(try await buffer.take()?.readableBytes == 1)
        await #expect(throws: StreamCut.stalled) { try await buffer.take() }
    }

    @Test("A thousand tasks lose no record and part none")
    func concurrent() async throws {
        let buffer = StreamBuffer(limit: 64)
        async let taken = {
            var all = ""
            while let piece = try await buffer.take() { all += String(buffer: piece) }
            return all
        }()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<1_000 {
                group.addTask { try? await buffer.write { $0.writeString("<\(number)>") } }
            }
        }
        buffer.end(.complete)
        let records = try await taken.split(separator: ">").compactMap { Int($0.dropFirst()) }
        #expect(records.sorted() == Array(0..<1_000))
    }
}
