import Glibc
import Spawning

/// The programs that run beside the client.
@MainActor
final class Companions {
    /// How long one that was told to end may take before it is killed.
    private static let grace = Duration.seconds(2)
    /// How often it is looked whether one that says no more has ended.
    private static let look = Duration.milliseconds(200)

    /// How long all of them may take to end where the client leaves.
    private static let leave = Duration.seconds(1)
    /// How often it is looked whether they have, in microseconds.
    private static let leaveLook: UInt32 = 10_000

    private var running: [Running] = []
    /// Those that were told to end as the client leaves.
    private var leaving: [Companion] = []

    private final class Running {
        let companion: Companion
        let take: (InputLines.Line) -> Void
        let ended: (OtherProgram.End) -> Void
        var deadline: ContinuousClock.Instant?
        var isStopped = false

        init(
            _ companion: Companion,
            deadline: ContinuousClock.Instant?,
            take: @escaping (InputLines.Line) -> Void,
            ended: @escaping (OtherProgram.End) -> Void
        ) {
            self.companion = companion
            self.deadline = deadline
            self.take = take
            self.ended = ended
        }
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - arguments: the program, looked up in `PATH`, and what it is told.
    ///   - input: all that it is to read; `nil` leaves its input open.
    ///   - limit: how long it may run; `nil` is as long as it likes.
    ///   - joinsErrors: whether what it says on standard error is taken too.
    ///   - take: takes each line that it says.
    ///   - ended: takes how it ended, once.
    /// - Returns: the program; `nil` if it was not started, which was then told to `ended`.
    @discardableResult
    func start(
        _ arguments: [String],
        input: [UInt8]? = nil,
        atMost limit: Duration? = nil,
        joinsErrors: Bool = false,
        take: @escaping (InputLines.Line) -> Void,
        ended: @escaping (OtherProgram.End) -> Void
    ) -> Companion? {
        do throws(ProgramStart.Failure) {
            let companion = try Companion(arguments, input: input, joinsErrors: joinsErrors)
            let deadline = limit.map { ContinuousClock.now + $0 }
            running.append(Running(companion, deadline: deadline, take: take, ended: ended))
            return companion
        } catch {
            ended(.notStarted(error.code))
            return nil
        }
    }

    /// What the loop is to poll.
    var polled: [pollfd] { running.flatMap(\.companion.polled) }

    /// How long the loop may sleep for them; `nil` is as long as it likes.
    var wait: Duration? {
        let now = ContinuousClock.now
        return running.compactMap { running -> Duration? in
            let left = running.deadline.map { max(.zero, now.duration(to: $0)) }
            guard running.companion.polled.isEmpty else { return left }
            return min(left ?? Self.look, Self.look)
        }.min()
    }

    /// Takes what they say, and tells of those that ended or ran too long.
    func serve() {
        guard !running.isEmpty else { return }
        let now = ContinuousClock.now
        for running in running {
            for line in running.companion.serve() { running.take(line) }
            if let deadline = running.deadline, deadline <= now { end(running, now) }
        }
        var ends: [(Running, OtherProgram.End)] = []
        running.removeAll { running in
            guard let end = running.companion.ended() else { return false }
            ends.append((running, end))
            return true
        }
        for (running, end) in ends { running.ended(end) }
    }

    /// Tells all of them to end; what they say is not heard any more.
    func stop() {
        leaving += running.map(\.companion)
        running = []
        for companion in leaving { companion.stop() }
    }

    /// Waits until those that were told to end have done so, and kills those that have not in a
    /// second, with their process groups: nothing of these outlives the client.
    ///
    /// Blocks the thread.
    func awaitEnd() {
        let deadline = ContinuousClock.now + Self.leave
        leaving.removeAll { $0.hasGone() }
        while !leaving.isEmpty, ContinuousClock.now < deadline {
            usleep(Self.leaveLook)
            leaving.removeAll { $0.hasGone() }
        }
        for companion in leaving { companion.kill() }
    }

    private func end(_ running: Running, _ now: ContinuousClock.Instant) {
        if running.isStopped {
            running.companion.kill()
        } else {
            running.companion.stop()
        }
        running.isStopped = true
        running.deadline = now + Self.grace
    }
}
