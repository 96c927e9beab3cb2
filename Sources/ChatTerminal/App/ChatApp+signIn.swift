import ChatProtocol
import ChatTUI

/// Another one who signs in while the client runs.
extension ChatApp {
    /// Keeps a server's state for who signed in there, from now on.
    ///
    /// What that one wants holds at once. What a guest has goes along; what another account has is
    /// nobody else's. Blocks on the disk.
    func keep(_ server: Int, for name: MemberName) {
        // Also where the guest had that very name: what is there is an account's from now on.
        let isFirst = signedInServers.insert(numbers[server]).inserted
        guard servers[server].name != name else { return }
        kept[server].save(workspace.models[server])
        servers[server].servers[0].name = name
        let isGuests = isFirst && servers[server].servers[0].signedIn == nil
        let there = KeptState.preferences(of: servers[server])
        let own = isGuests ? workspace.models[server].keptPreferences.lines : []
        let joined = StateJoin.preferences(own, [], there.lines)
        // Before the list of the rooms comes, which would put those into it that were left.
        workspace.takeOver(Preferences(lines: joined), at: server)
        kept[server] =
            isGuests
            ? KeptState(joining: servers[server], beside: there)
            : KeptState(servers[server], from: workspace.models[server])
    }
}
