import Foundation
import Testing

@testable import ChatServer

/// The table of problems beside the page that tells operators and clients of it.
@Suite struct ProblemCodeTests {
    @Test("The reference has each code under its status, and no other")
    func reference() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/REFERENCE.md")
        var told: Set<String> = []
        for line in try String(contentsOf: page, encoding: .utf8).split(separator: "\n") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 2, let status = Int(cells[0]), (400..<600).contains(status) else {
                continue
            }
            for (index, part) in cells[1].split(separator: "`").enumerated() where index % 2 == 0 {
                guard cells[1].hasPrefix("`") else { continue }
                let isCode = part.contains("_") || ProblemCode(rawValue: String(part)) != nil
                if isCode { told.insert("\(status) \(part)") }
            }
        }
        let known = ProblemCode.allCases.map { "\($0.row.status) \($0.rawValue)" }
        #expect(Set(known).subtracting(told).sorted() == [])
        // Who sends no credentials is asked for them.
        #expect(told.subtracting(known).sorted() == ["401 operator_needed"])
    }

    @Test("Titles are short, and a setting's name is a setting")
    func rows() {
        for code in ProblemCode.allCases {
            #expect(code.row.title.count <= 40 && code.row.title.first?.isUppercase == true)
        }
    }
}
