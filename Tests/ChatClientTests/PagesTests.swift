import CPages
import Foundation
import Testing

@Suite struct PagesTests {
    /// Kilobytes of files that are mapped and present.
    private static func resident() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("RssFile:") }
        return try #require(line.flatMap { Int($0.filter(\.isNumber)) })
    }

    @Test("Code and constants are given back, and the program goes on with what it had")
    func givesBack() throws {
        let constant = (0..<64).map { "\($0) is said" }
        let before = try Self.resident()
        var after = before
        // Tests that run beside this one take theirs again at once.
        for _ in 1...100 where after >= before / 2 {
            burble_give_back_pages()
            after = try Self.resident()
        }
        #expect(after < before / 2, "\(before) and \(after) kB")
        #expect(constant == (0..<64).map { "\($0) is said" })
    }
}
