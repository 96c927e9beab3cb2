import ChatProtocol
import Credentials
import Testing

@testable import ChatServer

@Suite struct OneTimeSecretsTests {
    @Test("A one-time secret is taken once, within its time, and there are no more than the bound")
    func once() {
        let secrets = OneTimeSecrets<Int>(.ticket, seconds: 60, limit: 2)
        let now = Timestamp(milliseconds: 0)
        let first = secrets.draw(for: 1, at: now)
        #expect(first.expiresAt.milliseconds == 60_000)
        #expect(secrets.take(first.secret.text, at: now) == 1)
        #expect(secrets.take(first.secret.text, at: now) == nil)
        let late = secrets.draw(for: 2, at: now)
        #expect(secrets.take(late.secret.text, at: late.expiresAt) == nil)
        let drawn = (0..<3).map { number in
            secrets.draw(for: number, at: Timestamp(milliseconds: Int64(number)))
        }
        #expect(drawn.map { secrets.take($0.secret.text, at: now) } == [nil, 1, 2])
        #expect(secrets.take("", at: now) == nil)
    }
}
