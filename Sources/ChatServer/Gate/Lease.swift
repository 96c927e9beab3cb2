import ChatProtocol
import ChatStore
import Credentials

/// Something that one request at a time has, at whichever server of the log.
///
/// Whoever stops without giving it back keeps it for some seconds. What is written by who stood
/// still, and lost it meanwhile, is refused.
struct Lease: Sendable {
    /// Milliseconds for which it is had.
    private static let lifetime: Int64 = 15_000
    /// How often it is asked for, by who waits.
    private static let pause = Duration.milliseconds(20)
    /// How long it is waited for.
    private static let patience = Duration.seconds(10)

    private let name: String
    private let holder: String
    private let store: ChatStore
    /// How often it is kept, by who has it.
    private let renewal: Duration

    /// Takes something unless another request has it.
    ///
    /// Suspends to ask.
    ///
    /// - Parameter renewal: how often ``keeping(_:)`` takes it for longer.
    /// - Returns: `nil` while another one has it.
    static func take(
        _ name: String,
        in store: ChatStore,
        renewal: Duration = .seconds(5)
    ) async throws(Problem) -> Lease? {
        let holder = Secret(.ticket).digest.hexadecimal
        return try await take(Lease(name: name, holder: holder, store: store, renewal: renewal))
    }

    /// Takes something as soon as nobody else has it.
    ///
    /// Suspends until then.
    ///
    /// - Returns: what is to be ended.
    /// - Throws: the store's problem; `503 overloaded` when others had it for too long.
    static func wait(for name: String, in store: ChatStore) async throws(Problem) -> Lease {
        let end = ContinuousClock.now + patience
        while ContinuousClock.now < end {
            if let lease = try await take(name, in: store) { return lease }
            do {
                try await Task.sleep(for: pause)
            } catch {
                throw Problem(.overloaded(limit: 1))
            }
        }
        throw Problem(.overloaded(limit: 1))
    }

    private static func take(_ lease: Lease) async throws(Problem) -> Lease? {
        let isTaken = try await attempt { () async throws(StoreError) in
            try await lease.store.hold(lease.name, by: lease.holder, for: lifetime)
        }
        return isTaken ? lease : nil
    }

    /// Keeps it until the task is cancelled, or it is lost.
    ///
    /// Whoever took again what is lost would go on beside what others did meanwhile.
    ///
    /// Suspends for as long.
    private func keep() async {
        while !Task.isCancelled {
            // Cancelled, it ends at once, and so does the loop; what failed once is tried again.
            try? await Task.sleep(for: renewal)
            guard !Task.isCancelled else { return }
            let isKept = try? await store.keep(name, by: holder, for: Self.lifetime)
            if isKept == false { return }
        }
    }

    /// Does something while it is kept, and gives it back.
    ///
    /// Suspends for as long.
    func keeping<Value, Failure>(
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        do throws(Failure) {
            let value = try await renewing(body)
            await end()
            return value
        } catch {
            await end()
            throw error
        }
    }

    /// Once this is over, nothing that is on its way takes it again.
    private func renewing<Value, Failure>(
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        async let _: Void = keep()
        let held = Hold.all + [Hold(name, by: holder)]
        return try await Hold.$all.withValue(held) { () async -> Result<Value, Failure> in
            do throws(Failure) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }.get()
    }

    /// Gives it back.
    ///
    /// Suspends until that is written; what cannot be written ends by itself.
    func end() async {
        try? await store.letGo(of: name, by: holder)
    }
}
