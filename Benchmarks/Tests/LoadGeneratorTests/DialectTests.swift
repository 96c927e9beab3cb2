import Testing

@testable import LoadGenerator

@Suite("How each target is spoken to")
struct DialectTests {
    @Test("Burble is posted to as a guest of the publisher's name")
    func postsToBurble() throws {
        let template = try dialect(.burble).postTemplate(publisher: 3, messageBytes: 40)
        let text = String(decoding: template.bytes, as: UTF8.self)
        let fields = "Authorization: Basic cDAwMDAzOg==\r\nContent-Type: text/plain\r\n"
        let head = "POST /rooms/bench-00000/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        #expect(text.hasPrefix(head + fields + "Content-Length: 40\r\n\r\n"))
        #expect(text.hasSuffix("xxxxxxxx"))
        #expect(template.stampOffset == template.bytes.count - 40)
        #expect(text.utf8.dropFirst(template.roomOffset).prefix(5).elementsEqual("00000".utf8))
    }

    @Test("A room and a stamp take the places kept for them", arguments: Target.allCases)
    func keepsPlaces(target: Target) throws {
        let template = try dialect(target).postTemplate(publisher: 0, messageBytes: 32)
        let room = template.bytes[template.roomOffset..<(template.roomOffset + 5)]
        let stamp = template.bytes[template.stampOffset..<(template.stampOffset + 32)]
        #expect(room.elementsEqual("00000".utf8))
        #expect(stamp.allSatisfy { $0 == 0x20 })
    }

    @Test("A post and a stream of one room meet", arguments: Target.allCases)
    func namesRoomsAlike(target: Target) throws {
        let request = String(decoding: try dialect(target).streamRequest(room: 42), as: UTF8.self)
        #expect(request.contains("00042"))
    }

    @Test("An address is four numbers and a port")
    func readsAddresses() throws {
        #expect(try Address("127.0.0.1:80").port == 80)
        for text in ["", "127.0.0.1", "localhost:80", "127.0.0.1:x", "127.0.0.1:80:80"] {
            #expect(throws: LoadError.self) { try Address(text) }
        }
    }

    private func dialect(_ target: Target) throws -> Dialect {
        Dialect(target: target, format: .ndjson, address: try Address("127.0.0.1:80"))
    }
}
