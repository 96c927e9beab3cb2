import ChatProtocol
import ChatStore
import Credentials
import Testing

@testable import ChatServer

@Suite struct AccountBookTests {
    private let ann: MemberName
    private let now = Timestamp(milliseconds: 1_000_000)

    init() throws { ann = try MemberName("Ann") }

    private func time(_ seconds: Int64) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds + seconds * 1000)
    }

    private func book(_ changes: AccessChange...) -> AccountBook {
        var book = AccountBook(AccessTables())
        book.apply(.put(Account(name: ann, password: "kept", createdAt: now)))
        book.apply(.putToken(token()))
        for change in changes { book.apply(change) }
        return book
    }

    private func token(expiresAt: Timestamp? = nil) -> AccountToken {
        AccountToken(
            id: "t1",
            account: ann,
            digest: "d1",
            label: "",
            scope: .all,
            rooms: nil,
            createdAt: now,
            expiresAt: expiresAt
        )
    }

    private func account(_ change: (inout Account) -> Void) -> AccessChange {
        var account = Account(name: ann, password: "kept", createdAt: now)
        change(&account)
        return .put(account)
    }

    @Test("A token is good until it is revoked or ends, or its account may not come in")
    func tokens() throws {
        #expect(book().credential(ofToken: "d1", at: now)?.account == ann)
        #expect(book().credential(ofToken: "d2", at: now) == nil)
        let ended = [
            AccessChange.dropToken(id: "t1"), .putToken(token(expiresAt: now)),
            account { $0.isDisabled = true }, account { $0.isDeleted = true },
        ]
        let identity = Identity.account(try #require(book().credential(ofToken: "d1", at: now)))
        #expect(book().stillHolds(identity, at: now))
        for change in ended {
            #expect(book(change).credential(ofToken: "d1", at: now) == nil)
            #expect(!book(change).stillHolds(identity, at: now))
            #expect(book().concerned(by: [change]) == (change == ended[1] ? [] : [ann]))
        }
        // An operator's token and one that no longer is one say different things.
        #expect(!book(account { $0.isOperator = true }).stillHolds(identity, at: now))
    }

    @Test("A password that was given holds until it is changed, and a guest until somebody comes")
    func passwords() throws {
        let mark = Account(name: ann, password: "kept", createdAt: now).mark
        let identity = Identity.account(Credential(account: ann, isOperator: false, mark: mark))
        #expect(book().stillHolds(identity, at: now))
        #expect(!book(account { $0.password = "new" }).stillHolds(identity, at: now))
        #expect(!book().stillHolds(.guest(ann), at: now))
        #expect(book().stillHolds(.guest(try MemberName("bob")), at: now))
    }

    private func ban(
        _ id: String,
        name: MemberName? = nil,
        address: String? = nil,
        until: Timestamp? = nil
    ) -> ServerBan {
        ServerBan(
            id: id,
            name: name,
            address: address,
            until: until,
            reason: nil,
            madeBy: .operator,
            createdAt: now
        )
    }

    @Test("A ban is by name or by range, for its time, and the one that ends last is told")
    func bans() throws {
        let bans = [
            ban("1", name: ann, until: time(5)), ban("2", name: ann, until: time(9)),
            ban("3", address: "192.0.2.0/24"), ban("4", address: "2001:db8::/32", until: time(1)),
        ]
        let book = bans.reduce(into: book()) { $0.apply(.putBan($1)) }
        let bob = try MemberName("bob")
        #expect(book.ban(of: try MemberName("ANN"), at: "", now: now)?.id == "2")
        #expect(book.ban(of: ann, at: "c0000207", now: now)?.id == "3")
        #expect(book.ban(of: bob, at: "c0000307", now: now) == nil)
        #expect(book.ban(of: nil, at: "20010db800010000", now: now)?.id == "4")
        #expect(book.ban(of: nil, at: "20010db800010000", now: time(1)) == nil)
        #expect(book.ban(of: ann, at: "", now: time(9)) == nil)
        var lifted = book
        lifted.apply(.dropBan(id: "2"))
        #expect(lifted.ban(of: ann, at: "", now: now)?.id == "1")
        lifted.apply(.dropBan(id: "1"))
        #expect(lifted.ban(of: ann, at: "", now: now) == nil)
        #expect(book.concerned(by: [.putBan(bans[0])]) == [ann])
        #expect(book.concerned(by: [.putBan(bans[2])]) == nil)
    }

    @Test("What has ended is dropped, and the use of a token is written down")
    func upkeep() throws {
        var book = book(.putBan(ban("1", name: ann, until: now)))
        for change in [
            ban("2", name: ann, until: time(1)), ban("3", address: "192.0.2.7", until: now),
            ban("4", name: ann),
        ] { book.apply(.putBan(change)) }
        var used = token()
        used.lastUsedAt = now
        #expect(
            Set(book.upkeep(["t1": now], keptTime: 1000, at: now))
                == [.putToken(used), .dropBan(id: "1"), .dropBan(id: "3")]
        )
        book.apply(.putToken(token(expiresAt: now)))
        #expect(
            book.upkeep([:], keptTime: 1000, at: time(1)).contains(.dropToken(id: "t1")) == false
        )
        #expect(book.upkeep([:], keptTime: 1000, at: time(2)).contains(.dropToken(id: "t1")))
    }

    @Test(
        "What a request is held against is found as fast among many",
        .timeLimit(.minutes(10))
    )
    func many() throws {
        var book = book()
        for number in 0..<10_000 {
            let address = "198.\(51 + number / 65_536).\(number / 256 % 256).\(number % 256)"
            book.apply(.putBan(ban("\(number)", address: address)))
        }
        for number in 0..<60_000 {
            let owner = try MemberName("m\(number / 10)")
            var token = token()
            (token.id, token.digest, token.account) = ("i\(number)", "h\(number)", owner)
            book.apply(.putToken(token))
        }
        let owner = try MemberName("m7")
        for number in 0..<20_000 {
            let banned = book.ban(of: ann, at: number % 2 == 0 ? "c6330007" : "c0000207", now: now)
            #expect(banned?.id == (number % 2 == 0 ? "7" : nil))
            if number % 5 == 0 { #expect(book.tokens(of: owner).count == 10) }
        }
        for number in 70..<80 { book.apply(.dropToken(id: "i\(number)")) }
        #expect(book.tokens(of: owner).isEmpty && book.tokens(of: ann).count == 1)
    }

    @Test("An invite is good for its uses and its time, however it is typed")
    func invites() throws {
        let secret = Secret(.invite)
        let code = secret.text
        let invite = Invite(
            key: secret.inviteKey,
            code: nil,
            room: nil,
            madeBy: ann,
            uses: 2,
            createdAt: now,
            expiresAt: time(10)
        )
        #expect(invite.shownCode == "\(code.prefix(4))-****-****-****")
        var book = book(.putInvite(invite))
        #expect(book.invite(code, at: time(9)) == invite)
        #expect(book.invite(code.lowercased().replacing("-", with: " "), at: now) == invite)
        #expect(book.invite(code, at: time(10)) == nil)
        book.apply(AccountBook.used(invite))
        let left = try #require(book.invite(code, at: now))
        #expect(left.uses == 1)
        book.apply(AccountBook.used(left))
        #expect(book.invite(code, at: now) == nil)
    }
}
