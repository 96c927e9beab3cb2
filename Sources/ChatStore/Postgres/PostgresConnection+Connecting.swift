#if Postgres
import CPostgres

/// Safe to use: each `unsafe` here passes on `pointer`, which is valid until the connection ends,
/// or what libpq has made, which is read before it is freed.
extension PostgresConnection {
    /// Which of the hosts it is at.
    var place: PostgresHosts.Place {
        unsafe PostgresHosts.Place(
            host: String(cString: PQhost(pointer)),
            port: String(cString: PQport(pointer))
        )
    }

    /// Connects to the first host that will do.
    ///
    /// Blocks.
    ///
    /// - Returns: what may be a connection that failed; `nil` without memory for it.
    /// - Throws: where libpq cannot read the address.
    static func connect(
        _ address: DatabaseAddress,
        _ place: PostgresHosts.Place?
    ) throws(PostgresFailure) -> OpaquePointer? {
        let hosts = PostgresHosts(try hostOptions(address))
        let parameters = parameters(address) + hosts.options(beginningAt: place)
        let names = parameters.map { Array($0.name.utf8CString) }
        let values = parameters.map { Array($0.value.utf8CString) }
        return unsafe CTexts.with(names) { names in
            unsafe CTexts.with(values) { values in unsafe PQconnectdbParams(names, values, 1) }
        }
    }

    /// What an address says of its hosts.
    ///
    /// libpq repeats an address that it cannot read, with the password: these words do not.
    private static func hostOptions(
        _ address: DatabaseAddress
    ) throws(PostgresFailure) -> [String: String] {
        guard let options = unsafe PQconninfoParse(address.url, nil) else {
            throw PostgresFailure(connection: "libpq cannot read the database's address")
        }
        defer { unsafe PQconninfoFree(options) }
        var values: [String: String] = [:]
        var index = 0
        // Behind the last one there is one without a name.
        while let keyword = unsafe options[index].keyword {
            let name = unsafe String(cString: keyword)
            if PostgresHosts.names.contains(name), let value = unsafe options[index].val {
                unsafe values[name] = String(cString: value)
            }
            index += 1
        }
        return values
    }

    /// Those before the address are for what it leaves out; those behind it hold in any case.
    ///
    /// Source: https://www.postgresql.org/docs/current/libpq-connect.html
    private static func parameters(_ address: DatabaseAddress) -> [(name: String, value: String)] {
        [
            ("application_name", "chat-server"),
            ("connect_timeout", "5"),
            ("keepalives_idle", "5"),
            ("keepalives_interval", "2"),
            ("keepalives_count", "3"),
            ("tcp_user_timeout", "5000"),
            ("dbname", address.url),
            ("client_encoding", "UTF8"),
            ("target_session_attrs", "read-write"),
        ]
    }
}
#endif
