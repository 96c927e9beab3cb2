import ChatProtocol
import Foundation
import Glibc
import Synchronization
import TestTools
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct SeamTests {
    @Test("An answer comes once, after the commit was handed on, and on the same thread")
    func answer() async throws {
        let record = CommitRecord()
        let threads = ThreadRecord()
        let onCommit = { @Sendable (commit: Commit) -> Void in
            threads.add()
            record.add(commit)
        }
        let drafts = try (0..<50).map { try Draft.message("\($0)") }
        let answers = AnswerRecord()
        try await withStore(onCommit: onCommit) { store in
            for draft in drafts {
                store.append(draft) { result in
                    threads.add()
                    let event = try? result.get().event
                    let isHandedOn = record.all.contains { $0.events.contains { $0 == event } }
                    #expect(isHandedOn)
                    answers.record(result)
                }
            }
            await answers.until { $0.count >= drafts.count }
            try await store.say("last")
        }
        #expect(try answers.all.map { try $0.get().event.text } == (0..<50).map(String.init))
        #expect(threads.all.count == 1)
    }

    @Test("A draft that is not taken is answered at once, on the caller's thread")
    func refusals() async throws {
        let folder = try TemporaryFolder()
        var options = StoreOptions()
        options.queueLimit = 1
        let store = try ChatStore.openHere(folder, options: options)
        let answers = AnswerRecord()
        let draft = try Draft.message("a")
        store.append(draft) { _ in }
        store.append(draft) { answers.record($0) }
        #expect(answers.all == [.failure(.overloaded(limit: 1))])
        store.close()
        store.append(draft) { answers.record($0) }
        #expect(answers.all.last == .failure(.closed))
        await store.run { _ in }
        #expect(store.head == 1)
    }

    @Test("Each turn of the thread that commits is told, after its commit")
    func turns() async throws {
        let folder = try TemporaryFolder()
        let store = try ChatStore.open(folder: folder.path) { TestClock().now }
        let turns = Recorder<Duration>()
        let commits = Recorder<Duration>()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await store.run { commit in
                    commits.record(commit.duration)
                } onTurn: { duration in
                    turns.record(duration)
                }
            }
            for text in ["a", "b"] { _ = try? await store.say(text) }
            store.close()
        }
        #expect(turns.all.count == 2 && commits.all.count == 2)
        #expect(zip(turns.all, commits.all).allSatisfy { $0 >= $1 && $1 > .zero })
    }

    @Test("What comes before a transaction is taken is in it, and at the end nothing is waited for")
    func beforeCommit() async throws {
        let folder = try TemporaryFolder()
        let store = try ChatStore.openHere(folder)
        let commits = CommitRecord()
        let (answers, calls) = (AnswerRecord(), AnswerRecord())
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await store.run {
                    commits.add($0)
                } beforeCommit: {
                    calls.record(.failure(.closed))
                    guard calls.all.count == 1, let more = try? Draft.message("b") else { return }
                    store.append(more) { answers.record($0) }
                }
            }
            _ = try? await store.say("a")
            store.close()
        }
        #expect(commits.all.map { $0.events.map(\.text) } == [["a", "b"]])
        #expect(answers.all.count == 1)
        let other = try TemporaryFolder()
        let late = try ChatStore.openHere(other)
        late.append(try .message("c")) { answers.record($0) }
        late.close()
        await late.run {
            commits.add($0)
        } beforeCommit: {
            calls.record(.failure(.closed))
        }
        #expect(calls.all.count == 1 && commits.all.count == 2)
    }

    @Test("The thread that commits ends with the store's work", arguments: [true, false])
    func threadEnds(byCancelling: Bool) async throws {
        let folder = try TemporaryFolder()
        let store = try ChatStore.openHere(folder)
        let threads = ThreadRecord()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await store.run { _ in threads.add() } }
            _ = try? await store.say("a")
            if byCancelling { group.cancelAll() } else { store.close() }
        }
        let id = try #require(threads.all.first)
        #expect(id.hasPrefix("\(getpid())/task/"))
        // It has nothing left to do but to end.
        await until { unsafe access("/proc/\(id)", F_OK) != 0 }
    }

    @Test(
        "The thread that commits has short slices, and so does not wait for those who compute",
        .enabled(if: kernelTakesSlices(), "needs Linux 6.12")
    )
    func slice() async throws {
        let slices = ThreadRecord()
        try await withStore(onCommit: { _ in slices.add(ownSlice() ?? "") }) { store in
            _ = try await store.say("a")
        }
        #expect(slices.all == ["300000"])
    }

    @Test("A store that is full of work is answered whole when it closes")
    func closing() async throws {
        let folder = try TemporaryFolder()
        let store = try ChatStore.openHere(folder)
        let answers = AnswerRecord()
        for number in 0..<500 {
            store.append(try .message("\(number)", in: "r\(number % 7)")) { answers.record($0) }
        }
        store.close()
        await store.run { _ in }
        #expect(answers.all.count == 500)
        #expect(answers.all.allSatisfy { (try? $0.get()) != nil })
        #expect(store.head == 500)
    }
}

/// The threads on which something was done, as paths below `/proc`, or something else of them.
private final class ThreadRecord: Sendable {
    private let threads = Mutex<Set<String>>([])

    /// All of them so far.
    var all: Set<String> { threads.withLock { $0 } }

    /// Notes the one that asks.
    func add() {
        // The link's name is the system's own.
        let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
        add(path ?? "unknown")
    }

    /// Notes what is known of a thread.
    func add(_ words: String) {
        threads.withLock { _ = $0.insert(words) }
    }
}

/// Whether the kernel gives threads slices of their own, and tells them.
private func kernelTakesSlices() -> Bool {
    // No such file is no such kernel.
    let release = try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)
    let numbers = release?.split(separator: ".").prefix(2).compactMap { Int($0) } ?? []
    return !numbers.lexicographicallyPrecedes([6, 12]) && ownSlice() != nil
}

/// The slice of the thread that asks, in nanoseconds, if the kernel tells it.
private func ownSlice() -> String? {
    // A kernel without its scheduler's table has no such file.
    let table = try? String(contentsOfFile: "/proc/thread-self/sched", encoding: .utf8)
    let line = table?.split(separator: "\n").first { $0.hasPrefix("se.slice") }
    return line?.split(separator: " ").last.map(String.init)
}

/// The answers to drafts, in the order in which they came.
typealias AnswerRecord = Recorder<Result<Appended, StoreError>>
