import ChatProtocol

/// What is charged, and to whom: a request that may change something to its address and, if it has
/// one, to its account, before anything of it is looked at; a name that is only claimed once the
/// form of what is asked in it has been found right.
///
/// Source: docs/API.md, section 1.
extension Gate {
    /// Charges an address for a request that may change something, or for a line that is posted.
    ///
    /// Does not suspend.
    ///
    /// - Parameter address: as ``ClientNetwork`` tells.
    /// - Throws: `503 draining`, or `429 rate_limited`.
    func chargeAddress(_ address: String) throws(Problem) {
        try admit()
        try rates.charge(address, now: uptime())
    }

    /// Charges an account for a request that may change something.
    ///
    /// Does not suspend.
    ///
    /// - Returns: what is left; `nil` for who has proved nothing.
    /// - Throws: `429 rate_limited`.
    @discardableResult
    func chargeAccount(of caller: Caller) throws(Problem) -> Charge? {
        guard let account = caller.identity.account else { return nil }
        return try rates.charge(account, now: uptime())
    }

    /// Charges a guest for a write, once its form has been found right: what is wrong with it is
    /// charged to its sender's address alone, since anybody may claim a name.
    ///
    /// Does not suspend.
    ///
    /// - Parameter name: in which it is written.
    /// - Returns: what is left; `nil` for an account, which was charged when the request began.
    /// - Throws: `503 draining`, or `429 rate_limited`.
    @discardableResult
    func chargeGuest(_ name: MemberName, _ caller: Caller) throws(Problem) -> Charge? {
        try admit()
        guard caller.identity.account == nil else { return nil }
        return try rates.charge(name, now: uptime())
    }

    /// Charges the address of a caller for a room that is about to be made; an operator's rooms are
    /// not charged, and so are none that an import makes.
    ///
    /// Does not suspend.
    ///
    /// - Parameter name: as the log has it; nothing is charged for a room that is there.
    /// - Throws: `429 rate_limited`.
    func chargeRoom(_ name: RoomName, _ caller: Caller) throws(Problem) {
        guard rooms.room(named: name) == nil, !caller.identity.isOperator else { return }
        try rates.chargeRoom(to: caller.address, now: uptime())
    }
}
