import Testing

@testable import LoadGenerator

@Suite("Messages found in raw bytes")
struct StreamScannerTests {
    private let framed =
        Array("54\r\n{\"text\":\"".utf8) + message(0, 0) + Array("\"}\n\r\n54\r\n{".utf8)
        + message(1, 0) + Array("}\r\n".utf8) + message(0, 1)

    @Test("A read's end may cut a message anywhere")
    func survivesEveryCut() {
        for cut in 1..<framed.count {
            var scanner = self.scanner
            let found = scanner.feed(framed[..<cut]) + scanner.feed(framed[cut...])
            let faults = scanner.table.faults
            #expect(found == 3, "cut at \(cut)")
            #expect(faults.isClean, "cut at \(cut)")
        }
    }

    @Test("Bytes may come one at a time")
    func survivesSingleBytes() {
        var scanner = self.scanner
        var found = 0
        for byte in framed { found += scanner.feed([byte]) }
        let faults = scanner.table.faults
        #expect(found == 3)
        #expect(faults.isClean)
    }

    @Test("One stream's tail is not another's")
    func keepsTailsApart() {
        var scanner = self.scanner
        let bytes = message(0, 0)
        let found = [
            scanner.feed(bytes[..<9], stream: 0), scanner.feed(bytes, stream: 1),
            scanner.feed(bytes[9...], stream: 0),
        ]
        #expect(found == [0, 1, 1])
    }

    @Test("A mark that no stamp follows is counted")
    func countsMalformed() {
        var scanner = self.scanner
        _ = scanner.feed(Array("~ and what follows it is no stamp at all".utf8))
        let malformed = scanner.table.faults.malformed
        #expect(malformed == 1)
    }

    @Test("Only what was due in the measured part counts for latency")
    func measuresTheWindowAlone() {
        var scanner = self.scanner
        scanner.window = 100..<200
        let due = [50, 100, 199, 200] as [UInt64]
        for (counter, due) in due.enumerated() {
            _ = scanner.feed(message(0, UInt32(counter), due: due), now: due + 10)
        }
        let latency = scanner.latency
        #expect(latency.total == 2)
        #expect(latency.maximum == 10)
    }

    private var scanner: StreamScanner {
        StreamScanner(streams: 2, publishers: 2, messageBytes: Stamp.smallestMessage)
    }
}
