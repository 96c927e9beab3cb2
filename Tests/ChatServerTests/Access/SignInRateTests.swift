import ChatProtocol
import Testing

@testable import ChatServer

@Suite struct SignInRateTests {
    @Test("Who tries a name elsewhere keeps nobody out here")
    func signIns() throws {
        var settings = try ServerSettings(dataHome: "/") { _ in nil }
        settings.limits.signInsPerMinute = 3
        let rates = Rates(LiveSettings(settings))
        let ann = try MemberName("ann")
        for _ in 0..<3 { try rates.signIn(from: "cb007105", as: ann, now: .zero) }
        #expect(throws: Problem.self) { try rates.signIn(from: "cb007105", as: ann, now: .zero) }
        try rates.signIn(from: "c0000201", as: ann, now: .zero)
        // This machine is charged by name alone.
        for _ in 0..<3 { try rates.signIn(from: "7f000001", as: ann, now: .zero) }
        #expect(throws: Problem.self) { try rates.signIn(from: "7f000001", as: ann, now: .zero) }
        try rates.signIn(from: "7f000001", as: try MemberName("bob"), now: .zero)
        try rates.signIn(from: "cb007105", as: ann, now: .seconds(20))
    }
}
