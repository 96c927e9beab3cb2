import ChatClient
import ChatProtocol

/// The tokens of earlier sign-ins.
extension Settings {
    /// The same with the tokens that are kept for the servers.
    ///
    /// Blocks on the disk. Who is signed in speaks under the account's name, unless another name
    /// was chosen, which is then a guest's.
    var withTokens: Settings {
        guard let state else { return self }
        var settings = self
        for index in settings.servers.indices {
            let server = settings.servers[index]
            do throws(TokenFile.Refusal) {
                guard let found = try TokenFile(in: state, for: server.address).load() else {
                    continue
                }
                settings.servers[index].take(found)
            } catch {
                settings.servers[index].warning = "\(error)"
            }
        }
        return settings
    }

    /// The way to the first server, as who is signed in there.
    var transport: Transport { transport(as: servers[0].signedIn) }

    /// The way to the first server, by the certificate that is trusted for it.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: the way; nothing is connected yet.
    func transport(as signedIn: SignedIn?) -> Transport {
        let pinned = state.flatMap { KnownServers(in: $0).certificate(of: server) }
        return Transport(to: server, as: signedIn, pinned: pinned)
    }
}

extension ServerProfile {
    fileprivate mutating func take(_ found: SignedIn) {
        guard !isNameChosen || name == found.name else {
            warning = "signed in as \(found.name) here, and \(name) was asked for: a guest's name"
            return
        }
        name = found.name
        signedIn = found
    }
}
