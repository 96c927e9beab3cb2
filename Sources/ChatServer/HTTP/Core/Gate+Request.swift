import ChatProtocol
import HTTPTypes
import Hummingbird
import NIOCore
import StreamingHTTP

extension Gate {
    /// Who sends a request; of one that may change something the account is charged.
    ///
    /// Suspends to compare a password.
    ///
    /// - Throws: what ``caller(_:from:isPrivate:)`` throws; `400 bad_head` where it is not clear
    ///   from where the request comes.
    func caller(
        _ request: Request,
        _ context: ChatContext,
        for purpose: RequestPurpose = .usual
    ) async throws(Problem) -> Caller {
        let peer = context.channel.remoteAddress
        let address = try address(of: request, context)
        switch purpose {
        case .usual: break
        case .stream:
            if let caller = try await ticketHolder(request, from: address) { return caller }
        case .access: try await accounts.refresh()
        case .signIn:
            try await accounts.refresh()
            guard request.headers[.authorization] != nil else {
                return Caller(identity: .reader, address: address)
            }
        }
        let caller = try await caller(
            request.headers[.authorization],
            from: address,
            isPrivate: isEncrypted || proxies.isPrivate(peer, request.headers)
        )
        if !request.method.isSafe { try chargeAccount(of: caller) }
        return caller
    }

    /// From where a request comes.
    ///
    /// Does not suspend.
    ///
    /// - Returns: as ``ClientNetwork`` tells.
    /// - Throws: `400 bad_head` where that is not clear: a client's own word could name another's.
    func address(of request: Request, _ context: ChatContext) throws(Problem) -> String {
        let peer = context.channel.remoteAddress
        guard proxies.tellOne(peer, request.headers) else {
            throw .badHead("Forwarded and X-Forwarded-For tell of different clients")
        }
        return proxies.address(of: peer, request.headers)
    }

    /// Whom a ticket makes its holder, which is gone then, unless it came with a `HEAD`.
    ///
    /// Suspends to take it where several servers share tickets.
    ///
    /// - Returns: `nil` without a ticket.
    /// - Throws: `401 bad_credentials`, or `403 banned`.
    func ticketHolder(_ request: Request, from address: String) async throws(Problem) -> Caller? {
        guard let ticket = QueryParameters(request)["ticket"] else { return nil }
        let tickets = accounts.tickets
        let identity =
            request.method == .head
            ? try await tickets.look(ticket, at: now)
            : try await tickets.take(ticket, at: now)
        guard let identity else { throw .badTicket }
        try await accounts.refresh()
        guard accounts.look({ $0.stillHolds(identity, at: now) }) else { throw .badTicket }
        return try admitted(Caller(identity: identity, address: address))
    }
}
