import ChatProtocol

/// One that waits for a transaction, in one piece of memory, so that it moves at little cost.
indirect enum WaitingWrite: Sendable {
    /// How an answer finds who asked.
    typealias Reply<Value> = @Sendable (Result<Value, StoreError>) -> Void

    case append(Draft, Reply<Appended>)
    case found(RoomFounding, Reply<[DurableEvent]>)
    case drop(RoomDrop, Reply<Bool>)
    case markRead(ReadMark, Reply<Int64>)
    case amend(Amendment, Reply<Amended>)
    case decide(AccessDecision, Reply<AccessMark?>)
    case importRows(ImportBatch, Reply<[ImportFate]>)

    /// Whether it is refused where the disk is nearly full; what deletes is not, though it takes
    /// some bytes too, nor is a mark of reading, of which a first one is found when it is written.
    var growsLog: Bool {
        switch self {
        case .append, .found, .importRows: true
        case .amend(let amendment, _): amendment.change != .delete
        case .decide(let decision, _): !decision.drafts.allSatisfy(\.isRemoval)
        case .markRead, .drop: false
        }
    }
}

extension Batch {
    /// Makes the batch of those that one transaction takes.
    ///
    /// - Parameters:
    ///   - writes: in the order in which they came.
    ///   - refusal: why nothing may be added, where there is no room.
    init(_ writes: [WaitingWrite], refusal: StoreError? = nil) {
        for write in writes {
            switch write {
            case .append(let draft, _): drafts.append(draft)
            case .found(let founding, _): foundings.append(founding)
            case .drop(let drop, _): drops.append(drop)
            case .markRead(var mark, _):
                mark.refusal = refusal
                marks.append(mark)
            case .amend(let amendment, _): amendments.append(amendment)
            case .decide(let decision, _): decisions.append(decision)
            case .importRows(let batch, _): imports.append(batch)
            }
        }
    }
}

extension [WaitingWrite] {
    /// Tells each what became of it.
    ///
    /// - Parameter outcome: of the ``Batch`` made of these.
    func answer(with outcome: BatchOutcome) {
        var appended = outcome.appended.makeIterator()
        var founded = outcome.founded.makeIterator()
        var dropped = outcome.dropped.makeIterator()
        var marked = outcome.marked.makeIterator()
        var amended = outcome.amended.makeIterator()
        var decided = outcome.decided.makeIterator()
        var imported = outcome.imported.makeIterator()
        let lost = StoreError.outcomeUnknown("a write was left without an answer")
        for write in self {
            switch write {
            case .append(_, let reply): reply(appended.next() ?? .failure(lost))
            case .found(_, let reply): reply(founded.next() ?? .failure(lost))
            case .drop(_, let reply): reply(dropped.next() ?? .failure(lost))
            case .markRead(_, let reply): reply(marked.next() ?? .failure(lost))
            case .amend(_, let reply): reply(amended.next() ?? .failure(lost))
            case .decide(_, let reply): reply(decided.next() ?? .failure(lost))
            case .importRows(let batch, let reply):
                let fates = imported.next() ?? .failure(lost)
                if case .success = fates { batch.memory.keep() }
                reply(fates)
            }
        }
    }

    /// Tells each why it is not in the log.
    ///
    /// - Parameter error: what the transaction ended with.
    func answer(with error: StoreError) {
        for write in self {
            switch write {
            case .append(_, let reply): reply(.failure(error))
            case .found(_, let reply): reply(.failure(error))
            case .drop(_, let reply): reply(.failure(error))
            case .markRead(_, let reply): reply(.failure(error))
            case .amend(_, let reply): reply(.failure(error))
            case .decide(_, let reply): reply(.failure(error))
            case .importRows(_, let reply): reply(.failure(error))
            }
        }
    }
}
