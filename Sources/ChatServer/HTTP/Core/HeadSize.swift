import ChatProtocol
import HTTPTypes
import Hummingbird

/// How much a request's head may hold: the decoder of HTTP/1 bounds its bytes while it comes; its
/// fields, and a head of HTTP/2, are looked at once it is there.
struct HeadSize: Hashable, Sendable {
    /// Fields at the most; that decoder takes more, so that they can be counted.
    static let fieldLimit = 256

    /// The most bytes of the address and of the fields' names and values.
    let limit: Int

    /// What a head is refused with of which more came than may.
    var exceeded: Problem { exceeded(by: limit + 1) }

    /// Refuses a head of HTTP/2 that is too long, counted as one of HTTP/1.
    ///
    /// Does not suspend.
    ///
    /// - Throws: `400 bad_head`.
    func check(_ request: Request) throws(Problem) {
        var bytes = request.head.path?.utf8.count ?? 0
        var fields = request.headers.count
        if let authority = request.head.authority {
            bytes += "host".utf8.count + authority.utf8.count
            fields += 1
        }
        for field in request.headers {
            bytes += field.name.rawName.utf8.count + field.value.utf8.count
        }
        guard bytes <= limit else { throw exceeded(by: bytes) }
        try check(fields: fields)
    }

    /// Refuses a head that has too many fields.
    ///
    /// Does not suspend.
    ///
    /// - Throws: `400 bad_head`.
    func check(fields: Int) throws(Problem) {
        guard fields <= Self.fieldLimit else {
            throw .tooManyFields(limit: Self.fieldLimit, value: fields)
        }
    }

    private func exceeded(by bytes: Int) -> Problem {
        .headTooLong(limit: limit, value: bytes)
    }
}
