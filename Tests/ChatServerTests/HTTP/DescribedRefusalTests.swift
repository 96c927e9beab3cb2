import HTTPTypes
import Testing

@testable import ChatServer

/// What `/openapi.json` says of refusals, beside what callers are answered.
@Suite struct DescribedRefusalTests {
    private func operation(of row: AccessTable.Row) throws -> APIOperation {
        let path = row.path.replacing("{nobody}", with: "{name}")
        let operation = APIOperations.all.first {
            $0.method.rawValue == row.method && $0.path == path
        }
        return try #require(operation, "\(row)")
    }

    @Test(
        "Whatever a caller is refused with is described where it is met",
        arguments: ["accounts", "open"],
        AccessWorld.rooms
    )
    func callers(mode: String, room: String) throws {
        for row in AccessTable.rows + [AccessTable.removal] {
            let problems = try operation(of: row).problems
            for person in AccessWorld.Person.allCases {
                let word = try AccessTable.word(row.kind, person, in: room, mode: mode)
                guard let (status, code) = AccessTable.answers[word] else { continue }
                // A stream of several rooms tells of each in itself.
                guard row.path != "/stream" || !["gone", "scope"].contains(word) else { continue }
                let isTold = problems[status]?.contains { $0.rawValue == code } == true
                #expect(isTold, "\(row) as \(person): \(status) \(code)")
            }
        }
    }

    @Test("What a request is refused with behind the gate is described too")
    func behind() throws {
        for row in AccessTable.rows {
            guard let code = row.code else { continue }
            let isTold = try operation(of: row).problems.contains { status, codes in
                row.statuses.contains(status) && codes.contains { $0.rawValue == code }
            }
            #expect(isTold, "\(row): \(code)")
        }
    }

    @Test("Who comes again is told when, and what a body may be, wherever that is described")
    func fields() {
        for operation in APIOperations.all {
            for (status, codes) in operation.problems {
                let fields = APIAnswerField.ofProblems(codes, status, isCharged: false)
                let waits = [429, 503].contains(status) || codes.contains(.importRunning)
                #expect(fields.contains("Retry-After") == waits, "\(operation.path) \(status)")
                let isEncoding = codes.contains(.unsupportedEncoding)
                #expect(fields.contains("Accept-Encoding") == isEncoding, "\(operation.path)")
                let isAsked = codes.contains(.operatorNeeded) && status == 401
                #expect(!isAsked || fields.contains("WWW-Authenticate"), "\(operation.path)")
            }
        }
    }
}
