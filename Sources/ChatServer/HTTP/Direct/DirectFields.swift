import NIOHTTP1

/// The fields of a request that matter to the direct way, found in one pass.
struct DirectFields: Sendable {
    private(set) var authorization: String?
    private(set) var idempotencyKey: String?
    private(set) var contentLength: Int?
    private(set) var type = BodyType()
    /// True when the request asks for something that the router knows how to do.
    private(set) var isUnusual = false

    /// Reads the fields.
    init(_ headers: HTTPHeaders) {
        for (name, value) in headers {
            // Told apart by their length first: most are none of these.
            switch name.utf8.count {
            case 6 where name.isName("origin"), 6 where name.isName("expect"),
                7 where name.isName("upgrade"), 17 where name.isName("transfer-encoding"):
                isUnusual = true
            // A proxy's word for where a request comes from.
            case 3 where name.isName("via"), 9 where name.isName("forwarded"),
                9 where name.isName("x-real-ip"), 15 where name.isName("x-forwarded-for"),
                17 where name.isName("x-forwarded-proto"):
                isUnusual = true
            case 12 where name.isName("content-type"):
                // The router refuses what is none, and says why.
                if let said = try? BodyType(value) { type = said } else { isUnusual = true }
            case 13 where name.isName("authorization"): authorization = value
            case 14 where name.isName("content-length"): contentLength = Int(value)
            case 15 where name.isName("idempotency-key"): idempotencyKey = value
            default: break
            }
        }
    }
}

extension String {
    /// Tells whether a field's name is one that is written in lower case here.
    ///
    /// Source: RFC 9110, section 5.1: names are compared without regard to case.
    fileprivate func isName(_ name: StaticString) -> Bool {
        unsafe utf8.elementsEqual(
            // A static string's bytes live as long as the process.
            UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        ) { byte, lower in byte | 0x20 == lower || byte == lower }
    }
}
