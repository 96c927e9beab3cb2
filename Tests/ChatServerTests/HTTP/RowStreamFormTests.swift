import ChatProtocol
import NIOCore
import Testing

@testable import ChatServer

/// The rows of the audit as a table: people open it on a terminal and in a spreadsheet.
@Suite struct RowStreamFormTests {
    private static let columns = RowStream.Columns(names: ["id", "action", "detail"], kind: 1)

    private func form(_ isForSpreadsheets: Bool = false) -> RowStreamForm {
        RowStreamForm(
            format: .csv,
            columns: Self.columns,
            isForSpreadsheets: isForSpreadsheets,
            isFollowed: true
        )
    }

    // A program that reads line by line stopped at an empty one.
    @Test("Each line of NDJSON is an object, the stream's own too", arguments: [true, false])
    func objects(isFollowed: Bool) {
        let form = RowStreamForm(
            format: .ndjson,
            columns: nil,
            isForSpreadsheets: false,
            isFollowed: isFollowed
        )
        let opening = isFollowed ? #"{"type":"open"}"# + "\n" : ""
        #expect(String(buffer: form.opening) == opening)
        #expect(String(buffer: form.beat) == #"{"type":"ping"}"# + "\n")
    }

    @Test("A table begins with its columns, and its own rows are rows")
    func rows() {
        #expect(String(buffer: form().opening) == "id,action,detail\r\n")
        #expect(String(buffer: form().beat) == ",ping,\r\n")
        #expect(
            String(buffer: form().bye("limit"))
                == ",bye,\"{\"\"reason\"\":\"\"limit\"\",\"\"reconnect\"\":false}\"\r\n"
        )
    }

    @Test(
        "No cell acts on a terminal",
        arguments: ["\u{1b}]0;x\u{7}", "\u{9b}31m", "\u{202e}a", "\u{7f}", "a\r", "\u{85}"]
    )
    func terminal(text: String) {
        let row = RowStream.Row(type: "audit", json: [], line: "", cells: ["1", text, text])
        let record = String(buffer: form().record(of: row)).dropLast()
        #expect(SafeText(String(record)).description == record, "\(record)")
    }

    @Test("With safe=1 no cell is a formula", arguments: ["=1+1", "+1", "-1", "@a", " =1"])
    func spreadsheet(text: String) {
        let row = RowStream.Row(type: "audit", json: [], line: "", cells: ["1", "x", text])
        #expect(String(buffer: form().record(of: row)) == "1,x,\(text)\r\n")
        #expect(String(buffer: form(true).record(of: row)) == "1,x,'\(text)\r\n")
    }

    @Test("A row that is kept has its number as the id of its event, and no other row has one")
    func numbers() {
        let form = RowStreamForm(
            format: .sse,
            columns: nil,
            isForSpreadsheets: false,
            isFollowed: true
        )
        var row = RowStream.Row(type: "audit", json: Array("{}".utf8), line: "")
        #expect(String(buffer: form.record(of: row)) == "event: audit\ndata: {}\n\n")
        row.id = 7
        #expect(String(buffer: form.record(of: row)) == "event: audit\nid: 7\ndata: {}\n\n")
        let (over, back) = (form.bye("limit"), form.bye("shutdown", retryAfter: 3))
        #expect(String(buffer: over).hasPrefix("retry: 2147483647\nevent: bye\n"))
        #expect(String(buffer: back).hasPrefix("retry: 3000\nevent: bye\n"))
    }

    // Its end was told as a limit that had been reached.
    @Test("The audit's own columns come first, and what is whole has no word of an end")
    func audit() async throws {
        try await AccessWorld.run("accounts") { world in
            let token = world.credentials[.tokenOperator]
            let answer = try await world.ask("GET", "/audit?format=csv&limit=1", by: token)
            let lines = answer.body.split(separator: "\r\n")
            #expect(lines.first == "id,at,user,action,room,subject,detail")
            #expect(lines.count == 2)
            let all = try await world.ask("GET", "/audit?format=ndjson", by: token)
            let objects = all.body.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(objects.dropLast().allSatisfy { $0.hasPrefix(#"{"id":"#) }, "\(all.body)")
            #expect(objects.last == "" && objects.count > 1)
        }
    }
}
