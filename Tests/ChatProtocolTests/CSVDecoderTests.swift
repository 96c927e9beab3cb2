import ChatProtocol
import Testing

/// The rules of RFC 4180, section 2.
@Suite struct CSVDecoderTests {
    @Test(
        "Rows are cut as the standard says, wherever the bytes are cut",
        arguments: [
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]), ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
            ("\"a\"\"b\",\"c\r\nd,e\"\r\n", [["a\"b", "c\r\nd,e"]]), (",\r\n", [["", ""]]),
            ("\"\",x\n", [["", "x"]]), ("\u{feff}a\n", [["a"]]),
            ("\u{feff}\"a\",b\n", [["a", "b"]]),
            ("\r\n\n a \n", [[" a "]]), ("", []),
        ]
    )
    func rows(text: String, expected: [[String]]) throws {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            var reader = CSVRows()
            var found = try reader.rows(in: bytes[..<cut])
            found += try reader.rows(in: bytes[cut...])
            found += try reader.finish()
            #expect(found == expected, "cut at \(cut)")
        }
    }

    @Test(
        "What the standard does not allow is refused",
        arguments: ["\"a\"b\n", "a\"b\n", "a\rb\n"]
    )
    func refused(text: String) {
        var reader = CSVRows()
        #expect(throws: DecodingFailure.self) { try reader.rows(in: Array(text.utf8)) }
    }

    @Test("A quote that is not closed is told at the end")
    func openQuote() throws {
        var reader = CSVRows()
        #expect(try reader.rows(in: Array("\"a\n".utf8)).isEmpty)
        #expect(throws: DecodingFailure.self) { try reader.finish() }
    }

    @Test("Columns are found by name, in any order")
    func columns() throws {
        var decoder = CSVDecoder()
        let csv =
            "Type,extra,text,user,at,seq,room\nmessage,,hi,alice,2026-11-22,3,general\npoll,,,,,,\n"
        let events = try decoder.decode(Array(csv.utf8))
        guard case .durable(let event) = events.first else {
            Issue.record("no event")
            return
        }
        #expect(events.count == 1)
        #expect(event.seq == 3 && event.content == .message(Message(text: "hi")))
    }

    @Test(
        "A header or a row that cannot be read is refused",
        arguments: [
            "a,b\n", "type,type\n", "type,room\nlive\n", "type,room\n,general\n",
            "type,seq,room\nread,x,general\n", "type,detail\nlive,{\n",
        ]
    )
    func refusedRows(csv: String) {
        var decoder = CSVDecoder()
        #expect(throws: DecodingFailure.self) { try decoder.decode(Array(csv.utf8)) }
    }
}
