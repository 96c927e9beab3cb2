import ChatClient
import ChatProtocol
import Testing

@testable import ChatTerminal

@Suite("A text that is not posted")
struct PostFailureTests {
    /// What became of it in a room: 201 is posted, 503 is away for as long as one waits, and for
    /// 999 somebody else answers.
    private static func end(_ status: Int) -> PostFailure? {
        switch status {
        case 201: nil
        case 503: PostFailure(away: .unreachable(.timedOut(.standard)))
        case 999: PostFailure(away: .unreachable(.stranger(.standard, status: 200)))
        default: PostFailure(Problem(status: status, code: "x", title: "x", detail: "x"))
        }
    }

    // A pipe into several rooms went on where the name was not known, or no room took it.
    @Test(
        "ends a pipe where no other one would be taken, and tells the cause",
        arguments: [
            ([400], 65, false), ([401], 77, true), ([403], 77, true), ([503], 69, true),
            ([201, 403], 77, false), ([403, 201], 77, false), ([403, 403], 77, true),
            ([403, 400], 77, false), ([400, 400], 65, false), ([201, 400], 65, false),
            ([400, 401], 77, true), ([201, 401], 77, true), ([403, 503], 69, true),
            ([999], 76, true), ([201, 999], 76, true),
        ] as [([Int], CInt, Bool)]
    )
    func ends(statuses: [Int], code: CInt, isFinal: Bool) throws {
        let failure = try #require(PostFailure.all(statuses.map(Self.end)))
        #expect(failure.code == code)
        #expect(failure.isFinal == isFinal)
    }

    @Test("is none where each room has it")
    func posted() {
        #expect(PostFailure.all([nil, nil]) == nil)
    }
}
