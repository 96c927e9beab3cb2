#!/usr/bin/env python3
"""Takes each guard of an invariant out, in a copy of the tree, and checks that its test then fails.

    scripts/guards.py [NAME ...]      all guards, or those named
    scripts/guards.py --turn          one of them, another with each commit, in this very tree
    scripts/guards.py --check         only that the sources still hold each of them

A guard that can go without a test noticing is reported, and the exit code is 1. All of them take
an hour or two, and are to be run once a week. CI takes one in turn, in the tree and the debug
build that it has: the file is put back, also when the run is stopped.
"""
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys

TREE = ".build-guards/tree"
# How many guards `--turn` takes out: each builds a module and its tests anew.
TURN = 1
# What timeout(1) exits with; a test that waits for ever for what the guard did has seen it go.
TIMED_OUT = 124
# What becomes of a test that has seen the guard go.
SEEN = ("fails", "hangs", "crashes")
SCRATCH = os.path.abspath(".build-guards/build")

# Name, invariant of ARCHITECTURE.md, part of the package, file, what stands there, what replaces it, test.
GUARDS = [
    ("join-order", "replay joins live exactly", "server",
     "Sources/ChatServer/Delivery/Shard+Serving.swift",
     "        stream.write(page)\n",
     "        stream.write(page)\n        stream.progress.wrote(through: head)\n",
     "JoinWhilePostingTests"),
    ("commits-in-order", "a stream of several rooms sees the log's order", "server",
     "Sources/ChatServer/Delivery/CommitBatch.swift",
     ".sorted { $0.batch.positions[$0.index] < $1.batch.positions[$1.index] }",
     ".sorted { $0.batch.room < $1.batch.room }",
     "CommitTests"),
    ("backpressure", "a slow reader costs bounded memory", "server",
     "Sources/ChatServer/Delivery/Shard+Serving.swift",
     "        guard stream.body.isWritable else { return }\n", "",
     "ShardTests"),
    ("founding-looks", "work grows with what was asked for", "server",
     "Sources/ChatServer/Delivery/Shard+Access.swift",
     "else { return Array(seekers.values) }", "else { return Array(streams.values) }",
     "ShardAccessTests"),
    ("ring-bound", "no buffer is without a bound", "server",
     "Sources/ChatServer/Delivery/CommitRing.swift",
     "while commits.count > 1,", "while commits.count < 0,",
     "CommitTests"),
    ("missed-page", "numbers have no hole, however much others have written", "server",
     "Sources/ChatStore/Postgres/PostgresTailReader.swift",
     "            memory.advance(by: page)\n", "            if !page.isFull { memory.advance(by: page) }\n",
     "SharedEngineTests/missed"),
    ("missed-pages", "numbers have no hole, however much others have written", "server",
     "Sources/ChatStore/Postgres/SharedLog.swift",
     "guard missed.last?.isFull == false else", "guard missed.last != nil else",
     "SharedEngineTests/missed"),
    ("not-overtaken", "a server that others overtake comes to its turn", "server",
     "Sources/ChatStore/Postgres/PostgresTailReader.swift",
     "while pages.count < lockedPages {", "while pages.isEmpty {",
     "SharedEngineTests/overtaken"),
    ("access-news", "work grows with what was asked for", "server",
     "Sources/ChatServer/Accounts/Accounts.swift",
     "guard let news else { return", "guard let news, news.number < 0 else { return",
     "PeerAccessTests/changedAlone"),
    ("loss-confirmed", "what is lost is not told as removed", "server",
     "Sources/ChatServer/Rooms/Rooms+Following.swift",
     "        try await store.confirm()\n", "",
     "PeerServersTests/lost"),
    ("direct-again", "posts are committed together whatever came before them", "server",
     "Sources/StreamingHTTP/Direct/DirectHandler+Requests.swift",
     "if hasFramework, !way.isAnswer {", "if hasFramework {",
     "PipelineTests"),
    ("access-judged", "a decision rests on what is in the log", "server",
     "Sources/ChatStore/Access/AccessWriter.swift",
     "guard try isAt(known) else { return nil }\n", "",
     "PeerAccessTests/stale"),
    ("access-tick", "what is taken away ends without a notice too", "server",
     "Sources/ChatServer/Operations/NodeLink.swift",
     "                try await self.look()\n                try await self.lookAtNodes()\n",
     "                try await self.lookAtNodes()\n",
     "PeerServersTests/removed"),
    ("decision-lease", "decisions over a room are one after the other", "server",
     "Sources/ChatServer/Gate/RoomLocks.swift",
     "guard store.isShared else", "guard !store.isShared else",
     "PeerAccessTests/deciding"),
    ("room-replaced", "a room of an old name is another room", "server",
     "Sources/ChatServer/Rooms/Rooms.swift",
     "guard batch.events.first?.seq == 1, known", "guard batch.events.first?.seq == 0, known",
     "PeerServersTests/anew"),
    ("removed-once", "old events are removed by one server", "server",
     "Sources/ChatStore/ChatStore+Removal.swift",
     "            else { return false }\n", "            else { return true }\n",
     "PeerServersTests/removedOnce"),
    ("rate-memory", "no cache is without a bound", "server",
     "Sources/ChatServer/Time/RecentValues.swift",
     "if newer.count >= half, newer[key] == nil", "if newer.count < 0, newer[key] == nil",
     "RecentValuesTests"),
    ("table-size", "no cache is without a bound", "stream",
     "Sources/StreamingHTTP/Secure/TableSizeBound.swift",
     "return order == .more ? most : byte", "return byte",
     "FramePortionsTests"),
    ("held-answers", "a reader that takes nothing costs a bounded amount", "server",
     "Sources/ChatServer/HTTP/Core/HeldAnswers.swift",
     "own == 0 || own + bytes <= limit / 4", "own >= 0",
     "HeldAnswersTests"),
    ("upload-share", "nobody keeps others out", "server",
     "Sources/ChatServer/Files/UploadPlaces.swift",
     "guard most > own else { return nil }", "guard most < 0 else { return nil }",
     "UploadPlacesTests"),
    ("moments-held", "fan-out of the moment is merged", "server",
     "Sources/ChatServer/Delivery/Shard+Moments.swift",
     "!room.areMomentsHeld, ", "",
     "MomentTests"),
    ("malformed-request", "a client that lies is noticed by no other", "stream",
     "Sources/StreamingHTTP/Secure/MalformedRequests.swift",
     "        if !isOfRequest(error) { context.fireErrorCaught(error) }",
     "        context.fireErrorCaught(error)",
     "MalformedRequestsTests"),
    ("silent-frames", "nobody keeps others out", "stream",
     "Sources/StreamingHTTP/Secure/ConnectionTimeout.swift",
     "        if isIdle || isLate { end(context) }",
     "        if isLate && !isIdle { end(context) }",
     "ConnectionTimeoutTests"),
    ("cut-frames", "nobody keeps others out", "stream",
     "Sources/StreamingHTTP/Secure/ConnectionTimeout.swift",
     "        if isIdle || isLate { end(context) }",
     "        if isIdle && !isLate { end(context) }",
     "ConnectionTimeoutTests"),
    ("half-close", "a client that goes frees what it held", "server",
     "Sources/StreamingHTTP/StreamHandler.swift",
     "if case ChannelEvent.inputClosed = event { close() }", "",
     "ShardTests"),
    ("bye", "every stream gets bye", "server",
     "Sources/ChatServer/Delivery/Shard+Time.swift",
     "            finish(stream, with: reason, reconnect: true, retryAfter: wait)\n",
     "            _ = wait\n",
     "ShardTests"),
    ("bye-spread", "clients come back one after the other", "server",
     "Sources/ChatServer/Delivery/Shard+Time.swift",
     "let wait = Int.random(in: retryAfter)", "let wait = retryAfter.lowerBound",
     "ShardTests"),
    ("stalled", "a client that takes nothing is ended", "server",
     "Sources/ChatServer/Delivery/OpenStream.swift",
     "        return now - known.since\n", "        return .zero\n",
     "ShardTests"),
    ("watchdog", "a server whose loops hang gives no sign of life", "server",
     "Sources/ChatServer/Systemd/Watchdog.swift",
     "guard (try? await loop.submit {}.get()) != nil else { return }", "_ = loop",
     "SystemdTests"),
    ("copy-of-one-moment", "a copy holds one moment of the log", "store",
     "Sources/ChatStore/Care/LogReader.swift",
     "                try database.inTransaction(.deferred) {\n"
     "                    // The first read fixes the state for all that follow.\n"
     "                    _ = try Int.fetchOne(database, sql: \"SELECT count(*) FROM sqlite_master\")\n"
     "                    value = try body(database)\n"
     "                    return .commit\n"
     "                }\n",
     "                value = try body(database)\n",
     "CareTests"),
    ("answers-in-order", "answers leave in the order of their requests", "stream",
     "Sources/StreamingHTTP/Direct/PendingAnswers.swift",
     "guard let answer = slots.first?.answer else",
     "guard let answer = slots.first(where: { $0.answer != nil })?.answer else",
     "PendingAnswersTests"),
    ("answers-taken", "a client that takes no answers is read no further", "stream",
     "Sources/StreamingHTTP/Direct/DirectHandler+Requests.swift",
     " && !isHolding && context.channel.isWritable", " && !isHolding",
     "DirectHandlerTests"),
    ("held-pieces", "what is held is bounded", "stream",
     "Sources/StreamingHTTP/Direct/DirectHandler+Turns.swift",
     "guard held.count > Self.heldLimit else { return }", "guard held.count < 0 else { return }",
     "HeldRequestTests"),
    ("one-at-a-time", "requests are answered in their turn", "server",
     "Sources/StreamingHTTP/Direct/DirectHandler+Turns.swift",
     "case .asking(let asked): asked.isWhole || !held.isEmpty\n        default: !held.isEmpty",
     "case .asking: false\n        default: !held.isEmpty",
     "SpokenTests"),
    ("parts-counted", "no connection holds its loop", "stream",
     "Sources/StreamingHTTP/Direct/DirectHandler+Turns.swift",
     "if partsOfRead <= Self.partsAlways || shared.turns.take() { return true }", "return true",
     "LoopTurnsTests"),
    ("framework-counted", "no connection holds its loop", "stream",
     "Sources/StreamingHTTP/Direct/DirectHandler+Turns.swift",
     "guard count < limit, shared.turns.take() else {", "guard count < limit else {",
     "LoopTurnsTests"),
    ("read-portions", "no connection holds its loop", "stream",
     "Sources/StreamingHTTP/Direct/ReadPortions.swift",
     "while waiting.readableBytes > 0, front.takesMore {", "while waiting.readableBytes > 0 {",
     "LoopTurnsTests"),
    ("frames-counted", "no connection holds its loop", "stream",
     "Sources/StreamingHTTP/Secure/FramePortions.swift",
     "return free >= 0 || turns.take(count)", "return true",
     "FramePortionsTests"),
    ("rows-wait", "an answer that has begun is not cut for want of a place", "server",
     "Sources/ChatServer/HTTP/Rows/LaterPages.swift",
     "guard case .tooManyWait = error, !isOver else { throw error }", "throw error",
     "LaterPagesTests"),
    ("rows-end", "nothing waits without a bound", "server",
     "Sources/ChatServer/HTTP/Rows/LaterPages.swift",
     "error, !isOver else", "error else",
     "LaterPagesTests"),
    ("slow-lines", "a line that comes too soon is not lost", "server",
     "Sources/ChatServer/HTTP/Streams/TwoWayStream.swift",
     "            guard error.code == ProblemCode.slowMode.rawValue else { throw error }\n",
     "            if error.code == ProblemCode.slowMode.rawValue { throw error }\n",
     "ChargedWriteTests"),
    ("host", "only the server's own names are answered", "server",
     "Sources/ChatServer/HTTP/Core/RequestRules.swift",
     "        guard hosts.contains(called.host) else { throw .wrongHost(String(text)) }\n", "",
     "RequestFrontTests"),
    ("origin", "pages of other origins stay out", "server",
     "Sources/ChatServer/HTTP/Core/RequestRules.swift",
     "        throw .originNotAllowed\n", "",
     "RequestFrontTests"),
    ("head-alone", "an answer to HEAD has no body", "server",
     "Sources/StreamingHTTP/Direct/FrameworkAnswers.swift",
     "hasBody = !asked.isHead && head.status", "hasBody = head.status",
     "SpokenTests"),
    ("unread-answers", "a client that takes nothing is ended", "server",
     "Sources/StreamingHTTP/ConnectionClock.swift",
     "        return now >= tookAt + limit\n", "        return false\n",
     "ConnectionBoundTests"),
    ("per-address", "one address cannot take all connections", "server",
     "Sources/StreamingHTTP/Direct/AcceptGate.swift",
     "        let isTaken = peer.map(hasRoom) ?? true\n",
     "        let isTaken = peer.map { _ in true } ?? true\n",
     "ConnectionBoundTests"),
    ("last-answer", "a connection closes behind its last answer", "stream",
     "Sources/StreamingHTTP/Direct/DirectHandler+Answers.swift",
     "        // Behind all that the socket has not taken yet.\n",
     "        channel.close(promise: nil)\n",
     "LastAnswerTests"),
    ("gone-before-stream", "a client that goes before its stream begins has gone", "stream",
     "Sources/StreamingHTTP/Direct/DirectHandler+Leaving.swift",
     "        // Noted also while a stream is being made, which has nobody else to hear of it.\n"
     "        isInputClosed = true\n", "",
     "DirectHandlerTests"),
    ("shared-run", "what streams share is of their very place", "server",
     "Sources/ChatServer/Delivery/SharedRun.swift",
     "after == stream.progress.position && self.newest == newest", "self.newest == newest",
     "ShardRoomPropertyTests"),
    ("shared-run-newest", "what streams share holds all there is", "server",
     "Sources/ChatServer/Delivery/SharedRun.swift",
     "after == stream.progress.position && self.newest == newest",
     "after == stream.progress.position",
     "ShardRoomTests"),
    ("seat-swap", "a stream that goes frees its own seat", "server",
     "Sources/ChatServer/Delivery/ShardRoom.swift",
     "        last.stream.seats[last.place].index = index\n", "",
     "ShardRoomTests"),
    ("seat-new", "who comes takes nobody's turn", "server",
     "Sources/ChatServer/Delivery/ShardRoom.swift",
     "        if due > 0 { due += 1 }\n", "",
     "ShardRoomTests"),
    ("seat-due", "who is moved to another seat does not lose a turn", "server",
     "Sources/ChatServer/Delivery/ShardRoom.swift",
     "        due = seats.count\n        unoffered", "        unoffered",
     "ShardRoomTests"),
    ("pause-ends", "a pause of commits ends by itself", "server",
     "Sources/ChatServer/Delivery/DeliveryShare.swift",
     "guard !isInTime(at: now), now < end else {", "guard !isInTime(at: now) else {",
     "DeliveryShareTests"),
    ("late-forgotten", "what was offered is late no more", "server",
     "Sources/ChatServer/Delivery/Shard+Turns.swift",
     "        } else if !fullRooms.isEmpty {\n", "        } else if room.isEmpty {\n",
     "ShardBacklogTests"),
    ("pass-by", "nothing passes what waits in the channel", "stream",
     "Sources/StreamingHTTP/Outlet.swift",
     "        return !isQueued\n", "        return true\n",
     "ChunkedStreamTests"),
    ("page-bytes", "a page of long messages is bounded", "server",
     "Sources/ChatServer/Delivery/CatchUp.swift",
     "        query.byteLimit = limits.pageBytes\n", "        query.byteLimit = .max\n",
     "PageTests"),
    ("cached-page-end", "a page that is remembered goes no further than asked for", "server",
     "Sources/ChatServer/Delivery/PageCache.swift",
     "$0.key == key && $0.page.through <= request.through", "$0.key == key",
     "PageTests"),
    ("closed-descriptor", "nothing is sent to a descriptor that was closed", "stream",
     "Sources/StreamingHTTP/PlainSocket.swift",
     "        guard channel.isActive else { return }\n", "",
     "ClosedDescriptorTests"),
    ("own-events", "an answer on a stream waits for room", "server",
     "Sources/ChatServer/Delivery/Shard.swift",
     "        guard stream.body.isWritable else {\n            let shard",
     "        guard stream.body.isWritable || streams.count > 0 else {\n            let shard",
     "ShardTests"),
    ("bounded-numbers", "numbers from outside are bounded", "core",
     "Sources/ChatProtocol/JSON/WireNumber.swift",
     "        guard 0...Self.maximum ~= value else { return nil }\n", "",
     "WireNumberTests"),
    ("reader-gone", "work ends with the client it was for", "stream",
     "Sources/StreamingHTTP/Response/ReaderWatch.swift",
     "            if endsWithInput { readerHasGone() }\n", "",
     "ReaderWatchTests"),
    ("signed-for", "a signature for another purpose signs nobody in", "server",
     "Sources/Credentials/SSH/SSHSignature.swift",
     "self.namespace == Array(namespace.utf8),", "",
     "SSHSignatureTests"),
    ("hash-cost", "a damaged row costs a bounded amount", "server",
     "Sources/Credentials/Passwords/PasswordCost.swift",
     "r << logN <= Self.memoryLimit, ", "",
     "ScryptTests"),
    ("no-room-made", "a safe method changes nothing that lasts", "server",
     "Sources/ChatServer/HTTP/Streams/StreamOpening.swift",
     "        let (readers, problems) = try readers(asked)\n        let place",
     "        let (readers, problems) = try readers(asked)\n        for reader in readers { _ = try await services.rooms.room(making: reader.room) }\n        let place",
     "SafeMethodTests"),
    ("hidden-room", "what may not be seen is as if it were not there", "server",
     "Sources/ChatServer/Gate/RoomRule.swift",
     "guard let assignment else { return isPublic ? .open : .hidden }",
     "guard let assignment else { return .open }",
     "RoomRoleTests"),
    ("file-room", "a file is as private as its rooms", "server",
     "Sources/ChatServer/Gate/Gate+Files.swift",
     "rooms.contains(where: { self.sees($0, caller.identity) })", "!rooms.isEmpty",
     "AccessTableTests/direct"),
    ("post-reads", "a token is good for no more than its scope", "server",
     "Sources/ChatServer/Gate/RoomRule.swift",
     "identity.reads && sight == .open", "sight == .open",
     "StreamAccessTests/posting"),
    ("page-asked-again", "a long answer ends with the reader's access", "server",
     "Sources/ChatServer/Gate/Reader.swift",
     "        guard isOpen else { throw .roomNotFound(shownRoom) }\n", "",
     "DecisionRaceTests/late"),
    ("page-of-room", "a room takes over nothing of another that had its name", "server",
     "Sources/ChatServer/Gate/Reader.swift",
     "        query.roomMadeAt = state?.facts.madeAt\n", "",
     "PeerRoomTests/lateRead"),
    ("page-goes-on", "rows that were cut do not look whole", "server",
     "Sources/ChatServer/HTTP/Messages/LogReading.swift",
     "query.goesOnFrom = place.position\n", "query.goesOnFrom = nil\n",
     "CutRowsTests/gone"),
    ("write-asked-again", "every write passes the gate, however long it took", "server",
     "Sources/ChatServer/Gate/Writer.swift",
     "func post(_ draft: Draft) async throws(Problem) -> Appended {\n"
     "        try ask(evenMuted: draft.key != nil)\n",
     "func post(_ draft: Draft) async throws(Problem) -> Appended {\n",
     "DecisionRaceTests/late"),
    ("known-caller", "what a connection remembers is dropped with the credentials", "server",
     "Sources/ChatServer/HTTP/Direct/DirectRoutes.swift",
     " known.version == version,", "",
     "DecisionRaceTests/remembered"),
    ("late-account", "what a request's head was good for, its end may not be", "server",
     "Sources/ChatServer/Accounts/Accounts.swift",
     "if let refusal = caller.flatMap({ book.refusal(of: $0, at: now) }) { throw refusal }", "",
     "LateActTests/late"),
    ("late-write", "what a request's head was good for, its end may not be", "server",
     "Sources/ChatServer/Gate/Gate+Rechecks.swift",
     "            try readmit(caller)\n            let result", "            let result",
     "LateActTests/late"),
    ("late-post", "what a request's head was good for, its end may not be", "server",
     "Sources/ChatServer/Gate/Writer.swift",
     "        try readmit(caller)\n        let known", "        let known",
     "LateActTests/late"),
    ("muted-reason", "who is muted says nothing", "server",
     "Sources/ChatServer/Gate/Membership.swift",
     "step.terms.reason != nil ? try rule.speak(author) : nil",
     "step.terms.reason == nil ? try rule.speak(author) : nil",
     "MuteTests"),
    ("in-turn", "a decision rests on the one before", "server",
     "Sources/ChatServer/Gate/RoomLocks.swift",
     "            try await attempt { () async throws(StoreError) in try await lock.enter() }\n"
     "            defer { lock.leave() }\n", "            _ = lock\n",
     "DecisionRaceTests/lastOwner"),
    ("mute-stays", "a mute cannot be left behind", "server",
     "Sources/ChatServer/Gate/MemberStep.swift",
     "wish.mutedUntil ?? lastingMute", "wish.mutedUntil",
     "DecisionRaceTests/mute"),
    ("commit-review", "nothing is shown after a kick", "server",
     "Sources/ChatServer/Delivery/Shard.swift",
     "        review(commit)\n", "",
     "ShardAccessTests"),
    ("open-review", "a stream shows what its caller may see when it begins", "server",
     "Sources/ChatServer/Delivery/Shard.swift",
     "        reviewOpened(stream)\n", "",
     "ShardAccessTests"),
    ("gained-room", "a room is shown from the event that lets one in", "server",
     "Sources/ChatServer/Delivery/Shard+Serving.swift",
     ", from: stream.begins)", ")",
     "ShardAccessTests"),
    ("awaited-in-silence", "what may not be seen is as if it were not there", "server",
     "Sources/ChatServer/Delivery/Shard+Access.swift",
     "            guard !stream.request.awaited.contains(room) else { continue }\n", "",
     "StreamAccessTests/hidden"),
    ("first-of-a-room", "what may not be seen is as if it were not there", "store",
     "Sources/ChatStore/Append/BatchWriter.swift",
     "guard try !draft.expectsNoRoom || !rooms.isPrivate(draft.room) else {",
     "guard try draft.expectsNoRoom || !rooms.isPrivate(draft.room) || true else {",
     "AppendTests/expectsNoRoom"),
    ("invite-of-a-name", "a room takes over nothing of another of its name", "server",
     "Sources/ChatServer/Gate/Gate+Registration.swift",
     "        guard isOfThisTime(invite) else { return false }\n", "",
     "NameAgainTests/invite"),
    ("audit-of-a-name", "a room takes over nothing of another of its name", "store",
     "Sources/ChatStore/SQL/Statements+Access.swift",
     "SELECT coalesce(max(gone.id), 0)", "SELECT 0 * coalesce(max(gone.id), 0)",
     "AccessTests/auditOfNames"),
    ("banned-maker", "an invite is good for as long as its maker may make one", "server",
     "Sources/ChatServer/Gate/Gate+Registration.swift",
     "isBanned && !$0.isOperator ? nil : $0", "isBanned && false ? nil : $0",
     "DecisionRaceTests/bannedMaker"),
    ("one-client", "an address is believed of a trusted proxy alone", "server",
     "Sources/ChatServer/Addresses/TrustedProxies.swift",
     "return address(behind: first, new) == address(behind: first, old)",
     "return new.first == old.first || address(behind: first, old).isEmpty",
     "AddressTests/twoFields"),
    ("small-order", "nobody signs without a private key", "server",
     "Sources/Credentials/SSH/EdwardsPoint.swift",
     "return isReduced && !smallOrders.contains(y)", "return isReduced",
     "OpenSSHPublicKeyTests/smallOrder"),
    ("banned-owner", "a room has an owner who can come in", "server",
     "Sources/ChatServer/Accounts/AccountBook.swift",
     "return ids.allSatisfy { id in bans[id]?.until != nil }", "return true",
     "OwnerTests/banned"),
    ("overtaken-search", "what was cut does not look whole", "server",
     "Sources/ChatServer/Gate/Searcher.swift",
     "        for reader in readers ?? [] where !reader.isOpen "
     "{ throw .roomNotFound(reader.shownRoom) }\n", "",
     "CutRowsTests/goneOfSearch"),
    ("quoted-host", "what a proxy quotes tells of no address", "server",
     "Sources/ChatServer/Addresses/ForwardedElement.swift",
     "case separator where !isQuoted:", "case separator:",
     "ForwardedElementTests/anyWord"),
    ("untold-client", "what a proxy passes on is not this machine's own", "server",
     "Sources/ChatServer/Addresses/ClientNetwork.swift",
     'isLocal(key: key) ? "unknown-" + key : key', "return key",
     "AddressTests/untold"),
    ("all-or-none", "a server listens at all of its addresses or at none", "stream",
     "Sources/StreamingHTTP/Direct/Acceptor.swift",
     "            for channel in channels { try? await channel.close() }\n", "",
     "AcceptorTests/taken"),
    ("deleted-at-once", "deleted texts are gone", "server",
     "Sources/ChatServer/Delivery/Shard.swift",
     "if batch.withdrawsItsOwn || commit", "if commit",
     "ShardAccessTests"),
    ("cached-page-age", "deleted texts are gone", "server",
     "Sources/ChatServer/Delivery/PageCache.swift",
     "            guard state.age == age else { return }\n", "",
     "PageTests"),
    ("numbers-hidden", "the server's numbers tell of rooms that are hidden", "server",
     "Sources/ChatServer/Gate/Operator.swift",
     " && accounts.look { $0.accounts.isEmpty }", "",
     "HiddenTests"),
    ("search-work", "what one may not see costs nothing to look for", "store",
     "Sources/ChatStore/Search/SearchWriter.swift",
     "            guard isPrivate else { return }\n",
     "            guard isPrivate, step.room < 0 else { return }\n",
     "SearchWorkTests"),
    ("search-turned", "a search finds nothing of rooms that are hidden", "store",
     "Sources/ChatStore/Search/SearchRooms.swift",
     "} else if room.publicThrough > 0, !own.contains(room.room) {",
     "} else if room.room < 0, !own.contains(room.room) {",
     "SearchRoomsTests/turned"),
    ("durable", "acknowledged is on disk", "store",
     "Sources/ChatStore/SQLite/SQLiteDatabase.swift",
     "PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL",
     "OpenTests"),
    ("held-files", "acknowledged is on disk", "store",
     "Sources/ChatStore/SQLite/SQLiteDatabase.swift",
     "        if let error = refusal(of: held, database) { return .failure(error) }\n", "",
     "HeldLogTests/takenAway"),
    ("commit-answered", "acknowledged is on disk", "store",
     "Sources/ChatStore/Postgres/PostgresConnection.swift",
     'guard try answer()?.command == "COMMIT" else {',
     'guard (try? answer())?.command != "ROLLBACK" else {',
     "PostgresTests/failingCommit"),
    ("outcome-open", "nobody is told that nothing was posted where it may have been", "store",
     "Sources/ChatStore/Postgres/PostgresConnection.swift",
     'StoreError.outcomeUnknown("the connection broke in the commit")',
     'StoreError.unavailable("the connection broke in the commit")',
     "PostgresTests/brokenCommit"),
    ("log-lock", "servers of one log give no number twice", "store",
     "Sources/ChatStore/Postgres/PostgresText.swift",
     'static let lock = "SELECT pg_advisory_xact_lock(1114993250, \\(schemaNumber))"',
     'static let lock = "SELECT pg_advisory_xact_lock_shared(1114993250, \\(schemaNumber))"',
     "SeveralStoresTests/dense"),
    ("log-snapshot", "whoever has the lock sees what its last holder wrote", "store",
     "Sources/ChatStore/Postgres/PostgresText.swift",
     'static let begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"',
     'static let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE"',
     "SeveralStoresTests/dense"),
    ("lost-commit", "a commit that broke off is not done twice", "store",
     "Sources/ChatStore/Log/LostCommit.swift",
     "return found == writer ? .committed : .undone",
     "return found == writer ? .undone : .undone",
     "LostCommitTests"),
    ("undone-commit", "a commit that broke off is not taken for done", "store",
     "Sources/ChatStore/Log/LostCommit.swift",
     "if head < first { return .undone }", "if head < first { return .committed }",
     "BrokenConnectionTests/anywhere"),
    ("import-again", "an import that is tried again judges its rows anew", "store",
     "Sources/ChatStore/Append/ImportMemory.swift",
     "let state = kept", "let state = judged ?? kept",
     "BrokenConnectionTests/imported"),
    ("lineage", "no cursor means another event than the one it was given out for", "store",
     "Sources/ChatStore/Postgres/LossWatch.swift",
     "guard connection != current else { return current }",
     "guard connection == current else { return current }",
     "LineageTests/lost"),
    ("rooms-elsewhere", "a room that another server has made again is numbered anew", "store",
     "Sources/ChatStore/Append/WriterMemory.swift",
     "guard number != accessNumber else { return }", "guard number < 0 else { return }",
     "SeveralStoresTests/roomMadeAgain"),
    ("empty-commit", "what one server acknowledged, another one shows", "store",
     "Sources/ChatStore/Postgres/SharedLog+Tail.swift",
     "        if let newest = part.events.last { loss.note(newest) }\n",
     "        guard let newest = part.events.last else { return }\n        loss.note(newest)\n",
     "SeveralStoresTests/roomGone"),
    ("commit-told", "a server hears at once of what others commit", "store",
     "Sources/ChatStore/Postgres/PostgresBus.swift",
     "        if isTold { tellWaiting() }\n", "",
     "SeveralStoresTests/told"),
    ("unshared", "a log that a program has which does not share it is refused", "store",
     "Sources/ChatStore/Postgres/PostgresDatabase+Connecting.swift",
     "            try session.ask(PostgresText.claim)\n", "",
     "PostgresTests/claimed"),
    ("bytewise", "names are in one order in every database", "store",
     "Sources/ChatStore/Postgres/PostgresTables.swift",
     '#"text COLLATE "C""#', '"text"',
     "PostgresRefusalTests/collation"),
    ("parts-bounded", "a page costs what it holds", "store",
     "Sources/ChatStore/Postgres/PostgresSession.swift",
     "var boundsParts: Bool { true }", "var boundsParts: Bool { false }",
     "PostgresTests/plan"),
    ("export-reaches", "what one server acknowledged, another one shows", "server",
     "Sources/ChatServer/Gate/Gate+Learning.swift",
     "        try await learn(name, caller)\n        try await reachNewest()\n",
     "        try await learn(name, caller)\n",
     "SharedLogTests/exports"),
    ("stream-reaches", "what one server acknowledged, another one shows", "server",
     "Sources/ChatServer/HTTP/Streams/StreamOpening.swift",
     "{ try await services.gate.reachNewest() }", "{}",
     "SharedLogTests/openings"),
    ("moved-mark", "one log is served in one place", "store",
     "Sources/ChatStore/ChatStore+Opening.swift",
     "        if let mark = try MovedMark(in: folder.path) { throw mark.refusal(folder) }\n", "",
     "MoveTests/marked"),
    ("moved-mark-first", "one log is served in one place", "store",
     "Sources/ChatStore/Move/LogMove.swift",
     "            try MovedMark(log: state.name, place: target.place).write(in: folder)\n"
     "            try willCommit()\n",
     "            try willCommit()\n",
     "MoveTests/brokenCommit"),
    ("moved-numbers", "a number is drawn once", "store",
     "Sources/ChatStore/Move/LogMove.swift",
     "                try number(tables, source, target)\n", "",
     "MoveTests/goesOn"),
    ("moved-escapes", "a text comes out as it went in", "store",
     "Sources/ChatStore/Move/CopyText.swift",
     'byte <= UInt8(ascii: "\\r") || byte == UInt8(ascii: "\\\\")', "byte == 0",
     "MovePlanTests/escapes"),
    ("power-cut", "acknowledged outlasts a power cut", "store",
     "Sources/ChatStore/SQLite/SQLiteDatabase.swift",
     "PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL",
     "PowerCutTests"),
    ("hot-journal", "a log whose making was cut off is made anew", "store",
     "Sources/ChatStore/SQLite/SQLiteInspection.swift",
     "        try takeBack()\n", "",
     "PowerCutTests"),
    ("handed-on-first", "rooms have heard of a post before its sender", "store",
     "Sources/ChatStore/Log/Appender.swift",
     "            let outcome = try engine.turn(batch) { handOn($0, onCommit) }\n"
     "            lastContact.withLock { $0 = .held }\n"
     "            writes.answer(with: outcome)\n",
     "            var commits: [Commit] = []\n"
     "            let outcome = try engine.turn(batch) { commits.append($0) }\n"
     "            writes.answer(with: outcome)\n"
     "            for commit in commits { handOn(commit, onCommit) }\n",
     "AppendTests/order"),
    ("rows-kept", "what is kept changes no picture", "core",
     "Sources/ChatTUI/View/RowMemo.swift",
     ", known.event == event {", " {",
     "RowMemoTests"),
    ("rows-compared", "the screen shows the picture", "core",
     "Sources/ChatTUI/Screen/FrameRow.swift",
     "left.line == right.line && left.column", "left.column",
     "PropertyTests"),
    ("terminal-controls", "no byte from a person reaches a terminal", "core",
     "Sources/ChatProtocol/Text/ScalarClass.swift",
     "case 0x00...0x1f, 0x7f...0x9f: self = .control", "case 0x00...0x1f: self = .control",
     "ChatProtocolTests"),
    ("let-go", "a database does not end on its own threads", "store",
     "Sources/ChatStore/SQLite/TakenOnce.swift",
     "            defer { value = nil }\n", "",
     "TakenOnceTests/bodyIsLetGo"),
    ("kernel-bound", "a stopped reader fills no buffer without a bound", "server",
     "Sources/StreamingHTTP/StreamSocket.swift",
     "        unsentLimit,\n", "",
     "StreamLifeTests/stopping"),
]


def run(command, **keywords):
    return subprocess.run(command, stdin=subprocess.DEVNULL, **keywords)


def lay_tree():
    """Copies what git knows into TREE; files that did not change keep their times, for the build."""
    os.makedirs(TREE, exist_ok=True)
    names = run(["git", "ls-files", "Package.swift", "Package.resolved", "Sources", "Tests"], check=True,
                capture_output=True, text=True).stdout.split("\n")
    for name in filter(None, names):
        target = os.path.join(TREE, name)
        os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
        if not os.path.exists(target) or open(name, "rb").read() != open(target, "rb").read():
            shutil.copyfile(name, target)


@contextlib.contextmanager
def without(guard, tree):
    """Takes a guard out of a tree, and puts it back."""
    _, _, _, path, old, new, _ = guard
    text = open(path).read()
    target = os.path.join(tree, path)
    with open(target, "w") as file:
        file.write(text.replace(old, new))
    try:
        yield
    finally:
        with open(target, "w") as file:
            file.write(text)


def test(part, filter_, here):
    """What becomes of the tests: in this tree and its own build, or in the copy and its part's."""
    options = [] if here else ["--scratch-path", f"{SCRATCH}-{part}"]
    asked = os.environ.get("BURBLE_BUILD", "").split() if here else []
    environment = os.environ if here else {**os.environ, "BURBLE_PART": part}
    tree = "." if here else TREE
    built = run(["timeout", "900", "swift", "build", "--build-tests", *options, *asked],
                cwd=tree, env=environment, capture_output=True, text=True)
    if built.returncode != 0:
        return "does not build"
    # A test that hangs has seen the guard go; CI waits for that no longer than it has to.
    command = ["timeout", "100" if here else "300", "swift", "test", "--skip-build",
               "--disable-xctest", *options, "--filter", filter_]
    tested = run(command, cwd=tree, env=environment, capture_output=True, text=True)
    if tested.returncode == TIMED_OUT:
        return "hangs"
    if tested.returncode > 0 and "Test run started" in tested.stdout + tested.stderr \
            and "Test run with" not in tested.stdout + tested.stderr:
        # It began and did not come to its end: what the guard kept out trapped.
        return "crashes"
    if not re.search(r"Test run with [1-9]", tested.stdout + tested.stderr):
        return "ran no test"
    return "passes" if tested.returncode == 0 else "fails"


def check():
    """Gives up at the first guard that is not where the table says."""
    for name, _, _, path, old, _, _ in GUARDS:
        if open(path).read().count(old) != 1:
            sys.exit(f"{name}: {path} no longer holds what the guard replaces; mend scripts/guards.py")


def in_turn():
    """The guards whose turn it is: by the number of commits, so that all come round."""
    count = int(run(["git", "rev-list", "--count", "HEAD"], check=True, capture_output=True,
                    text=True).stdout)
    return [GUARDS[(count * TURN + index) % len(GUARDS)] for index in range(TURN)]


def chosen(wanted):
    unknown = set(wanted) - {guard[0] for guard in GUARDS}
    if unknown:
        sys.exit(f"no guard is called {', '.join(sorted(unknown))}")
    return [guard for guard in GUARDS if not wanted or guard[0] in wanted]


def main():
    check()
    arguments = sys.argv[1:]
    if arguments == ["--check"]:
        return
    here = arguments == ["--turn"]
    guards = in_turn() if here else chosen(arguments)
    # The file is put back also then.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    missed = []
    for guard in guards:
        name, invariant, part, _, _, _, filter_ = guard
        if not here:
            lay_tree()
        with without(guard, "." if here else TREE):
            outcome = test(part, filter_, here)
        verdict = "seen" if outcome in SEEN else f"MISSED: {filter_} {outcome} without it"
        print(f"{name:20} {invariant:52} {verdict}", flush=True)
        if outcome not in SEEN:
            missed.append(name)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
