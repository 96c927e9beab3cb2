"""A chat room the way FastAPI tutorials write it.

One asyncio.Queue a subscriber, a StreamingResponse over an async generator, and a POST that puts
the message in every queue of the room. Settings of production: uvloop and httptools, one process
(the rooms live in it), no access log.

    uvicorn fastapi_chat:app --loop uvloop --http httptools --no-access-log --backlog 4096
"""
import asyncio
from collections import defaultdict

from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse

app = FastAPI()
rooms: dict[str, set[asyncio.Queue]] = defaultdict(set)


@app.get("/sub/{room}")
async def subscribe(room: str):
    queue: asyncio.Queue[str] = asyncio.Queue()
    rooms[room].add(queue)

    async def stream():
        try:
            while True:
                message = await queue.get()
                yield f"data: {message}\n\n"
        finally:
            rooms[room].discard(queue)

    return StreamingResponse(stream(), media_type="text/event-stream")


@app.post("/pub/{room}")
async def publish(room: str, request: Request):
    message = (await request.body()).decode()
    for queue in rooms[room]:
        queue.put_nowait(message)
    return Response(status_code=204)
