import ChatProtocol
import Testing

/// The inputs that are kept, each with what becomes of it, however it is cut.
@Suite struct CorpusTests {
    @Test("Each input of a stream is taken or refused as before", arguments: Corpus.streams)
    func streams(format: Format) throws {
        for entry in try Corpus.entries(format.rawValue) {
            let whole = try Self.read([entry.bytes[...]], format)
            #expect(whole.isTaken == entry.isTaken, "\(entry): \(whole)")
            let bytes = entry.bytes.indices.map { entry.bytes[$0...$0] }
            #expect(try Self.read(bytes, format) == whole, "\(entry)")
        }
    }

    @Test("Each import is taken whole, or has a row that is refused, as before")
    func imports() throws {
        for entry in try Corpus.entries("import") {
            var decoder = ImportDecoder()
            let lines = decoder.rows(in: entry.bytes) + decoder.finish()
            let isTaken = lines.allSatisfy { (try? $0.row.get()) != nil }
            #expect(isTaken == entry.isTaken, "\(entry): \(lines)")
            var cut = ImportDecoder()
            let parts = entry.bytes.flatMap { cut.rows(in: [$0]) } + cut.finish()
            #expect(parts == lines, "\(entry)")
        }
    }

    private struct Outcome: Equatable {
        var events: [Event] = []
        var isTaken = true
    }

    private static func read(_ parts: [ArraySlice<UInt8>], _ format: Format) throws -> Outcome {
        var decoder = try #require(EventDecoder(format: format))
        var outcome = Outcome()
        do throws(DecodingFailure) {
            for part in parts { outcome.events += try decoder.decode(part) }
            outcome.events += try decoder.finish()
        } catch {
            outcome.isTaken = false
        }
        return outcome
    }
}
