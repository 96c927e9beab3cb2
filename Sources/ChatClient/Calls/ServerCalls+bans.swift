package import ChatProtocol

/// Keeping people out of the server, which is the operator's.
extension ServerCalls {
    /// The bans from the server.
    ///
    /// - Throws: why they were not told.
    package func bans() async throws(CallFailure) -> [BanListing] {
        struct Bans: Decodable {
            var bans: Understood<BanListing>
        }
        return try await value(Bans.self, at: "/bans").bans.entries
    }

    /// Bans a name or an address from the server: one of the two.
    ///
    /// - Parameters:
    ///   - address: an address, or a range of them.
    ///   - until: how long, as people write it: `2h`; `nil` is for ever.
    /// - Throws: why there is none.
    package func ban(
        name: MemberName? = nil,
        address: String? = nil,
        until: String? = nil,
        reason: String? = nil
    ) async throws(CallFailure) -> BanListing {
        try await make(BanListing.self, at: "/bans") { fields in
            fields.field("name", name?.description)
            fields.field("address", address)
            fields.field("until", until)
            fields.field("reason", reason)
        }
    }

    /// Lifts a ban from the server.
    ///
    /// - Parameter id: of the ban; one that is not there any more is lifted as well.
    package func liftBan(_ id: String) async throws(CallFailure) {
        _ = try await remove("/bans/\(id.percentEncoded)", orIs: "ban_not_found")
    }
}
