import DequeModule
import NIOCore

/// The answers of one connection, which leave in the order of their requests, whatever the order in
/// which they are ready.
struct PendingAnswers {
    private struct Slot {
        let mark: RequestMark
        var answer: ByteBuffer?
    }

    private var slots: Deque<Slot> = []
    /// The number of the first slot's request.
    private var first = 0

    /// How many requests have no answer on its way yet.
    var count: Int { slots.count }

    /// True when every request has been answered.
    var isEmpty: Bool { slots.isEmpty }

    /// Takes a place for the next request's answer.
    ///
    /// - Parameter mark: what is kept of the request.
    mutating func add(_ mark: RequestMark) -> Int {
        slots.append(Slot(mark: mark))
        return first + slots.count - 1
    }

    /// Tells whether no request has come behind one.
    ///
    /// - Returns: true for the last that was added.
    func isNewest(_ number: Int) -> Bool { number == first + slots.count - 1 }

    /// Puts an answer in its place.
    ///
    /// - Parameter answer: the bytes.
    mutating func fill(_ number: Int, with answer: ByteBuffer) {
        let index = number - first
        guard slots.indices.contains(index) else { return }
        slots[index].answer = answer
    }

    /// What is kept of a request.
    ///
    /// - Returns: nothing if its answer has left.
    func mark(of number: Int) -> RequestMark {
        let index = number - first
        return slots.indices.contains(index) ? slots[index].mark : RequestMark()
    }

    /// Takes out the answer whose turn has come.
    ///
    /// - Returns: `nil` while the next one is not ready.
    mutating func next() -> ByteBuffer? {
        guard let answer = slots.first?.answer else { return nil }
        slots.removeFirst()
        first += 1
        return answer
    }
}
