import Dispatch
import Foundation
import Glibc
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import ChatServer

/// What a service manager says by the environment, and what it is told.
@Suite(.timeLimit(.minutes(10))) struct SystemdTests {
    @Test("What is told arrives, at a path and at an abstract address", arguments: [false, true])
    func told(isAbstract: Bool) throws {
        let manager = try TestManager(isAbstract: isAbstract)
        let systemd = try Systemd(["NOTIFY_SOCKET": manager.name])
        let socket = try #require(systemd.notifications)
        socket.tellReady("serving here")
        #expect(manager.next() == "READY=1\nSTATUS=serving here")
        socket.tellStopping("draining", within: .seconds(60))
        let end = "STOPPING=1\nEXTEND_TIMEOUT_USEC=60000000\nSTATUS=draining"
        #expect(manager.next() == end)
        socket.tellReloading()
        let reloading = manager.next().split(separator: "\n")
        #expect(reloading.first == "RELOADING=1")
        #expect(reloading.contains { $0.wholeMatch(of: /MONOTONIC_USEC=[1-9]\d+/) != nil })
    }

    // Seen as: SIGHUP before the address was found to be taken, and the start counted as done.
    @Test("A reload is answered while the server serves, not while it starts or drains")
    func phases() async throws {
        let folder = NSTemporaryDirectory() + "burble-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let manager = try TestManager()
        var settings = try ServerSettings(dataHome: folder) { _ in nil }
        settings.dataFolder = folder
        settings.systemd = try Systemd(["NOTIFY_SOCKET": manager.name])
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = try await ChatServer(settings, logger: quiet)
        let lifecycle = server.services.lifecycle
        for (step, answer) in [
            ({}, []), ({ lifecycle.serve() }, ["RELOADING=1", "READY=1"]),
            ({ lifecycle.drain() }, []), ({ lifecycle.serve() }, []),
        ] as [(() -> Void, [String])] {
            step()
            await server.reload { [settings] in settings }
            let told = Array(sequence(state: manager) { $0.waiting() })
            #expect(told.map { $0.prefix { $0 != "\n" } } == answer.map { $0[...] })
        }
    }

    @Test("A manager that is gone is no trouble")
    func gone() throws {
        let name = try TestManager().name
        #expect(try #require(NotifySocket(name)).send("READY=1") == false)
    }

    @Test(
        "An address that is none is refused",
        arguments: ["here", "@", "/", "/\0", "/" + String(repeating: "x", count: 107)]
    )
    func noAddress(_ text: String) {
        #expect(throws: Systemd.Refusal.self) { try Systemd(["NOTIFY_SOCKET": text]) }
    }

    @Test("Without a manager nothing is told, watched or taken over")
    func nothing() throws {
        #expect(try Systemd([:]) == Systemd())
        #expect(try Systemd(["NOTIFY_SOCKET": ""]) == Systemd())
    }

    @Test(
        "What is meant for another process, and what is no number, is not taken",
        arguments: [
            ["WATCHDOG_USEC": "1000", "WATCHDOG_PID": "8"], ["WATCHDOG_USEC": "0"],
            ["WATCHDOG_USEC": "-5"], ["WATCHDOG_USEC": "soon"],
            ["WATCHDOG_USEC": "99999999999999999999"], ["LISTEN_FDS": "1", "LISTEN_PID": "8"],
            ["LISTEN_FDS": "1"], ["LISTEN_FDS": "0", "LISTEN_PID": "7"],
            ["LISTEN_FDS": "x", "LISTEN_PID": "7"],
        ]
    )
    func notOurs(_ environment: [String: String]) throws {
        #expect(try Systemd(environment, process: 7) == Systemd())
    }

    @Test("The watchdog's time is read, with or without the process's number")
    func watchdog() throws {
        for further in [[:], ["WATCHDOG_PID": "7"]] as [[String: String]] {
            let environment = further.merging(["WATCHDOG_USEC": "30000000"]) { $1 }
            #expect(try Systemd(environment, process: 7).watchdog == .seconds(30))
        }
    }

    @Test("More sockets than a server has addresses are refused, and so is what does not listen")
    func wrongSockets() {
        #expect(throws: Systemd.Refusal.self) {
            try Systemd(["LISTEN_FDS": "65", "LISTEN_PID": "7"], process: 7)
        }
        #expect(throws: Systemd.Refusal.self) { try InheritedSocket(STDERR_FILENO) }
    }

    @Test("A socket is known by where it listens")
    func address() throws {
        let path = try TestManager().name
        for (place, known) in [
            (try SocketAddress(ipAddress: "127.0.0.1", port: 0), "127.0.0.1:"),
            (try SocketAddress(ipAddress: "::1", port: 0), "[::1]:"),
            (try SocketAddress(unixDomainSocketPath: path), "unix:" + path),
        ] {
            let descriptor = try listen(at: place)
            defer { close(descriptor) }
            let address = try InheritedSocket(descriptor).address
            #expect(address.description.hasPrefix(known))
            #expect(address.isLoopback)
            #expect(!address.description.hasSuffix(":0"))
        }
        unsafe unlink(path)
    }

    private func listen(at place: SocketAddress) throws -> CInt {
        let stream = CInt(SOCK_STREAM.rawValue)
        let descriptor = socket(CInt(place.protocol.rawValue), stream, 0)
        // The address outlives the call, and its length is told.
        let result = unsafe place.withSockAddr { address, length in
            unsafe bind(descriptor, address, socklen_t(length))
        }
        guard result == 0, Glibc.listen(descriptor, 5) == 0 else { throw POSIXError(.EADDRINUSE) }
        return descriptor
    }

    @Test("A sign of life waits until the loop turns, and comes then")
    func hanging() async throws {
        let manager = try TestManager()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let (held, hold) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        loop.execute {
            held.signal()
            hold.wait()
        }
        await Self.wait(for: held)
        let systemd = try Systemd(["NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "1000000"])
        let watchdog = Watchdog(systemd: systemd, group: group)
        let socket = try #require(systemd.notifications)
        let beat = Task.immediate { await watchdog.beat(socket) }
        // One that begins later, over a loop that turns, has come to its end meanwhile.
        try await Self.beatOverFreeLoop()
        #expect(manager.waiting() == nil)
        hold.signal()
        await beat.value
        #expect(manager.waiting() == "WATCHDOG=1")
        try await group.shutdownGracefully()
    }

    private static func beatOverFreeLoop() async throws {
        let manager = try TestManager()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let systemd = try Systemd(["NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "1000000"])
        let socket = try #require(systemd.notifications)
        await Watchdog(systemd: systemd, group: group).beat(socket)
        #expect(manager.waiting() == "WATCHDOG=1")
        try await group.shutdownGracefully()
    }

    private static func wait(for semaphore: DispatchSemaphore) async {
        await withCheckedContinuation { done in
            DispatchQueue.global().async {
                semaphore.wait()
                done.resume()
            }
        }
    }
}
