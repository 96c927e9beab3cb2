"""Streams the way FastAPI's tutorial on StreamingResponse writes them.

The routes send the same bytes as Burble's examples; `tick` is the wait between two pieces.

    uvicorn fastapi_streaming:app --loop uvloop --http httptools --no-access-log
"""
import asyncio
import csv
import io
import json
import mimetypes
import os

from fastapi import FastAPI
from fastapi.responses import FileResponse, StreamingResponse

app = FastAPI()
PLAIN = "text/plain"


async def pause(milliseconds):
    if milliseconds:
        await asyncio.sleep(milliseconds / 1000)


# --- the tutorial's routes ----------------------------------------------------------------------

@app.get("/stream")
async def stream(tick: int = 0):
    async def generate():
        for number in range(10):
            yield f"Line {number}\n"
            await pause(tick)

    return StreamingResponse(generate(), media_type=PLAIN)


@app.get("/countdown")
async def countdown(tick: int = 1000):
    async def generate():
        for number in range(5, 0, -1):
            yield f"Counting: {number}\n"
            await pause(tick)
        yield "Blast off!\n"

    return StreamingResponse(generate(), media_type=PLAIN)


@app.get("/stream-csv")
async def stream_csv():
    def generate():
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(["id", "name", "value"])
        for number in range(1000):
            yield text.getvalue()
            text.seek(0)
            text.truncate()
            table.writerow([number, f"item-{number}", number * 10])
        yield text.getvalue()

    return StreamingResponse(generate(), media_type="text/csv", headers={
        "Content-Disposition": "attachment; filename=data.csv"})


@app.get("/download-large-file/{file_path:path}")
async def download(file_path: str):
    # Its own class for files, which reads by thread: faster than the tutorial's generator.
    name = os.path.basename(file_path)
    return FileResponse(
        os.path.join(os.environ["FILES"], name),
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream", filename=name)


@app.get("/sse")
async def sse(tick: int = 100):
    async def generate():
        for number in range(10):
            data = json.dumps({"id": number, "message": f"Update {number}"},
                              separators=(",", ":"))
            yield f"data: {data}\n\n"
            await pause(tick)

    return StreamingResponse(generate(), media_type="text/event-stream")


@app.get("/async-stream")
async def async_stream(tick: int = 500):
    async def generate():
        for number in range(10):
            await pause(tick)
            yield f"Async line {number}\n"

    return StreamingResponse(generate(), media_type=PLAIN)


@app.get("/process-stream")
async def process_stream(tick: int = 100):
    async def generate():
        total = 0
        yield "Processing data in real-time...\n"
        for item in range(1, 11):
            result = item * 10
            total += result
            yield f"Processed item {item}: result {result}, total {total}\n"
            await pause(tick)
        yield f"Processing complete. Final total: {total}\n"

    return StreamingResponse(generate(), media_type=PLAIN)


@app.get("/stream-with-error-handling")
async def stream_with_error_handling(tick: int = 100):
    async def generate():
        try:
            for number in range(10):
                if number == 5:
                    raise RuntimeError("Something went wrong!")
                yield f"Line {number}\n"
                await pause(tick)
        except RuntimeError as error:
            yield f"Error occurred: {error}\n"
        finally:
            yield "Stream complete (with or without errors).\n"

    return StreamingResponse(generate(), media_type=PLAIN)


# --- many rows ----------------------------------------------------------------------------------

@app.get("/bench/rows")
async def rows(count: int):
    async def generate():
        for number in range(count):
            yield json.dumps({"id": number, "name": f"row {number}"}) + "\n"

    return StreamingResponse(generate(), media_type="application/x-ndjson")
