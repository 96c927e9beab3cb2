import Serialization
import Testing

@Suite struct CSVTextTests {
    @Test(
        "A row of a table is quoted where it must be",
        arguments: [
            (["a", "b c"], "a,b c\r\n"), (["a,b", "c\"d"], "\"a,b\",\"c\"\"d\"\r\n"),
            (["a\nb", "\r"], "\"a\nb\",\"\r\"\r\n"), ([""], "\"\"\r\n"), (["", ""], ",\r\n"),
            (["=1+1"], "=1+1\r\n"), ([], "\r\n"), (["", "", "é,"], ",,\"é,\"\r\n"),
            (["0123456789\""], "\"0123456789\"\"\"\r\n"), (["\"\""], "\"\"\"\"\"\"\r\n"),
        ]
    )
    func table(fields: [String], line: String) {
        var bytes: [UInt8] = []
        CSVText.append(row: fields, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == line)
    }
}
