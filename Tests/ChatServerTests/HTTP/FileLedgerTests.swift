import ChatProtocol
import Testing

@testable import ChatServer

/// What files count, of all, of each member and of each address.
@Suite struct FileLedgerTests {
    private let block = FileLedger.blockBytes
    private let ledger: FileLedger
    private let ann: MemberName
    private let bob: MemberName

    init() throws {
        var settings = try ServerSettings(dataHome: "/data") { _ in nil }
        settings.limits.memberFileBytes = 10 * Int(FileLedger.blockBytes)
        settings.limits.addressFileBytes = 4 * Int(FileLedger.blockBytes)
        ledger = FileLedger(LiveSettings(settings))
        ann = try MemberName("ann")
        bob = try MemberName("bob")
    }

    /// Whether a member has just so many bytes left there.
    private func hasLeft(_ bytes: Int64, _ member: MemberName, at address: String = "") -> Bool {
        func fits(_ bytes: Int64) -> Bool {
            do throws(Problem) {
                try ledger.check(bytes, for: member, at: address)
                return true
            } catch { return false }
        }
        return fits(bytes) && !fits(bytes + 1)
    }

    @Test("A file counts once for each who shares it, a block at the least, until it is removed")
    func files() {
        ledger.add("a", size: 1, of: ann)
        ledger.add("a", size: 1, of: ann)
        ledger.add("b", size: 3 * block, of: ann)
        ledger.add("b", size: 3 * block, of: bob)
        #expect(ledger.storedBytes == 4 * block)
        #expect(hasLeft(6 * block, ann) && hasLeft(7 * block, bob))
        ledger.remove("b")
        ledger.remove("b")
        #expect(ledger.storedBytes == block && Set(ledger.hashes) == ["a"])
        #expect(hasLeft(9 * block, ann) && hasLeft(10 * block, bob))
    }

    @Test("What came from one address counts there under all names, until it is removed")
    func addresses() throws {
        let (here, there) = ("c6336407", "c6336408")
        ledger.add("a", size: 2 * block, of: ann, at: here)
        let upload = try FileReservation(block, for: bob, at: here, in: ledger)
        #expect(hasLeft(block, ann, at: here) && hasLeft(block, bob, at: here))
        #expect(hasLeft(4 * block, bob, at: there) && hasLeft(9 * block, bob))
        // The log tells who shares it, and not from where it came.
        ledger.share([(member: "ann", hash: "a")])
        #expect(hasLeft(block, ann, at: here))
        ledger.remove("a")
        #expect(hasLeft(3 * block, ann, at: here))
        withExtendedLifetime(upload) {}
    }

    @Test("Who shares what is taken over from the log, in place of what was noted")
    func shared() {
        ledger.add("a", size: 2 * block, of: ann)
        ledger.add("b", size: block)
        typealias Share = (member: String, hash: String)
        let told: [Share] = [("bob", "a"), ("bob", "a"), ("bob", "b"), ("ann", "none")]
        ledger.share(told)
        #expect(hasLeft(10 * block, ann) && hasLeft(7 * block, bob))
        let later: [Share] = [("ann", "b")]
        ledger.share(later)
        #expect(hasLeft(9 * block, ann) && hasLeft(10 * block, bob))
        ledger.remove("b")
        #expect(hasLeft(10 * block, ann))
    }
}
