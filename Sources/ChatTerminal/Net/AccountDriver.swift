import ChatClient
import ChatProtocol
import ChatTUI
import Glibc
import Synchronization

/// Signs in and out, and keeps the token.
final class AccountDriver: Sendable {
    /// Orders that wait at most: a person gives one at a time.
    private static let limit = 4

    private let server: ServerAddress
    private let file: TokenFile?
    private let transport: Transport
    private let signedIn: Mutex<SignedIn?>
    private let orders = AsyncStream.makeStream(
        of: AccountOrder.self,
        bufferingPolicy: .bufferingOldest(limit)
    )

    /// Makes one.
    init(_ settings: Settings, over transport: Transport) {
        server = settings.server
        file = settings.state.map { TokenFile(in: $0, for: settings.server) }
        self.transport = transport
        signedIn = Mutex(settings.servers[0].signedIn)
    }

    /// Hands an order over.
    ///
    /// - Parameter order: what is to be done.
    func begin(_ order: AccountOrder) { orders.continuation.yield(order) }

    /// Takes the token that another program has kept for the same account since.
    ///
    /// Blocks on the disk for a file of a few lines; nothing changes where there is no other token.
    func readAnew() -> Bool {
        guard let kept = try? file?.load() else { return false }
        let isNew = signedIn.withLock { signedIn in
            guard let old = signedIn, old.name == kept.name, old != kept else { return false }
            signedIn = kept
            return true
        }
        if isNew { transport.use(kept) }
        return isNew
    }

    /// Does one order after the other until the task is cancelled.
    ///
    /// Suspends throughout.
    ///
    /// - Parameter tell: takes what comes of them.
    func run(_ tell: (Input) async -> Void) async {
        for await order in orders.stream {
            do throws(CallFailure) {
                try await perform(order, tell)
            } catch {
                await tell(.notDone("\(error)"))
            }
        }
    }

    private func perform(
        _ order: AccountOrder,
        _ tell: (Input) async -> Void
    ) async throws(CallFailure) {
        let calls = AccountCalls(over: transport)
        switch order {
        case .register(let name, let password, let invite):
            try refuseClear()
            try await calls.register(name, password: password.text, invite: invite)
            try await signIn(name, password, calls, tell)
        case .signIn(let name, let password):
            try refuseClear()
            try await signIn(name, password, calls, tell)
        case .signOut:
            if let signedIn = signedIn.withLock({ $0 }) { try await calls.signOut(signedIn) }
            signedIn.withLock { $0 = nil }
            file?.remove()
            transport.use(nil)
            await tell(.signedIn(nil))
        }
    }

    private func signIn(
        _ name: MemberName,
        _ password: Password,
        _ calls: AccountCalls,
        _ tell: (Input) async -> Void
    ) async throws(CallFailure) {
        let made = try await calls.signIn(name, password: password.text, label: TokenLabel.text)
        // First: what is read anew meanwhile is the token that holds, or none.
        var notices: [String] = []
        do throws(FileError) {
            if let file, let failure = try await calls.keep(made, in: file) {
                notices = ["the token before it did not end: \(failure)"]
            }
        } catch {
            notices = ["the token is not kept for the next start: \(error)"]
            file?.remove()
        }
        signedIn.withLock { $0 = made }
        transport.use(made)
        await tell(.signedIn(SignedInAccount(name: name)))
        for notice in notices { await tell(.notice(notice)) }
    }

    /// Nobody on the way is to read a password.
    private func refuseClear() throws(CallFailure) {
        guard !server.isConfidential else { return }
        throw .refused(
            Problem(
                status: 403,
                code: "tls_needed",
                title: "A password in the clear",
                detail: "\(server) is reached in the clear: a password goes over https alone"
            )
        )
    }
}

/// What a token is called in its account's list.
enum TokenLabel {
    /// Bytes of a host's name that are told.
    private static let limit = 60

    /// `chat-tui on HOST`.
    static var text: String {
        var bytes = [CChar](repeating: 0, count: 256)
        // The call fills at most as many bytes as there are, and the last one stays zero.
        guard unsafe gethostname(&bytes, bytes.count - 1) == 0 else { return "chat-tui" }
        let name = bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let shown = SafeText(String(decoding: name.prefix(limit), as: UTF8.self)).singleLine
        return "chat-tui on \(shown)"
    }
}
