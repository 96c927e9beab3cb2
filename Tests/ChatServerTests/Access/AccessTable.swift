import Testing

/// Who may do what: for each address and method what it is to the gate, and for each such kind a
/// word for every caller.
enum AccessTable {
    /// What is asked of the gate by a request.
    enum Kind: CaseIterable, Sendable {
        case anyone, called, readsAll, me, account, operates, audits, invites
        case reads, follows, writes, talks, marks, moderates, sets, rules, fetches, uploads,
            invitesTo, takesBack
        case removes
    }

    /// A request, and what it is answered where it is allowed.
    struct Row: Sendable, CustomStringConvertible {
        let method: String
        /// As the routes have it; `{…}` is filled in.
        let path: String
        let kind: Kind
        var query = ""
        var body: String?
        var statuses = [200]
        /// The code of the problem that tells that the gate let it through.
        var code: String?

        var description: String { "\(method) \(path)" }

        init(
            _ method: String,
            _ path: String,
            _ kind: Kind,
            _ statuses: [Int] = [200],
            query: String = "",
            code: String? = nil,
            body: String? = nil
        ) {
            (self.method, self.path, self.kind) = (method, path, kind)
            (self.query, self.body, self.statuses, self.code) = (query, body, statuses, code)
        }

        /// The address with what is there in a room, and the query.
        func target(in room: String, of world: AccessWorld) -> String {
            let isDirect = room.hasPrefix("@")
            let seq =
                method == "DELETE" && path.hasSuffix("{seq}")
                ? "0" : "\(world.messages[room] ?? 1)"
            var target = path
            for (name, value) in [
                ("{room}", isDirect ? "%40ann%26bob" : room), ("{name}", "victim"), ("{seq}", seq),
                ("{emoji}", "%F0%9F%91%8D"), ("{file}", "f.txt"),
                ("{sha256}", world.files[room] ?? ""),
            ] { target = target.replacing(name, with: value) }
            target = target.replacing("{nobody}", with: "nobody").replacing("{", with: "")
                .replacing("}", with: "")
            return query.isEmpty ? target : target + "?" + query.replacing("{room}", with: room)
        }
    }

    static let rows = places + messages + long + people + server

    /// Its own test asks for it, since the room is gone afterwards.
    static let removal = Row("DELETE", "/rooms/{room}", .removes, [204])

    private static let places = [
        Row("GET", "/rooms", .called),
        Row("GET", "/rooms/{room}", .reads),
        Row("PUT", "/rooms/{room}", .sets, body: #"{"topic":"t"}"#),
        Row("PUT", "/rooms/{room}", .rules, body: #"{"slowSeconds":0}"#),
        Row("GET", "/rooms/{room}/members", .reads),
        Row(
            "PUT",
            "/rooms/{room}/members/{name}",
            .moderates,
            [201, 204],
            body: #"{"role":"member"}"#
        ),
        Row("DELETE", "/rooms/{room}/members/{name}", .moderates, [204]),
        Row("POST", "/rooms/{room}/typing", .writes, [204]),
        Row("PUT", "/rooms/{room}/read", .marks, body: #"{"seq":1}"#),
        Row("GET", "/rooms/{room}/stats", .reads),
    ]

    private static let messages = [
        Row("GET", "/rooms/{room}/messages", .reads),
        Row("POST", "/rooms/{room}/messages", .writes, [201], body: "x"),
        Row("GET", "/rooms/{room}/messages/{seq}", .reads),
        // Whose it is comes after the gate.
        Row(
            "PATCH",
            "/rooms/{room}/messages/{seq}",
            .writes,
            [200, 403],
            code: "not_yours",
            body: "n"
        ),
        Row("DELETE", "/rooms/{room}/messages/{seq}", .takesBack, [404], code: "message_not_found"),
        Row("PUT", "/rooms/{room}/messages/{seq}/reactions/{emoji}", .writes, [204]),
        Row("DELETE", "/rooms/{room}/messages/{seq}/reactions/{emoji}", .takesBack, [204]),
        Row("GET", "/rooms/{room}/events", .reads),
        Row("GET", "/search", .reads, query: "q=needle&rooms={room}"),
        Row("GET", "/search", .readsAll, query: "q=needle"),
        Row("POST", "/search/rebuild", .operates),
        Row("PUT", "/rooms/{room}/files/{file}", .writes, [200, 201], body: "x"),
        Row("PUT", "/rooms/{room}/files", .writes, [400], code: "bad_name", body: "x"),
        Row("GET", "/files/{sha256}/{file}", .fetches),
        Row("HEAD", "/uploads/{id}", .uploads, [404], code: "upload_not_found"),
        Row("PATCH", "/uploads/{id}", .uploads, [404], code: "upload_not_found"),
        Row("DELETE", "/uploads/{id}", .uploads, [404], code: "upload_not_found"),
    ]

    private static let long = [
        Row("GET", "/rooms/{room}/stream", .follows, query: "format=ndjson"),
        Row("POST", "/rooms/{room}/stream", .talks, query: "format=ndjson", body: ""),
        Row("PUT", "/rooms/{room}/stream", .talks, query: "format=ndjson", body: ""),
        Row("GET", "/stream", .follows, query: "format=ndjson&rooms={room}"),
        Row("GET", "/stream", .readsAll, query: "format=ndjson"),
        Row("GET", "/rooms/{room}/stats/stream", .reads, query: "format=ndjson"),
        Row("POST", "/rooms/{room}/import", .operates, body: "at,user,text\n"),
        Row("PUT", "/rooms/{room}/import", .operates, body: "at,user,text\n"),
        Row("GET", "/logs/stream", .operates, query: "format=ndjson"),
        Row("GET", "/streams", .operates),
        Row("DELETE", "/streams/{id}", .operates, [404], code: "not_found"),
        Row("GET", "/nodes", .operates),
        Row("GET", "/stats", .operates),
        Row("GET", "/stats/stream", .operates, query: "format=ndjson"),
        Row("GET", "/metrics", .operates),
        Row("GET", "/audit", .audits),
        Row("GET", "/audit/stream", .audits, query: "format=ndjson"),
    ]

    private static let people = [
        // Refused for the password's sake, after the gate.
        Row(
            "POST",
            "/accounts",
            .called,
            [422],
            code: "weak_password",
            body: #"{"name":"newcomer","password":"x"}"#
        ),
        Row("GET", "/accounts", .operates),
        Row("PATCH", "/accounts/{name}", .operates, body: "{}"),
        Row("DELETE", "/accounts/{nobody}", .operates, [404], code: "account_not_found"),
        Row("GET", "/me", .me),
        Row("PATCH", "/me", .account, [400], code: "bad_body", body: "{}"),
        Row("DELETE", "/me", .account, [400], code: "bad_body", body: "{}"),
        Row("GET", "/me/keys", .account),
        Row("POST", "/me/keys", .account, [422], code: "bad_public_key", body: #"{"key":"x"}"#),
        Row("DELETE", "/me/keys/{fingerprint}", .account, [404], code: "key_not_found"),
        Row("GET", "/tokens", .account),
        Row("POST", "/tokens", .account, [201], body: #"{"label":"x"}"#),
        Row("DELETE", "/tokens/{id}", .account, [404], code: "token_not_found"),
        Row("POST", "/tickets", .me, [201]),
        Row("POST", "/challenges", .called, [201], body: #"{"name":"ann"}"#),
        Row("GET", "/invites", .invites),
        Row("POST", "/invites", .invitesTo, [201], body: #"{"room":"{room}","expiresIn":1}"#),
        Row("DELETE", "/invites/{code}", .invites, [404], code: "invite_not_found"),
    ]

    private static let server = [
        Row("GET", "/bans", .operates),
        Row("POST", "/bans", .operates, [400], code: "bad_body", body: "{}"),
        Row("DELETE", "/bans/{id}", .operates, [404], code: "ban_not_found"),
        Row("GET", "/", .anyone), Row("GET", "/healthz", .anyone), Row("GET", "/readyz", .anyone),
        Row("GET", "/openapi.json", .anyone),
    ]

    // MARK: - The words

    /// Nobody with accounts, nobody and a guest in open mode, then as in ``AccessWorld/Person``:
    /// stranger member muted moderator owner tokenOperator accountOperator roomBanned, and tokens
    /// of a member's to read, to post, and for another room.
    private static let outcomes: [Kind: (public: String, private: String)] = [
        .called: both("ok ok ok  ok ok ok ok ok ok ok ok  ok ok ok"),
        .readsAll: both("ok ok ok  ok ok ok ok ok ok ok ok  ok scope ok"),
        .me: both("cred cred ok  ok ok ok ok ok ok ok ok  ok ok ok"),
        .account: both("cred acct acct  ok ok ok ok ok acct ok ok  scope scope scope"),
        .invites: both("cred acct acct  ok ok ok ok ok ok ok ok  scope scope scope"),
        .operates: both("op op opr  opr opr opr opr opr ok ok opr  opr opr opr"),
        .audits: both("cred acct acct  mod mod mod ok ok ok ok mod  scope scope scope"),
        .uploads: both("cred ok ok  ok ok ok ok ok ok ok ok  scope ok ok"),
        .reads: (
            "ok ok ok  ok ok ok ok ok ok ok ban  ok scope gone",
            "gone gone gone  gone ok ok ok ok ok ok gone  ok scope gone"
        ),
        .marks: (
            "cred ok ok  ok ok ok ok ok ok ok ban  ok scope gone",
            "gone gone gone  gone ok ok ok ok ok ok gone  ok scope gone"
        ),
        .writes: (
            "cred ok ok  ok ok mute ok ok ok ok ban  scope ok gone",
            "gone gone gone  gone ok mute ok ok ok ok gone  scope ok gone"
        ),
        .takesBack: (
            "cred ok ok  ok ok ok ok ok ok ok ban  scope ok gone",
            "gone gone gone  gone ok ok ok ok ok ok gone  scope ok gone"
        ),
        .talks: (
            "cred ok ok  ok ok mute ok ok ok ok ban  scope scope gone",
            "gone gone gone  gone ok mute ok ok ok ok gone  scope scope gone"
        ),
        .moderates: (
            "cred acct acct  mod mod mod ok ok ok ok ban  scope scope gone",
            "gone gone gone  gone mod mod ok ok ok ok gone  scope scope gone"
        ),
        .sets: (
            "cred mod mod  mod mod mod ok ok ok ok ban  scope scope gone",
            "cred taken taken  taken mod mod ok ok ok ok taken  scope scope gone"
        ),
        .rules: (
            "cred acct acct  own own own own ok ok ok ban  scope scope gone",
            "cred taken taken  taken own own own ok ok ok taken  scope scope gone"
        ),
        .removes: (
            "cred acct acct  mod mod mod own ok ok ok ban  scope scope gone",
            "gone gone gone  gone mod mod own ok ok ok gone  scope scope gone"
        ),
        .invitesTo: (
            "cred acct acct  mod mod mod ok ok ok ok ban  scope scope scope",
            "cred acct acct  gone mod mod ok ok ok ok gone  scope scope scope"
        ),
        .fetches: (
            "ok ok ok  ok ok ok ok ok ok ok none  ok none none",
            "none none none  none ok ok ok ok ok ok none  ok none none"
        ),
    ]

    private static func both(_ words: String) -> (public: String, private: String) {
        (words, words)
    }

    /// As what is read; in open mode a stream waits for a room that is not there for the caller.
    private static func follows(_ word: String, _ mode: String) -> String {
        word == "gone" && mode == "open" ? "ok" : word
    }

    /// What each word is answered with.
    static let answers: [String: (status: Int, code: String)] = [
        "cred": (401, "credentials_needed"), "bad": (401, "bad_credentials"),
        "op": (401, "operator_needed"), "opr": (403, "operator_needed"),
        "acct": (403, "accounts_needed"), "ban": (403, "banned"), "mute": (403, "muted"),
        "scope": (403, "scope"), "mod": (403, "moderator_needed"), "own": (403, "owner_needed"),
        "gone": (404, "room_not_found"), "none": (404, "file_not_found"),
        "taken": (409, "room_taken"), "name": (400, "bad_name"),
    ]

    /// The word for a caller.
    static func word(
        _ kind: Kind,
        _ person: AccessWorld.Person,
        in room: String,
        mode: String
    ) throws -> String {
        guard kind != .anyone else { return "ok" }
        switch person {
        case .disabled, .deleted, .revoked, .expired: return "bad"
        case .houseBanned: return "ban"
        case .guest where mode == "accounts": return "bad"
        default: break
        }
        if kind == .follows {
            let word = try Self.word(.reads, person, in: room, mode: mode)
            return person == .elsewhere ? word : follows(word, mode)
        }
        let outcome = try #require(outcomes[kind])
        let words = (room == "private" ? outcome.private : outcome.public).split(separator: " ")
        let callers = AccessWorld.Person.allCases
        try #require(words.count == callers.firstIndex(of: .houseBanned).map { $0 + 1 })
        guard person != .nobody else { return String(words[mode == "accounts" ? 0 : 1]) }
        return String(words[try #require(callers.firstIndex(of: person)) + 1])
    }

    /// Whether an answer is what a word says.
    static func fits(_ answer: AccessWorld.Answer, _ word: String, _ row: Row) -> Bool {
        guard word != "ok" else {
            return row.statuses.contains(answer.status)
                && (answer.code == nil || row.code == answer.code)
        }
        guard let wanted = answers[word] else { return false }
        if row.method == "HEAD" { return answer.status == wanted.status }
        // A stream of several rooms tells of each in itself.
        return (answer.status == wanted.status || answer.status == 200 && row.path == "/stream")
            && answer.code == wanted.code
    }
}
