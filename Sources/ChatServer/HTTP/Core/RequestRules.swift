import ChatProtocol
import StreamingHTTP

/// What every request has to keep, whichever version of HTTP it speaks and whoever answers it.
///
/// Source: docs/API.md, section 1.
struct RequestRules: Sendable {
    let hosts: HostNames
    let origins: WebOrigins

    /// A request before anything of it is looked up.
    struct Asked: Sendable {
        let method: String
        /// As it stands in the request line.
        let target: String
        /// Where that is told beside the address, as over HTTP/2.
        var scheme: String?
        /// Whether the client may leave out which host it means.
        let mayLackHost: Bool
        let fields: RequestFields
    }

    /// Looks for what forbids to answer a request.
    ///
    /// Does not suspend.
    ///
    /// - Throws: the problem that it is refused with.
    func check(_ asked: Asked) throws(Problem) {
        if let name = asked.fields.doubled {
            throw .badHead("there are two fields \(name), and no telling which one is meant")
        }
        try checkScheme(asked)
        let path = try path(of: asked)
        try checkParts(path, of: asked.method)
        try checkQuery(asked)
        try checkMethod(asked)
        let called = try called(asked)
        try checkOrigin(asked, path, called)
        try checkBody(asked)
        try checkPreconditions(asked, path)
    }

    /// Whether the answer is for a page of an origin that was let in.
    ///
    /// - Returns: true if the page may read it.
    func lets(_ origin: String?) -> Bool { origin != nil && origins.contain(origin) }

    // MARK: - Where to

    /// What is asked for by another way than HTTP is nothing of this server's.
    ///
    /// Source: RFC 9110, section 7.4, and RFC 9113, section 8.3.1.
    private func checkScheme(_ asked: Asked) throws(Problem) {
        guard let scheme = asked.scheme, !Self.isHTTP(scheme) else { return }
        throw .badHead("the scheme must be http or https")
    }

    private static func isHTTP(_ scheme: some StringProtocol) -> Bool {
        let scheme = scheme.lowercased()
        return scheme == "http" || scheme == "https"
    }

    private func path(of asked: Asked) throws(Problem) -> Substring {
        // Over HTTP/2 bytes that are no UTF-8 have become another letter by now.
        // Source: RFC 3986, section 2, and RFC 9113, section 8.3.1.
        guard asked.target.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw .badHead("what is no visible ASCII is percent-encoded in an address")
        }
        // Source: RFC 9110, section 4.2.5: what stands behind it is for the client alone.
        guard !asked.target.utf8.contains(UInt8(ascii: "#")) else {
            throw .badHead("the address has a #, which is written %23")
        }
        let target = asked.target[...]
        if target.utf8.first == UInt8(ascii: "/") {
            let end = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
            return target[..<end]
        }
        if target == "*", asked.method == "OPTIONS" { return target }
        if asked.method == "CONNECT" { return "" }
        guard let start = Self.authority(of: target) else {
            throw .badHead("the address must begin with / or http://")
        }
        let rest = start.rest.prefix { $0 != "?" }
        return rest.isEmpty ? "/" : rest
    }

    /// An empty part is no name.
    ///
    /// The router would leave it out, and find another address: `/rooms//read` would be the room
    /// `read`. Slashes at the beginning and the end are no parts. One at the end is what clients
    /// and proxies leave of `members/..`, so that nothing is changed there.
    private func checkParts(_ path: Substring, of method: String) throws(Problem) {
        let slash = UInt8(ascii: "/")
        var rest = path.utf8.drop { $0 == slash }
        guard rest.last != slash || Self.safe.contains(method) else { throw .slashAtEnd }
        while rest.last == slash { rest.removeLast() }
        let isEmptyPart = zip(rest, rest.dropFirst()).contains { $0 == slash && $1 == slash }
        guard !isEmptyPart else { throw .notFound }
    }

    /// Text is UTF-8, also where it stands in escapes: what is none would be looked for as it is
    /// written, and never found.
    private func checkQuery(_ asked: Asked) throws(Problem) {
        guard let mark = asked.target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return }
        guard FormText(asked.target[mark...].dropFirst()) == nil else { return }
        throw .badParameter("the query", "percent-encoded UTF-8")
    }

    private func called(_ asked: Asked) throws(Problem) -> Authority? {
        let field = asked.fields.host
        if field == nil, !asked.mayLackHost {
            throw .badHead("there is no Host, and every request needs one")
        }
        let host = field.flatMap { Authority($0) }
        if field != nil, host == nil { throw .badHead("the Host is none") }
        guard let text = Self.authority(of: asked.target[...])?.authority else {
            if let host, let field, !hosts.contains(host.host) { throw .wrongHost(field) }
            return host
        }
        // Source: RFC 9112, section 3.2.2: a whole address says whom it is for.
        guard let called = Authority(text) else { throw .badHead("the address has no host") }
        guard hosts.contains(called.host) else { throw .wrongHost(String(text)) }
        return called
    }

    private static func authority(
        of target: Substring
    ) -> (authority: Substring, rest: Substring)? {
        guard let first = target.utf8.first, first != UInt8(ascii: "/"),
            let mark = target.firstIndex(of: ":")
        else { return nil }
        guard isHTTP(target[..<mark]), target[mark...].hasPrefix("://") else { return nil }
        let after = target[mark...].dropFirst(3)
        let end = after.firstIndex { "/?".contains($0) } ?? after.endIndex
        return (after[..<end], after[end...])
    }

    /// Those that are known, of which some are taken nowhere.
    static let methods: Set<String> = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
    ]

    /// What no address takes is refused by each address, which says what it takes.
    ///
    /// A tunnel has no address.
    private func checkMethod(_ asked: Asked) throws(Problem) {
        guard asked.method == "CONNECT" else { return }
        throw .methodNotAllowed("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
    }

    // MARK: - Where from

    /// What a browser says of the page that asks; programs say nothing of the kind.
    ///
    /// Source: WHATWG Fetch, section 3.1, and W3C Fetch Metadata Request Headers.
    private func checkOrigin(
        _ asked: Asked,
        _ path: Substring,
        _ called: Authority?
    ) throws(Problem) {
        let fields = asked.fields
        guard fields.origin != nil || fields.fetchSite != nil else { return }
        let site = fields.fetchSite?.lowercased()
        // What is said in other words than these two is no page of ours.
        let isElsewhere = site.map { $0 != "same-origin" && $0 != "none" } ?? false
        let isOwn = fields.origin.map { Self.isOwn($0, called) } ?? true
        guard isElsewhere || !isOwn, !origins.contain(fields.origin) else { return }
        // A person who follows a link has seen where it leads.
        if asked.method == "GET", fields.fetchMode?.lowercased() == "navigate" { return }
        if Self.isOpenToAll(path) { return }
        throw .originNotAllowed
    }

    /// Whether it does not matter which page asks, however the address is written.
    private static func isOpenToAll(_ path: Substring) -> Bool {
        let slash = UInt8(ascii: "/")
        var name = UnreservedEscapes.removed(from: String(path)).utf8.drop { $0 == slash }
        while name.last == slash { name.removeLast() }
        return name.elementsEqual("healthz".utf8) || name.elementsEqual("readyz".utf8)
    }

    private static func isOwn(_ origin: String, _ called: Authority?) -> Bool {
        guard let called, let origin = WebOrigin(origin) else { return false }
        return origin.isSameServer(as: called)
    }

    // MARK: - On what condition

    /// What is to be done only of one version is done of none.
    ///
    /// Whether there is anything yet is for the routes that may make it to say.
    private func checkPreconditions(_ asked: Asked, _ path: Substring) throws(Problem) {
        guard !Self.safe.contains(asked.method) else { return }
        let (match, none) = (asked.fields.ifMatch, asked.fields.ifNoneMatch)
        guard match != nil || none != nil else { return }
        let conditions = ChangeConditions(ifMatch: match, ifNoneMatch: none)
        if conditions.needsVersion { throw .withoutVersion }
        guard conditions.makesAlone, !Self.mayBeNew(asked.method, path) else { return }
        throw .alreadyThere
    }

    /// Whether a request may make what it names: a room, which its route looks for, or a file,
    /// which every request makes anew.
    private static func mayBeNew(_ method: String, _ path: Substring) -> Bool {
        let parts = UnreservedEscapes.removed(from: String(path)).split(separator: "/")
        guard method == "PUT", parts.first == "rooms" else { return false }
        return parts.count == 2 || parts.count == 4 && parts[2] == "files"
    }

    // MARK: - What with

    /// Those that read no body.
    private static let safe: Set<String> = ["GET", "HEAD", "OPTIONS", "TRACE"]

    private func checkBody(_ asked: Asked) throws(Problem) {
        if let expect = asked.fields.expect, !asked.mayLackHost,
            expect.lowercased() != "100-continue"
        {
            throw .unknownExpectation
        }
        if asked.fields.hasContentRange, ["PUT", "POST", "PATCH"].contains(asked.method) {
            throw .partOfBody
        }
        // Whatever is framed by it is longer than any client's file, and some could not count it.
        if let length = asked.fields.contentLength, WireNumber(length) == nil {
            throw .badParameter("Content-Length", "a whole number, 0 to \(WireNumber.maximum)")
        }
        // Nothing announces a body of HTTP/2: only what reads none may name a coding for none.
        let mayBeCoded = !asked.fields.announcesBody && Self.safe.contains(asked.method)
        let coded = mayBeCoded ? nil : asked.fields.contentEncoding
        if let other = Self.codings(coded, but: "identity").first {
            throw .unsupportedEncoding(String(other))
        }
        try checkFraming(asked)
    }

    /// What this server and one before it could frame in two ways is refused: the rest of the body
    /// to the one is another request to the other.
    ///
    /// A field that names nothing is none to the decoder, and is one to others.
    /// Source: RFC 9112, sections 6.1 and 6.3.
    private func checkFraming(_ asked: Asked) throws(Problem) {
        guard let field = asked.fields.transferEncoding else { return }
        if asked.mayLackHost { throw .badHead("HTTP/1.0 has no Transfer-Encoding") }
        if let other = Self.codings(field, but: "chunked").first {
            throw .unsupportedTransferCoding(String(other))
        }
        guard Self.codings(field, but: "").count == 1 else {
            throw .badHead("a Transfer-Encoding is chunked, once")
        }
    }

    /// The codings of a list that nobody takes off here.
    ///
    /// Source: RFC 9110, section 8.4, and RFC 9112, section 6.1.
    private static func codings(_ list: String?, but known: String) -> [Substring] {
        guard let list else { return [] }
        return FieldList.elements(of: list).filter { coding in
            // Bytes, since Unicode has other letters that are as good as one of ASCII.
            !coding.utf8.elementsEqual(known.utf8) { $0 | 0x20 == $1 }
        }
    }
}
