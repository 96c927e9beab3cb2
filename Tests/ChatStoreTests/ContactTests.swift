import ChatProtocol
import TestTools
import Testing

@testable import ChatStore

/// Whether the log answers, and what is done to find out.
@Suite(.timeLimit(.minutes(10))) struct ContactTests {
    @Test("Contact is lost with a failure, and held again as soon as something is written")
    func writes() async throws {
        let folder = try TemporaryFolder()
        try await PeerStore.one(in: folder) { peer, database in
            try await peer.store.say("one")
            #expect(peer.store.contact == .held)
            database.fail(with: .unreachable("a test"))
            await #expect(throws: StoreError.self) { try await peer.store.say("two") }
            #expect(peer.store.contact.isLost(for: .zero))
            database.fail(with: nil)
            try await peer.store.say("three")
            #expect(peer.store.contact == .held)
        }
    }

    @Test("A log that nobody writes to is asked until it answers again")
    func asked() async throws {
        let folder = try TemporaryFolder()
        try await PeerStore.one(in: folder) { peer, database in
            database.fail(with: .unreachable("a test"))
            await #expect(throws: StoreError.self) { try await peer.store.say("one") }
            await database.failed(2)
            #expect(peer.store.contact.isLost(for: .zero))
            database.fail(with: nil)
            await until { peer.store.contact == .held }
        }
    }

    @Test("A refusal and a full disk are answers", arguments: [StoreError.storageFull, .keyUsed])
    func answers(error: StoreError) {
        #expect(!error.isLossOfContact)
    }

    @Test("It is lost for as long as nobody answers")
    func time() {
        let now = ContinuousClock.now
        #expect(!Contact.held.isLost(for: .zero, at: now))
        let lost = Contact.lost(since: now)
        #expect(lost.isLost(for: .seconds(3), at: now + .seconds(3)))
        #expect(!lost.isLost(for: .seconds(3), at: now + .seconds(2)))
    }

    @Test("Who comes later waits for the rest, and losing it again begins nothing anew")
    func left() {
        let now = ContinuousClock.now
        #expect(Contact.held.left(of: .seconds(5), at: now) == .seconds(5))
        var contact = Contact.held
        contact.lose(at: now)
        contact.lose(at: now + .seconds(2))
        #expect(contact.left(of: .seconds(5), at: now + .seconds(2)) == .seconds(3))
        #expect(contact.left(of: .seconds(5), at: now + .seconds(6)) == .zero)
    }
}

/// There is one disk that fails, so that its tests are one suite.
extension PowerCutTests {
    @Test("A disk that failed is tried by writing, which leaves nothing behind")
    func probe() async throws {
        let disk = try FaultDisk()
        try await withStore(in: disk.folder) { store in
            try await store.say("one")
            let log = SerialLog(
                database: store.database,
                log: store.log,
                options: store.options,
                space: DiskSpace(folder: "/", floor: 0),
                now: { TestClock().now }
            )
            disk.fail(oneIn: 1, full: false, seed: 1)
            #expect(throws: StoreError.self) { try log.follow { _ in } }
            disk.heal()
            try log.follow { _ in Issue.record("nobody else writes") }
            #expect(try await store.readMarkers(of: MemberName("alice")) == [:])
            let rows = try await store.database.read { session in
                try session.row("SELECT count(*) FROM reads", []) { try $0.integer(0) }
            }
            #expect(rows == 0)
        }
    }
}
