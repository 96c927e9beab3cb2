/// What the driver is to do at first, before any input.
///
/// - Parameter model: as it was made; notes what is on its way.
package func start(_ model: inout Model) -> [Effect] {
    var effects: [Effect] = [.follow(model.followed), .loadRooms]
    for index in model.rooms.indices {
        effects += model.load(index, before: nil)
    }
    return effects
}

/// Takes one input into account.
///
/// - Parameter model: what is known; changed in place.
/// - Returns: what the driver is to do, in order.
package func update(_ model: inout Model, _ input: Input) -> [Effect] {
    switch input {
    case .key(let key): return model.notePerson() + model.take(key)
    case .paste(let text): return model.notePerson() + model.paste(text)
    case .resize(let size): return model.resize(to: size)
    case .focus(let isFocused): return model.noteFocus(isFocused)
    case .viewerChecked(let isThere): return model.viewerChecked(isThere)
    case .mouse(let mouse): return model.notePerson() + model.take(mouse)
    case .ground(let isLight):
        model.isGroundLight = isLight
        return []
    case .attributes: return []
    case .tick(let now): return model.tick(now)
    case .stream(let health): return model.take(health)
    case .serverAnswers(let answers):
        model.serverAnswers = answers
        return []
    case .event(let event): return model.take(event)
    case .history(let room, let page, let atStart):
        return model.merge(page, in: room, atStart: atStart)
    case .historyFailed(let room, let reason): return model.failToLoad(room, reason: reason)
    case .message(let room, let seq, let event):
        return model.take(original: event, seq, in: room)
    case .messageFailed(let room, let seq): return model.failToLoad(seq, in: room)
    case .unheld(let room, let question, let messages):
        return model.take(messages, asked: question, in: room)
    case .found(let number, let hits, let isDone):
        return model.found(hits, by: number, isDone: isDone)
    case .searchFailed(let number, let reason): return model.searchFailed(number, reason: reason)
    case .posted(let key, let event): return model.posted(key: key, event)
    case .refused(let key, let reason, let message, _):
        return model.refused(key: key, reason: reason, of: message)
    case .held(let held): return model.take(held)
    case .restored(let messages): return model.restore(messages)
    case .rooms(let rooms, let asker): return model.take(rooms, by: asker)
    case .entered(let room, let rooms, let asker):
        return model.entered(room, rooms, by: asker)
    case .notEntered(let room, let reason): return model.notEntered(room, reason: reason)
    case .destroyed(let room, let wasThere): return model.destroyed(room, wasThere: wasThere)
    case .members(let room, let members): return model.take(members, of: room)
    case .signedIn(let signedIn): return model.take(signedIn)
    case .isOperator(let name, let isOperator):
        guard model.signedIn?.name == name else { return [] }
        model.signedIn?.isOperator = isOperator
        return []
    case .unchanged(let room, let decision): return model.unchanged(decision, in: room)
    case .serverBan(let answer): return model.take(answer)
    case .inviteCode(let room, let code): return model.take(code, to: room)
    case .news(let event): return model.takeNews(event)
    case .paths(let word, let paths): return model.take(paths, beginning: word)
    case .edited(let text): return model.edited(text)
    case .transfer(let number, let report): return model.take(report, of: number)
    case .notice(let text): return model.show(notice: text)
    case .notDone(let reason):
        model.noteUndone(model.writing.order)
        return model.show(notice: reason)
    case .settled: return []
    case .spelled(let word, let verdict): return model.take(verdict, on: word)
    case .executed(let output, let room): return model.executed(output, for: room)
    }
}
