import ChatTUI

/// A server's own way into the inbox that all servers share.
struct ServerInbox: Sendable {
    let inbox: Inbox
    /// Which of the servers, from 0.
    let server: Int

    /// Puts something in.
    ///
    /// Suspends while too much waits.
    func put(_ input: Input) async {
        await inbox.put(input, from: server)
    }
}
