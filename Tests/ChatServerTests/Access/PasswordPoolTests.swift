import ChatProtocol
import ChatStore
import Credentials
import TestTools
import Testing

@testable import ChatServer

/// Passwords that wait for their turn.
@Suite(.timeLimit(.minutes(10))) struct PasswordPoolTests {
    // Who signed in was told that too many wait to read.
    @Test("Who finds the queue full is told so in words that hold for a sign-in")
    func full() async throws {
        let pool = PasswordPool(width: 1, cost: .minimal)
        try await pool.queue.enter()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<PasswordPool.waitingLimit {
                group.addTask { try await pool.matches("correct horse", nil) }
            }
            await until { pool.waiting >= PasswordPool.waitingLimit }
            let refusal = await #expect(throws: Problem.self) {
                try await pool.matches("correct horse", nil)
            }
            #expect(refusal?.code == "overloaded")
            #expect(refusal?.detail == "too many wait; try again in a moment")
            #expect(refusal?.limit == Int64(PasswordPool.waitingLimit))
            pool.queue.leave()
            for try await isRight in group { #expect(!isRight) }
        }
        #expect(pool.waiting == 0)
    }
}
