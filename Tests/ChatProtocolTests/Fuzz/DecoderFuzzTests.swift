import ChatProtocol
import Testing

/// Streams and imports that are changed at random: whatever comes is read or refused, the same way
/// however it is cut, and what was read is written as it was.
@Suite struct DecoderFuzzTests {
    /// A stream with every kind of event in a format, and the inputs of it that are kept.
    private static func corpus(_ format: Format) throws -> [[UInt8]] {
        let samples = try Samples()
        let golden =
            try Golden.durable(samples) + Golden.ephemeral(samples) + Golden.control(samples)
            + Golden.ends(samples)
        let encoder = EventEncoder(format: format, namesRooms: true)
        let whole = golden.reduce(into: encoder.preamble) { encoder.append($1.event, to: &$0) }
        let kept = Corpus.streams.contains(format) ? try Corpus.entries(format.rawValue) : []
        return [whole] + kept.map(\.bytes)
            + golden.map { row in
                var bytes = encoder.preamble
                encoder.append(row.event, to: &bytes)
                return bytes
            }
    }

    @Test("A stream is read alike however it is cut", arguments: Corpus.streams)
    func cuts(format: Format) throws {
        var mutator = Mutator(corpus: try Self.corpus(format), salt: 1)
        for round in 0..<Mutator.rounds {
            let bytes = mutator.next()
            let whole = try Self.read([bytes[...]], format)
            let cut = try Self.read(mutator.cut(bytes), format)
            #expect(whole == cut, "round \(round) of seed \(Mutator.seed): \(bytes)")
        }
    }

    @Test(
        "What is read of a stream is written, and read again as the same",
        arguments: Corpus.streams
    )
    func again(format: Format) throws {
        var mutator = Mutator(corpus: try Self.corpus(format), salt: 2)
        var found = 0
        for round in 0..<Mutator.rounds {
            let bytes = mutator.next()
            let events = try Self.read([bytes[...]], format).events
            found += events.count
            for event in events {
                var written = EventEncoder(format: .ndjson, namesRooms: true).preamble
                EventEncoder(format: .ndjson, namesRooms: true).append(event, to: &written)
                let read = try Self.read([written[...]], .ndjson)
                #expect(
                    read.events == [event] && read.failure == nil,
                    "round \(round) of seed \(Mutator.seed): \(event) \(read)"
                )
            }
        }
        // The kept inputs hold much that is no event: enough is left to read.
        #expect(found > Mutator.rounds / 10)
    }

    @Test("An import is read alike however it is cut")
    func imports() throws {
        let rows = [
            "at,user,text\r\n2026-11-22T07:40:00Z,alice,\"a, \"\"b\"\"\nc\"\r\n",
            "room,seq,at,user,type,text,target,detail\r\n"
                + "a,1,2026-11-22T07:40:00.123Z,alice,message,hi,,"
                + "\"{\"\"kind\"\":\"\"action\"\"}\"\r\n",
            #"{"type":"message","at":"2026-11-22T07:40:00Z","user":"bob","text":"x"}"# + "\n\n"
                + #"{"type":"react","target":1,"emoji":"👍","on":true,"user":"a","at":"x"}"# + "\n",
            "\u{feff}time;author;message\n1,2,3\n", "sep=,\nat,user,text\n",
        ]
        let kept = try Corpus.entries("import").map(\.bytes)
        var mutator = Mutator(corpus: rows.map { Array($0.utf8) } + kept, salt: 3)
        for round in 0..<Mutator.rounds {
            let bytes = mutator.next()
            var whole = ImportDecoder()
            let lines = whole.rows(in: bytes) + whole.finish()
            var parts = ImportDecoder()
            var found: [ImportLine] = []
            for part in mutator.cut(bytes) { found += parts.rows(in: part) }
            found += parts.finish()
            #expect(lines == found, "round \(round) of seed \(Mutator.seed): \(bytes)")
        }
    }

    @Test("The lines of a text stream are read, whatever they are")
    func text() throws {
        var mutator = Mutator(corpus: try Self.corpus(.text), salt: 4)
        for _ in 0..<Mutator.rounds {
            let bytes = mutator.next()
            #expect(Self.lines([bytes[...]]) == Self.lines(mutator.cut(bytes)), "\(bytes)")
        }
    }

    /// The lines up to the first failure.
    private static func lines(_ parts: [ArraySlice<UInt8>]) -> [TextLine] {
        var decoder = TextDecoder()
        var lines: [TextLine] = []
        do throws(DecodingFailure) {
            for part in parts { lines += try decoder.decode(part) }
        } catch {
            // What comes behind it is not looked at.
        }
        return lines
    }

    /// The events up to the first failure, and the failure.
    private static func read(
        _ parts: [ArraySlice<UInt8>],
        _ format: Format
    ) throws -> (events: [Event], failure: DecodingFailure?) {
        var decoder = try #require(EventDecoder(format: format))
        var events: [Event] = []
        do throws(DecodingFailure) {
            for part in parts { events += try decoder.decode(part) }
            events += try decoder.finish()
        } catch {
            return (events, error)
        }
        return (events, nil)
    }
}
