import ChatProtocol
import Foundation
import NIOCore
import NIOEmbedded
import Testing

@testable import ChatServer

/// Which upload makes way where there is no place for another one.
@Suite struct UploadPlacesTests {
    /// Uploads of one byte each, the first of which waits for longest.
    private final class UploadWorld {
        let folder = NSTemporaryDirectory() + "burble-places-\(UUID().uuidString)"
        let places: UploadPlaces
        private let ledger: FileLedger
        private var uploads: [String: Upload] = [:]
        private var count = 0

        init(all: Int, ofAddress: Int, ofMember: Int) throws {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            var limits = ServerLimits()
            limits.unfinishedUploads = all
            limits.addressUploads = ofAddress
            limits.memberUploads = ofMember
            places = UploadPlaces(limits: limits)
            ledger = FileLedger(LiveSettings(try ServerSettings(dataHome: folder) { _ in nil }))
        }

        deinit {
            // What is left of a test is in nobody's way.
            try? FileManager.default.removeItem(atPath: folder)
        }

        /// Tells who made way; `nil` if nobody did, "refused" if there is no place.
        func begin(_ member: String, from address: String?, bytes: Int = 1) throws -> String? {
            let upload = try upload(of: member, from: address, bytes: bytes)
            let (isKept, given) = places.place(upload, among: &uploads)
            return isKept ? given?.id : "refused"
        }

        /// Makes one that has no place yet.
        func upload(of member: String, from address: String?, bytes: Int = 1) throws -> Upload {
            count += 1
            let author = try MemberName(member)
            let file = try IncomingFile(at: folder + "/\(count)", isNew: true)
            try file.append(ByteBuffer(repeating: 0, count: bytes))
            return Upload(
                id: "\(count)",
                UploadTicket(
                    room: try RoomName("a"),
                    name: try FileName("f"),
                    author: author,
                    key: nil
                ),
                file: file,
                reservation: try FileReservation(0, for: author, at: "", in: ledger),
                length: nil,
                address: address,
                now: Timestamp(milliseconds: Int64(count))
            )
        }
    }

    // A request that waited for it went on with a file that was removed under it.
    @Test("No request takes an upload that has made way")
    func gone() async throws {
        let house = try UploadWorld(all: 6, ofAddress: 4, ofMember: 3)
        let upload = try house.upload(of: "m", from: "aa")
        let (first, second) = (NIOAsyncTestingChannel(), NIOAsyncTestingChannel())
        let active = try await upload.begin(on: first)
        // Each goes as far as it can before this goes on: until the first request has ended.
        let later = Task.immediate { try await upload.begin(on: second) }
        let cut = Task.immediate { await upload.cutOff() }
        upload.end(active, now: .now())
        await cut.value
        await #expect(throws: Problem.self) { try await later.value }
        await #expect(throws: Problem.self) { try await upload.begin(on: second) }
        #expect(!upload.isBusy)
    }

    // Who waited while it was cancelled wrote into a file that was gone, and was answered 204.
    @Test("No request takes an upload that was cancelled or given up")
    func left() async throws {
        let house = try UploadWorld(all: 6, ofAddress: 4, ofMember: 3)
        let upload = try house.upload(of: "m", from: "aa")
        let (first, second) = (NIOAsyncTestingChannel(), NIOAsyncTestingChannel())
        let active = try await upload.begin(on: first)
        let later = Task.immediate { try await upload.begin(on: second) }
        #expect(!upload.leave(unlessBusy: true))
        #expect(upload.leave())
        upload.end(active, now: .now())
        await #expect(throws: Problem.self) { try await later.value }
        let idle = try house.upload(of: "m", from: "aa")
        #expect(idle.leave(unlessBusy: true))
        await #expect(throws: Problem.self) { try await idle.begin(on: second) }
    }

    // Two addresses held all places for a day with a byte in each.
    @Test("The address that has most makes way for others, whatever it holds")
    func addresses() throws {
        let house = try UploadWorld(all: 6, ofAddress: 4, ofMember: 3)
        for member in ["m1", "m1", "m2", "m2"] {
            #expect(try house.begin(member, from: "aa") == nil)
        }
        for _ in 0..<2 { #expect(try house.begin("b", from: "bb") == nil) }
        #expect(try house.begin("c", from: "cc") == "1")
        #expect(try house.begin("m3", from: "aa") == "refused")
        #expect(try house.begin("c", from: "cc") == "2")
        // Each has two of the six now.
        for name in ["aa", "bb", "cc"] {
            #expect(try house.begin("new", from: name) == "refused")
        }
        #expect(try house.begin("new", from: "dd") != "refused")
    }

    @Test("Where an address is full, its member that has most makes way for the others")
    func members() throws {
        let house = try UploadWorld(all: 100, ofAddress: 4, ofMember: 3)
        for member in ["m1", "m1", "m2", "m1"] {
            #expect(try house.begin(member, from: "aa") == nil)
        }
        #expect(try house.begin("m1", from: "aa") == "refused")
        #expect(try house.begin("m3", from: "aa") == "1")
        #expect(try house.begin("m4", from: "aa") == "2")
        // Each has one: the one that has waited for longest goes for somebody new.
        #expect(try house.begin("m5", from: "aa") == "3")
        #expect(try house.begin("m5", from: "aa") == "refused")
        #expect(try house.begin("m1", from: "bb") == nil)
    }

    // After a restart the uploads of all members counted as one address's, and made way first.
    @Test("An upload whose address nobody knows counts for its member, and for no address")
    func withoutAddress() throws {
        let house = try UploadWorld(all: 5, ofAddress: 4, ofMember: 3)
        for (member, address) in [
            ("aa", nil), ("m", nil), ("x", "aa"), ("y", "cc"), ("y", "cc"),
        ] as [(String, String?)] {
            #expect(try house.begin(member, from: address) == nil)
        }
        #expect(try house.begin("b", from: "bb") == "4")
        // Each has one now.
        #expect(try house.begin("b", from: "bb") == "refused")
    }

    @Test("A place that holds nothing goes first, one's own address's before another's")
    func empty() throws {
        let house = try UploadWorld(all: 3, ofAddress: 3, ofMember: 3)
        #expect(try house.begin("a", from: "aa", bytes: 0) == nil)
        #expect(try house.begin("b", from: "bb", bytes: 0) == nil)
        #expect(try house.begin("a", from: "aa") == nil)
        #expect(try house.begin("b", from: "bb") == "2")
        #expect(try house.begin("b", from: "bb") == "1")
    }
}
