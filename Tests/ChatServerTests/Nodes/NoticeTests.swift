import ChatProtocol
import ChatStore
import Testing

@testable import ChatServer

/// What servers tell each other, as texts.
@Suite struct NoticeTests {
    private let ann: MemberName
    private let direct: RoomName

    init() throws {
        ann = try MemberName("An^n[]")
        direct = RoomName(of: ann, and: try MemberName("b|b"))
    }

    @Test("Typing and read marks are read as they were written")
    func small() throws {
        for room in [direct, try RoomName("a.b-c")] {
            let typing = TypingNotice(room: room, member: ann)
            #expect(TypingNotice(typing.text) == typing)
            let read = ReadNotice(room: room, member: ann, seq: 9_007_199_254_740_991)
            #expect(ReadNotice(read.text) == read)
        }
        for text in ["", " ", "a", "a b c d", "a  b", "A! b", "a ü", "a b -1", "a b 1e3"] {
            #expect(TypingNotice(text) == nil, "\(text)")
            #expect(ReadNotice(text) == nil, "\(text)")
        }
    }

    @Test("The end of a stream is read as it was written")
    func dismissal() {
        let notice = DismissNotice(stream: StreamID(.max, at: NodeNumber(.max)), name: ann)
        #expect(DismissNotice(notice.text) == notice)
        for text in ["", "1", "-1 a", "1 a b", "9007199254740992 a", "x a", "1 ü"] {
            #expect(DismissNotice(text) == nil, "\(text)")
        }
    }

    @Test("A stream's number tells whose it is, and every client can hold it")
    func streams() {
        #expect(StreamID(55, at: .alone).number == 55)
        for node in [1, 2, Int64.max].map(NodeNumber.init) {
            for count in [1, 55, Int.max] {
                let stream = StreamID(count, at: node)
                #expect(WireNumber(Int64(stream.number)) != nil)
                #expect(stream.isFrom(node) && !stream.isFrom(NodeNumber(3)))
            }
        }
        #expect(StreamID(55, at: NodeNumber(1)) != StreamID(55, at: NodeNumber(2)))
        #expect(!StreamID(number: .max).isFrom(NodeNumber(1)))
    }

    @Test("Comings and goings are parted into notices that fit, and read in order")
    func presence() throws {
        let changes = try (0..<500).map { number in
            PresenceNotice.Change(
                place: PresencePlace(member: try MemberName("member\(number)"), room: direct),
                isHere: number % 3 == 0
            )
        }
        let texts = PresenceNotice.texts(of: changes)
        #expect(texts.count > 1)
        #expect(texts.allSatisfy { $0.utf8.count <= Notice.textLimit })
        let read = texts.flatMap { text -> [PresenceNotice.Change] in
            guard case .changes(let changes) = PresenceNotice(text) else { return [] }
            return changes
        }
        #expect(read == changes)
        #expect(PresenceNotice.texts(of: []) == [])
    }

    @Test("A notice of which a line cannot be read is one of which all has to be read anew")
    func unreadable() {
        for text in ["?", "+a", "+a b\n*a b", "+a b c", "+ b"] {
            #expect(PresenceNotice(text) == .unknown, "\(text)")
        }
        #expect(PresenceNotice(PresenceNotice.unknown.text) == .unknown)
    }

    @Test("What is read of a limit is what was taken of it, and nothing else")
    func spent() {
        let items = [
            SpentNotice.Item(kind: .member, key: "ann", count: 3),
            .init(kind: .address, key: "2001:db8::/64", count: 1),
            .init(kind: .signIn, key: "", count: 2),
            .init(kind: .signInName, key: "ann 192.0.2.1", count: 1),
        ]
        let texts = SpentNotice.texts(of: items)
        #expect(texts.count == 1)
        #expect(SpentNotice.items(texts[0]) == items)
        #expect(SpentNotice.items("x 1 ann\nmember -1 ann\nmember\n\nmember 1").isEmpty)
        let many = (0..<1000).map { SpentNotice.Item(kind: .member, key: "member\($0)", count: 1) }
        let parted = SpentNotice.texts(of: many)
        #expect(parted.allSatisfy { $0.utf8.count <= Notice.textLimit })
        #expect(parted.flatMap { SpentNotice.items($0) } == many)
    }
}
