import Serialization
import Testing

@Suite struct SSETextTests {
    private func written(_ append: (inout [UInt8]) -> Void) -> String {
        var bytes: [UInt8] = []
        append(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "Each line of the data gets a field of its own, whatever ends it",
        arguments: [
            ("", "data: \n"), ("one", "data: one\n"), ("a\nb", "data: a\ndata: b\n"),
            ("a\r\nb\rc\n", "data: a\ndata: b\ndata: c\ndata: \n"),
            ("\r\r\n\n", "data: \ndata: \ndata: \ndata: \n"),
            ("a line of some length\nid: 7", "data: a line of some length\ndata: id: 7\n"),
        ]
    )
    func data(text: String, record: String) {
        #expect(written { SSEText.append(data: text, to: &$0) } == record)
    }

    @Test("A name and an id stay in their line, without NUL")
    func oneLine() {
        #expect(written { SSEText.append(.event, "a\nb\r\0", to: &$0) } == "event: a b \n")
        #expect(written { SSEText.append(.id, "1\r\n2", to: &$0) } == "id: 1  2\n")
    }

    @Test("A comment stays a comment over several lines")
    func comment() {
        let record = written { bytes in
            SSEText.append(comment: "a\ndata: b", to: &bytes)
            SSEText.end(&bytes)
        }
        #expect(record == ": a\n: data: b\n\n")
    }

    @Test("A value may be written in its place")
    func inPlace() {
        let record = written { bytes in
            SSEText.append(retry: 1500, to: &bytes)
            SSEText.append(.data, to: &bytes) { $0.append(decimal: -7) }
            SSEText.end(&bytes)
        }
        #expect(record == "retry: 1500\ndata: -7\n\n")
    }
}
