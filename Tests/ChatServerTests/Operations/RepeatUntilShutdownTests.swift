import AsyncSignals
import Logging
import ServiceLifecycle
import TestTools
import Testing

@testable import ChatServer

@Suite(.timeLimit(.minutes(10))) struct RepeatUntilShutdownTests {
    /// Sends a signal each time.
    private struct Repeater: Service {
        let signal: ChangeSignal

        func run() async {
            await repeatUntilShutdown(every: .milliseconds(1)) { signal.send() }
        }
    }

    @Test("What one time leaves the next one has, until the task is cancelled")
    func kept() async {
        let signal = ChangeSignal()
        let task = Task {
            await repeatUntilShutdown(every: .milliseconds(1), keeping: 0) { count in
                count += 1
                signal.send()
            }
        }
        await until { signal.count >= 3 }
        task.cancel()
        let count = await task.value
        #expect(count == signal.count)
    }

    @Test("It ends with the group of services")
    func shutdown() async throws {
        let signal = ChangeSignal()
        let repeater = Repeater(signal: signal)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: repeater)], logger: logger)
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            await until { signal.count >= 3 }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("A pause is not waited out")
    func cutShort() async {
        let signal = ChangeSignal()
        let task = Task {
            await repeatUntilShutdown(every: .seconds(3600)) { signal.send() }
        }
        await until { signal.count >= 1 }
        task.cancel()
        await task.value
        #expect(signal.count == 1)
    }
}
