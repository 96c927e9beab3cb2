import ChatProtocol
import HTTPTypes
import Synchronization

/// What is left of a rate after a request was charged for.
struct Charge: Sendable {
    /// Whose rate it is, the one that says most of its caller last.
    enum Kind: Int, Sendable {
        case address, signIn, member

        fileprivate var name: String {
            switch self {
            case .address: "address"
            case .signIn: "sign-in"
            case .member: "member"
            }
        }
    }

    let kind: Kind
    /// How many more may go at once.
    let remaining: Int
    let rate: Rate

    /// What the caller is told of the limit; nothing where there is none.
    ///
    /// Source: draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4.
    var fields: [(name: HTTPField.Name, value: String)] {
        guard rate.perSecond > 0 else { return [] }
        let name = kind.name
        let missing = Double(max(0, rate.burst - remaining))
        let seconds = Int((missing / rate.perSecond).rounded(.up))
        let window = Int((Double(rate.burst) / rate.perSecond).rounded(.up))
        return [
            (.rateLimit, "\"\(name)\";r=\(remaining);t=\(seconds)"),
            (.rateLimitPolicy, "\"\(name)\";q=\(rate.burst);w=\(max(1, window))"),
        ]
    }

    /// What whoever went too fast is told of the limit, by the name of its setting; of slow mode by
    /// its own.
    ///
    /// - Returns: the fields; none for a problem that is no such limit.
    static func fields(of problem: Problem) -> HTTPFields {
        guard let limit = problem.limit, let wait = problem.retryAfter else { return [:] }
        switch problem.code {
        case ProblemCode.rateLimited.rawValue:
            guard let setting = problem.configKey else { return [:] }
            let windows: [String: Int64] = ["sign-in-rate": 60, "rooms-per-address": 86_400]
            return refused(by: setting, limit, in: windows[setting] ?? 1, wait)
        case ProblemCode.slowMode.rawValue: return refused(by: "slow-mode", 1, in: limit, wait)
        default: return [:]
        }
    }

    private static func refused(
        by name: String,
        _ limit: Int64,
        in window: Int64,
        _ wait: Int
    ) -> HTTPFields {
        [
            .rateLimit: "\"\(name)\";r=0;t=\(wait)",
            .rateLimitPolicy: "\"\(name)\";q=\(limit);w=\(window)",
        ]
    }
}

/// What one request was charged for, kept beside its route: no route has to tell of it, and none
/// can forget to.
final class ChargeNote: Sendable {
    /// Of the request whose task this is.
    ///
    /// `nil` on an event loop, where posts are charged without a task and tell of it themselves.
    @TaskLocal static var current: ChargeNote?

    private let told = Mutex<Charge?>(nil)

    /// The fields of the request's answer; none before it was charged.
    var fields: [(name: HTTPField.Name, value: String)] { told.withLock { $0 }?.fields ?? [] }

    /// Notes a charge, unless one is known that says more of the caller, or there is no limit.
    ///
    /// - Parameter charge: of the caller, or of where the caller is.
    func note(_ charge: Charge) {
        guard charge.rate.perSecond > 0 else { return }
        told.withLock { told in
            if let told, told.kind.rawValue > charge.kind.rawValue { return }
            told = charge
        }
    }
}

extension HTTPField.Name {
    fileprivate static let rateLimit = known("RateLimit")
    fileprivate static let rateLimitPolicy = known("RateLimit-Policy")
}
