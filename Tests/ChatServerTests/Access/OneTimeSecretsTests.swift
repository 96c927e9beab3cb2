import ChatProtocol
import ChatStore
import Credentials
import Testing

@testable import ChatServer

@Suite struct OneTimeSecretsTests {
    @Test("A one-time secret is taken once, within its time, and there are no more than the bound")
    func once() async throws {
        let secrets = OneTimeSecrets<MemberName>(.ticket, seconds: 60, limit: 2)
        let now = Timestamp(milliseconds: 0)
        let names = try (0..<3).map { try MemberName("m\($0)") }
        let first = try await secrets.draw(for: names[1], at: now)
        #expect(first.expiresAt.milliseconds == 60_000)
        #expect(try await secrets.look(first.secret.text, at: now) == names[1])
        #expect(try await secrets.look(first.secret.text, at: first.expiresAt) == nil)
        #expect(try await secrets.take(first.secret.text, at: now) == names[1])
        #expect(try await secrets.take(first.secret.text, at: now) == nil)
        let late = try await secrets.draw(for: names[2], at: now)
        #expect(try await secrets.take(late.secret.text, at: late.expiresAt) == nil)
        var taken: [MemberName?] = []
        var drawn: [Secret] = []
        for (number, name) in names.enumerated() {
            let time = Timestamp(milliseconds: Int64(number))
            drawn.append(try await secrets.draw(for: name, at: time).secret)
        }
        for secret in drawn { taken.append(try await secrets.take(secret.text, at: now)) }
        #expect(taken == [nil, names[1], names[2]])
        #expect(try await secrets.take("", at: now) == nil)
    }

    @Test("What a ticket stands for is the same at another server")
    func shared() throws {
        let ann = try MemberName("ann")
        var credential = Credential(account: ann, isOperator: true)
        var all: [Identity] = [.reader, .operator, .guest(ann), .account(credential)]
        credential.token = "0123456789abcdef"
        credential.scope = .read
        credential.rooms = []
        all.append(.account(credential))
        credential.rooms = [try RoomName("a"), RoomName(of: ann, and: try MemberName("b[b]"))]
        all.append(.account(credential))
        credential = Credential(account: ann, isOperator: false)
        credential.mark = -7
        all.append(.account(credential))
        for identity in all { #expect(Identity(shared: identity.shared) == identity) }
        for text in [
            "", "guest", "guest\t", "account\tann", "owner\tann", "account\tann\tx\t\t\tall\t",
        ] {
            #expect(Identity(shared: text) == nil, "\(text)")
        }
    }

    @Test("What is taken makes way at once, also behind one that nobody takes")
    func order() async throws {
        let secrets = OneTimeSecrets<MemberName>(.ticket, seconds: 60, limit: 3)
        let now = Timestamp(milliseconds: 0)
        let names = try (0...4).map { try MemberName("m\($0)") }
        let first = try await secrets.draw(for: names[0], at: now)
        for name in names.dropFirst() {
            let next = try await secrets.draw(for: name, at: now)
            #expect(try await secrets.take(next.secret.text, at: now) == name)
        }
        #expect(try await secrets.take(first.secret.text, at: now) == names[0])
    }

    @Test("A flood of challenges that nobody answers costs as much each", .timeLimit(.minutes(10)))
    func flood() async throws {
        let secrets = OneTimeSecrets<MemberName>(.challenge, limit: 5_000)
        let name = try MemberName("ann")
        var last: Secret?
        for number in 0..<25_000 {
            let time = Timestamp(milliseconds: Int64(number / 1000))
            last = try await secrets.draw(for: name, at: time).secret
        }
        let text = try #require(last).text
        #expect(try await secrets.take(text, at: Timestamp(milliseconds: 25)) == name)
    }
}
