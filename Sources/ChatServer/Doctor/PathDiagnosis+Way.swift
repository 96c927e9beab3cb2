/// The way to a server, as far as its first answer.
extension PathDiagnosis {
    private static let daySeconds: Int64 = 86_400
    private static let certificateDays: Int64 = 14

    /// Judges the name and its addresses.
    ///
    /// - Returns: false where none is reached.
    mutating func judgeConnects() -> Bool {
        guard !facts.connects.isEmpty else {
            tell("name", .fault, "the name has no address: is it spelled right, and in the DNS?")
            return false
        }
        let reached = facts.connects.filter { $0.time != nil }
        for connect in facts.connects {
            if let time = connect.time {
                tell("connect", .sound, "\(connect.address) in \(Self.shown(time))")
            } else if reached.isEmpty {
                let hint = "is the server running, and does a firewall let this in?"
                tell("connect", .fault, "\(connect.address): \(connect.failure); \(hint)")
            } else {
                let words = "\(connect.address): \(connect.failure); clients that try it first wait"
                tell("connect", .note, words)
            }
        }
        return !reached.isEmpty
    }

    /// Judges TLS and the certificate.
    ///
    /// - Returns: false where there is no handshake.
    mutating func judgeSecure() -> Bool {
        guard let secure = facts.secure else { return true }
        guard !secure.version.isEmpty else {
            tell("tls", .fault, "no handshake: \(secure.failure). Is this an http:// address?")
            return false
        }
        if let fault = Self.fault(of: secure) {
            tell("tls", .fault, fault)
        } else {
            let left = secure.secondsLeft ?? 0
            let isShort = left < Self.certificateDays * Self.daySeconds
            let chosen = secure.application.isEmpty ? "no ALPN" : secure.application
            let days = "the certificate is good for \(left / Self.daySeconds) days more"
            tell("tls", isShort ? .note : .sound, "\(secure.version), \(chosen), \(days)")
        }
        return true
    }

    private static func fault(of secure: PathFacts.Secure) -> String? {
        if let left = secure.secondsLeft, left < 0 {
            return "the certificate expired \(span(-left)) ago: renew it, and reload the server"
        }
        if let wait = secure.secondsUntilGood, wait > 0 {
            return "the certificate is good in \(span(wait)) only: is a clock wrong?"
        }
        if secure.isForAnotherName { return "the certificate is for another name" }
        guard !secure.isTrusted else { return nil }
        return "the certificate is not trusted here: it is self-signed, or was sent without those "
            + "that vouch for it (--tls-certificate FILE trusts it)"
    }

    private static func span(_ seconds: Int64) -> String {
        let (days, hours) = (seconds / daySeconds, seconds / 3600)
        let (count, unit) = days > 0 ? (days, "day") : (hours, "hour")
        return "\(count) \(unit)" + (count == 1 ? "" : "s")
    }

    /// Judges what answers HTTP.
    ///
    /// - Returns: false where it is no server of this kind.
    mutating func judgeHealth() -> Bool {
        let answer = facts.health
        switch answer.status {
        case 200 where answer.body == "ok\n":
            let proxy = answer.fields["via"] ?? answer.fields["server"] ?? "no name"
            tell("http", .sound, "/healthz answers over HTTP/\(answer.version), by \(proxy)")
            if answer.delay > Self.promptness {
                tell("http", .note, "slow: an answer takes \(answer.delay.components.seconds) s")
            }
            if answer.version == "1.0" {
                tell(
                    "http",
                    .note,
                    "the proxy speaks HTTP/1.0: streams end only with the connection"
                )
            }
            return true
        default: tell("http", .fault, Self.fault(of: answer))
        }
        return false
    }

    /// What keeps `/healthz` from being answered as it is.
    private static func fault(of answer: PathFacts.Answer) -> String {
        switch answer.status {
        case 0 where answer.end == .left:
            "the connection is taken, and nothing is answered for \(patienceSeconds) s: does the "
                + "server hang, or is another one here?"
        case 0: "the connection gave no answer of HTTP: is this an https:// address?"
        case 200: "/healthz answers, but not as Burble does: another server is here"
        case 300..<400:
            "\(answer.status): it sends clients to \(answer.fields["location"] ?? "nowhere"): "
                + "ask there"
        case 404 where answer.body.contains(#""code":"not_found""#):
            "404: Burble is here, and not at this path: a proxy has to take the path away"
        case 421: "421: the server does not know this name; --host tells it to"
        case 502, 503, 504: "\(answer.status): the proxy does not reach the server behind it"
        default: "/healthz answers \(answer.status): a proxy refuses it, or another server is here"
        }
    }
}
