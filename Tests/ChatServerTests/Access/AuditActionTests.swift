import ChatStore
import Foundation
import Testing

/// What the audit may tell beside the page that operators read of it.
@Suite struct AuditActionTests {
    @Test("The reference has each action of the audit, and no other")
    func reference() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/REFERENCE.md")
        let items = try String(contentsOf: page, encoding: .utf8).split(separator: "\n- ")
        let item = try #require(items.first { $0.hasPrefix("**Actions of the audit.**") })
        let told = item.split(separator: "`").enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
        let known = AuditAction.allCases.map(\.rawValue)
        #expect(told.sorted() == known.sorted())
    }
}
