// A host of streams that lets no other site read it, with everything a broken or hostile one may answer.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface StreamHost {
  readonly url: string;
  close(): Promise<void>;
}

const playlist = "application/vnd.apple.mpegurl";
const multivariant = `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="audio.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=1000000,AUDIO="a"
720p.m3u8?token=1
`;
const media = `#EXTM3U
#EXT-X-TARGETDURATION:2
#EXT-X-KEY:METHOD=AES-128,URI="/key"
#EXT-X-MAP:URI="init.mp4",BYTERANGE="10@0"
#EXTINF:2.0,
#EXT-X-BYTERANGE:100@10
segment.ts
#EXTINF:2.0,
https://edge.tv/segment.ts
`;
const thousandBytes = Buffer.from(Array.from({ length: 1000 }, (_, at) => at % 256));

const megabyte = Buffer.alloc(1_000_000);

function sendOn(response: ServerResponse): void {
  while (!response.destroyed && response.write(megabyte));
}

export async function startStreamHost(): Promise<StreamHost> {
  const seen: { path: string; headers: IncomingMessage["headers"] }[] = [];
  let release = Promise.withResolvers<undefined>();
  const answer = async (path: string, query: URLSearchParams, range: string | undefined, response: ServerResponse) => {
    const send = (type: string, body: string | Buffer, status = 200, headers = {}) =>
      response.writeHead(status, { "content-type": type, ...headers }).end(body);
    switch (path) {
      case "/seen":
        return send("application/json", JSON.stringify(seen.filter((one) => one.path === query.get("path"))));
      case "/live/master.m3u8":
        return send(playlist, multivariant);
      case "/live/720p.m3u8":
        return send(playlist, media);
      case "/huge.m3u8":
        return send(playlist, `#EXTM3U\n${"#EXT-X-GAP\n".repeat(250_000)}`);
      case "/page.m3u8":
        return send(playlist, "<!doctype html><script>alert(1)</script>");
      case "/key":
        return send("application/octet-stream", Buffer.alloc(16, 7));
      case "/live/segment.ts": {
        const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
        if (from === undefined)
          return send("video/mp2t", thousandBytes, 200, { "set-cookie": "a=b", "x-powered-by": "it" });
        const part = thousandBytes.subarray(Number(from), Number(to) + 1);
        return send("video/mp2t", part, 206, { "content-range": `bytes ${from}-${to}/1000` });
      }
      case "/to":
        return response.writeHead(302, { location: query.get("location") ?? "" }).end();
      case "/typed":
        return send(query.get("type") ?? "", "<script>alert(1)</script>");
      case "/status":
        return send("text/html", "no", Number(query.get("status")));
      case "/endless":
        response.writeHead(200, { "content-type": "video/mp2t" });
        response.on("drain", () => sendOn(response));
        sendOn(response);
        return;
      case "/halves":
        response.writeHead(200, { "content-type": "video/mp2t" }).write("first ");
        await release.promise;
        release = Promise.withResolvers();
        return response.end("second");
      case "/release":
        release.resolve(undefined);
        return response.end();
    }
    response.writeHead(404).end();
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://host");
    if (pathname !== "/seen") seen.push({ path: pathname, headers: request.headers });
    void answer(pathname, searchParams, request.headers.range, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
